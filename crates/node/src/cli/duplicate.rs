//! duplicates: proposals that a person looks at.

use clap::Args;
use serde_json::Value;

use super::record::text_of;
use super::{Call, Failure};

#[derive(Args)]
pub struct DuplicatesArgs {
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

pub async fn duplicates(call: &Call, args: DuplicatesArgs) -> Result<(), Failure> {
    let DuplicatesArgs { owner, from, until, band, language, limit, cursor } = args;
    let mut path = format!("/api/v1/duplicates?limit={limit}&band={band}&language={language}");
    let cursor = cursor.map(|cursor| cursor.to_string());
    for (key, value) in [("owner", owner), ("from", from), ("until", until), ("cursor", cursor)] {
        path.extend(value.map(|value| format!("&{key}={value}")));
    }
    let answered = call.client().await?.get(&path, &call.purpose).await?;
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
