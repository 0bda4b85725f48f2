//! The sealed copy, attacked.

use super::*;
use crate::clock::SystemEntropy;

const MADE: Timestamp = Timestamp(1_796_000_000_000);

fn sealed() -> (Sealed, [Code; 2]) {
    let codes = [Zeroizing::new([7; CODE_BYTES]), Zeroizing::new([9; CODE_BYTES])];
    let administrators = ["admin-1".into(), "admin-2".into()];
    let vault = Vault::new([1; 32], [2; 32]);
    let with = [&codes[0], &codes[1]];
    let copy = Sealed::seal(("CO", MADE), &vault, administrators, with, &mut SystemEntropy);
    (copy.unwrap(), codes)
}

#[test]
fn a_code_reads_back_as_it_was_written_and_with_every_slip_not() {
    let (copy, codes) = sealed();
    for (place, code) in codes.iter().enumerate() {
        let text = copy.write(place, code);
        assert_eq!(text.len(), 40 + 7, "{}", &*text);
        assert_eq!(copy.read(place, &text).unwrap(), *code);
        let typed = text.to_lowercase().replace('-', " ").replace('0', "o");
        assert_eq!(copy.read(place, &typed).unwrap(), *code);
        assert!(copy.read(1 - place, &text).is_err(), "it is the other's");
        for at in text.char_indices().filter(|(_, letter)| *letter != '-') {
            let mut slip = text.to_string();
            slip.replace_range(at.0..=at.0, if at.1 == 'Z' { "Y" } else { "Z" });
            assert!(copy.read(place, &slip).is_err(), "{slip}");
        }
        assert!(copy.read(place, &text[..46]).is_err());
        assert!(copy.read(place, &format!("{}0", &*text)).is_err());
    }
}

#[test]
fn both_codes_open_it_and_no_other_two() {
    let (copy, [first, second]) = sealed();
    let opened = copy.open([&first, &second]).unwrap();
    assert_eq!(*opened.both(), *Vault::new([1; 32], [2; 32]).both());
    let guess: Code = Zeroizing::new([0; CODE_BYTES]);
    for codes in [[&first, &first], [&second, &first], [&first, &guess], [&guess, &second]] {
        assert!(copy.open(codes).is_err());
    }
}

#[test]
fn no_word_of_a_copy_can_be_changed() {
    let (copy, [first, second]) = sealed();
    let check = |change: fn(&mut Sealed)| {
        let mut other = copy.clone();
        change(&mut other);
        assert_ne!(other, copy);
        assert!(other.open([&first, &second]).is_err(), "{other:?}");
    };
    check(|copy| copy.node = "SN".into());
    check(|copy| copy.made = MADE.plus(1));
    check(|copy| copy.key = Digest::default());
    check(|copy| copy.administrators.swap(0, 1));
    check(|copy| copy.salt = Digest::default());
    check(|copy| copy.sealed.truncate(100));
    let length = copy.sealed.len();
    for at in 0..length {
        let mut other = copy.clone();
        let was = other.sealed.as_bytes()[at];
        other.sealed.replace_range(at..=at, if was == b'0' { "1" } else { "0" });
        assert!(other.open([&first, &second]).is_err(), "{at}");
    }
}
