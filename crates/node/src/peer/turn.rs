//! Pouches of one peer are opened side by side and admitted in the order in which they came: the
//! head of each is proven from the head of the one before.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use record::NodeCode;
use tokio::sync::oneshot;

/// Who came last, for every peer.
#[derive(Clone, Default)]
pub struct Turns(Arc<Mutex<BTreeMap<NodeCode, oneshot::Receiver<()>>>>);

/// A place in the order; dropping it lets the next one go.
pub struct Turn {
    before: Option<oneshot::Receiver<()>>,
    _done: oneshot::Sender<()>,
}

impl Turns {
    /// Takes the next place behind everything that came from this peer.
    pub fn take(&self, peer: &NodeCode) -> Turn {
        let (done, next) = oneshot::channel();
        let before = match self.0.lock() {
            Ok(mut last) => last.insert(peer.clone(), next),
            // Order saves a retry and is never needed for what is right.
            Err(_) => None,
        };
        Turn { before, _done: done }
    }
}

impl Turn {
    /// Waits until everything before it has gone, however it went.
    pub async fn come(&mut self) {
        if let Some(before) = self.before.take() {
            let _ = before.await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn whoever_came_first_goes_first_and_one_that_fails_holds_nobody_up() {
        let (turns, peer) = (Turns::default(), NodeCode::new("XA").unwrap());
        let [first, mut second, mut third] = std::array::from_fn(|_| turns.take(&peer));
        let order = Arc::new(Mutex::new(Vec::new()));
        let told = order.clone();
        let later = tokio::spawn(async move {
            third.come().await;
            told.lock().unwrap().push(3);
        });
        let told = order.clone();
        let failing = tokio::spawn(async move {
            second.come().await;
            told.lock().unwrap().push(2);
        });
        tokio::task::yield_now().await;
        assert_eq!(*order.lock().unwrap(), [0; 0], "the first has not gone yet");
        drop(first);
        failing.await.unwrap();
        later.await.unwrap();
        assert_eq!(*order.lock().unwrap(), [2, 3]);
        let mut other = turns.take(&NodeCode::new("XB").unwrap());
        other.come().await;
    }
}
