//! Compares judged pairs: `pairs FILE.jsonl [language]`, one answer a line. The thin call that the
//! command line makes too.

use screen::pair;
use screen::score::scorer;
use screen::sentence::Language;
use std::io::{Read, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut text = String::new();
    match arguments.next().as_deref() {
        None | Some("-") => std::io::stdin().read_to_string(&mut text)?,
        Some(file) => std::fs::File::open(file)?.read_to_string(&mut text)?,
    };
    let language = arguments.next().and_then(|tag| Language::of(&tag)).unwrap_or(Language::English);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for verdict in pair::judge_lines(text.lines(), scorer::newest(), language) {
        serde_json::to_writer(&mut out, &verdict?)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
