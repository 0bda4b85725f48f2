//! Ends of host names that tell a name from two words around a dot.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::selector::issuer;

/// Generic names that are in wide use, those that RFC 2606 and 6761 reserve, and the countries that
/// ISO 3166-1 does not list.
const GENERIC: &str = "app arpa biz bank blog chat click club cloud com coop design dev edu email \
    example global gov group host info int invalid jobs link live ltd market mil mobi museum name \
    net network news one online onion org page pro report services shop site space store studio \
    support tech test tips today top travel vip website wiki win work world xyz zone eu uk su ac";

static TOPS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let countries = issuer::countries().map(|(two, _)| two.to_ascii_lowercase());
    countries.chain(GENERIC.split_ascii_whitespace().map(str::to_owned)).collect()
});

/// Whether host names end so, as far as is known here; the names of other scripts all pass.
pub(super) fn is_top(label: &str) -> bool {
    TOPS.contains(label) || label.starts_with("xn--")
}
