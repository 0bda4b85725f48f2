//! A program of the operator's that is told when a flash message waits: a pager, a siren. It learns
//! that something waits, and nothing of what: no name, no title, no thread, no text.
//!
//! It runs apart from everything else. What it does, how long it takes and whether it ends at all
//! holds up nothing: it is killed after `notify_ms_max`, at most `notify_per_min_max` run a minute,
//! and what waits meanwhile is told together or, beyond `notify_queue_max`, not at all.

use std::collections::VecDeque;
use std::process::Stdio;
use std::time::Duration;

use record::NodeCode;
use serde::Serialize;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

use crate::Config;

/// All that leaves the node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Notice {
    pub urgency: &'static str,
    pub unit: Option<String>,
    pub count: u64,
    pub node: String,
}

impl Notice {
    pub fn of_flash(node: &NodeCode, unit: Option<String>) -> Self {
        Self { urgency: "flash", unit, count: 1, node: node.to_string() }
    }
}

/// The way to the program; clones share it.
#[derive(Clone)]
pub struct Notifier(Option<mpsc::Sender<Notice>>);

impl Notifier {
    /// Without a program nothing is told.
    pub fn start(config: &Config, stop: watch::Receiver<bool>) -> Self {
        let Some((program, arguments)) = config.notify_command.split_first() else {
            return Self(None);
        };
        let (send, queue) = mpsc::channel(config.notify_queue_max.max(1));
        let hook = Hook {
            program: program.clone(),
            arguments: arguments.to_vec(),
            time_max: Duration::from_millis(config.notify_ms_max),
            per_minute: config.notify_per_min_max.max(1),
            begun: VecDeque::new(),
        };
        tokio::spawn(hook.serve(queue, stop));
        Self(Some(send))
    }

    /// Never waits: what does not fit any more is left out, and the log says so.
    pub fn tell(&self, notices: Vec<Notice>) {
        let Some(send) = &self.0 else { return };
        for notice in notices {
            if send.try_send(notice).is_err() {
                tracing::warn!("the notification program is behind: something was not told");
            }
        }
    }
}

struct Hook {
    program: String,
    arguments: Vec<String>,
    time_max: Duration,
    per_minute: usize,
    /// When it was run in the last minute.
    begun: VecDeque<Instant>,
}

impl Hook {
    async fn serve(mut self, mut queue: mpsc::Receiver<Notice>, mut stop: watch::Receiver<bool>) {
        loop {
            let first = tokio::select! {
                first = queue.recv() => first,
                _ = stop.changed() => return,
            };
            let Some(first) = first else { return };
            tokio::select! {
                () = self.turn() => {}
                _ = stop.changed() => return,
            }
            for notice in together(first, &mut queue) {
                self.run(&notice).await;
            }
        }
    }

    /// Waits until another run is within the minute's number.
    async fn turn(&mut self) {
        let minute = Duration::from_secs(60);
        while self.begun.front().is_some_and(|at| at.elapsed() >= minute) {
            self.begun.pop_front();
        }
        if self.begun.len() >= self.per_minute
            && let Some(oldest) = self.begun.pop_front()
        {
            tokio::time::sleep_until(oldest + minute).await;
        }
    }

    async fn run(&mut self, notice: &Notice) {
        self.begun.push_back(tokio::time::Instant::now());
        match tokio::time::timeout(self.time_max, self.once(notice)).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(%error, "the notification program failed"),
            // Dropping the child kills it.
            Err(_) => tracing::error!("the notification program took too long and was killed"),
        }
    }

    /// No shell, no environment but the path, nothing read from it.
    async fn once(&self, notice: &Notice) -> std::io::Result<()> {
        let mut child = Command::new(&self.program)
            .args(&self.arguments)
            .env_clear()
            .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        if let Some(mut input) = child.stdin.take() {
            let mut line = serde_json::to_vec(notice)?;
            line.push(b'\n');
            // A program that does not read it may end well all the same.
            let _ = input.write_all(&line).await;
        }
        match child.wait().await? {
            status if status.success() => Ok(()),
            status => Err(std::io::Error::other(format!("it ended with {status}"))),
        }
    }
}

/// What waits, those of one unit counted together.
fn together(first: Notice, queue: &mut mpsc::Receiver<Notice>) -> Vec<Notice> {
    let mut all = vec![first];
    while let Ok(next) = queue.try_recv() {
        let same = |one: &&mut Notice| (&one.unit, one.urgency) == (&next.unit, next.urgency);
        match all.iter_mut().find(same) {
            Some(known) => known.count += next.count,
            None => all.push(next),
        }
    }
    all
}
