//! Prints the selectors that a text mentions, and how fast they were found.
//!
//! `cargo run --release -p record --example extract -- FILE` prints one a line: place, kind, value.
//! With `--repeat N` in place of a file it searches N copies of a report in four languages, and
//! prints its figures as a line of JSON: `cargo xtask bench extraction` writes them down.

use std::time::Instant;

use record::selector::extract;

/// A report with something to find in most sentences, and with what only looks like it.
const REPORT: &str = "\
Case no. CO-4471/2026 was opened on 3 March 2026 after 212 packages of 1.02 kg each were found.
The container CSQU 305438 3 under seal ML0123456 arrived with bill of lading XXXU123456789.
El conductor, con pasaporte colombiano AB 123456 y cédula de ciudadanía 1.020.304.050, llamó al
+57 300 123 4567 desde el terminal IMEI 35-209900-176148-1; factura 99318841 por 12.500 euros.
Le véhicule français immatriculé AA-123-BB, châssis WVWZZZ1JZ3W386752, et le compte
FR14 2004 1010 0505 0001 3M02 606 sont cités page 12 du dossier; courriel ana@example.org.
سجل الضابط جواز سفر مغربي رقم AB١٢٣٤٥٦٧ ولوحة إسبانية 1234 BCD في المركز الحدودي بتاريخ 3/3/2026.
The officers then searched the warehouse for several hours and interviewed the neighbours, none
of whom had seen anything unusual in the weeks before; the dog showed interest in two rooms only.
";

fn main() -> Result<(), String> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (text, show) = match words.as_slice() {
        ["--repeat", count] => {
            let count = count.parse().map_err(|_| "--repeat takes a number".to_owned())?;
            (REPORT.repeat(count), false)
        }
        [file] => (std::fs::read_to_string(file).map_err(|error| error.to_string())?, true),
        _ => return Err("give a file, or --repeat N".to_owned()),
    };
    extract(REPORT); // words are read from their files once, and that is not what is measured
    let begin = now();
    let found = extract(&text);
    let seconds = begin.elapsed().as_secs_f64();
    for one in found.iter().filter(|_| show) {
        println!("{}..{} {}", one.start, one.end, one.selector);
    }
    let megabytes = text.len() as f64 / 1e6;
    let figures = serde_json::json!({
        "megabytes": megabytes,
        "mentions": found.len(),
        "megabytes_per_s": megabytes / seconds,
    });
    println!("{figures}");
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn now() -> Instant {
    Instant::now()
}
