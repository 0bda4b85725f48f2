//! A node as a process of its own: started, killed, stopped, and asked through its interface.

use std::fs::OpenOptions;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use record::NodeCode;
use rustix::process::{Pid, Resource, Rlimit, Signal, kill_process, prlimit};
use serde_json::Value;
use tokio::sync::{Mutex, MutexGuard, RwLock};
use tokio::time::Instant;

use crate::Error;
use crate::client::Client;
use crate::home::Home;

/// A node that was just started answers within this time.
const START_MAX: Duration = Duration::from_secs(120);
const LOOK_EVERY: Duration = Duration::from_millis(20);
/// A process that writes beyond its limit gets an error, as from a full disk, and no signal.
const SERVE: &str = r#"trap '' XFSZ; exec "$@""#;

/// A process, which ends with this.
pub struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub struct Site {
    pub code: NodeCode,
    pub home: Home,
    binary: PathBuf,
    /// Its interface for programs.
    at: String,
    /// Who holds it decides alone what becomes of the process.
    process: Mutex<Option<Process>>,
    /// Submissions hold it for reading; who closes the node to them waits for those under way.
    pub gate: RwLock<()>,
}

impl Site {
    pub fn new(home: Home, binary: PathBuf) -> Result<Self, Error> {
        let (code, at) = (home.member()?.code, home.config()?.api_listen);
        let (process, gate) = (Mutex::new(None), RwLock::new(()));
        Ok(Self { code, home, binary, at, process, gate })
    }

    pub async fn process(&self) -> MutexGuard<'_, Option<Process>> {
        self.process.lock().await
    }

    fn client(&self, officer: &str) -> Result<Client, Error> {
        Ok(Client::at(&self.at, &self.home.token(officer)?))
    }

    pub fn desk(&self) -> Result<Client, Error> {
        self.client("desk-1")
    }

    /// Starts the process and waits until it answers; one that ends at once is started again.
    pub async fn start(&self, process: &mut Option<Process>) -> Result<(), Error> {
        let desk = self.desk()?;
        let begun = Instant::now();
        *process = Some(self.spawn()?);
        while !desk.get("/healthz", "").await.is_ok_and(|told| told.status.is_success()) {
            if begun.elapsed() > START_MAX {
                return Err(Error::Unreachable(format!("{} does not start", self.code)));
            }
            if process.as_mut().is_none_or(|process| !matches!(process.0.try_wait(), Ok(None))) {
                *process = Some(self.spawn()?);
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        Ok(())
    }

    fn spawn(&self) -> Result<Process, Error> {
        let log = self.home.path().with_extension("log");
        let opened = OpenOptions::new().create(true).append(true).open(&log);
        let opened = opened.map_err(|error| Error::file(&log, error))?;
        let mut command = Command::new("sh");
        command.args(["-c", SERVE, "sh"]).arg(&self.binary);
        command.arg("--home").arg(self.home.path()).arg("serve");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(opened);
        let child = command.spawn().map_err(|error| Error::file(&self.binary, error))?;
        Ok(Process(child))
    }

    /// Lets the process end by itself.
    pub async fn stop(&self, process: &mut Option<Process>) {
        let Some(held) = process else { return };
        let _ = kill_process(Pid::from_child(&held.0), Signal::TERM);
        let begun = Instant::now();
        while matches!(held.0.try_wait(), Ok(None)) && begun.elapsed() < START_MAX {
            tokio::time::sleep(LOOK_EVERY).await;
        }
        *process = None;
    }

    /// From now on the process cannot write a file beyond so many bytes; none means that it can.
    pub fn limit_files(process: &Option<Process>, bytes: Option<u64>) -> Result<(), Error> {
        let Some(held) = process else { return Ok(()) };
        let limit = Rlimit { current: bytes, maximum: None };
        let set = prlimit(Some(Pid::from_child(&held.0)), Resource::Fsize, limit);
        set.map(drop).map_err(|error| Error::Config(format!("no limit for a process: {error}")))
    }

    /// Runs a command on the node's folder; answers whether it went well, and what it said.
    pub async fn command(&self, words: &[&str]) -> Result<(bool, Value), Error> {
        let mut command = Command::new(&self.binary);
        command.arg("--json").arg("--home").arg(self.home.path()).args(words);
        let what = format!("{} {}", self.code, words.join(" "));
        let heard = tokio::task::spawn_blocking(move || command.output()).await;
        let heard = heard.map_err(|error| Error::Usage(error.to_string()))?;
        let heard = heard.map_err(|error| Error::file(&self.binary, error))?;
        let said = serde_json::from_slice(&heard.stdout).unwrap_or(Value::Null);
        if !heard.status.success() {
            let why = String::from_utf8_lossy(&heard.stderr);
            tracing::error!(%what, %why, "a command did not go well");
        }
        Ok((heard.status.success(), said))
    }

    /// As [`Self::command`], where nothing else will do than that it goes well.
    pub async fn order(&self, words: &[&str]) -> Result<Value, Error> {
        match self.command(words).await? {
            (true, said) => Ok(said),
            (false, _) => Err(Error::Usage(format!("{} {}", self.code, words.join(" ")))),
        }
    }

    /// What an administrator's address answers.
    pub async fn ask(&self, path: &str) -> Result<Value, Error> {
        let told = self.client("admin-1")?.get(path, "").await?;
        match told.status.is_success() {
            true => Ok(told.body),
            false => Err(Error::Unreachable(format!("{}{path}: {}", self.code, told.body))),
        }
    }

    /// Entries of all lanes that are not acknowledged.
    pub async fn waiting(&self) -> Result<u64, Error> {
        let members = self.ask("/api/v1/administration/members").await?;
        let lanes = members.as_array().into_iter().flatten();
        let lanes = lanes.filter_map(|member| member["lanes"].as_array()).flatten();
        Ok(lanes.map(|lane| super::number(lane, "waiting")).sum())
    }
}
