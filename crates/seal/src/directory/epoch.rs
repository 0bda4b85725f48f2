//! Epochs of a member's log.

use super::{LOG_EPOCHS_MAX, LogEpoch, Member};

impl Member {
    /// The number of the last epoch of its log.
    pub fn epoch(&self) -> u32 {
        self.logs.last().map_or(1, |epoch| epoch.epoch)
    }

    /// The epoch whose log has this origin, past ones among them.
    pub fn epoch_of(&self, origin: &str) -> Option<&LogEpoch> {
        self.logs.iter().find(|epoch| epoch.key.origin() == origin)
    }

    /// Epochs count from one, begin one after the other, and share neither name nor key.
    pub(super) fn has_numbered_logs(&self) -> bool {
        let numbered = (1..).zip(&self.logs).all(|(number, epoch)| epoch.epoch == number);
        let later = self.logs.windows(2).all(|pair| pair[0].from < pair[1].from);
        let own = self.logs.iter().enumerate().all(|(place, epoch)| {
            self.logs[..place].iter().all(|before| !before.key.shares_with(&epoch.key))
        });
        (1..=LOG_EPOCHS_MAX).contains(&self.logs.len()) && numbered && later && own
    }

    /// Every epoch that `before` lists is still there; at most it is revoked now.
    pub(super) fn keeps_logs_of(&self, before: &Self) -> bool {
        let kept = |(old, new): (&LogEpoch, &LogEpoch)| {
            let revoked = old.revoked_at.is_none() || old.revoked_at == new.revoked_at;
            (&old.key, old.epoch, old.from) == (&new.key, new.epoch, new.from) && revoked
        };
        self.logs.len() >= before.logs.len() && before.logs.iter().zip(&self.logs).all(kept)
    }
}
