//! Blocks of a page that a command rewrites; the words between them are written by hand.

/// The page with the named block's content; a block that is not there is put at the end.
pub fn replace(page: &str, name: &str, content: &str) -> String {
    let (begin, end) = (format!("<!-- begin {name} -->\n"), format!("<!-- end {name} -->\n"));
    let block = format!("{begin}\n{}\n{end}", content.trim_end().to_owned() + "\n");
    let found = page.split_once(&begin).and_then(|(before, rest)| {
        rest.split_once(&end).map(|(_, after)| format!("{before}{block}{after}"))
    });
    found.unwrap_or_else(|| format!("{}\n\n{block}", page.trim_end()))
}

/// 323434 as 323,434.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_rewritten_in_its_place() {
        let page = replace("# Title\n", "one", "first");
        assert_eq!(page, "# Title\n\n<!-- begin one -->\n\nfirst\n\n<!-- end one -->\n");
        let page = replace(&(page + "\nBy hand.\n"), "two", "second");
        let page = replace(&page, "one", "third\n");
        let expect = "# Title\n\n<!-- begin one -->\n\nthird\n\n<!-- end one -->\n\nBy hand.\n\n\
                      <!-- begin two -->\n\nsecond\n\n<!-- end two -->\n";
        assert_eq!(page, expect);
        assert_eq!(replace(&page, "one", "third"), page);
    }
}
