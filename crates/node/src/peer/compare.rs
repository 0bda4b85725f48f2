//! Every connection opens with what each side has of the other: nothing is sent to a member before
//! it has said so, and no head leaves before a witness or two members have. Where one has more of
//! us than we have, or this node was restored, everything is compared with it, name by name.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use hyper::StatusCode;
use record::{Digest, NodeCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::{Notify, watch};

use super::door::{Door, unreachable};
use super::worker::entropy;
use super::{Gatekeeper, Peers, Rank};
use crate::backoff::Backoff;
use crate::clock::{Clock, SystemClock};
use crate::restore::tell::{
    ASKED_MAX, Again, AskAgain, AskHeld, HeldPage, KNOWN, Known, NAMES_MAX, Whose,
};
use crate::restore::{self, AGAIN, HELD, ask, tell};
use crate::wire::Reply;
use crate::writer::Writer;
use crate::{Config, Error, Node};

/// Whoever takes longer is asked again later.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(20);

/// Members that were asked since the start, and those whose word is enough for heads to leave.
pub(super) struct Compared {
    asked: watch::Sender<BTreeSet<NodeCode>>,
    /// Of those with an address: witnesses of our log, and all.
    witnesses: BTreeSet<NodeCode>,
    all: BTreeSet<NodeCode>,
    /// A member has said what it has of us.
    news: Arc<Notify>,
}

impl Compared {
    pub(super) fn new(listed: impl Iterator<Item = (NodeCode, bool)>) -> Self {
        let (mut witnesses, mut all) = (BTreeSet::new(), BTreeSet::new());
        for (code, is_witness) in listed {
            if is_witness {
                witnesses.insert(code.clone());
            }
            all.insert(code);
        }
        Self { asked: watch::Sender::new(BTreeSet::new()), witnesses, all, news: Arc::default() }
    }

    pub(super) fn news(&self) -> Arc<Notify> {
        self.news.clone()
    }

    fn note(&self, peer: &NodeCode) {
        self.news.notify_one();
        self.asked.send_if_modified(|asked| asked.insert(peer.clone()));
    }

    /// A witness of ours, or two members; all, where there are fewer.
    fn is_enough(&self, asked: &BTreeSet<NodeCode>) -> bool {
        let two = asked.len() >= 2.min(self.all.len());
        two || asked.iter().any(|peer| self.witnesses.contains(peer))
    }

    /// Waits until heads may leave, and this member has said what it has of us.
    pub(super) async fn ready(
        &self,
        peer: Option<&NodeCode>,
        stop: &mut watch::Receiver<bool>,
    ) -> bool {
        let mut asked = self.asked.subscribe();
        loop {
            let (enough, this) = {
                let asked = asked.borrow_and_update();
                (self.is_enough(&asked), peer.is_none_or(|peer| asked.contains(peer)))
            };
            if enough && this {
                return true;
            }
            tokio::select! {
                changed = asked.changed() => if changed.is_err() { return false },
                _ = stop.changed() => return false,
            }
        }
    }

    /// Waits until everyone with an address was asked.
    pub(super) async fn all(&self) {
        let mut asked = self.asked.subscribe();
        let all = |asked: &BTreeSet<NodeCode>| self.all.is_subset(asked);
        let _ = asked.wait_for(all).await;
    }
}

impl Peers {
    /// Starts something when heads may leave and, where it is about one member, that one has said
    /// what it has of us.
    pub(super) fn once_compared<F: Future<Output = ()> + Send + 'static>(
        &self,
        peer: Option<&NodeCode>,
        stop: &watch::Receiver<bool>,
        begin: impl FnOnce(watch::Receiver<bool>) -> F + Send + 'static,
    ) {
        let (peers, peer, mut stop) = (self.clone(), peer.cloned(), stop.clone());
        tokio::spawn(async move {
            if peers.0.compared.ready(peer.as_ref(), &mut stop).await {
                begin(stop).await;
            }
        });
    }

    /// Asks every peer what it has of us: before that nothing is sent to it.
    pub fn start_comparing(&self, writer: &Writer, config: &Config, stop: &watch::Receiver<bool>) {
        for (code, peer) in &self.0.peers {
            let door = peer.door(Rank::Question, self.traffic());
            let comparer = Comparer::new((code.clone(), door), self, writer, config);
            tokio::spawn(comparer.run(peer.asked_now.clone(), stop.clone()));
        }
    }

    /// Waits until every peer that can be called was asked.
    pub async fn compared(&self) {
        self.0.compared.all().await;
    }
}

impl Gatekeeper {
    /// What a peer asks that may be behind, or that only says what it has of us.
    pub(super) async fn compared(
        &self,
        peer: NodeCode,
        path: &str,
        body: &[u8],
    ) -> Result<Reply, Error> {
        let body = match path {
            restore::KNOWN => {
                let theirs = record::cbor::from_bytes(body)?;
                let job = move |node: &mut Node| ask::exchange(node, &peer, &theirs);
                let mine = self.writer.write(job).await?;
                self.peers.0.compared.news.notify_one();
                record::cbor::to_bytes(&mine)
            }
            restore::HELD => {
                let asks = record::cbor::from_bytes(body)?;
                let job = move |node: &mut Node| tell::held(node, &peer, &asks);
                record::cbor::to_bytes(&self.writer.write(job).await?)
            }
            _ => {
                let asks = record::cbor::from_bytes(body)?;
                let asker = peer.clone();
                let job = move |node: &mut Node| tell::again(node, &asker, &asks);
                let again = self.writer.write(job).await?;
                self.peers.wake(&[peer]);
                record::cbor::to_bytes(&again)
            }
        };
        Ok(Reply { status: StatusCode::OK, body })
    }
}

/// Asks one member.
pub(super) struct Comparer {
    peer: NodeCode,
    door: Door,
    peers: Peers,
    writer: Writer,
    backoff: Backoff,
}

impl Comparer {
    pub(super) fn new(
        (peer, door): (NodeCode, Door),
        peers: &Peers,
        writer: &Writer,
        config: &Config,
    ) -> Self {
        let backoff = Backoff::new(config.backoff_ms_min, config.backoff_ms_max);
        Self { peer, door, peers: peers.clone(), writer: writer.clone(), backoff }
    }

    pub(super) async fn run(mut self, at_once: Arc<Notify>, mut stop: watch::Receiver<bool>) {
        loop {
            tokio::select! {
                () = self.door.opens() => {}
                _ = stop.changed() => return,
            }
            let Err(error) = self.compare().await else { break };
            tracing::info!(peer = %self.peer, %error, "a member was not asked what it has of us");
            let pause = self.backoff.fail(entropy());
            self.tell(pause);
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = at_once.notified() => {}
                _ = stop.changed() => return,
            }
        }
        self.peers.0.compared.note(&self.peer);
    }

    /// Its lanes wait as long as it has not answered: that is how they stand.
    fn tell(&self, pause: Duration) {
        let Some(peer) = self.peers.0.peers.get(&self.peer) else { return };
        let again = i64::try_from(pause.as_millis()).ok();
        let again = again.map(|pause| SystemClock.now().plus(pause));
        for line in &peer.lines {
            line.note(|state| (state.failures, state.again) = (self.backoff.failures(), again));
        }
    }

    async fn compare(&mut self) -> Result<(), Error> {
        let peer = self.peer.clone();
        let job = move |node: &mut Node| {
            Ok((tell::known(node, &peer)?, node.store.is_behind(peer.as_str())?))
        };
        let (mine, behind) = self.writer.write(job).await?;
        let known: Known = match self.post(KNOWN, &mine).await? {
            Some(known) => known,
            // It runs a version that cannot say; a restored node waits until it can.
            None if behind => return Err(unreachable(&self.peer, "an older version")),
            None => return Ok(()),
        };
        let (peer, told) = (self.peer.clone(), known.clone());
        let more = self.writer.write(move |node| ask::take_known(node, &peer, &told)).await?;
        if !more {
            return Ok(());
        }
        for whose in [Whose::Mine, Whose::Yours] {
            self.compare_names(whose).await?;
        }
        let peer = self.peer.clone();
        self.writer.write(move |node| ask::finish(node, &peer, &known)).await
    }

    async fn compare_names(&mut self, whose: Whose) -> Result<(), Error> {
        let mut after = None;
        loop {
            let asks = AskHeld { whose, after };
            let page = self.post::<_, HeldPage>(HELD, &asks).await?;
            let page = page.ok_or_else(|| unreachable(&self.peer, "an older version"))?;
            if page.entries.len() > NAMES_MAX {
                return Err(unreachable(&self.peer, "too many names"));
            }
            let last = page.entries.last().map(|entry| entry.named.clone());
            let (peer, more) = (self.peer.clone(), page.more);
            let job = move |node: &mut Node| ask::compare(node, &peer, (whose, &page));
            let wanted = self.writer.write(job).await?;
            self.ask_again(wanted).await?;
            match last.filter(|_| more) {
                Some(last) => after = Some(last),
                None => return Ok(()),
            }
        }
    }

    /// In pieces; what one answer has no room for is asked for again, as long as something comes.
    async fn ask_again(&mut self, wanted: AskAgain) -> Result<(), Error> {
        let AskAgain { mut mine, mut yours, mut receipts } = wanted;
        while !(mine.is_empty() && yours.is_empty() && receipts.is_empty()) {
            let cut =
                |names: &mut Vec<_>| names.drain(..names.len().min(ASKED_MAX)).collect::<Vec<_>>();
            let asks = AskAgain {
                mine: cut(&mut mine),
                yours: cut(&mut yours),
                receipts: cut(&mut receipts),
            };
            let again = self.post::<_, Again>(AGAIN, &asks).await?;
            let again = again.ok_or_else(|| unreachable(&self.peer, "an older version"))?;
            let given: BTreeSet<Digest> =
                again.given.iter().filter_map(|given| given.record.content_id().ok()).collect();
            let peer = self.peer.clone();
            self.writer.write(move |node| ask::take_given(node, &peer, again)).await?;
            // One answer has no room for all: what it left out is asked for again.
            let left = asks.mine.iter().filter(|named| !given.contains(&named.content_id));
            let left: Vec<_> = left.cloned().collect();
            if left.len() < asks.mine.len() {
                mine.splice(..0, left);
            }
        }
        Ok(())
    }

    /// None where there is no such address.
    async fn post<Q: Serialize, A: DeserializeOwned>(
        &mut self,
        path: &'static str,
        question: &Q,
    ) -> Result<Option<A>, Error> {
        self.door.ask(&self.peer, (path, ANSWER_TIMEOUT), question).await
    }
}
