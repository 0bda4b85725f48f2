//! What an officer types: decisions about proposals, and other networks' files out and in.

#![expect(clippy::unwrap_used, reason = "a test may panic, its steps too")]

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;

use record::evaluation::{Evaluation, Information, Nature, Source};
use record::{Body, Draft, Kind};
use serde_json::Value;
use support::folder::Folder;
use support::message;

/// A node of a folder, and nobody serving it.
struct Amana {
    folder: Folder,
}

impl Amana {
    fn new() -> Self {
        let amana = Self { folder: Folder::new("command") };
        amana.run(&["init", "--node", "CO"]);
        amana
    }

    fn home(&self) -> PathBuf {
        self.folder.join("co")
    }

    /// Whether it went well, and what was said.
    fn try_run(&self, words: &[&str]) -> (bool, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_amana"));
        let heard = command.arg("--home").arg(self.home()).args(words).output().unwrap();
        let (out, err) = (heard.stdout, heard.stderr);
        let said = if heard.status.success() { out } else { err };
        (heard.status.success(), String::from_utf8(said).unwrap().trim().to_owned())
    }

    fn run(&self, words: &[&str]) -> String {
        let (good, said) = self.try_run(words);
        assert!(good, "{words:?}: {said}");
        said
    }

    /// Publishes a body; answers `OWNER/ID`.
    fn publish(&self, body: &Body) -> String {
        let evaluation = Evaluation {
            source: Source::B,
            information: Information::FirstHand,
            nature: Nature::Fact,
            original: None,
        };
        let evaluation = body.kind().asserts().then_some(evaluation);
        let draft =
            Draft { kind: body.kind(), evaluation, body: body.to_json(), ..message("", &[]) };
        let path = self.folder.join("draft.json");
        std::fs::write(&path, serde_json::to_string(&draft).unwrap()).unwrap();
        let name = self.run(&["publish", text(&path)]);
        name.rsplit_once('/').unwrap().0.to_owned()
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn who_confirms_a_proposal_sees_it_no_more_until_that_is_undone() {
    let amana = Amana::new();
    let seizure = Kind::Seizure.examples()[0].clone();
    let (one, other) = (amana.publish(&seizure), amana.publish(&seizure));
    let proposed = || amana.run(&["duplicates", "--band", "weak"]).contains(&one);
    assert!(proposed());
    let because = ["--because", "place-and-time,quantity"];
    let decide = |what: &str| {
        let words = [&["duplicates", what, &one, &other][..], &because].concat();
        amana.run(&words).rsplit_once('/').unwrap().0.to_owned()
    };
    for what in ["confirm", "refuse"] {
        let said = decide(what);
        assert!(!proposed(), "{what}");
        let undone = amana.run(&["duplicates", "undo", &said]);
        assert_eq!(undone, format!("{said}/2"));
        assert!(proposed(), "{what}");
    }
    let words = [&["duplicates", "confirm", &one, &one][..], &because].concat();
    let (good, said) = amana.try_run(&words);
    assert!(!good && said.contains("the first record once more"), "{said}");
    // Words after a decision are no words of a list.
    assert!(!amana.try_run(&["duplicates", "--limit", "5", "undo", &one]).0);
}

#[test]
fn what_leaves_in_another_networks_form_comes_back_as_drafts_of_the_officer() {
    let amana = Amana::new();
    let name = amana.publish(&Kind::Organisation.examples()[1].clone());
    for format in ["ftm", "misp"] {
        let file = amana.folder.join(format);
        let told =
            amana.run(&["export", "entities", "--format", format, "--out", text(&file), &name]);
        assert!(told.contains("1 carried"), "{told}");
        let decided =
            ["--unit", "POLICE", "--level", "restricted", "--code", "H2", "--source", "X"];
        let why = ["--information", "4", "--for", "criminal-investigation"];
        let offence = ["--offence", "drug-trafficking", "--json"];
        let import = ["import", "entities", "--format", format, text(&file)];
        let words = [&import[..], &decided, &why, &offence].concat();
        let told: Value = serde_json::from_str(&amana.run(&words)).unwrap();
        assert_eq!(
            (told["report"]["carried"].as_u64(), &told["refused"]),
            (Some(1), &Value::Array(vec![]))
        );
        let published = told["published"][0].as_str().unwrap();
        let shown: Value =
            serde_json::from_str(&amana.run(&["--json", "show", published])).unwrap();
        assert_eq!(shown["body"]["identity"]["organisation_type"], "freight-forwarder", "{format}");
        assert_eq!(shown["header"]["handling"]["codes"], serde_json::json!(["H2"]));
    }
}

#[test]
fn files_go_beside_a_publication_and_are_saved_from_there() {
    let amana = Amana::new();
    let (draft, file) = (amana.folder.join("draft.json"), amana.folder.join("panel.jpg"));
    std::fs::write(&draft, serde_json::to_string(&message("with files", &[])).unwrap()).unwrap();
    let picture = support::file::jpeg(true);
    std::fs::write(&file, &picture).unwrap();
    let list = amana.folder.join("list.txt");
    std::fs::write(&list, support::file::text(5 << 20)).unwrap();
    let name = amana.run(&[
        "publish",
        text(&draft),
        "--attach",
        text(&file),
        "--attach",
        text(&list),
        "--caption",
        "The opened panel",
    ]);
    let out = amana.folder.join("out");
    let save = |n: &str, more: &[&str]| {
        amana.run(&[&["attachment", "save", &name, n, "--out", text(&out)], more].concat());
        std::fs::read(&out).unwrap()
    };
    assert_eq!(save("0", &[]), support::file::jpeg(false));
    assert_eq!(save("0", &["--original"]), picture);
    assert_eq!(save("1", &[]), support::file::text(5 << 20));
    let (good, said) = amana.try_run(&["attachment", "save", &name, "2", "--out", text(&out)]);
    assert!(!good && said.contains("attachment 2"), "{said}");
    let shown: Value = serde_json::from_str(&amana.run(&["--json", "show", &name])).unwrap();
    assert_eq!(shown["attachments"][0]["caption"], "The opened panel");
    let backup = amana.folder.join("co.backup");
    amana.run(&["backup", text(&backup)]);
    let copied = std::fs::read_dir(amana.folder.join("co.backup.files")).unwrap().count();
    assert_eq!(copied, 3, "two that are shared, and an original");
    amana.run(&["fsck"]);
}

/// DIR-20 holds in a network; a node that was just made is alone, and its relays join it later.
#[test]
fn a_node_names_its_relay_when_it_is_made() {
    let folder = Folder::new("command-relay");
    let home = folder.join("sn");
    let mut command = Command::new(env!("CARGO_BIN_EXE_amana"));
    command.arg("--home").arg(&home).args(["init", "--node", "SN", "--relay", "AFRIPOL"]);
    let heard = command.output().unwrap();
    assert!(heard.status.success(), "{}", String::from_utf8_lossy(&heard.stderr));
    let member = node::home::Home::new(&home).member().unwrap();
    assert_eq!(member.relays, [support::code("AFRIPOL")]);
}
