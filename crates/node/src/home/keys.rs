//! The keys of a node's folder that change, and the directory that lists them.

use std::fs;

use record::NodeCode;
use seal::kem::{KemSecret, KeyId};
use seal::log_key::LogSecret;

use super::Home;
use crate::{Error, Identity, founding, key};

impl Home {
    pub(super) fn identity(&self) -> Result<Identity, Error> {
        let code = self.member()?.code;
        let log = self.log_key(&code)?;
        let seeds = self.read_secret::<64>(super::WITNESS)?;
        let witness = LogSecret::from_seeds(&founding::witness_name(&code), &seeds)?;
        let mut kem = Vec::new();
        for name in self.kem_files()? {
            kem.push(KemSecret::from_seed(*self.read_secret::<32>(&name)?)?);
        }
        Ok(Identity { code, log, witness, kem: kem.into() })
    }

    /// The key of the log's last epoch, as the directory lists it.
    fn log_key(&self, code: &NodeCode) -> Result<LogSecret, Error> {
        let directory = self.directory()?;
        let listed = directory.member(code).and_then(|member| member.logs.last());
        let epoch = listed.map_or(1, |listed| listed.epoch);
        let seeds = self.read_secret::<64>(&key::log_file(epoch))?;
        let log = LogSecret::from_seeds(&founding::origin_at(code, epoch), &seeds)?;
        match listed.is_none_or(|listed| listed.key == *log.public()) {
            true => Ok(log),
            false => Err(Error::Config("the directory lists another log key for this node".into())),
        }
    }

    /// Files of decapsulation seeds: of the founding, and of the months.
    pub(crate) fn kem_files(&self) -> Result<Vec<String>, Error> {
        let folder = self.file("keys");
        let entries = fs::read_dir(&folder).map_err(|error| Error::file(&folder, error))?;
        let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
        let mut names: Vec<String> = names
            .filter(|name| name.starts_with("kem-") && !name.ends_with(".new"))
            .map(|name| format!("keys/{name}"))
            .collect();
        names.sort();
        Ok(names)
    }

    /// Decapsulation keys in this folder.
    pub fn kem_ids(&self) -> Result<Vec<KeyId>, Error> {
        let names = self.kem_files()?;
        let id = |name: &String| Ok(KemSecret::from_seed(*self.read_secret::<32>(name)?)?.id());
        names.iter().map(id).collect()
    }
}
