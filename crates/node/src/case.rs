//! The case that a piece of work is for: it goes with the request, and into the audit of all that
//! is done on the way.

use std::future::Future;

use crate::Error;

const CHARS_MAX: usize = 100;

tokio::task_local! {
    static CASE: Option<String>;
}

/// Answers a request for a case: whatever is done on the way is audited with it.
pub async fn work<T>(case: Option<String>, answer: impl Future<Output = T>) -> T {
    CASE.scope(case, answer).await
}

/// The same for a job that the request has left to the writer.
pub fn job<T>(case: Option<String>, job: impl FnOnce() -> T) -> T {
    CASE.sync_scope(case, job)
}

/// The case of the request that is being answered.
pub fn of_this_request() -> Option<String> {
    CASE.try_with(Clone::clone).ok().flatten()
}

/// Reads a reference as a browser sends it: percent-encoded, because headers hold no other letters.
pub fn read(sent: &[u8]) -> Result<String, Error> {
    let odd = || Error::Usage(format!("a case is 1 to {CHARS_MAX} letters, percent-encoded"));
    let pairs = [b"case=", sent].concat();
    let mut pairs: Vec<(String, String)> =
        serde_urlencoded::from_bytes(&pairs).map_err(|_| odd())?;
    let case = pairs.pop().filter(|_| pairs.is_empty()).map(|(_, case)| case.trim().to_owned());
    let case = case.filter(|case| (1..=CHARS_MAX).contains(&case.chars().count()));
    case.filter(|case| !case.contains(char::is_control)).ok_or_else(odd)
}

/// How a case is compared: large and small letters, and how wide a gap is, make no other case.
pub fn fold(case: &str) -> String {
    case.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_is_a_short_line_of_any_letters() {
        let check = |sent: &str, expect: Option<&str>| {
            assert_eq!(read(sent.as_bytes()).ok().as_deref(), expect, "{sent}");
        };
        check("CO-2026%2F17", Some("CO-2026/17"));
        check("%D9%82%D8%B6%D9%8A%D8%A9", Some("قضية"));
        check(" 7 ", Some("7"));
        check("", None);
        check("a%0Ab", None);
        check("a&b=c", None);
        check(&"a".repeat(100), Some("a".repeat(100).as_str()));
        check(&"a".repeat(101), None);
    }

    #[test]
    fn a_case_is_the_same_however_it_is_typed() {
        let check = |one: &str, other: &str| assert_eq!(fold(one), fold(other));
        check("CO-2026/17", " co-2026/17 ");
        check("Case  17\u{a0}b", "case 17 B");
        check("ÁNGEL", "ángel");
        assert_ne!(fold("CO-2026/17"), fold("CO-2026/1"));
        assert_ne!(fold("1 7"), fold("17"));
    }

    #[tokio::test]
    async fn a_case_is_its_request_s_alone() {
        assert_eq!(of_this_request(), None);
        let of = async || of_this_request();
        assert_eq!(work(Some("7".into()), of()).await.as_deref(), Some("7"));
        assert_eq!(work(None, of()).await, None);
        let left = work(Some("7".into()), async { job(of_this_request(), of_this_request) });
        assert_eq!(left.await.as_deref(), Some("7"));
    }
}
