//! What happens meanwhile, drawn from the seed, each when so many submissions were answered.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;

use super::net::LOST;
use super::site::Site;
use super::{Count, Course, Plan, back};
use crate::Error;
use crate::demo::generator::Dice;
use crate::line::Weather;

/// Troubles at a time.
const ABREAST: usize = 4;
/// A disk is full when a file has grown beyond this.
const FULL_BYTES: u64 = 4_096;
/// Where in the run the backup is made, and where its machine is lost: of a hundred.
const BACKUP_AT: u64 = 35;
const LOST_AT: u64 = 60;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Trouble {
    /// Killed, and started again after a pause.
    Kill {
        site: usize,
        pause_ms: u64,
    },
    Cut {
        pair: usize,
        weather: Weather,
        ms: u64,
    },
    Disk {
        site: usize,
        ms: u64,
    },
    Backup,
    Lose,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Due {
    /// Answered submissions.
    at: u64,
    what: Trouble,
}

/// The same plan has the same troubles.
fn schedule(plan: &Plan, sites: usize, pairs: usize) -> Vec<Due> {
    let mut dice = Dice::new(plan.seed ^ 0x7472_6f75_626c_6573);
    let mut due = Vec::new();
    let mut spread = |many: u64, dice: &mut Dice, draw: &dyn Fn(&mut Dice) -> Trouble| {
        for number in 0..many {
            let share = plan.records / many.max(1);
            due.push(Due { at: number * share + dice.below(share), what: draw(dice) });
        }
    };
    spread(plan.kills, &mut dice, &|dice| Trouble::Kill {
        site: dice.below(sites as u64) as usize,
        pause_ms: dice.below(500),
    });
    spread(plan.cuts, &mut dice, &|dice| Trouble::Cut {
        pair: dice.below(pairs as u64) as usize,
        weather: *dice.pick(&[Weather::Cut, Weather::Cut, Weather::Silent]),
        ms: 300 + dice.below(2_700),
    });
    spread(plan.disks, &mut dice, &|dice| Trouble::Disk {
        site: dice.below(sites as u64) as usize,
        ms: 500 + dice.below(1_000),
    });
    if plan.restore {
        due.push(Due { at: plan.records * BACKUP_AT / 100, what: Trouble::Backup });
        due.push(Due { at: plan.records * LOST_AT / 100, what: Trouble::Lose });
    }
    due.sort_by_key(|due| due.at);
    due
}

pub async fn run(course: &Arc<Course>) -> Result<(), Error> {
    let due = schedule(&course.plan, course.net.sites.len(), course.net.pairs.len());
    // Who submits may be so far ahead of what happens.
    let ahead = course.plan.records / 10 + 1;
    let mut running = JoinSet::new();
    let mut answered = course.answered.subscribe();
    for Due { at, what } in due {
        course.horizon.send_modify(|horizon| *horizon = (*horizon).max(at + ahead));
        while running.len() >= ABREAST {
            ended(&mut running).await?;
        }
        tokio::select! {
            _ = answered.wait_for(|answered| *answered >= at) => {}
            failed = fails(&mut running) => return Err(failed),
        }
        running.spawn(happen(course.clone(), what));
    }
    course.horizon.send_replace(u64::MAX);
    while !running.is_empty() {
        ended(&mut running).await?;
    }
    Ok(())
}

async fn ended(running: &mut JoinSet<Result<(), Error>>) -> Result<(), Error> {
    match running.join_next().await {
        Some(done) => done.map_err(|error| Error::Usage(error.to_string()))?,
        None => Ok(()),
    }
}

/// Ends only where a trouble could not be made.
async fn fails(running: &mut JoinSet<Result<(), Error>>) -> Error {
    loop {
        match ended(running).await {
            Err(error) => return error,
            Ok(()) if running.is_empty() => std::future::pending().await,
            Ok(()) => {}
        }
    }
}

async fn happen(course: Arc<Course>, what: Trouble) -> Result<(), Error> {
    match what {
        Trouble::Kill { site, pause_ms } => kill(&course, &course.net.sites[site], pause_ms).await,
        Trouble::Cut { pair, weather, ms } => {
            let (pair, sites) = (&course.net.pairs[pair], &course.net.sites);
            let count = Count::add(&course.count.cuts);
            let [a, b] = pair.ends.map(|end| &sites[end].code);
            course.tell(&format!("{count}. line {a}–{b}: {weather:?} for {ms} ms"));
            pair.line.turn(weather);
            tokio::time::sleep(Duration::from_millis(ms)).await;
            pair.line.turn(pair.usual);
            Ok(())
        }
        Trouble::Disk { site, ms } => fill(&course, &course.net.sites[site], ms).await,
        Trouble::Backup => back::backup(&course, &course.net.sites[LOST]).await,
        Trouble::Lose => back::lose(&course, &course.net.sites[LOST]).await,
    }
}

async fn kill(course: &Course, site: &Site, pause_ms: u64) -> Result<(), Error> {
    let mut process = site.process().await;
    let count = Count::add(&course.count.kills);
    course.tell(&format!("{count}. {} is killed, for {pause_ms} ms", site.code));
    // Dropped is killed.
    *process = None;
    tokio::time::sleep(Duration::from_millis(pause_ms)).await;
    site.start(&mut process).await
}

async fn fill(course: &Course, site: &Site, ms: u64) -> Result<(), Error> {
    let process = site.process().await;
    let count = Count::add(&course.count.disks);
    course.tell(&format!("{count}. the disk of {} is full for {ms} ms", site.code));
    Site::limit_files(&process, Some(FULL_BYTES))?;
    tokio::time::sleep(Duration::from_millis(ms)).await;
    Site::limit_files(&process, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_makes_the_same_troubles_and_all_of_them() {
        let plan = |seed| Plan {
            binary: "amana".into(),
            folder: "marathon".into(),
            records: 1_000,
            kills: 100,
            cuts: 50,
            disks: 3,
            restore: true,
            seed,
        };
        let drawn = schedule(&plan(1), 5, 10);
        assert_eq!(drawn, schedule(&plan(1), 5, 10));
        assert_ne!(drawn, schedule(&plan(2), 5, 10));
        assert_eq!(drawn.len(), 155);
        assert!(drawn.iter().all(|due| due.at < 1_000));
        let kills = drawn.iter().filter(|due| matches!(due.what, Trouble::Kill { .. }));
        assert_eq!(kills.count(), 100);
    }
}
