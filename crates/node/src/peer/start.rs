//! What works for every member while a node serves: each is a task of its own, and none waits for
//! another member.

use std::sync::Arc;

use record::draft::Lane;
use tokio::sync::watch;

use super::attest::{self, Attester};
use super::budget::Budget;
use super::fetch::Fetcher;
use super::hatch::Rank;
use super::herald::Herald;
use super::mirror::{Mirrorer, Recoverer};
use super::pull::Puller;
use super::relay::{Bearer, Relayer};
use super::tally::Teller;
use super::worker::Worker;
use super::{Gatekeeper, Peers, Way};
use crate::Config;
use crate::home::Home;
use crate::store::file::Files;
use crate::wire::Caller;
use crate::writer::Writer;

impl Peers {
    /// Starts a fetcher for every peer.
    pub fn start_fetching(
        &self,
        writer: &Writer,
        files: &Arc<Files>,
        config: &Arc<Config>,
        stop: &watch::Receiver<bool>,
    ) {
        for (code, peer) in &self.0.peers {
            let door = peer.door(Rank::File, self.traffic());
            let fetcher = Fetcher::new(code.clone(), door, self, writer, files.clone(), config);
            tokio::spawn(fetcher.run(peer.fetch.clone(), stop.clone()));
        }
    }

    /// Starts a worker for every peer and lane.
    pub fn start(&self, writer: &Writer, config: &Arc<Config>, stop: &watch::Receiver<bool>) {
        let budget = Budget::new(config);
        for (code, peer) in &self.0.peers {
            if let Way::Hatch(hatch) = &peer.way {
                let (hatch, mut stop) = (hatch.clone(), stop.clone());
                tokio::spawn(async move {
                    let _ = stop.changed().await;
                    hatch.close();
                });
            }
            for lane in Lane::ALL {
                let (peers, whom) = (self.clone(), code.clone());
                let door = move || peers.0.peers[&whom].door(lane.into(), peers.traffic());
                let line = peer.lines[lane as usize].clone();
                let worker = Worker::new((code.clone(), lane), door, writer, &budget, config);
                self.once_compared(Some(code), stop, |stop| worker.run(line, stop));
            }
        }
    }

    /// Starts what compares our lanes, and the directory's head, with every peer.
    pub fn start_tallying(
        &self,
        writer: &Writer,
        (home, config): (&Home, &Config),
        stop: &watch::Receiver<bool>,
    ) {
        for (code, peer) in &self.0.peers {
            let door = peer.door(Rank::Question, self.traffic());
            let teller = Teller::new((code.clone(), door), self, writer, (home, config));
            let now = peer.compared_now.clone();
            self.once_compared(Some(code), stop, |stop| teller.run(now, stop));
        }
    }

    /// Starts what tells every peer of contradictions.
    pub fn start_telling(
        &self,
        writer: &Writer,
        config: &Config,
        (news, stop): (&watch::Receiver<u64>, &watch::Receiver<bool>),
    ) {
        for (code, peer) in &self.0.peers {
            let door = peer.door(Rank::Question, self.traffic());
            let herald = Herald::new((code.clone(), door), writer, config);
            let news = news.clone();
            self.once_compared(Some(code), stop, |stop| herald.run(news, stop));
        }
    }

    /// Starts what asks witnesses for leaf hashes that our log lacks.
    pub fn start_recovering(&self, writer: &Writer, config: &Config, stop: &watch::Receiver<bool>) {
        tokio::spawn(Recoverer::new(self, writer, config).run(stop.clone()));
    }

    /// Starts what offers our heads to witnesses, hands them leaf hashes, and tells members those
    /// heads that were cosigned.
    pub fn start_witnessing(&self, writer: &Writer, config: &Config, stop: &watch::Receiver<bool>) {
        let (sender, rounds) = watch::channel(None);
        let offering = writer.clone();
        self.once_compared(None, stop, |stop| attest::rounds(offering, sender, stop));
        for (code, peer) in &self.0.peers {
            let door = peer.door(Rank::Question, self.traffic());
            let whom = (code.clone(), door, peer.ear.clone());
            let attester = Attester::new(whom, self, writer, config, rounds.clone());
            self.once_compared(Some(code), stop, |stop| attester.run(stop));
            let door = peer.door(Rank::File, self.traffic());
            let mirrorer = Mirrorer::new((code.clone(), door, peer.ear.clone()), writer, config);
            self.once_compared(Some(code), stop, |stop| mirrorer.run(stop));
        }
    }

    /// Of a node that accepts no connections: starts asking every peer that does.
    pub fn start_pulling(&self, by: &Gatekeeper, config: &Config, stop: &watch::Receiver<bool>) {
        for (code, peer) in self.0.peers.iter().filter(|(_, peer)| peer.active) {
            let Way::Address(address) = &peer.way else { continue };
            for slot in 0..u8::try_from(config.pull_polls_max).unwrap_or(u8::MAX) {
                let caller = Caller::new(address.clone(), peer.config.clone(), self.traffic());
                let puller = Puller::new((code.clone(), slot), caller, by.clone(), config);
                tokio::spawn(puller.run(stop.clone()));
            }
        }
    }

    /// Starts what takes members' relays where their line fails, and hands over what is held here.
    pub fn start_relaying(
        &self,
        writer: &Writer,
        config: &Arc<Config>,
        stop: &watch::Receiver<bool>,
    ) {
        for (code, peer) in self.0.peers.iter().filter(|(_, peer)| peer.active) {
            if !peer.relays.is_empty() {
                let relayer = Relayer::new(code.clone(), self, writer, config);
                self.once_compared(None, stop, |stop| relayer.run(stop));
            }
            let door = peer.door(Rank::Question, self.traffic());
            let bearer = Bearer::new((code.clone(), door), self, writer, config);
            tokio::spawn(bearer.run(peer.bearer.clone(), stop.clone()));
        }
    }
}
