//! A serving node: its interface for people on loopback, its door for peers, and what falls due.

mod doors;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{Semaphore, watch};

use crate::ask::standing;
pub use doors::Doors;
use doors::listener;

use crate::clock::SystemClock;
use crate::config::Current;
use crate::delivery::Opener;
use crate::home::Home;
use crate::notify::Notifier;
use crate::peer::{Gatekeeper, Listed, Peers, Polls, Turns};
use crate::provider::Providers;
use crate::thread::escalation;
use crate::tls::{self, Pins};
use crate::web::{self, Desk};
use crate::writer::{self, Readers, Writer, WriterThread};
use crate::{
    Clock, Error, attachment, backup, due, find, key, limit, list, metrics, outward, restore, wire,
};

/// How often it is looked for what falls due.
const DUE_EVERY: Duration = Duration::from_secs(5);
/// How often deferred records are sent again.
const DEFERRED_EVERY_ROUNDS: u32 = 17_280;
/// How often it is looked for keys of old backups.
const BACKUP_KEYS_EVERY_ROUNDS: u32 = 720;

/// Questions looked up at once for each core: one computes while another waits for the disk.
const LOOKS_A_CORE: usize = 2;

/// A node at work, in this process.
pub struct Serving {
    pub desk: Desk,
    pub api: String,
    /// Empty where no connections are accepted.
    pub peer: String,
    stop: watch::Sender<bool>,
    thread: WriterThread,
    tasks: Vec<tokio::task::JoinHandle<()>>,
}

/// Opens a node for requests without any door: the command line uses it in process.
pub fn open(home: &Home) -> Result<(Desk, WriterThread), Error> {
    let mut node = home.open()?;
    node.commit(limit::tell_opened)?;
    node.commit(restore::started)?;
    attachment::tidy(&mut node)?;
    list::update::tidy(&mut node)?;
    let certificate = home.certificate()?;
    let (own, config) = (node.code.clone(), Current::from(node.live.clone()));
    let witnesses = seal::cosignature::witnesses(&node.directory, &own);
    let witnesses: Vec<_> = witnesses.into_iter().map(|member| member.code.clone()).collect();
    let others = node.directory.members().iter().filter(|member| member.code != own);
    // Nothing goes to who is not heard: what is queued waits.
    let others = others.filter(|member| member.is_active());
    let listed = others.map(|member| Listed {
        code: member.code.clone(),
        address: member.address.as_ref().map(|listed| config.route(&member.code, listed)),
        active: member.is_active(),
        relays: member.relays.clone(),
        pins: member.pins.clone(),
        log: member.log().cloned(),
        is_witness: witnesses.contains(&member.code),
    });
    let peers = Peers::new(&certificate, node.network, listed.collect())?;
    let (readers, opener) = (Readers::new(&node, home.database()), Opener::of(&node));
    let (files, lists) = (node.files.clone(), node.watched.clone());
    let looks = Arc::new(Semaphore::new(LOOKS_A_CORE * list::index::threads()));
    let (writer, thread) = writer::spawn(node);
    let clock = Arc::new(SystemClock);
    let duplicates = Arc::default();
    let directory = Arc::new(home.signed_directory()?);
    let streams = web::stream::Streams::default();
    let providers = Arc::new(Providers::open(home, &config)?);
    let desk = Desk {
        writer,
        readers,
        opener,
        peers,
        config,
        clock,
        duplicates,
        files,
        lists,
        looks,
        directory,
        streams,
        providers,
    };
    Ok((desk, thread))
}

/// Serves until [`Serving::stop`].
pub async fn start(home: &Home) -> Result<Serving, Error> {
    start_at(home, &Doors::open(&home.config()?)?).await
}

/// Serves at doors that were opened before.
pub async fn start_at(home: &Home, doors: &Doors) -> Result<Serving, Error> {
    let (desk, thread) = open(home)?;
    let directory = Arc::new(home.directory()?);
    let own = directory.member(&desk.opener.identity.code);
    let is_reached = own.is_some_and(|own| own.address.is_some());
    let pins: Pins = Arc::new(move |pin| {
        let member = directory.member_by_pin(pin).filter(|member| member.is_active());
        member.map(|member| member.code.clone())
    });
    let api = listener(&doors.api)?;
    let door = doors.peer.as_ref().map(listener).transpose()?;
    let watched = doors.metrics.as_ref().map(listener).transpose()?;
    let api_address = address(&api)?;
    let peer_address = door.as_ref().map(address).transpose()?.unwrap_or_default();
    let (stop, stopped) = watch::channel(false);
    let server = tls::server(&home.certificate()?, pins.clone())?;
    let (writer, peers) = (desk.writer.clone(), desk.peers.clone());
    let (opener, turns) = (desk.opener.clone(), Turns::default());
    let (files, piece_bytes_max) = (desk.files.clone(), desk.config.attachment_piece_bytes_max);
    let polls = Polls::new(&desk.config, stopped.clone());
    let folder = home.clone();
    let gatekeeper =
        Gatekeeper { opener, writer, peers, turns, home: folder, files, piece_bytes_max, polls };
    let bytes_max = desk.config.pouch_bytes_max.max(desk.config.request_bytes_max);
    desk.peers.start_comparing(&desk.writer, desk.config.kept(), &stopped);
    desk.peers.start_recovering(&desk.writer, desk.config.kept(), &stopped);
    desk.peers.start(&desk.writer, desk.config.kept(), &stopped);
    desk.peers.start_witnessing(&desk.writer, desk.config.kept(), &stopped);
    desk.peers.start_tallying(&desk.writer, (home, desk.config.kept()), &stopped);
    let news = desk.writer.write(|node| Ok(node.contradicted.subscribe())).await?;
    desk.peers.start_telling(&desk.writer, desk.config.kept(), (&news, &stopped));
    desk.peers.start_fetching(&desk.writer, &desk.files, desk.config.kept(), &stopped);
    desk.peers.start_relaying(&desk.writer, desk.config.kept(), &stopped);
    if !is_reached {
        desk.peers.start_pulling(&gatekeeper, desk.config.kept(), &stopped);
    }
    let (router, config) = (web::router(desk.clone()), desk.config.kept().clone());
    catch_up(&desk).await?;
    let notifier = Notifier::start(&desk.config, stopped.clone());
    let mut tasks = vec![
        tokio::spawn(escalations(desk.writer.clone(), notifier, stopped.clone())),
        tokio::spawn(web::door::serve(api, router, config.clone(), stopped.clone())),
        tokio::spawn(find::behind::rounds(desk.clone(), stopped.clone())),
        tokio::spawn(standing::rounds(desk.clone(), stopped.clone())),
        tokio::spawn(passed_on(desk.writer.clone(), desk.peers.clone(), stopped.clone())),
        tokio::task::spawn_blocking(read_lists(desk.clone())),
        tokio::spawn(rounds(
            desk.writer.clone(),
            desk.peers.clone(),
            home.clone(),
            stopped.clone(),
        )),
    ];
    if let Some(door) = watched {
        home.write("metrics.addr", address(&door)?.as_bytes(), 0o644)?;
        let router = metrics::router(desk.clone(), desk.clock.now());
        tasks.push(tokio::spawn(web::door::serve(door, router, config, stopped.clone())));
    }
    if let Some(door) = door {
        let served = wire::serve(door, server, pins, gatekeeper, stopped, bytes_max);
        tasks.push(tokio::spawn(served));
    }
    home.write("serve.addr", api_address.as_bytes(), 0o644)?;
    Ok(Serving { desk, api: api_address, peer: peer_address, stop, thread, tasks })
}

/// RST-05: what was taken back since the backup is asked for before a page is served. Members that
/// do not answer in time are asked again beside the work; the node's state names them.
async fn catch_up(desk: &Desk) -> Result<(), Error> {
    if desk.writer.write(|node| restore::is_pending(node)).await? {
        let wait = Duration::from_secs(desk.config.restore_wait_s_max);
        let _ = tokio::time::timeout(wait, desk.peers.compared()).await;
    }
    Ok(())
}

/// Whoever asks before they are read waits for them.
fn read_lists(desk: Desk) -> impl FnOnce() {
    move || {
        let read = desk.readers.read(|sight| desk.lists.read(sight.store));
        if let Err(error) = read {
            tracing::error!(%error, "the lists could not be read");
        }
    }
}

fn address(listener: &tokio::net::TcpListener) -> Result<String, Error> {
    let address = listener.local_addr();
    address.map(|address| address.to_string()).map_err(|error| Error::Config(error.to_string()))
}

/// Expiry, erasing, holds and the minute's audit leaf.
async fn rounds(writer: Writer, peers: Peers, home: Home, mut stop: watch::Receiver<bool>) {
    let mut count = 0u32;
    loop {
        tokio::select! {
            () = tokio::time::sleep(DUE_EVERY) => {}
            _ = stop.changed() => return,
        }
        match writer.write(due::round).await {
            Ok(round) if round.erased + round.expired > 0 => peers.wake_all(),
            Ok(_) => {}
            Err(error) => tracing::error!(%error, "what falls due was not done"),
        }
        if count.is_multiple_of(BACKUP_KEYS_EVERY_ROUNDS)
            && let Err(error) = retire(&writer, &home).await
        {
            tracing::error!(%error, "keys of months that are over are still there");
        }
        if count.is_multiple_of(BACKUP_KEYS_EVERY_ROUNDS)
            && let Err(error) = backup::destroy_expired(&home, SystemClock.now())
        {
            tracing::error!(%error, "keys of old backups are still there");
        }
        count += 1;
        if count.is_multiple_of(DEFERRED_EVERY_ROUNDS)
            && writer.write(outward::requeue_deferred).await.is_ok_and(|again| again > 0)
        {
            peers.wake_all();
        }
    }
}

/// A forward owes receipts, and what takes its record back, to others than who brought it.
async fn passed_on(writer: Writer, peers: Peers, mut stop: watch::Receiver<bool>) {
    let mut announced = writer.watch();
    loop {
        let heard = tokio::select! {
            heard = announced.recv() => heard,
            _ = stop.changed() => return,
        };
        match heard {
            Ok(announced) if announced.kind != record::Kind::Forward => {}
            Err(RecvError::Closed) => return,
            Ok(_) | Err(RecvError::Lagged(_)) => peers.wake_all(),
        }
    }
}

/// Seeds of months that are over leave the folder, and the node that runs.
async fn retire(writer: &Writer, home: &Home) -> Result<(), Error> {
    let gone = key::retire(home, SystemClock.now())?;
    if gone.is_empty() {
        return Ok(());
    }
    tracing::info!(?gone, "decapsulation keys were destroyed");
    let stays = home.kem_ids()?;
    writer
        .write(move |node| {
            node.identity.kem.retain(|id| stays.contains(id));
            Ok(())
        })
        .await
}

/// Flash messages that nobody looks at. Whoever is told of them is never waited for.
async fn escalations(writer: Writer, notifier: Notifier, mut stop: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(DUE_EVERY) => {}
            _ = stop.changed() => return,
        }
        match writer.write(escalation::round).await {
            Ok(notices) => notifier.tell(notices),
            Err(error) => tracing::error!(%error, "unseen flash messages were not taken further"),
        }
    }
}

impl Serving {
    /// Waits until the folder has a newer head of the directory than the one that is served by.
    pub async fn newer_head(&self, home: &Home) {
        let mut seen = None;
        loop {
            let signed = home.signed_directory().ok();
            if signed != seen {
                let newest = home.directory().map(|directory| directory.sequence);
                if newest.is_ok_and(|newest| newest > self.desk.opener.directory.sequence) {
                    return;
                }
                seen = signed;
            }
            tokio::time::sleep(DUE_EVERY).await;
        }
    }

    /// Stops the doors, waits for what is under way, and closes the store.
    pub async fn stop(self, home: &Home) {
        let _ = self.stop.send(true);
        for task in self.tasks {
            let _ = tokio::time::timeout(Duration::from_secs(15), task).await;
        }
        drop(self.desk);
        let _ = tokio::task::spawn_blocking(move || self.thread.join()).await;
        let _ = std::fs::remove_file(home.path().join("serve.addr"));
    }
}
