//! Files that are sealed for a device, and what is done to them.

use super::*;

struct Count(u64);

impl Entropy for Count {
    fn fill(&mut self, out: &mut [u8]) {
        for part in out.chunks_mut(32) {
            self.0 += 1;
            part.copy_from_slice(&Digest::of(&[&self.0.to_be_bytes()]).0[..part.len()]);
        }
    }
}

const SHARED: [u8; 32] = [5; 32];

fn secret(number: u8) -> KemSecret {
    KemSecret::from_seed([number; 32]).unwrap()
}

fn header() -> Outer {
    let node = NodeCode::new("CO").unwrap();
    let outer = Outer::new(What::Copy, Digest([1; 32]), node, "tablet-1");
    let days = [1_000, 2_000, 3_000].map(Timestamp);
    let [created, stale, expires] = days;
    Outer { copy: 7, generation: 3, created, stale, expires, ..outer }
}

fn sealed(size: usize) -> Vec<u8> {
    let plain: Vec<u8> = (0..size).map(|at| (at * 31 % 251) as u8).collect();
    seal(header(), &plain, secret(1).public(), &SHARED, &mut Count(0)).unwrap()
}

fn opened(file: &[u8], number: u8) -> Result<Vec<u8>, Fault> {
    let shared = |generation| (generation == 3).then_some(SHARED);
    open(file, &[&secret(number)], shared).map(|(_, plain)| plain.to_vec())
}

#[test]
fn it_opens_for_its_device_and_for_no_other() {
    for size in [1, stream::CHUNK_BYTES, stream::CHUNK_BYTES * 2 + 9] {
        let file = sealed(size);
        assert_eq!(opened(&file, 1).unwrap().len(), size);
        assert_eq!(opened(&file, 2), Err(Fault::OtherDevice));
    }
    let other = |_| Some([6; 32]);
    let refused = open(&sealed(9), &[&secret(1)], other).unwrap_err();
    assert_eq!(refused, Fault::Changed, "it is not of the node that the device knows");
    let none = open(&sealed(9), &[&secret(1)], |_| None).unwrap_err();
    assert_eq!(none, Fault::Changed);
}

#[test]
fn a_cut_a_longer_and_a_joined_file_are_refused() {
    let file = sealed(stream::CHUNK_BYTES * 2 + 9);
    for length in [file.len() - 1, file.len() - stream::SEALED_BYTES, 2_000, 20, 12] {
        assert_eq!(opened(&file[..length], 1), Err(Fault::Length), "{length}");
    }
    assert_eq!(opened(&file[..7], 1), Err(Fault::Form));
    assert_eq!(opened(&[&file[..], &file[..]].concat(), 1), Err(Fault::Length));
    assert_eq!(opened(&[&file[..], &[0]].concat(), 1), Err(Fault::Length));
    assert_eq!(opened(&[], 1), Err(Fault::Form));
}

#[test]
fn whatever_byte_is_changed_it_does_not_open() {
    let file = sealed(300);
    let right = opened(&file, 1).unwrap();
    for place in 0..file.len() {
        let mut other = file.clone();
        other[place] ^= 1;
        assert!(opened(&other, 1).is_err(), "byte {place}");
    }
    assert_eq!(opened(&file, 1).unwrap(), right);
}

/// A header that says a later day is another header: the stanza opens for it no more.
#[test]
fn a_day_that_was_turned_does_not_open() {
    let file = sealed(300);
    let Split { outer, cose, chunks, .. } = split(&file).unwrap();
    let check = |outer: Outer| {
        let head = cbor::to_bytes(&(Bytes(cbor::to_bytes(&outer)), Bytes(cose.clone())));
        let length = u32::try_from(head.len()).unwrap().to_be_bytes();
        opened(&[&MAGIC[..], &length, &head, chunks].concat(), 1)
    };
    assert!(check(outer.clone()).is_ok(), "put together as it was, it opens");
    let turned = [
        Outer { expires: Timestamp(9_000), ..outer.clone() },
        Outer { stale: Timestamp(9_000), ..outer.clone() },
        Outer { created: Timestamp(900), ..outer.clone() },
        Outer { copy: 8, ..outer.clone() },
        Outer { device: "tablet-2".into(), ..outer.clone() },
        Outer { network: Digest([2; 32]), ..outer.clone() },
        Outer { what: What::Answer, ..outer },
    ];
    for outer in turned {
        assert_eq!(check(outer.clone()), Err(Fault::Changed), "{outer:?}");
    }
}

/// With the public key alone anybody could seal; without the secret it is not taken for the node's.
#[test]
fn what_another_sealed_for_the_device_is_not_taken() {
    let forged = seal(header(), b"nothing", secret(1).public(), &NO_SECRET, &mut Count(9)).unwrap();
    assert_eq!(opened(&forged, 1), Err(Fault::Changed));
}

#[test]
fn chunks_of_another_copy_are_not_taken() {
    let (one, other) = (sealed(stream::CHUNK_BYTES + 1), {
        let plain = vec![0; stream::CHUNK_BYTES + 1];
        seal(header(), &plain, secret(1).public(), &SHARED, &mut Count(50)).unwrap()
    });
    let (head, chunks) = (split(&one).unwrap(), split(&other).unwrap());
    let begin = one.len() - head.chunks.len();
    assert_eq!(opened(&[&one[..begin], chunks.chunks].concat(), 1), Err(Fault::Changed));
}

#[test]
fn a_request_is_read_with_the_secret_alone() {
    let sender = Sender::of(&header(), 3);
    let bytes = seal_request(&sender, b"asked: Arlo", &SHARED, &mut Count(0)).unwrap();
    assert_eq!(super::sender(&bytes).unwrap(), sender);
    assert_eq!(&open_request(&bytes, &SHARED).unwrap()[..], b"asked: Arlo");
    assert_eq!(open_request(&bytes, &[4; 32]).unwrap_err(), Fault::Changed);
    assert!(!bytes.windows(4).any(|some| some == b"Arlo"));
    for place in 0..bytes.len() {
        let mut other = bytes.clone();
        other[place] ^= 1;
        assert!(open_request(&other, &SHARED).is_err(), "byte {place}");
    }
}
