//! Signed notes: heads of logs, with cosignatures and without, as anybody may write them.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use seal::checkpoint::Checkpoint;
use seal::log_key::{LogPublic, LogSecret};
use seal::note;

static LOG: LazyLock<LogPublic> = LazyLock::new(|| {
    let secret = LogSecret::from_seeds("xa.example/amana/log", &[7; 64]);
    secret.expect("any seeds make keys").public().clone()
});

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    if let Ok((said, lines)) = note::split(&text) {
        assert!(text.starts_with(said) && !lines.is_empty(), "what was said is a part of the note");
    }
    let _ = note::base64_decode(&text);
    assert!(Checkpoint::verify(&text, &LOG).is_err(), "nobody has the key");
});
