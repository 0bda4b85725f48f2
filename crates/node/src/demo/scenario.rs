//! What happens: each node publishes to others in all directions, two lines are cut and come back,
//! one record is passed on, three are recalled, one is withdrawn, one blocked, one held for a court
//! and recalled afterwards.

use std::time::Duration;

use record::draft::Lane;
use record::evaluation::{Evaluation, Information, Nature, Source};
use record::kind::decision::{Decision, DecisionStatement, Outcome};
use record::policy::Role;
use record::{Body, Draft, Handling, Kind, Level, Name, Purpose, Unit};
use serde_json::{Value, json};

use super::Post;
use super::generator::{self, Dice};
use super::ledger::{Ledger, Line};
use super::{asking, cut, far, onward};
use crate::Error;
use crate::author::{Author, plain_draft};
use crate::client::{Answered, Client};

/// Records each node publishes to the others.
const EACH: u64 = 220;
/// What happens beside the exchange draws from a seed of its own.
const BESIDE: u64 = 1 << 32;
/// The exchange is given this long to come to rest.
const REST_MAX: Duration = Duration::from_secs(60);

pub async fn play(
    (posts, lines): (&[Post], &[crate::line::Line]),
    seed: u64,
    say: &impl Fn(String),
) -> Result<Ledger, Error> {
    let mut ledger = Ledger::default();
    let mut beside = Ledger::default();
    let mut dice = Dice::new(seed ^ BESIDE);
    far::play(posts, &mut dice, &mut beside, say).await?;
    cut::play((posts, lines), &mut dice, &mut beside, say).await?;
    exchange(posts, seed, &mut ledger, say).await?;
    ledger.take(beside);
    say("\nAll are delivered; every receipt came back with its proof.".into());
    onward::play(posts, &mut dice, &mut ledger, say).await?;
    asking::play(posts, &ledger, say).await?;
    take_back(posts, &mut ledger, say).await?;
    every_kind(&ledger)?;
    for post in posts {
        wait_witnessed(post, &ledger).await?;
    }
    say("\nEvery record that came from its owner is witnessed: three nodes of two regions cosigned \
         its log."
        .into());
    Ok(ledger)
}

/// Countries that exchange the most, in all directions, come first.
const EXCHANGING: usize = 3;

async fn exchange(
    posts: &[Post],
    seed: u64,
    ledger: &mut Ledger,
    say: &impl Fn(String),
) -> Result<(), Error> {
    let mut dice = Dice::new(seed);
    let three = posts.get(..EXCHANGING).ok_or_else(|| Error::Usage("five nodes".into()))?;
    let codes: Vec<&str> = three.iter().map(|post| post.code.as_str()).collect();
    say(format!("\nEach of {} publishes {EACH} records to the two others:", codes.join(", ")));
    for post in three {
        let to: Vec<&Post> = three.iter().filter(|other| other.code != post.code).collect();
        let numbers = (0..EACH).collect();
        publish(Batch { post, to: &to, numbers }, &mut dice, ledger, say).await?;
    }
    wait(posts, ledger, is_delivered).await
}

/// The demo shows what records can say: no kind is left out.
fn every_kind(ledger: &Ledger) -> Result<(), Error> {
    let told = |kind: &record::Kind| ledger.lines.iter().any(|line| line.kind == kind.code());
    match record::Kind::ALL.iter().find(|kind| !told(kind)) {
        Some(kind) => Err(Error::Usage(format!("the demo has no {}", kind.code()))),
        None => Ok(()),
    }
}

pub(super) fn author() -> Author {
    let unit = Unit::new("POLICE").expect("a valid code");
    Author { officer: "desk-1".into(), role: Role::DeskOfficer, unit }
}

fn draft(dice: &mut Dice, post: &Post, others: &[&Post], number: u64) -> Draft {
    let mut body = generator::body(dice, post.code.as_str(), number);
    let lane = *dice.pick(&Lane::ALL);
    if let Body::Message(message) = &mut body {
        message.statement.urgency = Some(lane).filter(|lane| *lane != Lane::Routine);
    }
    let evaluation = body.kind().asserts().then_some(Evaluation {
        source: Source::A,
        information: Information::FirstHand,
        nature: Nature::Fact,
        original: None,
    });
    // To the first, to the second, or to both, where there are two.
    let chosen = 1 + number as usize % 3;
    let to = others.iter().enumerate();
    let to = to.filter(|(place, _)| others.len() == 1 || chosen >> place & 1 == 1);
    let mut purposes = vec![Purpose::CriminalInvestigation];
    // What a border asks about is shared with it.
    if matches!(body.kind(), Kind::Person | Kind::TravelDocument) {
        purposes.push(Purpose::BorderControl);
    }
    Draft {
        handling: Handling::new(Level::Restricted, &[]),
        purposes,
        evaluation,
        recipients: to.map(|(_, other)| other.code.clone()).collect(),
        disclose_recipients: number.is_multiple_of(2),
        lane,
        ..plain_draft(body.kind(), &author().unit, body.to_json())
    }
}

/// What one node publishes to two others, or to one: records by their numbers.
pub(super) struct Batch<'a> {
    pub post: &'a Post,
    pub to: &'a [&'a Post],
    pub numbers: Vec<u64>,
}

pub(super) async fn publish(
    Batch { post, to, numbers }: Batch<'_>,
    dice: &mut Dice,
    ledger: &mut Ledger,
    say: &impl Fn(String),
) -> Result<(), Error> {
    let drafts: Vec<Draft> =
        numbers.into_iter().map(|number| draft(dice, post, to, number)).collect();
    for batch in drafts.chunks(64) {
        let answered = post.desk.post("/api/v1/records/batch", &json!(batch)).await?;
        let outcomes = expect(answered)?;
        for (draft, outcome) in batch.iter().zip(outcomes.as_array().into_iter().flatten()) {
            let published = outcome.get("published").ok_or_else(|| {
                Error::Usage(format!("a draft of the demo was refused: {outcome}"))
            })?;
            let line = line(published, draft.kind.code(), draft.body.clone());
            if ledger.lines.len().is_multiple_of(44) {
                say(format!("  {} → {:?}  {}", line.owner, line.recipients, line.kind));
            }
            ledger.lines.push(line);
        }
    }
    Ok(())
}

pub(super) fn expect(answered: Answered) -> Result<Value, Error> {
    match answered.status.is_success() {
        true => Ok(answered.body),
        false => Err(Error::Usage(format!("{}: {}", answered.status, answered.body))),
    }
}

pub(super) fn line(published: &Value, kind: &str, body: Value) -> Line {
    let name = published["name"].as_str().unwrap_or_default().to_owned();
    let recipients = published["recipients"].as_array().into_iter().flatten();
    Line {
        owner: name.split('/').next().unwrap_or_default().into(),
        recipients: recipients.filter_map(Value::as_str).map(str::to_owned).collect(),
        kind: kind.into(),
        body,
        passed_to: Default::default(),
        gone: false,
        withdrawn: Default::default(),
        held_at: Default::default(),
        name,
    }
}

/// Publishes a control record through its own address and writes it into the ledger.
async fn act(
    client: &Client,
    path: &str,
    kind: &str,
    asked: Value,
    ledger: &mut Ledger,
) -> Result<(), Error> {
    let published = expect(client.post(path, &asked).await?)?;
    ledger.lines.push(line(&published, kind, Value::Null));
    Ok(())
}

async fn take_back(
    posts: &[Post],
    ledger: &mut Ledger,
    say: &impl Fn(String),
) -> Result<(), Error> {
    let [co, sn, es, ..] = posts else { return Err(Error::Usage("five nodes".into())) };
    let shared = |ledger: &Ledger, owner: &Post, kind: &str, skip: usize| {
        let fits = |line: &&Line| {
            line.owner == owner.code.as_str() && line.kind == kind && line.recipients.len() == 2
        };
        let found = ledger.lines.iter().filter(fits).nth(skip).cloned();
        found.ok_or_else(|| Error::Usage("the generator made too few records".into()))
    };
    let held = shared(ledger, co, "seizure", 0)?;
    let asked = json!({"name": held.name, "authority": "Tribunal de Dakar (exercice)",
        "reference": "EX-12/2026", "until": until()});
    act(&sn.dpo, "/api/v1/holds", "hold", asked, ledger).await?;
    say(format!("\nSN keeps {} for a court.", held.address()));
    ledger.held += 1;
    if let Some(line) = ledger.find(&held.name) {
        line.held_at.insert("SN".into());
    }
    for (post, kind, skip) in [(co, "seizure", 0), (sn, "person", 0), (es, "message", 0)] {
        let line = shared(ledger, post, kind, skip)?;
        let asked = json!({"id": line.id(), "reason": "mistaken"});
        act(&post.desk, "/api/v1/recalls", "recall", asked, ledger).await?;
        say(format!(
            "{} recalls {} ({kind}) from {:?}.",
            post.code,
            line.address(),
            line.recipients
        ));
        ledger.recalled += 1;
        gone(ledger, &line.name);
    }
    let blocked = shared(ledger, sn, "person", 1)?;
    let asked = json!({"id": blocked.id(), "action": "set", "reference": "EX-SR-1"});
    act(&sn.desk, "/api/v1/blocks", "block", asked, ledger).await?;
    gone(ledger, &blocked.name);
    let withdrawn = shared(ledger, es, "seizure", 1)?;
    let asked = json!({"id": withdrawn.id(), "recipient": "CO", "revision": 1});
    act(&es.desk, "/api/v1/withdrawals", "withdraw", asked, ledger).await?;
    if let Some(line) = ledger.find(&withdrawn.name) {
        line.withdrawn.insert("CO".into());
    }
    say("SN blocks a person's record; ES withdraws a seizure from CO only.".into());
    decide(es, &shared(ledger, co, "notice", 0)?, ledger).await?;
    // Everything that takes back is receipted as hidden, and then as erased or held.
    wait(posts, ledger, is_delivered).await?;
    settle_recalls(posts, ledger).await
}

fn gone(ledger: &mut Ledger, name: &str) {
    if let Some(line) = ledger.find(name) {
        line.gone = true;
    }
}

/// A day within the year that a hold may last.
fn until() -> String {
    let today = crate::act::node_day(crate::Clock::now(&crate::clock::SystemClock));
    today.saturating_add(jiff::Span::new().days(180)).to_string()
}

async fn decide(post: &Post, about: &Line, ledger: &mut Ledger) -> Result<(), Error> {
    let name: Name = about.name.parse()?;
    let to = vec![name.owner.clone()];
    let statement = DecisionStatement {
        about: name,
        outcome: Outcome::Confirmed,
        reason: "The method was seen here too (exercise).".into(),
        role: "desk-officer".into(),
    };
    let body = Body::Decision(Box::new(Decision { statement })).to_json();
    let draft = Draft {
        recipients: to,
        ..plain_draft(record::Kind::Decision, &author().unit, body.clone())
    };
    let published = expect(post.desk.post("/api/v1/records", &json!(draft)).await?)?;
    ledger.lines.push(line(&published, "decision", body));
    Ok(())
}

/// Whether a state will not change by delivery any more.
pub(super) fn is_delivered(state: &str) -> bool {
    state != "queued" && state != "sent"
}

/// Whether the recipient's own word for it came back.
pub(super) fn is_receipted(state: &str) -> bool {
    is_delivered(state) && state != "acknowledged"
}

/// Waits until every recipient of every record is in such a state.
pub(super) async fn wait(
    posts: &[Post],
    ledger: &Ledger,
    settled: impl Fn(&str) -> bool,
) -> Result<(), Error> {
    for line in &ledger.lines {
        wait_for(posts, line, &settled).await?;
    }
    Ok(())
}

async fn wait_for(
    posts: &[Post],
    line: &Line,
    settled: &impl Fn(&str) -> bool,
) -> Result<(), Error> {
    for recipient in &line.recipients {
        wait_at(posts, line, recipient, settled).await?;
    }
    Ok(())
}

/// Waits for one recipient.
pub(super) async fn wait_at(
    posts: &[Post],
    line: &Line,
    recipient: &str,
    settled: impl Fn(&str) -> bool,
) -> Result<(), Error> {
    let owner = posts.iter().find(|post| post.code.as_str() == line.owner);
    let owner = owner.ok_or_else(|| Error::Usage("a line without an owner".into()))?;
    let path = format!("/api/v1/records/{}/delivery", line.address());
    let waited = tokio::time::timeout(REST_MAX, async {
        loop {
            let state = expect(owner.desk.get(&path, "").await?)?;
            let mut rows = state.as_array().into_iter().flatten();
            let row = rows.find(|row| row["node"] == recipient);
            if row.is_some_and(|row| settled(row["state"].as_str().unwrap_or_default())) {
                return Ok::<_, Error>(());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    });
    let late = || Error::Unreachable(format!("{recipient}, a recipient of {}", line.name));
    waited.await.map_err(|_| late())?
}

/// Witnessing is a second or two behind what is delivered.
async fn wait_witnessed(post: &Post, ledger: &Ledger) -> Result<(), Error> {
    for line in ledger.lines.iter().filter(|line| line.is_witnessed_at(post.code.as_str())) {
        let path = format!("/api/v1/records/{}", line.address());
        let waited = tokio::time::timeout(REST_MAX, async {
            loop {
                let shown = expect(post.desk.get(&path, "criminal-investigation").await?)?;
                if shown["evidence"] == "witnessed" {
                    return Ok::<_, Error>(());
                }
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        });
        let late = || Error::Unreachable(format!("the witnesses of {}", line.name));
        waited.await.map_err(|_| late())??;
    }
    Ok(())
}

/// Recalled records are hidden at once; with the demo's grace of zero hours their erasure follows.
async fn settle_recalls(posts: &[Post], ledger: &Ledger) -> Result<(), Error> {
    let final_state = |state: &str| ["hidden", "erased", "held"].contains(&state);
    for line in ledger.lines.iter().filter(|line| line.gone) {
        wait_for(posts, line, &final_state).await?;
    }
    Ok(())
}
