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
        match turn(&desk, pressed, &stop).await {
            Ok(true) => waiting_since = None,
            Ok(false) => {}
            Err(error) => tracing::error!(%error, "what was stored is not found by words yet"),
        }
    }
}

/// One batch for a pressed writer, all that waits for an idle one. Answers whether nothing waits.
async fn turn(desk: &Desk, pressed: bool, stop: &watch::Receiver<bool>) -> Result<bool, Error> {
    loop {
        let begun = now();
        let idle_ns = desk.writer.worked_ns();
        if !step(desk).await? {
            return Ok(true);
        }
        if *stop.borrow() {
            return Ok(false);
        }
        let spent = begun.elapsed();
        if pressed {
            let share = u32::try_from(100 / desk.config.index_share_percent_max.max(1));
            tokio::time::sleep(spent * share.unwrap_or(u32::MAX)).await;
            return Ok(false);
        }
        // Others came meanwhile: look again whether the writer is pressed.
        let others = Duration::from_nanos(desk.writer.worked_ns() - idle_ns);
        if others > spent {
            return Ok(false);
        }
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
