//! How many pouches are sealed at once for all members together, so that memory has a bound. Those
//! that failed last share a small part of their own: however many they are and however long they
//! let us wait, the others do not notice.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::Config;

/// Clones share it.
#[derive(Clone)]
pub(super) struct Budget {
    live: Arc<Semaphore>,
    tried: Arc<Semaphore>,
}

/// One pouch, until it is answered.
pub(super) type Share = OwnedSemaphorePermit;

impl Budget {
    pub(super) fn new(config: &Config) -> Self {
        let of = |many: usize| Arc::new(Semaphore::new(many.max(1)));
        Self { live: of(config.pouches_sealed_max), tried: of(config.pouches_tried_max) }
    }

    fn part(&self, has_failed: bool) -> &Arc<Semaphore> {
        if has_failed { &self.tried } else { &self.live }
    }

    /// Waits for a share.
    pub(super) async fn take(&self, has_failed: bool) -> Option<Share> {
        self.part(has_failed).clone().acquire_owned().await.ok()
    }

    /// A share, if one is free now.
    pub(super) fn try_take(&self, has_failed: bool) -> Option<Share> {
        self.part(has_failed).clone().try_acquire_owned().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn those_that_failed_take_nothing_from_the_others() {
        let config = Config { pouches_sealed_max: 2, pouches_tried_max: 1, ..Config::default() };
        let budget = Budget::new(&config);
        let failed = budget.take(true).await;
        assert!(failed.is_some() && budget.try_take(true).is_none());
        let live = [budget.take(false).await, budget.try_take(false)];
        assert!(live.iter().all(Option::is_some) && budget.try_take(false).is_none());
        drop(live);
        assert!(budget.try_take(false).is_some() && budget.try_take(true).is_none());
        drop(failed);
        assert!(budget.try_take(true).is_some());
    }
}
