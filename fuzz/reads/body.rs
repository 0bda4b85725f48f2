//! What programs post: a draft of any kind, read and checked as far as no node is needed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use record::{Draft, Kind};
use serde_json::{Value, json};

/// All that stands round a body, so that most inputs reach what reads it.
fn draft(kind: Kind, body: Value) -> Option<Draft> {
    let around = json!({"kind": kind, "unit": "POLICE", "handling": {"level": "restricted"},
        "purposes": ["criminal-investigation"], "recipients": ["XB"], "body": body});
    serde_json::from_value(around).ok()
}

fuzz_target!(|bytes: &[u8]| {
    if let Ok(draft) = serde_json::from_slice::<Draft>(bytes) {
        let _ = node::author::read(draft);
    }
    let Some((first, rest)) = bytes.split_first() else { return };
    let kind = Kind::ALL[usize::from(*first) % Kind::ALL.len()];
    let Ok(body) = serde_json::from_slice::<Value>(rest) else { return };
    if let Some(draft) = draft(kind, body) {
        let _ = node::author::read(draft);
    }
});
