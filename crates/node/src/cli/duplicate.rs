//! duplicates: proposals that a person looks at, and what is decided about them.

use clap::Args;
use serde_json::Value;

use super::decision::{self, Decision};
use super::find::address;
use super::record::text_of;
use super::{Call, Failure};
use crate::Error;

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct DuplicatesArgs {
    #[command(subcommand)]
    decision: Option<Decision>,
    /// Only pairs of which at least one is of this owner.
    #[arg(long)]
    owner: Option<String>,
    /// Compare only seizures of this day and later, YYYY-MM-DD.
    #[arg(long)]
    from: Option<String>,
    /// Compare only seizures of this day and earlier.
    #[arg(long)]
    until: Option<String>,
    /// The least that is shown: likely, possible or weak.
    #[arg(long, default_value = "possible")]
    band: String,
    /// Of the reasons: ar, en, fr or es.
    #[arg(long, default_value = "en")]
    language: String,
    #[arg(long, default_value_t = 20)]
    limit: u32,
    /// Continues a page.
    #[arg(long)]
    cursor: Option<u32>,
}

impl DuplicatesArgs {
    fn address(self) -> Result<String, Error> {
        let Self { owner, from, until, band, language, limit, cursor, .. } = self;
        let mut query = vec![("limit", limit.to_string()), ("band", band), ("language", language)];
        let cursor = cursor.map(|cursor| cursor.to_string());
        for (key, value) in [("owner", owner), ("from", from), ("until", until), ("cursor", cursor)]
        {
            query.extend(value.map(|value| (key, value)));
        }
        address("/api/v1/duplicates", &query)
    }
}

pub async fn duplicates(call: &Call, mut args: DuplicatesArgs) -> Result<(), Failure> {
    if let Some(decision) = args.decision.take() {
        return decision::decide(call, decision).await;
    }
    let answered = call.client().await?.get(&args.address()?, &call.purpose).await?;
    call.print(&answered, page)
}

fn page(value: &Value) -> String {
    let all = value["duplicates"].as_array().into_iter().flatten();
    let mut text: Vec<String> = all.map(proposal).collect();
    let (records, groups) = (&value["records"], &value["equal_groups"]);
    text.push(format!("{records} seizures compared; {groups} groups say the same in everything"));
    text.extend(value["next"].as_u64().map(|next| format!("more: --cursor {next}")));
    text.join("\n")
}

fn proposal(one: &Value) -> String {
    let side =
        |key: &str| format!("  {}  {}", text_of(&one[key], "name"), text_of(&one[key], "title"));
    let reasons = one["reasons"].as_array().into_iter().flatten();
    let reasons = reasons.map(|reason| format!("    {}", text_of(reason, "sentence")));
    let head = format!("{} {}", text_of(one, "band"), one["score"]);
    let lines = [head, side("left"), side("right")].into_iter().chain(reasons);
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_stays_in_its_place_of_the_address() {
        let args = DuplicatesArgs {
            decision: None,
            owner: Some("CO&band=weak".into()),
            from: None,
            until: Some("2026-05-01 ".into()),
            band: "likely".into(),
            language: "es".into(),
            limit: 5,
            cursor: None,
        };
        let said = "/api/v1/duplicates?limit=5&band=likely&language=es\
                    &owner=CO%26band%3Dweak&until=2026-05-01+";
        assert_eq!(args.address().unwrap(), said);
    }
}
