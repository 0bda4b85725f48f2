//! threads, thread, reply: who waits for whom.

use ::record::RecordId;
use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::find::address;
use super::record::{WhichArgs, pretty, text_of};
use super::{Call, Failure};
use crate::Error;

#[derive(Args)]
pub struct ThreadsArgs {
    /// for-us: this node has to answer; for-them: this node waits for an answer.
    #[arg(long, value_parser = ["for-us", "for-them"])]
    waiting: Option<String>,
    /// Only what is overdue.
    #[arg(long)]
    overdue: bool,
    /// A member, by its node code.
    #[arg(long)]
    peer: Option<String>,
    /// What is asked: a code of the list request-type.
    #[arg(long)]
    asks: Option<String>,
    /// Only what you have not read.
    #[arg(long)]
    unread: bool,
    /// mine, unit (yours or a colleague's, or waiting in your unit), unassigned
    #[arg(long, value_parser = ["mine", "unit", "unassigned"])]
    whose: Option<String>,
    /// Only with a flash message that nobody here has looked at.
    #[arg(long)]
    unseen: bool,
    /// Words that a message of the thread says.
    #[arg(long)]
    words: Option<String>,
    #[arg(long, default_value_t = 20)]
    limit: u32,
    /// Continues a page.
    #[arg(long)]
    cursor: Option<i64>,
    /// How many there are of each sort.
    #[arg(long)]
    counts: bool,
    /// Count answers and breaches by peer and clock instead.
    #[arg(long)]
    statistics: bool,
}

impl ThreadsArgs {
    fn address(self) -> Result<String, Error> {
        let Self { waiting, overdue, peer, asks, unread, whose, unseen, .. } = self;
        let mut query = vec![("limit", self.limit.to_string()), ("overdue", overdue.to_string())];
        for (key, _) in [("unread", unread), ("unseen", unseen)].iter().filter(|(_, on)| *on) {
            query.push((key, "true".into()));
        }
        let cursor = self.cursor.map(|cursor| cursor.to_string());
        for (key, value) in [
            ("waiting", waiting),
            ("peer", peer),
            ("asks", asks),
            ("whose", whose),
            ("words", self.words),
            ("cursor", cursor),
        ] {
            query.extend(value.map(|value| (key, value)));
        }
        address("/api/v1/threads", &query)
    }
}

#[derive(Clone, Copy, ValueEnum)]
pub enum ReadIn {
    Ar,
    En,
    Fr,
    Es,
}

impl ReadIn {
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Ar => "ar",
            Self::En => "en",
            Self::Fr => "fr",
            Self::Es => "es",
        }
    }
}

#[derive(Args)]
pub struct ThreadArgs {
    /// The id of its first message.
    id: String,
    /// Continues with older messages.
    #[arg(long)]
    before: Option<i64>,
    /// The language in which clocks are explained.
    #[arg(long, value_enum, default_value = "en")]
    language: ReadIn,
}

#[derive(Args)]
pub struct ReplyArgs {
    #[command(flatten)]
    which: WhichArgs,
    /// answer, partial-answer, refusal, clarification
    #[arg(long = "type", default_value = "answer")]
    message_type: String,
    #[arg(long)]
    text: String,
    /// The text's language, BCP 47.
    #[arg(long, default_value = "en")]
    language: String,
    #[arg(long)]
    subject: Option<String>,
    /// Numbers of the questions it settles; none is all.
    #[arg(long, value_delimiter = ',')]
    concerns: Vec<u16>,
    /// Why the clock stands: judicial-authorisation or clarification-awaited.
    #[arg(long)]
    pause: Option<String>,
    /// The day by which it should run again, YYYY-MM-DD.
    #[arg(long, requires = "pause")]
    expected: Option<String>,
    /// Why it is refused: a code of the list refusal.
    #[arg(long)]
    refusal: Option<String>,
}

pub async fn threads(call: &Call, args: ThreadsArgs) -> Result<(), Failure> {
    let client = call.client().await?;
    if args.statistics {
        let answered = client.get("/api/v1/threads/statistics", &call.purpose).await?;
        return call.print(&answered, tallies);
    }
    if args.counts {
        let answered = client.get("/api/v1/threads/counts", &call.purpose).await?;
        return call.print(&answered, counts);
    }
    let answered = client.get(&args.address()?, &call.purpose).await?;
    call.print(&answered, |value| {
        let mut lines = Vec::new();
        for row in each(&value["threads"]) {
            let unread = if row["unread"] == json!(true) { "* " } else { "" };
            let (thread, title) = (text_of(row, "thread"), text_of(row, "title"));
            lines.push(format!("{unread}{thread}  {title}{}", holder(&row["holder"])));
            lines.extend(each(&row["waits"]).map(|wait| format!("    {}", line(wait))));
            let more = row["more"] == json!(true);
            lines.extend(more.then(|| "    … and more messages than are looked at".to_owned()));
        }
        let next = value["next"].as_i64().map(|next| format!("more: --cursor {next}"));
        lines.extend(next);
        lines.join("\n")
    })
}

/// ` (desk-2)`, ` (POLICE)`, or nothing.
fn holder(holder: &Value) -> String {
    let who = holder["officer"].as_str().or(holder["unit"].as_str());
    who.map(|who| format!("  ({who})")).unwrap_or_default()
}

/// How many of each sort, one a line; `+` where there are more.
fn counts(value: &Value) -> String {
    let sorts = value.as_object().into_iter().flatten();
    let lines = sorts.map(|(sort, count)| {
        let more = if count["counted"] == json!("exact") { "" } else { "+" };
        format!("{sort:<12} {}{more}", count["count"])
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn each(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// `CO asks TN  overdue  due 2026-03-10T22:59:59.999Z`
fn line(wait: &Value) -> String {
    let due = wait["due"].as_str().map(|due| format!("  due {due}")).unwrap_or_default();
    let late = match (wait["late"].as_bool(), wait["settled"].is_string()) {
        (Some(true), true) => ", late",
        _ => "",
    };
    let (by, asked) = (text_of(wait, "asked_by"), text_of(wait, "asked"));
    format!("{by} asks {asked}  {}{late}{due}", text_of(wait, "state"))
}

fn tallies(value: &Value) -> String {
    let lines = each(&value["tallies"]).map(|one| {
        let who = if one["peer_answers"] == json!(true) { "answers us" } else { "asks us" };
        format!(
            "{} {who}  {:<14} requests {}  answered {}  refused {}  open {}  overdue {}  late {}",
            text_of(one, "peer"),
            text_of(one, "clock"),
            one["requests"],
            one["answered"],
            one["refused"],
            one["open"],
            one["overdue"],
            one["late"]
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}

pub async fn thread(call: &Call, args: ThreadArgs) -> Result<(), Failure> {
    let path = format!("/api/v1/threads/{}", RecordId::parse(&args.id).map_err(Error::from)?);
    let before = args.before.map(|before| ("before", before.to_string()));
    let path = address(&path, &before.into_iter().collect::<Vec<_>>())?;
    let answered = call.client().await?.get(&path, &call.purpose).await?;
    call.print(&answered, |value| {
        let mut lines = vec![text_of(value, "title") + &holder(&value["holder"])];
        for wait in each(&value["waits"]) {
            lines.push(String::new());
            lines.push(line(wait));
            lines.push(text_of(&wait["explanation"], args.language.key()));
        }
        for message in each(&value["messages"]) {
            lines.push(String::new());
            let (created, name) = (text_of(message, "created"), text_of(message, "name"));
            lines.push(format!("{created}  {}  {name}", text_of(message, "type")));
            lines.push(match message["refused"].as_str() {
                Some(rule) => format!("  not shown: {rule}"),
                None => text_of(&message["record"]["body"]["statement"]["text"], "text"),
            });
        }
        lines.extend(value["next"].as_i64().map(|next| format!("older: --before {next}")));
        lines.join("\n")
    })
}

pub async fn reply(call: &Call, args: ReplyArgs) -> Result<(), Failure> {
    let (path, revision) = args.which.address()?;
    if revision.is_some() {
        return Err(Error::Usage("reply to OWNER/ID: replies are to all revisions".into()).into());
    }
    let pause = args.pause.map(|reason| match args.expected {
        Some(day) => json!({"reason": reason, "expected": day}),
        None => json!({"reason": reason}),
    });
    let body = json!({
        "type": args.message_type,
        "text": {"language": args.language, "text": args.text},
        "subject": args.subject,
        "concerns": args.concerns,
        "pause": pause,
        "refusal": args.refusal,
    });
    let client = call.client().await?;
    let answered = client.post_for(&format!("{path}/replies"), &body, &call.purpose).await?;
    call.print(&answered, |value| text_of(value, "name"))
}

/// Links of a record, one a line.
pub fn links(value: &Value) -> String {
    let end = |arrow: &str, one: &Value| {
        let sure = if one["confirmed"] == json!(true) { "confirmed" } else { "unconfirmed" };
        let name = format!("{}/{}", text_of(one, "owner"), text_of(one, "id"));
        let title = text_of(&one["record"], "title");
        let grade = text_of(one, "evaluation");
        format!("{arrow} {:<16} {name}  {sure} {grade}  {title}", text_of(one, "role"))
    };
    let mut lines: Vec<String> = each(&value["to"]).map(|one| end("→", one)).collect();
    lines.extend(each(&value["from"]).map(|one| end("←", one)));
    for mention in each(&value["mentions"]) {
        let shares = each(&mention["shares"]).map(|one| text_of(one, "value"));
        let shares = shares.collect::<Vec<_>>().join(", ");
        let (name, title) =
            (text_of(&mention["record"], "name"), text_of(&mention["record"], "title"));
        lines.push(format!("= {shares}  {name}  {title}"));
    }
    lines
        .extend(each(&value["common"]).map(|one| format!("… {} is common", text_of(one, "value"))));
    if lines.is_empty() { pretty(value) } else { lines.join("\n") }
}

/// The records that are one, then the statements about them, one a line.
pub fn same(value: &Value) -> String {
    let member = |one: &Value| {
        let name = format!("{}/{}", text_of(one, "owner"), text_of(one, "id"));
        format!("= {name}  {}", text_of(&one["record"], "title"))
    };
    let mut lines: Vec<String> = each(&value["group"]).map(member).collect();
    for list in ["decided", "proposed", "parted"] {
        lines.extend(each(&value[list]).map(|said| {
            let statement = &said["statement"];
            let disputed = if said["disputed"] == json!(true) { "  disputed" } else { "" };
            let end = |key: &str| {
                let end = &statement[key];
                format!("{}/{}", text_of(end, "owner"), text_of(end, "id"))
            };
            let (first, second) = (end("first"), end("second"));
            format!("{}  {first} = {second}{disputed}", text_of(statement, "state"))
        }));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_stays_in_its_place_of_the_address() {
        let args = ThreadsArgs {
            waiting: None,
            overdue: false,
            peer: Some("X&A".into()),
            asks: Some("a b&overdue=true#c".into()),
            unread: false,
            whose: None,
            unseen: false,
            words: None,
            limit: 20,
            cursor: Some(7),
            counts: false,
            statistics: false,
        };
        let said = "/api/v1/threads?limit=20&overdue=false&peer=X%26A\
                    &asks=a+b%26overdue%3Dtrue%23c&cursor=7";
        assert_eq!(args.address().unwrap(), said);
    }
}
