//! `amana marathon`: five nodes as real processes, with lines between them that are cut, silent,
//! slow and lossy. They are killed, their disks fill up, one machine is lost and comes back from a
//! backup, and all the while records are published. At the end an outside ledger of what was
//! submitted is held against what every node shows, and every receipt is verified.

mod back;
pub mod ledger;
mod load;
pub mod net;
pub mod oracle;
mod proof;
pub mod site;
mod trouble;
pub mod verdict;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use serde_json::Value;
use tokio::sync::watch;
use tokio::time::Instant;

use crate::Error;
use crate::line::Weather;
use ledger::Ledger;
use net::Net;
use verdict::Verdict;

/// With all lines put back and nobody killed any more, all is delivered within this time.
const HEAL_MAX: Duration = Duration::from_secs(600);
/// A receipt may be as late as this after everything else is quiet.
const RECEIPT_MAX: Duration = Duration::from_secs(60);
/// Looks in a row at which nothing waits.
const QUIET_LOOKS: u32 = 3;

/// What is done, and how often.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The program that serves a node.
    pub binary: PathBuf,
    /// A new folder for everything.
    pub folder: PathBuf,
    pub records: u64,
    pub kills: u64,
    pub cuts: u64,
    /// Disks that are full for a while.
    pub disks: u64,
    /// Whether a machine is lost and comes back from its backup.
    pub restore: bool,
    pub seed: u64,
}

/// Says in a line what is done.
pub type Say = Arc<dyn Fn(String) + Send + Sync>;

/// A marathon that is run.
pub struct Course {
    pub plan: Plan,
    pub net: Net,
    pub ledger: Ledger,
    say: Say,
    begun: Instant,
    /// Submissions that were answered.
    answered: watch::Sender<u64>,
    /// Submissions below this number may go.
    horizon: watch::Sender<u64>,
    count: Count,
}

/// What happened.
#[derive(Default)]
pub struct Count {
    pub kills: AtomicU64,
    pub cuts: AtomicU64,
    pub disks: AtomicU64,
    /// Submissions that a full disk, or a node that is down, did not take at once.
    pub again: AtomicU64,
    pub restores: AtomicU64,
}

impl Course {
    /// Says what happens, and when.
    fn tell(&self, what: &str) {
        (self.say)(format!("{:>6.1} s  {what}", self.begun.elapsed().as_secs_f64()));
    }
}

impl Count {
    fn add(count: &AtomicU64) -> u64 {
        count.fetch_add(1, Ordering::Relaxed) + 1
    }
}

/// Runs it. The folder stays where it does not end well.
pub async fn run(plan: Plan, say: Say) -> Result<Verdict, Error> {
    let folder = plan.folder.clone();
    let course = begin(plan, say).await?;
    let load = load::run(&course);
    tokio::try_join!(load, trouble::run(&course))?;
    course.net.pairs.iter().for_each(|pair| pair.line.turn(Weather::Fair));
    course.tell(&format!("{} are submitted, all lines are put back", course.plan.records));
    let healing = Instant::now();
    heal(&course).await?;
    let healed = healing.elapsed();
    course.tell(&format!("nothing waits any more after {} s", healed.as_secs()));
    let mut verdict = oracle::run(&course.net, &course.ledger.read()?, RECEIPT_MAX).await?;
    course.tell("every node was asked for everything");
    verdict.node_faults = proof::check_stores(&course).await?;
    verdict.note(&course, healed);
    if verdict.is_good() {
        drop(course);
        std::fs::remove_dir_all(&folder).map_err(|error| Error::file(&folder, error))?;
    }
    Ok(verdict)
}

async fn begin(plan: Plan, say: Say) -> Result<Arc<Course>, Error> {
    let begun = Instant::now();
    let net = Net::found(&plan).await?;
    let ledger = Ledger::create(&plan.folder.join("ledger.jsonl"))?;
    for site in &net.sites {
        site.start(&mut *site.process().await).await?;
    }
    let course = Arc::new(Course {
        plan,
        net,
        ledger,
        say,
        begun,
        answered: watch::Sender::new(0),
        horizon: watch::Sender::new(0),
        count: Count::default(),
    });
    let (nodes, folder) = (course.net.sites.len(), course.plan.folder.display());
    course.tell(&format!("{nodes} nodes serve in {folder}"));
    Ok(course)
}

/// Waits until nobody owes anybody anything.
async fn heal(course: &Course) -> Result<(), Error> {
    let quiet = async {
        let mut looks = 0;
        while looks < QUIET_LOOKS {
            tokio::time::sleep(Duration::from_millis(500)).await;
            let mut waiting = 0;
            for site in &course.net.sites {
                waiting += site.waiting().await.unwrap_or(1);
            }
            looks = if waiting == 0 { looks + 1 } else { 0 };
        }
    };
    let late = || Error::Unreachable(format!("after {} s", HEAL_MAX.as_secs()));
    tokio::time::timeout(HEAL_MAX, quiet).await.map_err(|_| late())
}

/// A number of an answer, or nothing.
fn number(value: &Value, name: &str) -> u64 {
    value[name].as_u64().unwrap_or(0)
}
