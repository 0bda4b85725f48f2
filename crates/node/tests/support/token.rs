//! A token in software, as Debian brings it: whoever has none is told so, and the test passes by.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::folder::Folder;

pub const MODULE: &str = "/usr/lib/softhsm/libsofthsm2.so";
pub const PIN: &str = "847261";

/// A token named `amana`, in a folder of its own.
pub struct Token {
    folder: Folder,
}

impl Token {
    /// None where SoftHSM is not installed.
    pub fn new() -> Option<Self> {
        if !Path::new(MODULE).exists() {
            eprintln!("skipped: {MODULE} is not there (Debian: softhsm2)");
            return None;
        }
        let token = Self { folder: Folder::new("token") };
        std::fs::create_dir(token.folder.join("tokens")).unwrap();
        let text = format!("directories.tokendir = {}\n", token.folder.join("tokens").display());
        std::fs::write(token.conf(), text + "objectstore.backend = file\nlog.level = ERROR\n")
            .unwrap();
        let made = Command::new("softhsm2-util")
            .args([
                "--init-token",
                "--free",
                "--label",
                "amana",
                "--so-pin",
                "98765432",
                "--pin",
                PIN,
            ])
            .env("SOFTHSM2_CONF", token.conf())
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        write_private(&token.pin_file(), PIN);
        Some(token)
    }

    pub fn conf(&self) -> PathBuf {
        self.folder.join("softhsm2.conf")
    }

    pub fn pin_file(&self) -> PathBuf {
        self.folder.join("pin")
    }

    /// What a process needs to reach it.
    pub fn envs(&self) -> [(String, String); 2] {
        let text = |path: PathBuf| path.to_str().unwrap().to_owned();
        [
            ("SOFTHSM2_CONF".into(), text(self.conf())),
            ("AMANA_TOKEN_PIN_FILE".into(), text(self.pin_file())),
        ]
    }

    /// Somebody takes it out; the reader stays.
    pub fn take_out(&self) {
        let [here, away] = ["tokens", "away"].map(|name| self.folder.join(name));
        std::fs::rename(&here, away).unwrap();
        std::fs::create_dir(here).unwrap();
    }

    pub fn put_back(&self) {
        let [here, away] = ["tokens", "away"].map(|name| self.folder.join(name));
        std::fs::remove_dir_all(&here).unwrap();
        std::fs::rename(away, here).unwrap();
    }
}

pub fn write_private(path: &Path, text: &str) {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let _ = std::fs::remove_file(path);
    let mut options = std::fs::OpenOptions::new();
    let mut file = options.write(true).create_new(true).mode(0o600).open(path).unwrap();
    file.write_all(text.as_bytes()).unwrap();
}
