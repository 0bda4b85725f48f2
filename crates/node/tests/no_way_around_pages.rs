//! Nothing comes out on the plain pages or the stream of events that policy denies, by their
//! addresses as a browser asks them: random records, every role, every purpose.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use std::collections::BTreeSet;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use node::session::{self, Scope};
use record::policy::{self, Act, Audience, Class, Reader, Role, State};
use record::{Draft, Handling, HandlingCode, Kind, Level, NodeCode, Purpose, Unit};
use serde_json::{Value, json};
use support::message;
use support::place::Place;
use tower::ServiceExt;

const RECORDS: usize = 24;
const PAGE_BYTES_MAX: usize = 50_000;

/// Digits that follow from a seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 += 1;
        let block = record::Digest::of(&[b"no way around pages", &self.0.to_be_bytes()]);
        usize::from(u16::from_be_bytes([block.0[0], block.0[1]])) % bound
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

/// A record as it was published, and what a decision about it depends on.
struct Held {
    word: String,
    path: String,
    class: Class,
}

/// A canary that stands in the record's title and nowhere else.
fn draft(dice: &mut Dice, word: &str) -> Draft {
    use HandlingCode::{H0, H1, H2, H3};
    let level = dice.of(&[Level::ForOfficialUse, Level::Restricted, Level::Confidential]);
    let codes: &[&[HandlingCode]] = &[&[], &[H0], &[H1], &[H2], &[H1, H2], &[H3]];
    let mut handling = Handling::new(level, dice.of(codes));
    handling.conditions = handling.codes.contains(&H3).then(|| "ask us first".into());
    let purposes: BTreeSet<Purpose> = (0..2).map(|_| dice.of(&Purpose::ALL)).collect();
    let purposes = purposes.into_iter().collect();
    Draft { handling, purposes, ..message(&format!("matter {word}"), &[]) }
}

async fn publish(place: &Place, dice: &mut Dice, number: usize) -> Held {
    let word = format!("zq{number:03}x");
    let draft = draft(dice, &word);
    let desk = place.token("desk-1");
    let text = serde_json::to_string(&draft).unwrap();
    let answer = place.post("/api/v1/records", &desk, text).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
    let name = answer.body["name"].as_str().unwrap();
    let path = name.rsplit_once('/').unwrap().0.to_owned();
    let body = record::Body::from_json(Kind::Message, draft.body.clone()).unwrap();
    let class = Class {
        owner: NodeCode::new("CO").unwrap(),
        handling: draft.handling,
        purposes: draft.purposes,
        kind: Kind::Message,
        audience: Audience::Owner,
        state: take_back(place, dice, &path).await,
        subject: body.subject(),
        offence: body.offence().map(str::to_owned),
        issuer: body.issuer(),
    };
    Held { word, path, class }
}

/// Some are recalled or blocked at once.
async fn take_back(place: &Place, dice: &mut Dice, path: &str) -> State {
    let (desk, dpo) = (place.token("desk-1"), place.token("dpo-1"));
    let id = path.split_once('/').unwrap().1;
    let (answer, state) = match dice.below(5) {
        0 => {
            let recall = json!({"id": id, "reason": "mistaken"}).to_string();
            (place.post("/api/v1/recalls", &desk, recall).await, State::Recalled)
        }
        1 => {
            let block = json!({"id": id, "action": "set", "reference": "request 7"}).to_string();
            (place.post("/api/v1/blocks", &dpo, block).await, State::Blocked)
        }
        _ => return State::Active,
    };
    assert!(answer.status.is_success(), "{}", answer.text);
    state
}

/// An officer of a role, as the node's own machine enrols one: an administrator needs two people.
async fn enrolled(place: &Place, role: Role) -> String {
    let code: String = format!("one-{}", role.code()).chars().take(30).collect();
    let enrol = move |node: &mut node::Node| {
        session::enrol(node, &code, "x", role, &Unit::new("POLICE").unwrap())?;
        session::issue(node, &code, &[Scope::Read], 1)
    };
    place.desk.writer.write(enrol).await.unwrap()
}

/// One officer for one purpose, and what a plain decision a record lets through.
struct Case<'a> {
    place: &'a Place,
    held: &'a [Held],
    token: &'a str,
    role: Role,
    purpose: Purpose,
}

impl Case<'_> {
    fn may(&self, act: Act, class: &Class) -> bool {
        let unit = Unit::new("POLICE").unwrap();
        let reader = Reader { node: NodeCode::new("CO").unwrap(), unit, role: self.role };
        let decide = |sight: node::view::Sight<'_>| {
            Ok(policy::decide(sight.tables, &reader, act, self.purpose, class).is_granted())
        };
        self.place.desk.readers.read(decide).unwrap()
    }

    fn expect(&self, acts: &[Act]) -> BTreeSet<String> {
        let all = |one: &&Held| acts.iter().all(|act| self.may(*act, &one.class));
        self.held.iter().filter(all).map(|one| one.word.clone()).collect()
    }

    async fn page(&self, path: &str) -> (StatusCode, String) {
        let rest = format!("language=en&purpose={}", self.purpose.code());
        let joint = if path.contains('?') { "&" } else { "?" };
        let answer = self.place.get(&format!("{path}{joint}{rest}"), self.token, "").await;
        let text = answer.text;
        assert!(text.len() < PAGE_BYTES_MAX, "{path} has {} bytes", text.len());
        let script = text.contains("<script") || text.contains("javascript:");
        assert!(!script && !text.contains(" onclick"), "{path}");
        (answer.status, text)
    }

    fn told(&self, text: &str) -> BTreeSet<String> {
        let words = self.held.iter().map(|one| one.word.clone());
        words.filter(|word| text.contains(word.as_str())).collect()
    }

    /// The list, the search and each record.
    async fn check(&self) -> (usize, usize) {
        let who = (self.role, self.purpose);
        let listed = self.expect(&[Act::List]);
        assert_eq!(self.told(&self.page("/plain").await.1), listed, "list {who:?}");
        let found = self.page("/plain/find?words=matter").await.1;
        assert_eq!(self.told(&found), self.expect(&[Act::List, Act::Read]), "find {who:?}");
        let one = &self.held[self.purpose as usize % self.held.len()];
        let (status, text) = self.page(&format!("/plain/record/{}", one.path)).await;
        let read = self.may(Act::Read, &one.class);
        assert_eq!((status.is_success(), text.contains(&one.word)), (read, read), "{who:?}");
        (listed.len(), self.held.len() - listed.len())
    }
}

#[tokio::test]
async fn the_plain_pages_show_what_policy_grants_and_nothing_else() {
    let (place, mut dice) = (Place::new(), Dice(7));
    let mut held = Vec::new();
    for number in 0..RECORDS {
        held.push(publish(&place, &mut dice, number).await);
    }
    place.index().await;
    let (mut granted, mut refused) = (0, 0);
    for role in Role::ALL.iter().copied() {
        let token = enrolled(&place, role).await;
        for purpose in Purpose::ALL {
            let case = Case { place: &place, held: &held, token: &token, role, purpose };
            let (seen, unseen) = case.check().await;
            (granted, refused) = (granted + seen, refused + unseen);
        }
        let oversees = matches!(role, Role::DataProtectionOfficer | Role::Inspector);
        for path in ["/api/v1/audit", "/api/v1/audit/hints"] {
            let answer = place.get(path, &token, "").await;
            assert_eq!(answer.status.is_success(), oversees, "{path} {role:?}");
        }
    }
    assert!(granted > 100 && refused > 100, "{granted} granted, {refused} refused");
}

/// One reader's stream, as it comes.
struct Stream {
    role: Role,
    token: String,
    body: Body,
}

async fn listen(place: &Place, role: Role, purpose: Purpose) -> Stream {
    let token = enrolled(place, role).await;
    let request = Request::get("/api/v1/events")
        .header("authorization", format!("Bearer {token}"))
        .header("amana-purpose", purpose.code());
    let request = request.body(Body::empty()).unwrap();
    let body = place.router.clone().oneshot(request).await.unwrap().into_body();
    Stream { role, token, body }
}

/// How many events came within a moment, and all of their text.
async fn heard(stream: &mut Stream) -> (usize, String) {
    let mut text = String::new();
    let patience = Duration::from_millis(700);
    while let Ok(Some(Ok(frame))) = tokio::time::timeout(patience, stream.body.frame()).await {
        text.push_str(&String::from_utf8_lossy(&frame.into_data().unwrap_or_default()));
    }
    (text.matches("event: stored").count(), text)
}

#[tokio::test]
async fn the_stream_tells_of_what_may_be_listed_and_never_what_it_says() {
    let place = Place::new();
    let purpose = Purpose::CriminalInvestigation;
    let mut streams = Vec::new();
    for role in Role::ALL.iter().copied() {
        streams.push(listen(&place, role, purpose).await);
    }
    let mut dice = Dice(11);
    let mut published = Vec::new();
    for number in 0..8 {
        let word = format!("zq{number:03}x");
        let draft = draft(&mut dice, &word);
        let text = serde_json::to_string(&draft).unwrap();
        let answer = place.post("/api/v1/records", &place.token("desk-1"), text).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
        let name: Value = answer.body["name"].clone();
        published.push(name.as_str().unwrap().split('/').nth(1).unwrap().to_owned());
    }
    let (mut some, mut none) = (0, 0);
    for stream in &mut streams {
        let path = "/api/v1/records?limit=100";
        let listed = place.get(path, &stream.token, purpose.code()).await;
        let shown = listed.body["records"].as_array().map_or(0, Vec::len);
        let (count, text) = heard(stream).await;
        assert_eq!(count, shown, "{:?}: {text}", stream.role);
        // A record is named to those whose list names it, and to nobody else.
        let unlisted = published.iter().filter(|id| !listed.text.contains(id.as_str()));
        let mut named = unlisted.filter(|id| text.contains(id.as_str()));
        let told = text.contains("zq") || named.next().is_some();
        assert!(!told, "{:?}: {text}", stream.role);
        (some, none) = (some + usize::from(count > 0), none + usize::from(count < 8));
    }
    assert!(some > 2 && none > 2, "{some} heard something, {none} not everything");
}
