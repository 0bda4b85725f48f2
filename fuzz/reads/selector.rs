//! Any text as each kind of selector, and as what a scanner may have misread.
#![no_main]

use libfuzzer_sys::fuzz_target;
use record::selector::{Selector, SelectorKind};

fuzz_target!(|text: &str| {
    for kind in SelectorKind::ALL {
        if let Ok(selector) = Selector::parse(*kind, text) {
            let again = Selector::parse(*kind, selector.value()).expect("its own form is read");
            assert_eq!(selector, again);
        }
        Selector::readings(*kind, text);
    }
});
