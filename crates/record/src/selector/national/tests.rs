//! Published examples, and what becomes of them when a digit is wrong.

use super::*;
use crate::selector::issuer;

/// Issuer, number as published, canonical number.
const PUBLISHED: &[(&str, &str, &str)] = &[
    ("AE", "784-1980-1234567-8", "784198012345678"), // form of the ICP's specimen
    ("AR", "20-05536168-2", "5536168"),              // a CUIL of AFIP's form
    ("AR", "12.345.678", "12345678"),
    ("BE", "85.07.30-033 28", "85073003328"), // IBZ, instructions on the national register
    ("BE", "17 07 30 033 84", "17073003384"), // the same for a birth since 2000
    ("BG", "7523169263", "7523169263"),       // ГРАО's worked example
    ("BR", "529.982.247-25", "52998224725"),  // the example of most courses on the CPF
    ("BR", "111.444.777-35", "11144477735"),
    ("CA", "193-456-787", "193456787"), // Luhn worked out by Service Canada's rule
    ("CH", "756.9217.0769.85", "7569217076985"), // BSV, example of the AHV number
    ("CL", "12.531.909-2", "125319092"),
    ("CL", "11.111.111-1", "111111111"),
    ("CN", "11010519491231002X", "11010519491231002X"), // GB 11643-1999, 5.1
    ("CN", "440524188001010014", "440524188001010014"), // GB 11643-1999, 5.2
    ("CO", "1.020.304.050", "1020304050"),
    ("CR", "1-0613-0584", "106130584"),
    ("CZ", "710319/2745", "7103192745"),
    ("DK", "211062-5629", "2110625629"),
    ("DZ", "109876543210123456", "109876543210123456"),
    ("DO", "001-1391820-5", "00113918205"),
    ("EC", "171430710-3", "1714307103"),
    ("EE", "37605030299", "37605030299"), // EVS 585:2007, worked example
    ("EG", "2 900101 01 0001 7", "29001010100017"),
    ("ES", "12345678-Z", "12345678Z"), // Ministerio del Interior, example of the letter
    ("ES", "x-1234567-l", "X1234567L"),
    ("ES", "1234567L", "01234567L"),
    ("FI", "131052-308T", "131052308T"), // DVV, example of the identity code
    ("FR", "2 55 08 14 168 025 38", "255081416802538"), // INSEE, example of the key
    ("FR", "X4RTBPFW4", "X4RTBPFW4"),    // specimen of the 2021 identity card
    ("GB", "AB 12 34 56 C", "AB123456C"),
    ("GH", "GHA-000000000-0", "GHA0000000000"),
    ("HR", "33392005961", "33392005961"),
    ("IL", "3933742-3", "039337423"),
    ("IN", "2341 2341 2346", "234123412346"), // UIDAI's test number
    ("IR", "049-937089-9", "0499370899"),
    ("IT", "RSSMRA80A01F205X", "RSSMRA80A01F205X"), // the ministry's Mario Rossi
    ("LT", "38703181745", "38703181745"),
    ("MA", "BK 123456", "BK123456"),
    ("MX", "BOXW310820HNERXN09", "BOXW310820HNERXN09"), // RENAPO, Instructivo Normativo
    ("NG", "12345678901", "12345678901"),
    ("NL", "1112.22.333", "111222333"), // RvIG's test number
    ("NO", "151086 95088", "15108695088"),
    ("PE", "12345678", "12345678"),
    ("PK", "42201-0397640-8", "4220103976408"),
    ("PL", "44051401359", "44051401359"), // the example of the PESEL's rule
    ("PT", "00000000 0 ZZ4", "000000000ZZ4"), // AMA, example of the validation
    ("RO", "1630615123457", "1630615123457"),
    ("SA", "1000000008", "1000000008"),
    ("SE", "640823-3234", "6408233234"),   // SKV 704
    ("SE", "19811218-9876", "8112189876"), // SKV 704
    ("SK", "710319/2745", "7103192745"),
    ("SN", "1 751 1990 00123", "1751199000123"),
    ("TH", "1-2345-67890-12-1", "1234567890121"),
    ("TN", "01234567", "01234567"),
    ("TR", "10000000146", "10000000146"), // NVI's published test number
    ("US", "078-05-1120", "078051120"),   // the SSA's number of the Woolworth wallet
    ("UY", "1.234.567-2", "12345672"),
    ("VE", "V-12.345.678", "V12345678"),
    ("ZA", "800101 5009 087", "8001015009087"),
    ("DE", "L01X00T471", "L01X00T471"), // no rule: form only
];

#[test]
fn published_numbers_are_accepted() {
    for (issuer, number, expect) in PUBLISHED {
        let found = canonical(&format!("{issuer}:{number}"));
        let found = found.map(|value| value.split_once(':').unwrap().1.to_owned());
        assert_eq!(found.as_deref(), Ok(expect.replace(' ', "").as_str()), "{issuer} {number}");
    }
}

/// The issuers' codes of the published numbers.
fn tried() -> Vec<&'static str> {
    PUBLISHED.iter().filter_map(|(two, ..)| issuer::resolve(two)).collect()
}

#[test]
fn every_rule_is_an_issuers_and_has_a_number() {
    let tried = tried();
    for entry in entries() {
        assert_eq!(issuer::resolve(entry.issuer), Some(entry.issuer));
        assert!(tried.contains(&entry.issuer), "{}", entry.issuer);
    }
}

#[test]
fn one_wrong_digit_fails_where_a_country_has_a_check_digit() {
    let mut checked = 0;
    for (two, _, number) in PUBLISHED {
        let entry = issuer::resolve(two).and_then(entry);
        let Some(entry) = entry.filter(|entry| entry.guard == Guard::Checked) else { continue };
        // An identity card of France has none, its holder's NIR has.
        if *number == "X4RTBPFW4" {
            continue;
        }
        let slips = crate::selector::tests::slips(number);
        let passed =
            slips.iter().filter(|slip| canonical(&format!("{}:{slip}", entry.issuer)).is_ok());
        let passed = passed.count();
        assert!(passed * 6 <= slips.len(), "{two} {number}: {passed} of {}", slips.len());
        checked += 1;
    }
    assert!(checked > 30);
}
