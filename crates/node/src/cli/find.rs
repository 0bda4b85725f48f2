//! find: records by words or by an identifier.

use clap::Args;
use serde_json::Value;

use super::record::{rows, text_of};
use super::{Call, Failure};
use crate::Error;

#[derive(Args)]
pub struct FindArgs {
    /// Words that all must be there; "…" in quotes is a phrase, begin* a beginning.
    words: Vec<String>,
    /// NAME:VALUE, several with commas: kind, owner, year, country, substance, transport, …
    #[arg(long, default_value = "")]
    filter: String,
    /// The first day the matter may be of, YYYY-MM-DD.
    #[arg(long)]
    from: Option<String>,
    /// The last day.
    #[arg(long)]
    until: Option<String>,
    /// Say how what was found divides.
    #[arg(long)]
    facets: bool,
    /// An identifier's kind, for instance phone.
    #[arg(long, requires = "value", conflicts_with_all = ["words", "from", "until"])]
    kind: Option<String>,
    #[arg(long, requires = "kind")]
    value: Option<String>,
    #[arg(long, default_value_t = 20)]
    limit: u32,
    /// Continues a page.
    #[arg(long)]
    cursor: Option<i64>,
}

pub async fn find(call: &Call, args: FindArgs) -> Result<(), Failure> {
    if let (Some(kind), Some(value)) = (&args.kind, &args.value) {
        let mut query = vec![("kind", kind.clone()), ("value", value.clone())];
        query.push(("limit", args.limit.to_string()));
        query.extend(args.cursor.map(|cursor| ("cursor", cursor.to_string())));
        let path = address("/api/v1/find", &query)?;
        let answered = call.client().await?.get(&path, &call.purpose).await?;
        return call.print(&answered, rows);
    }
    let path = address("/api/v1/search", &args.query())?;
    let client = call.client().await?;
    client.catch_up().await?;
    let answered = client.get(&path, &call.purpose).await?;
    call.print(&answered, text)
}

impl FindArgs {
    fn query(&self) -> Vec<(&'static str, String)> {
        let mut query = vec![("words", self.quoted()), ("filter", self.filter.clone())];
        query.extend(self.from.clone().map(|day| ("from", day)));
        query.extend(self.until.clone().map(|day| ("until", day)));
        query.push(("facets", self.facets.to_string()));
        query.push(("limit", self.limit.to_string()));
        query.extend(self.cursor.map(|cursor| ("cursor", cursor.to_string())));
        query
    }

    /// A shell takes quotes away: an argument with a space in it was a phrase.
    fn quoted(&self) -> String {
        let each = self.words.iter().map(|word| match word.contains(' ') && !word.contains('"') {
            true => format!("\"{word}\""),
            false => word.clone(),
        });
        each.collect::<Vec<_>>().join(" ")
    }
}

/// An address with its query, encoded.
pub fn address(path: &str, query: &[(&str, String)]) -> Result<String, Error> {
    let encoded = serde_urlencoded::to_string(query);
    encoded.map(|query| format!("{path}?{query}")).map_err(|error| Error::Usage(error.to_string()))
}

fn text(value: &Value) -> String {
    let mut text = rows(value);
    if let Some(count) = value["count"].as_u64() {
        let least = if text_of(value, "counted") == "at-least" { "at least " } else { "" };
        text.push_str(&format!("\n{least}{count} found"));
    }
    let facets = value["facets"].as_object();
    for (name, values) in facets.into_iter().flatten() {
        let values = values.as_array().into_iter().flatten();
        let values = values.map(|one| format!("{} {}", text_of(one, "value"), one["count"]));
        text.push_str(&format!("\n{name}: {}", values.collect::<Vec<_>>().join(", ")));
    }
    match value["waiting"].as_u64() {
        Some(waiting) if waiting > 0 => {
            format!("{text}\n{waiting} records are not found by words yet; ask again in a moment")
        }
        _ => text,
    }
}
