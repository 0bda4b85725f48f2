//! Prints the parts of the names given on the command line.

use screen::name::{self, Kind};

fn main() {
    for text in std::env::args().skip(1) {
        println!("{text}");
        for part in name::parse(&text, Kind::Person).parts {
            println!(
                "  {} {} {:?} units {} latin {} {} skeletons {:?}",
                part.text,
                part.script.word(),
                part.role,
                String::from_utf8_lossy(&part.units),
                part.latin,
                String::from_utf8_lossy(&part.latin_units),
                part.skeletons()
            );
        }
    }
}
