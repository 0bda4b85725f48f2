//! A line between two nodes that can be cut, be slow and break off, for the demo and the marathon.
//! It knows nothing of what it carries.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::Error;
use crate::demo::generator::Dice;

const BLOCK_BYTES: usize = 4_096;

/// How a line is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weather {
    #[default]
    Fair,
    /// Nobody gets through, and whoever was through is cut off.
    Cut,
    /// As a cable that is torn far away: nothing comes, and nobody is told.
    Silent,
    /// Every block takes so long.
    Slow { block_ms: u64 },
    /// Of a thousand blocks so many end their connection in the middle.
    Lossy { permille: u64 },
}

/// Carries connections to one or more addresses; all share its weather. Ends with its last one.
pub struct Line {
    state: Arc<State>,
    leads: JoinSet<()>,
}

struct State {
    weather: watch::Sender<Weather>,
    dice: Mutex<Dice>,
    broken: AtomicU64,
}

impl Line {
    /// The same seed breaks the same blocks.
    pub fn new(seed: u64) -> Self {
        let weather = watch::Sender::new(Weather::Fair);
        let state = State { weather, dice: Mutex::new(Dice::new(seed)), broken: AtomicU64::new(0) };
        Self { state: Arc::new(state), leads: JoinSet::new() }
    }

    /// Where the line begins that leads to an address.
    pub async fn lead(&mut self, to: String) -> Result<String, Error> {
        let failed = |error: std::io::Error| Error::Config(error.to_string());
        let listener = TcpListener::bind("127.0.0.1:0").await.map_err(failed)?;
        let from = listener.local_addr().map_err(failed)?.to_string();
        self.leads.spawn(accept(listener, to, self.state.clone()));
        Ok(from)
    }

    pub fn turn(&self, weather: Weather) {
        self.state.weather.send_replace(weather);
    }

    pub fn weather(&self) -> Weather {
        *self.state.weather.borrow()
    }

    /// Connections that the line ended.
    pub fn broken(&self) -> u64 {
        self.state.broken.load(Ordering::Relaxed)
    }
}

async fn accept(listener: TcpListener, to: String, state: Arc<State>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let Ok((near, _)) = accepted else { continue };
                connections.spawn(carry(near, to.clone(), state.clone()));
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

/// One connection, until either end or the weather ends it.
async fn carry(near: TcpStream, to: String, state: Arc<State>) {
    if state.passes(1).await == Some(1)
        && let Ok(far) = TcpStream::connect(&to).await
    {
        let _ = (near.set_nodelay(true), far.set_nodelay(true));
        let ((near_in, near_out), (far_in, far_out)) = (near.into_split(), far.into_split());
        tokio::select! {
            () = pump(near_in, far_out, &state) => {}
            () = pump(far_in, near_out, &state) => {}
        }
    }
}

async fn pump(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, state: &State) {
    let mut weather = state.weather.subscribe();
    let mut block = vec![0; BLOCK_BYTES];
    loop {
        let read = tokio::select! {
            read = from.read(&mut block) => read,
            _ = weather.wait_for(|now| *now == Weather::Cut) => break state.ended(),
        };
        let Ok(count @ 1..) = read else { break };
        let passed = state.passes(count).await;
        let part = passed.unwrap_or(0);
        if to.write_all(&block[..part]).await.is_err() {
            break;
        }
        if passed != Some(count) {
            break state.ended();
        }
    }
}

impl State {
    fn ended(&self) {
        self.broken.fetch_add(1, Ordering::Relaxed);
    }

    /// How much of a block passes, when its time has come: nothing, a part, or all of it.
    async fn passes(&self, count: usize) -> Option<usize> {
        let mut weather = self.weather.subscribe();
        let now = *weather.borrow_and_update();
        match now {
            Weather::Fair => Some(count),
            Weather::Cut => None,
            Weather::Silent => {
                let _ = weather.wait_for(|now| *now != Weather::Silent).await;
                None
            }
            Weather::Slow { block_ms } => {
                tokio::time::sleep(Duration::from_millis(block_ms)).await;
                (*weather.borrow() != Weather::Cut).then_some(count)
            }
            Weather::Lossy { permille } => {
                let drawn = self.dice.lock().map_or(0, |mut dice| dice.below(1_000));
                Some(if drawn < permille { count / 2 } else { count })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line to somebody who says back what it hears.
    async fn to_an_echo() -> (Line, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap().to_string();
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                tokio::spawn(async move {
                    let (mut from, mut to) = stream.split();
                    let _ = tokio::io::copy(&mut from, &mut to).await;
                });
            }
        });
        let mut line = Line::new(1);
        let from = line.lead(at).await.unwrap();
        (line, from)
    }

    /// How much of so many bytes comes back, within a while.
    async fn echoed(stream: &mut TcpStream, bytes: usize) -> Option<usize> {
        stream.write_all(&vec![7; bytes]).await.ok()?;
        let mut heard = vec![0; bytes];
        let mut count = 0;
        while count < bytes {
            let read = stream.read(&mut heard[count..]);
            match tokio::time::timeout(Duration::from_millis(300), read).await {
                Ok(Ok(more @ 1..)) => count += more,
                Ok(_) => break,
                Err(_) => return None,
            }
        }
        Some(count)
    }

    #[tokio::test]
    async fn a_cut_line_ends_what_it_carries_and_carries_again_when_it_is_put_back() {
        let (line, at) = to_an_echo().await;
        let mut stream = TcpStream::connect(&at).await.unwrap();
        assert_eq!(echoed(&mut stream, 9_000).await, Some(9_000));
        line.turn(Weather::Cut);
        let mut byte = [0];
        assert_eq!(stream.read(&mut byte).await.unwrap_or(0), 0, "it ends");
        let mut stream = TcpStream::connect(&at).await.unwrap();
        assert_eq!(echoed(&mut stream, 9).await.unwrap_or(0), 0);
        line.turn(Weather::Fair);
        let mut stream = TcpStream::connect(&at).await.unwrap();
        assert_eq!(echoed(&mut stream, 9).await, Some(9));
        assert!(line.broken() > 0);
    }

    #[tokio::test]
    async fn a_silent_line_says_nothing_and_what_was_under_way_never_arrives() {
        let (line, at) = to_an_echo().await;
        let mut stream = TcpStream::connect(&at).await.unwrap();
        assert_eq!(echoed(&mut stream, 9).await, Some(9));
        line.turn(Weather::Silent);
        assert_eq!(echoed(&mut stream, 9).await, None, "no answer and no end");
        line.turn(Weather::Fair);
        let mut byte = [0];
        assert_eq!(stream.read(&mut byte).await.unwrap_or(0), 0, "it ends");
    }

    #[tokio::test]
    async fn a_slow_line_takes_its_time_and_a_lossy_one_breaks_in_the_middle() {
        let (line, at) = to_an_echo().await;
        line.turn(Weather::Slow { block_ms: 40 });
        let begun = tokio::time::Instant::now();
        let mut stream = TcpStream::connect(&at).await.unwrap();
        assert_eq!(echoed(&mut stream, 9).await, Some(9));
        assert!(begun.elapsed() >= Duration::from_millis(80), "there and back");
        line.turn(Weather::Lossy { permille: 1_000 });
        let mut stream = TcpStream::connect(&at).await.unwrap();
        assert!(echoed(&mut stream, 1_000).await.unwrap_or(0) < 1_000);
    }
}
