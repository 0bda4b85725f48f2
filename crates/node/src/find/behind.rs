//! Behind the path: what was stored gets its words when the writer has time for it.

use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::Error;
use crate::find;
use crate::web::Desk;

/// How often it is looked for what waits, and how pressed the writer is.
const LOOK_EVERY: Duration = Duration::from_millis(200);
/// A writer that works more than this part of its time is pressed.
const PRESSED_PERCENT: u64 = 25;
/// So long batches follow each other before it is looked again how pressed the writer is.
const TURN_MAX: Duration = Duration::from_secs(1);

#[expect(clippy::disallowed_methods, reason = "shares of time, not what is said of a record")]
fn now() -> Instant {
    Instant::now()
}

/// Indexes until the node stops. An idle writer takes every batch at once; a pressed one is left
/// alone for `index_wait_ms_max`, and then gives up `index_share_percent_max` of its time.
pub async fn rounds(desk: Desk, mut stop: watch::Receiver<bool>) {
    let mut waiting_since: Option<Instant> = None;
    loop {
        let (worked, begun) = (desk.writer.worked_ns(), now());
        tokio::select! {
            () = tokio::time::sleep(LOOK_EVERY) => {}
            _ = stop.changed() => return,
        }
        let spent = desk.writer.worked_ns() - worked;
        let passed = u64::try_from(begun.elapsed().as_nanos()).unwrap_or(u64::MAX).max(1);
        let pressed = spent * 100 / passed > PRESSED_PERCENT;
        let since = *waiting_since.get_or_insert(begun);
        let wait_max = Duration::from_millis(desk.config.index_wait_ms_max);
        if pressed && since.elapsed() < wait_max {
            continue;
        }
        match turn(&desk, pressed, TURN_MAX, &stop).await {
            Ok(true) => waiting_since = None,
            Ok(false) => {}
            Err(error) => tracing::error!(%error, "what was stored is not found by words yet"),
        }
    }
}

/// One batch for a pressed writer, and a rest after it; for an idle one what waits, as far as the
/// turn's time reaches. Answers whether nothing waits.
pub async fn turn(
    desk: &Desk,
    pressed: bool,
    time_max: Duration,
    stop: &watch::Receiver<bool>,
) -> Result<bool, Error> {
    let begun = now();
    loop {
        if !step(desk).await? {
            return Ok(true);
        }
        let spent = begun.elapsed();
        if *stop.borrow() {
            return Ok(false);
        }
        if pressed {
            let share = u32::try_from(100 / desk.config.index_share_percent_max.max(1));
            rest(spent * share.unwrap_or(u32::MAX), stop).await;
            return Ok(false);
        }
        // Whether the writer is pressed is seen from outside a turn only: in it, its work is ours.
        if spent >= time_max {
            return Ok(false);
        }
    }
}

/// Waits so long, or until the node stops.
async fn rest(time: Duration, stop: &watch::Receiver<bool>) {
    let mut stop = stop.clone();
    tokio::select! {
        () = tokio::time::sleep(time) => {}
        _ = stop.changed() => {}
    }
}

/// Gathers a batch on a reader's connection and hands it to the writer. Answers whether there was
/// one.
pub async fn step(desk: &Desk) -> Result<bool, Error> {
    let (readers, config) = (desk.readers.clone(), desk.config.clone());
    let gather =
        move || readers.read(|sight| find::gather(sight.store, sight.vault, &config, i64::MAX));
    let batch = tokio::task::spawn_blocking(gather).await;
    let batch = batch.map_err(|_| Error::Usage("the node is stopping".into()))??;
    let Some(batch) = batch else { return Ok(false) };
    desk.writer.write(move |node| find::enter(node, &batch)).await?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_rest_ends_when_the_node_stops() {
        let (stop, stopping) = watch::channel(false);
        let long = Duration::from_secs(3_600);
        let resting = tokio::spawn(async move { rest(long, &stopping).await });
        tokio::task::yield_now().await;
        stop.send(true).unwrap();
        tokio::time::timeout(Duration::from_secs(60), resting).await.unwrap().unwrap();
    }
}
