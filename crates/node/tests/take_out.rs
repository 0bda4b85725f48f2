//! Saved views and exports over the interface: whose they are, what policy lets out, what is
//! audited.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use record::{Draft, Handling, HandlingCode, Level};
use serde_json::{Value, json};
use support::message;
use support::place::{Answer, Place};

const FOR_WORK: &str = "criminal-investigation";

async fn publish(place: &Place, draft: &Draft) -> String {
    let desk = place.token("desk-1");
    let answer = place.post("/api/v1/records", &desk, json!(draft).to_string()).await;
    assert_eq!(answer.status.as_u16(), 201, "{}", answer.body);
    answer.body["name"].as_str().unwrap().to_owned()
}

/// Enrols an officer of a role and answers a token of theirs.
async fn officer(place: &Place, code: &str, role: &str) -> String {
    let admin = place.token("admin-1");
    let officer = json!({"code": code, "name": "A Person", "role": role, "unit": "POLICE"});
    let enrolled = place.post("/api/v1/officers", &admin, officer.to_string()).await;
    assert_eq!(enrolled.status.as_u16(), 204, "{}", enrolled.body);
    let path = format!("/api/v1/officers/{code}/tokens");
    let scopes = json!({"scopes": ["read"], "days": 1});
    let issued = place.post(&path, &admin, scopes.to_string()).await;
    issued.body["token"].as_str().unwrap().to_owned()
}

async fn audited(place: &Place, deed: &str) -> Vec<Value> {
    let dpo = place.token("dpo-1");
    let page = place.get("/api/v1/audit?limit=200", &dpo, FOR_WORK).await;
    let events = page.body["events"].as_array().unwrap().clone();
    events.into_iter().filter(|event| event["deed"] == deed).collect()
}

fn status(answer: &Answer) -> u16 {
    answer.status.as_u16()
}

#[tokio::test]
async fn a_view_is_its_officers_own_is_run_for_its_purpose_and_ends_with_the_officer() {
    let place = Place::new();
    let desk = place.token("desk-1");
    publish(&place, &message("a parcel of cocaine", &[])).await;
    publish(&place, &message("a letter", &[])).await;
    place.index().await;
    let path = "/api/v1/views/two%20words";
    let view =
        json!({"purpose": FOR_WORK, "query": {"words": "cocaine", "filter": "kind:message"}});
    assert_eq!(status(&place.put(path, &desk, view.to_string()).await), 204);
    let listed = place.get("/api/v1/views", &desk, "").await;
    assert_eq!(listed.body[0]["name"], "two words");
    assert_eq!(listed.body[0]["query"], view["query"]);
    let run = place.get(&format!("{path}?facets=true"), &desk, "").await;
    assert_eq!((run.body["count"].as_u64(), status(&run)), (Some(1), 200), "{}", run.body);
    assert_eq!(run.body["facets"]["owner"], json!([{"value": "CO", "count": 1}]));
    let queried = audited(&place, "queried").await;
    assert_eq!((queried.len(), &queried[0]["purpose"]), (1, &json!(FOR_WORK)));
    assert!(!json!(queried).to_string().contains("cocaine"), "references, never content");
    let other = officer(&place, "analyst-1", "analyst").await;
    assert_eq!(status(&place.get(path, &other, "").await), 404);
    assert_eq!(status(&place.delete(path, &other).await), 404);
    assert_eq!(place.get("/api/v1/views", &other, "").await.body, json!([]));
    // A view for a purpose that the role may not have finds nothing.
    let forbidden = json!({"purpose": "border-control", "query": {}});
    assert_eq!(status(&place.put(path, &other, forbidden.to_string()).await), 204);
    assert_eq!(place.get(path, &other, "").await.body["count"], 0);
    let admin = place.token("admin-1");
    assert_eq!(status(&place.delete("/api/v1/officers/analyst-1", &admin).await), 204);
    let kept = place.desk.readers.read(|sight| sight.store.saved_views("analyst-1")).unwrap();
    assert_eq!(kept, []);
    assert_eq!(status(&place.delete(path, &desk).await), 204);
    assert_eq!(status(&place.get(path, &desk, "").await), 404);
}

#[tokio::test]
async fn a_view_that_cannot_be_asked_is_not_kept() {
    let place = Place::new();
    let desk = place.token("desk-1");
    let path = "/api/v1/views/a";
    for query in [
        json!({"filter": "nationality:CO"}),
        json!({"words": "a ".repeat(40)}),
        json!({"words": "a".repeat(2_001)}),
        json!({"from": "2026-02-30"}),
        json!({"from": "2026-02-02", "until": "2026-02-01"}),
        json!({"sql": "1"}),
    ] {
        let view = json!({"purpose": FOR_WORK, "query": query});
        assert_eq!(status(&place.put(path, &desk, view.to_string()).await), 422, "{query}");
    }
    let view = json!({"purpose": FOR_WORK, "query": {}}).to_string();
    let long = format!("/api/v1/views/{}", "a".repeat(65));
    assert_eq!(status(&place.put(&long, &desk, view.clone()).await), 422);
    let max = node::Config::default().saved_views_max;
    for number in 0..max {
        let path = format!("/api/v1/views/{number}");
        assert_eq!(status(&place.put(&path, &desk, view.clone()).await), 204);
    }
    assert_eq!(status(&place.put("/api/v1/views/0", &desk, view.clone()).await), 204);
    let refused = place.put("/api/v1/views/one-more", &desk, view.clone()).await;
    assert!(refused.text.contains("saved_views_max"), "{}", refused.text);
}

#[tokio::test]
async fn a_table_holds_what_the_search_finds_without_formulas_and_is_audited_by_record() {
    let place = Place::new();
    let desk = place.token("desk-1");
    let mut evil = message("cocaine", &[]);
    evil.body["statement"]["subject"] = json!("=HYPERLINK(\"https://example.org\")");
    let evil = publish(&place, &evil).await;
    let arabic = publish(&place, &message("كوكايين cocaine", &[])).await;
    publish(&place, &message("a letter", &[])).await;
    place.index().await;
    let path = "/api/v1/export?format=csv&words=cocaine";
    let table = place.get(path, &desk, FOR_WORK).await;
    assert_eq!((status(&table), table.kind.as_str()), (200, "text/csv; charset=utf-8"));
    let lines: Vec<&str> = table.text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines.len(), 3, "{}", table.text);
    assert!(lines[0].starts_with("name,kind,title,day,"), "{}", lines[0]);
    assert!(lines[1].starts_with(&arabic) && lines[1].contains("كوكايين"), "{}", lines[1]);
    assert!(lines[2].starts_with(&evil) && lines[2].contains("\"'=HYPERLINK"), "{}", lines[2]);
    let path = "/api/v1/export?format=jsonl&filter=kind:message";
    let table = place.get(path, &desk, FOR_WORK).await;
    let lines: Vec<Value> =
        table.text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((lines.len(), &lines[2]["name"]), (3, &json!(evil)));
    let exported = audited(&place, "exported").await;
    let counts: Vec<_> =
        exported.iter().map(|event| event["about"].as_array().unwrap().len()).collect();
    assert_eq!(counts, [3, 2], "every record is named, so that its owner can see it");
    assert_eq!(exported[0]["reason"], "jsonl");
}

#[tokio::test]
async fn who_may_list_and_not_take_out_is_refused_by_the_rule() {
    let place = Place::new();
    let open = Draft {
        handling: Handling::new(Level::ForOfficialUse, &[HandlingCode::H1]),
        purposes: vec![record::Purpose::BorderControl],
        ..message("cocaine", &[])
    };
    publish(&place, &open).await;
    place.index().await;
    let path = "/api/v1/export?format=csv";
    let guard = officer(&place, "guard-1", "frontline-officer").await;
    let listed = place.get("/api/v1/search?words=cocaine", &guard, "border-control").await;
    assert_eq!(listed.body["count"], 1, "{}", listed.body);
    let refused = place.get(path, &guard, "border-control").await;
    assert_eq!((status(&refused), &refused.body["rule"]), (403, &json!("HND-07")));
    assert_eq!(audited(&place, "refused").await.len(), 1);
    // Nothing to list is nothing to refuse: an empty table.
    let empty = place.get(path, &guard, "security-check").await;
    assert_eq!((status(&empty), empty.text.lines().count()), (200, 1));
    let wrong = place.get("/api/v1/export?format=xlsx", &guard, "border-control").await;
    assert_eq!(status(&wrong), 400);
}

#[test]
fn an_owners_handling_codes_go_with_its_records() {
    use node::find::query::Query;
    use node::table::{Form, Order, Use};
    use node::view::Session;
    let mut network = support::Network::new(&["XA", "XB"]);
    let codes: [&[HandlingCode]; 4] =
        [&[], &[HandlingCode::H1], &[HandlingCode::H2], &[HandlingCode::H3]];
    for codes in codes {
        let mut handling = Handling::new(Level::Restricted, codes);
        handling.conditions = codes.contains(&HandlingCode::H3).then(|| "ask us first".into());
        network.publish("XA", Draft { handling, ..message("cocaine", &["XB"]) }).unwrap();
    }
    network.settle();
    let mut count = |at: &str, used: Use| {
        let node = network.at(at);
        node.commit(|node| node::find::catch_up(node, i64::MAX)).unwrap();
        let author =
            node::author::Author { role: record::policy::Role::CaseOfficer, ..support::officer() };
        let session = Session { author, purpose: record::Purpose::CriminalInvestigation };
        let plan = Query::default().plan(&node.config).unwrap();
        let order = Order { plan, form: Form::Jsonl, used };
        let lines = node.sight().lines(&session, &order, None, &node.config).unwrap();
        node::audit::split(lines).0.unwrap().records
    };
    // HND-09, HND-10, HND-11: at the recipient; the owner is not bound by what it sets for others.
    assert_eq!(
        (count("XB", Use::Own), count("XB", Use::Court), count("XB", Use::PassOn)),
        (3, 2, 2)
    );
    assert_eq!(
        (count("XA", Use::Own), count("XA", Use::Court), count("XA", Use::PassOn)),
        (4, 4, 4)
    );
}
