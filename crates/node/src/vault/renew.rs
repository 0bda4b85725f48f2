//! Another storage key: everything that lies under the one before is put under it, at once or not
//! at all.

use record::Digest;
use rusqlite::types::Value;
use seal::at_rest;
use seal::entropy::Entropy;
use zeroize::Zeroizing;

use super::Vault;
use crate::attachment::upload;
use crate::store::Store;
use crate::store::sealed::{Sealed, Under, key_of};
use crate::{Error, copy, writing};

impl Vault {
    /// These keys with another storage key.
    pub fn under(&self, storage: [u8; 32]) -> Self {
        Self::new(storage, *self.hold)
    }

    /// Both keys, for the sealed copy.
    pub(crate) fn both(&self) -> Zeroizing<[u8; 64]> {
        let mut both = Zeroizing::new([0; 64]);
        both[..32].copy_from_slice(&self.storage[..]);
        both[32..].copy_from_slice(&self.hold[..]);
        both
    }
}

/// Puts all of a store under the next storage key. In a transaction. Answers how many secrets.
pub fn rewrap(
    store: &Store,
    [from, to]: [&Vault; 2],
    entropy: &mut dyn Entropy,
) -> Result<u64, Error> {
    let mut count = 0;
    for under in Under::ALL {
        let mut after: Vec<Value> = Vec::new();
        loop {
            let page = store.sealed(under, &after)?;
            let Some(last) = page.last() else { break };
            after = key_of(under, last).to_vec();
            for sealed in &page {
                let aad = bound(under, sealed)?;
                let plain = at_rest::decrypt(&from.storage, &aad, &sealed.bytes);
                let plain = Zeroizing::new(plain.map_err(|_| damaged(under, sealed))?);
                let again = at_rest::encrypt(&to.storage, &aad, &plain, entropy)?;
                store.reseal(under, sealed, again)?;
                count += 1;
            }
        }
    }
    Ok(count)
}

fn damaged(under: Under, sealed: &Sealed) -> Error {
    let at = key_of(under, sealed);
    Error::Damaged(format!("{under:?} {at:?} does not open under the storage key"))
}

/// What a sealed value is bound to: as the module that sealed it says.
fn bound(under: Under, sealed: &Sealed) -> Result<Vec<u8>, Error> {
    let columns = &sealed.columns;
    let bytes = |n: usize| match columns.get(n) {
        Some(Value::Blob(bytes)) => Ok(bytes.as_slice()),
        _ => Err(damaged(under, sealed)),
    };
    let text = |n: usize| match columns.get(n) {
        Some(Value::Text(text)) => Ok(text.as_str()),
        _ => Err(damaged(under, sealed)),
    };
    let id = |n| <[u8; 16]>::try_from(bytes(n)?).map_err(|_| damaged(under, sealed));
    let digest = |n| <[u8; 32]>::try_from(bytes(n)?).map_err(|_| damaged(under, sealed));
    Ok(match under {
        Under::ContentKey | Under::Proposal | Under::Quarantined => digest(1)?.to_vec(),
        Under::Original => digest(2)?.to_vec(),
        Under::UploadAsked | Under::UploadReady => {
            let Digest(label) = upload::label(&id(0)?);
            label.to_vec()
        }
        Under::Draft => writing::draft_bound(text(0)?, &writing::Key(id(1)?)),
        Under::SentDraft => writing::sent_bound(text(0)?, &writing::Key(id(1)?)),
        Under::Template => writing::template_bound(&writing::Key(id(0)?)),
        Under::Device => copy::enrol::aad(text(0)?),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;
    use crate::clock::SystemEntropy;

    /// A row in every place, as the schema asks for it.
    const ROWS: &str = "
        INSERT INTO record (row, owner, id, revision, content_id, header, leaf, leaf_salt, arrived)
          VALUES (7, 'CO', x'00', 1, zeroblob(32), x'00', 0, x'00', 0);
        INSERT INTO content_key VALUES (7, x'00');
        INSERT INTO upload VALUES (zeroblob(16), 'desk-1', 1, 0, 0, x'00', x'00', NULL, NULL);
        INSERT INTO original VALUES (7, 0, zeroblob(32), 1, x'00');
        INSERT INTO draft VALUES ('desk-1', zeroblob(16), 1, 0, x'00');
        INSERT INTO sent_draft VALUES ('desk-1', zeroblob(16), 7, 0, x'00');
        INSERT INTO template VALUES (zeroblob(16), 'desk-1', NULL, 'message', 0, x'00');
        INSERT INTO device (name, unit, role, key, generation, secret, questions, enrolled,
          enrolled_by) VALUES ('tablet', 'POLICE', 'desk-officer', x'00', 1, x'00', 0, 0, 'a');
        INSERT INTO proposal (measure, about, sealed, digest, officer, unit, role, reason, at,
          until, state)
          VALUES ('limit', '{}', x'00', zeroblob(32), 'a', 'U', 'r', 'r', 0, 0, 'open');
        INSERT INTO quarantine (content_id, owner, sealed, leaf, leaf_salt, epoch, proof, arrived)
          VALUES (zeroblob(32), 'SN', x'00', 0, zeroblob(32), 1, 1, 0);";

    #[test]
    fn everything_is_under_the_next_key_and_nothing_under_the_one_before() {
        let store = Store::in_memory().unwrap();
        store.db.execute_batch(ROWS).unwrap();
        let [from, to] = [1, 2].map(|key| Vault::new([key; 32], [9; 32]));
        let sealed = |under| store.sealed(under, &[]).unwrap();
        for under in Under::ALL {
            for row in sealed(under) {
                let aad = bound(under, &row).unwrap();
                let bytes =
                    at_rest::encrypt(&from.storage, &aad, b"a secret", &mut SystemEntropy).unwrap();
                store.reseal(under, &row, bytes).unwrap();
            }
        }
        let count = rewrap(&store, [&from, &to], &mut SystemEntropy).unwrap();
        assert_eq!(count, Under::ALL.len() as u64);
        for under in Under::ALL {
            for row in sealed(under) {
                let aad = bound(under, &row).unwrap();
                let opened = |vault: &Vault| at_rest::decrypt(&vault.storage, &aad, &row.bytes);
                assert_eq!(opened(&to).unwrap(), b"a secret", "{under:?}");
                assert!(opened(&from).is_err(), "{under:?}");
            }
        }
        assert!(rewrap(&store, [&from, &to], &mut SystemEntropy).is_err(), "once");
    }

    fn sources(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            match entry.path() {
                path if path.is_dir() => sources(&path, found),
                path => found.push(path),
            }
        }
    }

    /// Whoever seals something new under the storage key says in `store/sealed.rs` where it lies:
    /// what is not named there opens no more once the key was renewed.
    #[test]
    fn whatever_seals_under_the_storage_key_is_known_here() {
        const SEALS: [&str; 4] = [".wrap(", ".seal_words(", ".close_proposal(", "vault.close("];
        const KNOWN: [&str; 9] = [
            "attachment.rs",
            "attachment/upload.rs",
            "copy/enrol.rs",
            "keep.rs",
            "proposal.rs",
            "quarantine.rs",
            "sim/attack.rs",
            "web/template.rs",
            "writing.rs",
        ];
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut files = Vec::new();
        sources(&folder, &mut files);
        let name = |path: &Path| path.strip_prefix(&folder).unwrap().display().to_string();
        let seals = |path: &&std::path::PathBuf| {
            let text = std::fs::read_to_string(path).unwrap_or_default();
            text.lines()
                .any(|line| line.contains("vault") && SEALS.iter().any(|s| line.contains(s)))
        };
        let ours = ["vault.rs", "vault/renew.rs"];
        let found: BTreeSet<String> = files.iter().filter(seals).map(|path| name(path)).collect();
        let found: Vec<&String> = found.iter().filter(|n| !ours.contains(&n.as_str())).collect();
        assert_eq!(found, KNOWN);
    }
}
