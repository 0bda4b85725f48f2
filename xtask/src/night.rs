//! `cargo xtask night`: what takes longer than a change may wait for.

use clap::ValueEnum;

use crate::shell::{self, Done};
use crate::test::{Tally, tally};
use crate::{fuzz, reliability, sim, web};

/// Cases of a property that does not name its own number.
const PROPERTY_CASES: &str = "4096";
/// For each target.
const FUZZ_MINUTES: u32 = 10;

/// A part of the night.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// Every page in French and Spanish, in the dark theme, and at 200 % in all four languages
    Pages,
    /// Pictures of the pages, from kept answers on a fixed clock, compared with the kept ones
    Pictures,
    /// Tests that are too long for every change, and properties with many more cases
    Long,
    /// 1,000 seeds of accidents on seven nodes, and 20 with the real cryptography
    Soak,
    /// Ten minutes of strangers' bytes against everything that reads them
    Fuzz,
}

/// Runs one part or all; all run even where one fails.
pub fn run(part: Option<Part>, accept: bool) -> Done {
    let parts = part.map_or_else(|| Part::value_variants().to_vec(), |part| vec![part]);
    if accept && parts != [Part::Pictures] {
        return Err("only pictures are accepted: cargo xtask night pictures --accept".to_owned());
    }
    let mut said = Vec::new();
    let mut total = Tally::default();
    for part in parts {
        let name = part.to_possible_value().expect("no part is hidden").get_name().to_owned();
        println!("\n== {name}");
        let tally = measure(part, accept).unwrap_or_else(|why| {
            eprintln!("{name}: {why}");
            Tally { passed: 0, failed: 1 }
        });
        said.push(format!("{name}: {tally}"));
        total += tally;
    }
    println!("\n{}\n{total}", said.join("\n"));
    match total {
        Tally { passed: 0, failed: 0 } => Err("no test ran".to_owned()),
        Tally { failed: 0, .. } => Ok(()),
        Tally { failed, .. } => Err(format!("{failed} tests failed")),
    }
}

fn measure(part: Part, accept: bool) -> Result<Tally, String> {
    match part {
        Part::Pages => web::night("other", false),
        Part::Pictures => web::night(web::KEPT, accept),
        Part::Long => long(),
        Part::Soak => sim::soak(),
        Part::Fuzz => fuzz(),
    }
}

/// Large stores, in a release build because they are about size; then properties.
fn long() -> Result<Tally, String> {
    let mut large = shell::cargo();
    large.env("AMANA_NIGHT", "1");
    large.args(["test", "--release", "-p", "node", "--test", "inspection", "--", "large"]);
    let heard = shell::hear(&mut large);
    let mut total = tally::of_cargo(&heard.text).settle(heard.done);
    let mut properties = shell::cargo();
    properties.env("PROPTEST_CASES", PROPERTY_CASES);
    properties.args(["test", "--release", "-p", "record", "-p", "seal", "-p", "screen", "--tests"]);
    let heard = shell::hear(&mut properties);
    total += tally::of_cargo(&heard.text).settle(heard.done);
    Ok(total)
}

fn fuzz() -> Result<Tally, String> {
    let fuzzed = fuzz::fuzz_all(fuzz::Target::value_variants(), FUZZ_MINUTES)?;
    let mut tally = Tally::default();
    for one in &fuzzed {
        let why = one.done.as_ref().err().cloned().unwrap_or_default();
        tally.expect(one.done.is_ok(), &why);
    }
    reliability::fuzzed(&fuzzed, FUZZ_MINUTES)?;
    Ok(tally)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pictures_are_accepted() {
        assert!(run(None, true).is_err_and(|why| why.contains("only pictures")));
        assert!(run(Some(Part::Soak), true).is_err());
    }
}
