//! Invented selectors as writers write them, valid by their standard, from a seed.

use record::selector::{Selector, SelectorKind, mrz};

/// SplitMix64 (G. Steele and others, 2014): the same figures on every machine.
pub struct Seed(pub u64);

impl Seed {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// A text for a pattern: `n` a digit, `a` a capital, `x` either, `h` a hexadecimal digit, `y` a
    /// year, `m` a month, `d` a day, each of two digits; anything else stands for itself.
    pub fn fill(&mut self, pattern: &str) -> String {
        let mut text = String::new();
        for sign in pattern.chars() {
            match sign {
                'n' => text.push(char::from(b'0' + self.below(10) as u8)),
                'a' => text.push(char::from(b'A' + self.below(26) as u8)),
                'x' => text.push(*self.pick(&['A', 'C', 'F', 'H', 'K', '2', '4', '7', '9'])),
                'h' => text.push(*self.pick(&['0', '3', '5', '9', 'a', 'b', 'c', 'f'])),
                'y' => text.push_str(&format!("{:02}", 50 + self.below(50))),
                'm' => text.push_str(&format!("{:02}", 1 + self.below(12))),
                'd' => text.push_str(&format!("{:02}", 1 + self.below(28))),
                other => text.push(other),
            }
        }
        text
    }
}

/// Patterns a kind is written in; what does not fit its check digit is drawn again.
const PATTERNS: &[(SelectorKind, &[&str])] = &[
    (SelectorKind::Cas, &["nnn-nn-n", "nnnn-nn-n", "nn-nn-n", "nnnnn-nn-n"]),
    (
        SelectorKind::Iban,
        &[
            "ESnnnnnnnnnnnnnnnnnnnnnn",
            "DEnn nnnn nnnn nnnn nnnn nn",
            "FRnn nnnn nnnn nnnn nnnn nnnn nnn",
            "GBnnAAAAnnnnnnnnnnnnnn",
        ],
    ),
    (SelectorKind::Lei, &["nnnn00xxxxxxxxxxxxnn"]),
    (SelectorKind::IpAddress, &["192.0.2.nn", "198.51.100.n", "203.0.113.1nn", "2001:db8::hhh:h"]),
    (SelectorKind::Container, &["aaaUnnnnnnn", "aaaU nnnnnn n", "aaaUnnnnnn-n", "aaaU nnnnnnn"]),
    (SelectorKind::PostalItem, &["RRnnnnnnnnnES", "EE nnn nnn nnn CO", "CPnnnnnnnnnFR"]),
    (
        SelectorKind::Vin,
        &["1Gxxxxxxnxxnnnnnn", "3VWxxxxxnxxnnnnnn", "WVWZZZxxxxxnnnnnn", "VF1xxxxxxxxnnnnnn"],
    ),
    (
        SelectorKind::Phone,
        &[
            "+57 3nn nnn nnnn",
            "+34 6nn nnn nnn",
            "+33 6 nn nn nn nn",
            "+221 77 nnn nn nn",
            "+2126nnnnnnnn",
            "0034 6nn nnn nnn",
        ],
    ),
    (
        SelectorKind::Imei,
        &["35nnnnnnnnnnnnn", "86nnnnnnnnnnnnn", "35-nnnnnn-nnnnnn-n", "35 nnnnnn nnnnnn n"],
    ),
    (
        SelectorKind::Iccid,
        &["8957nnnnnnnnnnnnnnn", "89 34 nnnn nnnn nnnn nnn", "8933nnnnnnnnnnnnnnnn"],
    ),
    (SelectorKind::Imsi, &["732101nnnnnnnnn", "21401nnnnnnnnnn", "608 01 nnnnnnnnnn"]),
    (SelectorKind::Imo, &["9nnnnnn", "8nnnnnn"]),
    (SelectorKind::Mmsi, &["730nnnnnn", "224nnnnnn", "663 nnn nnn"]),
    (SelectorKind::AirWaybill, &["020-nnnnnnnn", "075-nnnn nnnn", "134-nnnnnnnn", "057nnnnnnnn"]),
    (SelectorKind::Bic, &["aaaaESaa", "aaaaCOaaaaa", "aaaaFRax"]),
    (SelectorKind::Unlocode, &["COaaa", "ESaaa", "MA aaa"]),
    (SelectorKind::AircraftRegistration, &["HK-nnnn", "EC-aaa", "Nnnnaa", "F-aaaa", "YVnnnn"]),
    (SelectorKind::FlightNumber, &["AV nnn", "IBnnnn", "AF nn", "ATnnn"]),
    (SelectorKind::CallSign, &["HKaan", "EAaan", "FAaan", "5Laan"]),
    (SelectorKind::BookingLocator, &["xxxxxx", "axaxnx", "aaaaaa"]),
    (SelectorKind::BillOfLading, &["aaaUnnnnnnnnn", "aaaannnnnnnnnn", "aaa/nnnn/nnnnnn"]),
    (SelectorKind::Seal, &["MLnnnnnnn", "aannnnnn", "Hnnnnnn", "nnnnnnn"]),
    (SelectorKind::FirearmSerial, &["aaannn", "annnnnn", "nnnnnnn", "aa-nnnnn"]),
    (SelectorKind::Inchikey, &["AaaaaaaaaaaaAA-AaaaaaAASA-N"]),
    (
        SelectorKind::Card,
        &["4nnn nnnn nnnn nnnn", "5nnnnnnnnnnnnnnn", "4nnn-nnnn-nnnn-nnnn", "37nn nnnnnn nnnnn"],
    ),
    (
        SelectorKind::TravelDocument,
        &["aannnnnn", "annnnnnnn", "aa nnnnnn", "nnnnnnnnn", "aaannnnnn"],
    ),
    (SelectorKind::DrivingLicence, &["nnnnnnnnn", "annnnnnn", "nn-aa-nnnnn", "nnnnnnnnnn"]),
    (SelectorKind::Plate, &["aaa nnn", "nnnn aaa", "aa-nnn-aa", "aaannn", "nnnnn-a-n"]),
];

/// Persons' numbers as their countries write them.
pub const NATIONAL: &[(&str, &[&str])] = &[
    ("ARG", &["nn.nnn.nnn", "nnnnnnnn", "20-nnnnnnnn-n"]),
    ("BEL", &["y.m.d-nnn.nn", "ymdnnnnn"]),
    ("BRA", &["nnn.nnn.nnn-nn", "nnnnnnnnnnn"]),
    ("CHL", &["nn.nnn.nnn-n", "nnnnnnnn-n"]),
    ("COL", &["n.nnn.nnn.nnn", "nn.nnn.nnn", "nnnnnnnnnn", "nnnnnnnn"]),
    ("DOM", &["nnn-nnnnnnn-n", "nnnnnnnnnnn"]),
    ("DZA", &["nnnnnnnnnnnnnnnnnn"]),
    ("ECU", &["nnnnnnnnn-n", "nnnnnnnnnn"]),
    ("EGY", &["2ymdnnnnnnn", "2 ymd nn nnnn n"]),
    ("ESP", &["nnnnnnnna", "nn.nnn.nnn-a", "nnnnnnnn-a", "Xnnnnnnna", "Y-nnnnnnn-a"]),
    ("FIN", &["dmy-nnna"]),
    ("FRA", &["1 y m 75 nnn nnn nn", "2ym13nnnnnnnn"]),
    ("IND", &["nnnn nnnn nnnn"]),
    ("ITA", &["aaaaaayAnnannna"]),
    ("MAR", &["aannnnnn", "annnnnn", "aa nnnnnn"]),
    ("MEX", &["aaaaymdHaaaaann"]),
    ("NLD", &["nnnnnnnnn"]),
    ("PER", &["nnnnnnnn"]),
    ("POL", &["ymdnnnnn"]),
    ("PRT", &["nnnnnnnn n ZZn"]),
    ("SWE", &["ymd-nnnn"]),
    ("SEN", &["1nnnnnnnnnnnn"]),
    ("TUN", &["nnnnnnnn"]),
    ("TUR", &["nnnnnnnnnnn"]),
    ("ZAF", &["ymdnnnn08n", "ymd nnnn 08n"]),
];

/// Addresses that their chains' documents print.
const WALLETS: &[&str] = &[
    "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
    "3P14159f73E4gFr7JterCCQh9QjiTjiZrG",
    "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
    "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
];
const NAMES: &[&str] = &["ana", "luis", "omar", "fatou", "marie", "john", "nadia", "pablo"];
const DOMAINS: &[&str] = &["example.org", "example.com", "mail.example.net", "bücher.example"];
/// Draws for one number: two check digits and a date fit one in some thousands.
const DRAWS_MAX: usize = 200_000;

/// As written, and the selector. `issuer` is the code of ICAO Doc 9303 for kinds that have one,
/// `platform` the one of an online handle.
pub fn sample(
    seed: &mut Seed,
    kind: SelectorKind,
    issuer: &str,
    platform: &str,
) -> (String, Selector) {
    for _ in 0..DRAWS_MAX {
        let written = written(seed, kind, issuer);
        let foreign = match kind {
            SelectorKind::TravelDocument
            | SelectorKind::NationalIdentity
            | SelectorKind::DrivingLicence
            | SelectorKind::Plate => format!("{issuer}:{written}"),
            SelectorKind::OnlineHandle if !written.contains("://") => {
                format!("{platform}:{}", written.trim_start_matches('@'))
            }
            SelectorKind::Card => match super::key().selector(&written) {
                Ok(selector) => return (written, selector),
                Err(_) => continue,
            },
            _ => written.clone(),
        };
        if let Ok(selector) = Selector::parse(kind, &foreign) {
            return (written, selector);
        }
    }
    panic!("no {kind:?} of {issuer} was drawn");
}

fn written(seed: &mut Seed, kind: SelectorKind, issuer: &str) -> String {
    let name = |seed: &mut Seed| format!("{}{}", seed.pick(NAMES), seed.below(900) + 10);
    match kind {
        SelectorKind::Email => format!("{}@{}", name(seed), seed.pick(DOMAINS)),
        SelectorKind::Domain => {
            format!("{}.{}", name(seed), seed.pick(&["example.org", "net", "co"]))
        }
        SelectorKind::OnlineHandle => format!("@{}", name(seed)),
        SelectorKind::Wallet => (*seed.pick(WALLETS)).to_owned(),
        SelectorKind::PackageMark => format!("phash:{}", seed.fill("hhhhhhhhhhhhhhhh")),
        SelectorKind::Geohash => {
            let sign = |seed: &mut Seed| *seed.pick(&['d', '2', '9', 'f', 't', '4', 'e', 'z', '6']);
            let word: String = (0..6).map(|_| sign(seed)).collect();
            format!("d{word}7")
        }
        SelectorKind::Mrz => zone(seed),
        SelectorKind::NationalIdentity => {
            let patterns =
                NATIONAL.iter().find(|(code, _)| *code == issuer).expect("a known issuer");
            let pattern = *seed.pick(patterns.1);
            seed.fill(pattern)
        }
        _ => {
            let patterns = PATTERNS.iter().find(|(known, _)| *known == kind).expect("a known kind");
            let pattern = *seed.pick(patterns.1);
            seed.fill(pattern)
        }
    }
}

fn zone(seed: &mut Seed) -> String {
    let names = format!("P<UTO{}<<{}", seed.fill("aaaaaa"), seed.fill("aaaa"));
    let second =
        format!("{}0UTO{}0F3001010<<<<<<<<<<<<<<00", seed.fill("annnnnnnn"), seed.fill("ymd"));
    let zone = format!("{names:<<44}\n{second}");
    let text = mrz::with_check_digits(&zone).expect("a zone has its shape");
    format!("{}\n{}", &text[..44], &text[44..])
}
