//! Accounts of online services: `PLATFORM:NAME`.
//!
//! Accepted are `telegram:@ana` and the address of a profile, as `https://t.me/ana`. Platforms that
//! the table does not know are taken under their own name. A name is in lower case, as platforms do
//! not tell capitals apart; `threema` and `session` have forms of their own.

use super::rule::{Check, Rule};
use crate::Error;

pub(super) const RULE: Rule = Rule {
    standard: "the platforms' own rules",
    example: "telegram:ana_diaz",
    check: Check::Form,
    scanned: false,
    canonical,
    likely: |text| text.contains("://") || text.contains(":@"),
};

/// What a platform's names are made of.
#[derive(Clone, Copy)]
enum Form {
    /// Letters, digits and the signs given, from the shortest to the longest, in lower case.
    Word(&'static str, usize, usize),
    /// Digits only.
    Number(usize, usize),
    /// Capitals and digits, this many.
    Capitals(usize),
    /// Hexadecimal digits, this many.
    Hex(usize),
}

struct Platform {
    name: &'static str,
    /// Hosts of profile addresses and other names.
    also: &'static [&'static str],
    form: Form,
}

const fn platform(name: &'static str, also: &'static [&'static str], form: Form) -> Platform {
    Platform { name, also, form }
}

const PLATFORMS: &[Platform] = &[
    platform("discord", &["discord.com", "discord.gg"], Form::Word("._", 2, 32)),
    platform("facebook", &["facebook.com", "fb.com", "fb"], Form::Word(".", 5, 50)),
    platform("github", &["github.com"], Form::Word("-", 1, 39)),
    platform("icq", &["icq.com"], Form::Number(5, 9)),
    platform("instagram", &["instagram.com", "insta", "ig"], Form::Word("._", 1, 30)),
    platform("linkedin", &["linkedin.com"], Form::Word("-", 3, 100)),
    platform("reddit", &["reddit.com"], Form::Word("_-", 3, 20)),
    platform("session", &["getsession.org"], Form::Hex(66)),
    platform("signal", &["signal.me"], Form::Word("_.", 3, 35)),
    platform("skype", &["skype.com"], Form::Word("._,:-", 6, 32)),
    platform("snapchat", &["snapchat.com", "snap"], Form::Word("._-", 3, 15)),
    platform("steam", &["steamcommunity.com"], Form::Word("_-", 2, 32)),
    platform("telegram", &["t.me", "telegram.me", "tg"], Form::Word("_", 4, 32)),
    platform("threema", &["threema.id"], Form::Capitals(8)),
    platform("tiktok", &["tiktok.com"], Form::Word("._", 2, 24)),
    platform("vk", &["vk.com", "vkontakte"], Form::Word("._", 3, 32)),
    platform("wechat", &["weixin"], Form::Word("_-", 6, 20)),
    platform("wickr", &["wickr.com"], Form::Word("._-", 1, 32)),
    platform("x", &["twitter", "x.com", "twitter.com"], Form::Word("_", 1, 15)),
    platform("youtube", &["youtube.com"], Form::Word("._-", 3, 30)),
];

/// Where the table does not know the platform.
const UNKNOWN: Form = Form::Word("._-", 2, 64);

fn find(word: &str) -> Option<&'static Platform> {
    let word = word.strip_prefix("www.").or_else(|| word.strip_prefix("m.")).unwrap_or(word);
    PLATFORMS.iter().find(|one| one.name == word || one.also.contains(&word))
}

fn canonical(text: &str) -> Result<String, Error> {
    let (platform, name) = split(text).ok_or_else(|| wrong("expected PLATFORM:NAME"))?;
    let platform = platform.trim().to_lowercase();
    let known = find(&platform);
    let word = known.map_or(platform.as_str(), |known| known.name);
    let slug = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-';
    if known.is_none() && (!(2..=32).contains(&word.len()) || !word.bytes().all(slug)) {
        return Err(wrong("a platform has 2 to 32 of a–z, 0–9 and hyphen"));
    }
    let name = name.trim().trim_start_matches('@');
    if name.ends_with(".php") {
        return Err(wrong("a page of a program is no name"));
    }
    let form = known.map_or(UNKNOWN, |known| known.form);
    let name = read(form, name).ok_or_else(|| wrong(format!("no name of {word} has this form")))?;
    Ok(format!("{word}:{name}"))
}

/// Platform and name, from `PLATFORM:NAME` or from the address of a profile.
fn split(text: &str) -> Option<(&str, &str)> {
    let Some((_, address)) = text.split_once("://") else { return text.split_once(':') };
    let (host, path) = address.split_once('/')?;
    let path = path.split(['?', '#']).next()?.trim_end_matches('/');
    let name = path.rsplit('/').next()?;
    find(&host.to_ascii_lowercase()).map(|_| (host, name))
}

fn read(form: Form, name: &str) -> Option<String> {
    let (name, shortest, longest) = match form {
        Form::Word(signs, shortest, longest) => {
            let name = name.to_lowercase();
            let good = |c: char| c.is_alphanumeric() || signs.contains(c);
            (Some(name).filter(|name| name.chars().all(good)), shortest, longest)
        }
        Form::Number(shortest, longest) => {
            let good = name.bytes().all(|c| c.is_ascii_digit());
            (good.then(|| name.to_owned()), shortest, longest)
        }
        Form::Capitals(size) => {
            let name = name.to_ascii_uppercase();
            let good = name.bytes().all(|c| c.is_ascii_alphanumeric());
            (Some(name).filter(|_| good), size, size)
        }
        Form::Hex(size) => {
            let name = name.to_ascii_lowercase();
            let good = name.bytes().all(|c| c.is_ascii_hexdigit());
            (Some(name).filter(|_| good), size, size)
        }
    };
    name.filter(|name| (shortest..=longest).contains(&name.chars().count()))
}

fn wrong(reason: impl Into<String>) -> Error {
    Error::field("online-handle", reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_have_one_form() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(canonical(text).ok().as_deref(), expect, "{text}");
        };
        check("Telegram:@Ana_Diaz", Some("telegram:ana_diaz"));
        check("https://t.me/Ana_Diaz?start=1", Some("telegram:ana_diaz"));
        check("https://www.tiktok.com/@ana.diaz", Some("tiktok:ana.diaz"));
        check("https://twitter.com/ana/", Some("x:ana"));
        check("twitter: ana", Some("x:ana"));
        check("threema:abcd1234", Some("threema:ABCD1234"));
        check("mastodon-social:@ana", Some("mastodon-social:ana"));
        check("telegram:an", None);
        check("telegram:ana diaz", None);
        check("threema:ABC", None);
        check("icq:ana", None);
        check("https://example.org/ana", None);
        check("@ana", None);
        check("a:b", None);
    }
}
