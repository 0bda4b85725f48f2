//! Searches a list: `search --list LIST.jsonl --queries Q.jsonl [--threshold T]`, one line of JSON
//! for each query.

use std::io::{BufWriter, Write};

use screen::find::line::NamedList;
use screen::find::{Cut, Judge};
use screen::sentence::Language;

fn option(name: &str) -> Option<String> {
    std::env::args().skip_while(|word| word != name).nth(1)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let list = std::fs::read_to_string(option("--list").ok_or("--list is missing")?)?;
    let queries = std::fs::read_to_string(option("--queries").ok_or("--queries is missing")?)?;
    let threshold = option("--threshold").map_or(Ok(0.5), |text| text.parse())?;
    let list = NamedList::read(list.lines())?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let judge = Judge::new(Language::English);
    for answer in list.answers(queries.lines(), Cut { threshold, hits_max: 20 }, &judge) {
        writeln!(out, "{}", serde_json::to_string(&answer?)?)?;
    }
    Ok(())
}
