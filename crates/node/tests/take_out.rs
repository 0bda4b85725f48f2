//! Saved views, exports and plain pages over the interface: whose they are, what policy lets out,
//! what is audited.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};
use std::thread::ThreadId;

use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt;
use node::home::Home;
use node::web::Desk;
use node::writer::Readers;
use node::{Clock, Config, web};
use record::{Draft, Handling, HandlingCode, Kind, Level, Timestamp};
use serde_json::{Value, json};
use support::place::{Answer, Place};
use support::{HandClock, message};
use tower::ServiceExt;

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

/// A node that holds three messages of two words, and limits under which no count is whole.
async fn tight() -> (Place, Config) {
    let place = Place::new();
    for number in 0..3 {
        publish(&place, &message(&format!("parcel {number}"), &[])).await;
    }
    place.index().await;
    let config = (*place.desk.config).clone();
    (place, Config { export_rows_max: 1, phrase_checks_max: 1, ..config })
}

/// A count that is only a least one does not know that there are too many: they are met under way,
/// and then the answer does not end as one that is whole.
#[tokio::test]
async fn more_records_than_an_export_may_have_refuse_it_or_cut_it_off() {
    let (mut place, config) = tight().await;
    let desk = place.token("desk-1");
    place.router = web::router(Desk { config: Arc::new(config).into(), ..place.desk.clone() });
    let counted = place.get("/api/v1/export?format=jsonl&words=parcel", &desk, FOR_WORK).await;
    assert_eq!(status(&counted), 422, "{}", counted.text);
    assert!(counted.text.contains("export_rows_max"), "{}", counted.text);
    let request = Request::get("/api/v1/export?format=jsonl&words=%22about+parcel%22")
        .header("authorization", format!("Bearer {desk}"))
        .header("amana-purpose", FOR_WORK);
    let request = request.body(Body::empty()).unwrap();
    let response = place.router.clone().oneshot(request).await.unwrap();
    assert_eq!(response.status().as_u16(), 200, "it is not known before that they are too many");
    let cut = response.into_body().collect().await.unwrap_err();
    assert!(cut.to_string().contains("export_rows_max"), "{cut}");
}

fn amana(home: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_amana"));
    command.args(args).arg("--home").arg(home).output().unwrap()
}

#[tokio::test]
async fn a_file_is_there_when_it_is_whole_and_for_its_owner_alone() {
    let (place, config) = tight().await;
    let (home, out) = (place.folder.join("co"), place.folder.join("found.jsonl"));
    let Place { folder, router, desk, .. } = place;
    drop((router, desk));
    let limits = |config: &Config| {
        let text = toml::to_string(config).unwrap();
        std::fs::write(home.join("amana.toml"), text).unwrap();
    };
    let taken = |words: &str| {
        let path = out.to_str().unwrap();
        amana(&home, &["export", "search", words, "--format", "jsonl", "--out", path])
    };
    let files = || {
        let files = std::fs::read_dir(folder.path()).unwrap();
        let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.starts_with("found")).collect::<Vec<_>>()
    };
    limits(&config);
    for words in ["parcel", "about parcel"] {
        let refused = taken(words);
        assert!(!refused.status.success(), "{refused:?}");
        assert_eq!(files(), [""; 0], "{words}: {refused:?}");
    }
    limits(&Config::default());
    std::fs::write(folder.join("found.jsonl.part"), "left by a process that was killed").unwrap();
    let whole = taken("about parcel");
    assert!(whole.status.success(), "{whole:?}");
    assert_eq!(files(), ["found.jsonl"]);
    assert_eq!(std::fs::read_to_string(&out).unwrap().lines().count(), 3);
    assert_eq!(std::fs::metadata(&out).unwrap().permissions().mode() & 0o777, 0o600);
    limits(&config);
    assert!(!taken("about parcel").status.success());
    assert_eq!(std::fs::read_to_string(&out).unwrap().lines().count(), 3, "the old one stays");
    assert_eq!(files(), ["found.jsonl"]);
}

#[test]
fn an_identifier_is_not_asked_for_with_what_a_search_asks_for() {
    let home = Path::new("/nowhere");
    let by_kind = ["find", "--kind", "phone", "--value", "+33612345678"];
    let more: [&[&str]; 4] =
        [&["--filter", "kind:message"], &["--facets"], &["word"], &["--from", "2026-01-01"]];
    for more in more {
        let refused = amana(home, &[&by_kind[..], more].concat());
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!(refused.status.code(), Some(2), "{more:?}: {said}");
        assert!(said.contains("cannot be used with"), "{more:?}: {said}");
    }
}

/// A clock that notes which threads ask it: everything that reads does.
#[derive(Clone, Default)]
struct Witness(Arc<Mutex<Vec<ThreadId>>>);

impl Clock for Witness {
    fn now(&self) -> Timestamp {
        self.0.lock().unwrap().push(std::thread::current().id());
        HandClock::new().now()
    }
}

#[tokio::test]
async fn records_are_opened_for_their_titles_away_from_the_threads_that_answer() {
    let mut place = Place::new();
    let seizure = Kind::Seizure.examples()[0].clone();
    let fact = json!({"source": "A", "information": "1", "nature": "fact"});
    let plain =
        node::author::plain_draft(Kind::Seizure, &support::officer().unit, seizure.to_json());
    let draft = Draft { evaluation: serde_json::from_value(fact).unwrap(), ..plain };
    publish(&place, &draft).await;
    place.index().await;
    let home = Home::new(place.folder.join("co"));
    let (witness, mut node) = (Witness::default(), home.open().unwrap());
    node.clock = Arc::new(witness.clone());
    let readers = Readers::new(&node, home.database());
    drop(node);
    place.router = web::router(Desk { readers, ..place.desk.clone() });
    let desk = place.token("desk-1");
    // The page, and how often it was read on this thread and on others.
    let ask = async |path: &str| {
        witness.0.lock().unwrap().clear();
        let page = place.get(path, &desk, FOR_WORK).await;
        let threads = witness.0.lock().unwrap().clone();
        let here = threads.iter().filter(|one| **one == std::thread::current().id()).count();
        (page, here, threads.len() - here)
    };
    // Who asks is recognised once more where nobody has counted this officer's requests yet.
    ask("/api/v1/me").await;
    let (listed, ..) = ask("/api/v1/records").await;
    let title = |page: &Answer| page.body["records"][0]["title"].as_str().unwrap().to_owned();
    // In another language a title takes one reading more, and none on the thread that answers.
    for path in ["/api/v1/records?", "/api/v1/search?"] {
        let (_, as_written, once) = ask(path).await;
        let (told, here, apart) = ask(&format!("{path}language=es")).await;
        assert_ne!(title(&told), title(&listed), "{path}");
        assert_eq!((here, apart), (as_written, once + 1), "{path}");
    }
    for path in ["/plain?language=es", "/plain/find?language=es&words=cocaine"] {
        let purpose = format!("&purpose={FOR_WORK}");
        let (_, here_api, once) = ask("/api/v1/search?").await;
        let (page, here, apart) = ask(&format!("{path}{purpose}")).await;
        assert_eq!(page.text.matches("/plain/record/").count(), 1, "{}", page.text);
        assert_eq!((here, apart), (here_api, once + 1), "{path}");
    }
    // Who may list and not read is told no more than the list holds.
    let importer = officer(&place, "importer-1", "importer").await;
    let told = place.get("/api/v1/records?language=es", &importer, FOR_WORK).await;
    assert_eq!(title(&told), title(&listed));
}

/// What a page of a phone leaves out can be gone on to, and what cannot be found yet is told.
#[tokio::test]
async fn a_plain_search_goes_on_and_says_what_waits() {
    let place = Place::new();
    let desk = place.token("desk-1");
    let find = async |rest: &str| {
        let path = format!("/plain/find?language=en&purpose={FOR_WORK}{rest}");
        place.get(&path, &desk, "").await.text
    };
    publish(&place, &message("parcel & 0", &[])).await;
    let page = find("&words=parcel").await;
    assert!(page.contains("1 newer ones are not looked through yet"), "{page}");
    for number in 1..60 {
        publish(&place, &message(&format!("parcel & {number}"), &[])).await;
    }
    place.index().await;
    let words = "&words=%22about+parcel%22+%26";
    let page = find(words).await;
    assert_eq!(page.matches("/plain/record/").count(), 50, "{page}");
    assert!(!page.contains("not looked through"), "{page}");
    let (_, from) = page.split_once(&format!("{words}&cursor=").replace('&', "&amp;")).unwrap();
    let cursor = from.split('"').next().unwrap();
    let page = find(&format!("{words}&cursor={cursor}")).await;
    assert_eq!(page.matches("/plain/record/").count(), 10, "{page}");
    assert!(!page.contains("cursor="), "{page}");
}
