//! Passing on between serving nodes, by the addresses that officers and programs use.

#![allow(clippy::unwrap_used, reason = "a test: what is not as expected may panic")]

mod support;

use node::{demo, fsck, serve};
use serde_json::{Value, json};
use support::folder::Folder;
use support::line::{WORK, client, found, home, published, until};
use support::message;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_officer_passes_a_record_on_and_its_owner_sees_and_recalls_it() {
    let folder = Folder::new("forward-line");
    let homes =
        ["XA", "XB", "XC"].map(|code| home(&folder, code, "north", &demo::free_address().unwrap()));
    found(&folder, &homes);
    let mut serving = Vec::new();
    for home in &homes {
        serving.push(serve::start(home).await.unwrap());
    }
    let [owner, first, second] = [0, 1, 2].map(|at| client(&homes[at], &serving[at]));
    let mut draft = serde_json::to_value(message("two pallets", &["XB"])).unwrap();
    draft["handling"]["onward_transfer"] = json!({"region": "north"});
    let path = published(&owner, &draft).await;
    until(&first, &path, |view| view["body"].is_object()).await;
    let name = path.trim_start_matches("/api/v1/records/");
    let asked = json!({"name": format!("{name}/1"), "to": ["XC"], "purpose": WORK,
        "reason": "expected there"});
    let refused = owner.post("/api/v1/forwards", &asked).await.unwrap();
    assert_eq!(refused.status, 422, "one's own: {}", refused.body);
    let made = first.post("/api/v1/forwards", &asked).await.unwrap();
    assert_eq!(made.status, 201, "{}", made.body);
    assert_eq!(made.body["recipients"], json!(["XA", "XC"]));
    let view = until(&second, &path, |view| view["body"].is_object()).await;
    assert_eq!((&view["header"]["owner"], &view["passed_on_by"]), (&json!("XA"), &json!(["XB"])));
    let at_second = |told: &Value, state: &str| {
        told.as_array()
            .into_iter()
            .flatten()
            .any(|one| one["node"] == "XC" && one["passed_on_by"] == "XB" && one["state"] == state)
    };
    let delivery = format!("{path}/delivery");
    until(&owner, &delivery, |told| at_second(told, "receipted")).await;
    let id = name.split('/').nth(1).unwrap();
    let recalled = owner.post("/api/v1/recalls", &json!({"id": id, "reason": "mistaken"})).await;
    assert_eq!(recalled.unwrap().body["recipients"], json!(["XB", "XC"]));
    until(&owner, &delivery, |told| at_second(told, "hidden")).await;
    assert_eq!(second.get(&path, WORK).await.unwrap().status, 403);
    for (serving, home) in serving.into_iter().zip(&homes) {
        serving.stop(home).await;
        let report = fsck::run(&mut home.open().unwrap(), false, |_| ()).unwrap();
        assert_eq!(report.faults, Vec::<String>::new());
    }
}
