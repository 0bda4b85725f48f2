//! Bundles: what waits for a member in one file, and what came of such a file. The pouches are made
//! and admitted by the one path; only who carries them is another.

use record::draft::Lane;
use record::moment::{DAY_MS, Date};
use record::{NodeCode, Timestamp};
use seal::Rule;
use seal::bundle::{Bundle, Header, ITEMS_MAX, Join, end_of};
use seal::merkle;
use serde::Serialize;

use crate::carry::{self, Brought};
use crate::clock::SystemEntropy;
use crate::config::Current;
use crate::delivery::{self, Answer, Opener, Sealing};
use crate::outward::{self, Parcel, UnderWay};
use crate::peer::Peers;
use crate::store::parcel::By;
use crate::writer::Writer;
use crate::{Error, Node, flow};

/// Heads of earlier bundles that this one is joined to.
const JOINED_MAX: usize = 16;
/// What a record takes in a pouch beside its content, and a receipt with its share of the proof.
const ENTRY_BYTES: usize = 1_024;

/// What is packed.
#[derive(Clone, Debug)]
pub struct Asked {
    pub to: NodeCode,
    /// None: the last one that may be.
    pub last_day: Option<Date>,
    /// Only what is not in earlier bundles that may still arrive.
    pub next: bool,
}

/// A bundle that was packed.
#[derive(Debug, PartialEq, Eq)]
pub struct Packed {
    pub bytes: Vec<u8>,
    pub last_day: Date,
    pub pouches: usize,
    pub answers: usize,
    /// Something is left for a next one.
    pub more: bool,
}

/// What a node packs and takes with.
#[derive(Clone)]
pub struct Ways {
    pub opener: Opener,
    pub writer: Writer,
    pub peers: Peers,
    pub config: Current,
}

struct Gathered {
    parcels: Vec<Parcel>,
    last_day: Date,
    more: bool,
}

/// Packs what waits for a member, and answers to what was taken from it; nothing where there is
/// neither.
pub async fn pack(
    ways: &Ways,
    asked: Asked,
    answers: Vec<Vec<u8>>,
) -> Result<Option<Packed>, Error> {
    let to = asked.to.clone();
    let Gathered { parcels, last_day, more } =
        ways.writer.write(move |node| gather(node, &asked)).await?;
    if parcels.is_empty() && answers.is_empty() {
        return Ok(None);
    }
    let whom = to.clone();
    // The parcels' leaves are committed: only now may a checkpoint cover them and leave.
    let proving = ways.writer.write(move |node| prove(node, &whom, &parcels, last_day));
    let (header, sealings, joins) = proving.await?;
    let sealed = tokio::task::spawn_blocking(move || {
        let each = sealings.iter().map(|sealing| sealing.seal(&mut SystemEntropy));
        let pouches = each.collect::<Result<Vec<_>, Error>>()?;
        let (count, answered) = (pouches.len(), answers.len());
        let bytes = Bundle { header, pouches, answers, joins }.to_bytes();
        Ok(Packed { bytes, last_day, pouches: count, answers: answered, more })
    });
    sealed.await.map_err(|_| Error::Usage("the node is stopping".into()))?.map(Some)
}

/// Logs what goes as sent, the flash lane first; all of it is proven under one head afterwards.
fn gather(node: &mut Node, asked: &Asked) -> Result<Gathered, Error> {
    let Asked { to, next, .. } = asked;
    let last_day = last_day(node, asked.last_day)?;
    let member = node.directory.member(to).filter(|member| member.is_active());
    if member.is_none() || *to == node.code {
        return Err(Error::Usage(format!("{to} is no other member of this network")));
    }
    node.store.delete_parcels_until(node.now().0 - DAY_MS)?;
    let (mut parcels, mut room) = (Vec::new(), node.config.bundle_bytes_max * 7 / 8);
    for lane in Lane::ALL.into_iter().rev() {
        let mut behind = if *next { earlier(node, to, lane)? } else { UnderWay::default() };
        while let Some(parcel) = flow::send(node, to, lane, behind)? {
            let bytes = size(node, &parcel)?;
            if bytes > room || parcels.len() == ITEMS_MAX {
                return Ok(Gathered { parcels, last_day, more: true });
            }
            room -= bytes;
            let before = parcel.under_way();
            let receipt = before.receipt.max(behind.receipt);
            behind = UnderWay { seq: before.seq.max(behind.seq), receipt };
            let more = parcel.more;
            parcels.push(parcel);
            if !more {
                break;
            }
        }
    }
    Ok(Gathered { parcels, last_day, more: false })
}

/// The day that was asked for, where it may be; else the last that may be.
fn last_day(node: &Node, asked: Option<Date>) -> Result<Date, Error> {
    let day = |moment: Timestamp| -> Result<Date, Error> {
        let text = moment.to_string();
        Ok(text.get(..10).unwrap_or_default().parse()?)
    };
    let (today, days) = (day(node.now())?, node.config.bundle_days_max);
    let most = day(node.now().plus(days * DAY_MS))?;
    match asked {
        Some(asked) if asked < today => {
            Err(Error::Usage(format!("{asked} is past: a bundle can be taken until its last day")))
        }
        Some(asked) if asked > most => {
            let max = u64::try_from(days).unwrap_or(0);
            Err(Error::Limit { what: "days of a bundle", limit: "bundle_days_max", max })
        }
        asked => Ok(asked.unwrap_or(most)),
    }
}

/// Behind what earlier bundles hold that may still arrive.
fn earlier(node: &Node, to: &NodeCode, lane: Lane) -> Result<UnderWay, Error> {
    let went = node.store.parcels((to.as_str(), lane as u8), By::Bundle, node.now().0)?;
    let seq = went.iter().map(|one| one.last).max().unwrap_or(0);
    let receipt = went.iter().flat_map(|one| one.receipts.iter().copied()).max();
    Ok(UnderWay { seq, receipt })
}

/// How much a parcel will take at most, padded.
fn size(node: &Node, parcel: &Parcel) -> Result<usize, Error> {
    let mut bytes = 16 * ENTRY_BYTES + parcel.receipts.len() * 2 * ENTRY_BYTES;
    for row in parcel.rows.iter().flatten() {
        let content = node.store.record_row(*row)?.and_then(|stored| stored.content);
        bytes += ENTRY_BYTES + content.map_or(0, |content| content.len());
    }
    Ok(bytes + bytes / 8)
}

type ProvenParcels = (Header, Vec<Sealing>, Vec<Join>);

/// Proves all parcels under one head, joined to the heads of bundles that may arrive before or
/// after this one, and notes that they wait for answers.
fn prove(
    node: &mut Node,
    to: &NodeCode,
    parcels: &[Parcel],
    last_day: Date,
) -> Result<ProvenParcels, Error> {
    let until = end_of(last_day);
    let from = outward::acked_head_size(node, to)?;
    let earlier = node.store.parcel_heads(to.as_str(), JOINED_MAX)?;
    let mut sealings = Vec::with_capacity(parcels.len());
    for parcel in parcels {
        let sealing = delivery::prove_until(node, parcel, from, until)?;
        carry::note(node, parcel, By::Bundle, (sealing.head, until))?;
        sealings.push(sealing);
    }
    let (size, tree) = (node.log.size(), node.log.nodes(&node.store));
    let join = |old: u64| Ok(Join(old, size, merkle::consistency(&tree, old, size)?));
    let olds = earlier.into_iter().filter(|old| *old < size);
    let joins = match parcels.is_empty() {
        true => Vec::new(),
        false => olds.map(join).collect::<Result<_, Error>>()?,
    };
    let header = Header {
        network: node.network,
        sender: node.code.clone(),
        recipient: to.clone(),
        made: node.now(),
        last_day,
    };
    Ok((header, sealings, joins))
}

/// What became of one pouch of a bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PouchTold {
    pub lane: String,
    /// Numbers of its entries in the lane; none where it holds receipts only or did not open.
    pub first: Option<u64>,
    pub last: Option<u64>,
    /// taken, known, refused, later: the last where another bundle must come first.
    pub outcome: String,
    /// By which rule it was refused.
    pub rule: Option<String>,
    pub text: Option<String>,
}

/// What became of one answer of a bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct AnswerTold {
    /// settled, again, known, refused: `again` where the pouch is to be sent anew.
    pub outcome: String,
    pub rule: Option<String>,
}

/// What became of a bundle.
#[derive(Debug)]
pub struct Taken {
    pub from: NodeCode,
    pub made: Timestamp,
    pub last_day: Date,
    pub pouches: Vec<PouchTold>,
    pub answers: Vec<AnswerTold>,
    /// What goes back; nothing where nothing is to be said.
    pub back: Option<Packed>,
}

/// Takes a bundle in. One that is not whole, not for this node, or too late is refused before
/// anything of it is taken; each pouch of the others is admitted in a transaction of its own, and
/// taking it again changes nothing.
pub async fn take(ways: &Ways, bytes: Vec<u8>) -> Result<Taken, Error> {
    let max = ways.config.bundle_bytes_max;
    if bytes.len() > max {
        let (what, limit) = ("a bundle", "bundle_bytes_max");
        return Err(Error::Limit { what, limit, max: max as u64 });
    }
    let opener = ways.opener.clone();
    let read = tokio::task::spawn_blocking(move || read(&opener, &bytes));
    let Bundle { header, pouches, answers, joins } = read.await.map_err(|_| stopping())??;
    let from = header.sender.clone();
    let keep = from.clone();
    ways.writer.write(move |node| carry::keep_joins(node, &keep, &joins)).await?;
    let (mut told, mut back) = (Vec::new(), Vec::new());
    for pouch in pouches {
        let (one, sealed) = take_pouch(ways, pouch).await?;
        told.push(one);
        back.extend(sealed);
    }
    let mut settled = Vec::new();
    for answer in answers {
        let brought = ways.writer.write(move |node| carry::settle(node, &answer)).await?;
        settled.push(answer_told(brought));
    }
    ways.peers.wake_for(&from);
    // Whoever takes it once more may have lost what was packed the first time.
    let asked = Asked { to: from.clone(), last_day: None, next: false };
    let back = match told.is_empty() {
        true => None,
        false => pack(ways, asked, back).await?,
    };
    let Header { made, last_day, .. } = header;
    Ok(Taken { from, made, last_day, pouches: told, answers: settled, back })
}

/// Whole, for us, in time, and of a member: else nothing of it is taken.
fn read(opener: &Opener, bytes: &[u8]) -> Result<Bundle, Error> {
    let refused = |rule: Rule, why: String| Error::Bundle { rule, why };
    let bundle = Bundle::from_bytes(bytes).map_err(|rule| {
        let why = match rule {
            Rule::BundleWhole => "it was cut short or changed on its way: carry it once more",
            _ => "this is no bundle of pouches, or a newer amana made it",
        };
        refused(rule, why.to_owned())
    })?;
    let (me, Header { sender, recipient, last_day, .. }) = (&opener.identity.code, &bundle.header);
    bundle.is_for(me, &opener.network(), opener.clock.now()).map_err(|rule| {
        let why = match rule {
            Rule::BundleExpired => format!("its last day was {last_day}: ask {sender} for another"),
            _ if recipient == me => "it is of another network".to_owned(),
            _ => format!("it is for {recipient}, and this is {me}"),
        };
        refused(rule, why)
    })?;
    match opener.directory.member(sender).is_some_and(seal::directory::Member::is_active) {
        true => Ok(bundle),
        false => Err(refused(Rule::NotMember, format!("{sender} is no member of this network"))),
    }
}

fn stopping() -> Error {
    Error::Usage("the node is stopping".into())
}

async fn take_pouch(ways: &Ways, pouch: Vec<u8>) -> Result<(PouchTold, Option<Vec<u8>>), Error> {
    let opener = ways.opener.clone();
    let carried = tokio::task::spawn_blocking(move || opener.open_carried(&pouch));
    let carried = carried.await.map_err(|_| stopping())??;
    let (lane, range) = (carried.lane.code().to_owned(), carried.range());
    let receive = move |node: &mut Node| {
        let ranges = node.store.received(carried.from.as_str(), carried.lane as u8)?;
        let held = |(first, last): (u64, u64)| {
            ranges.iter().any(|(from, to)| *from <= first && last <= *to)
        };
        let known = range.is_some_and(held);
        Ok((known, carry::receive(node, carried)?))
    };
    let (known, (answer, sealed)) = ways.writer.write(receive).await?;
    let (outcome, rule, text) = match answer {
        Answer::Acknowledged(_) if known => ("known", None, None),
        Answer::Acknowledged(_) => ("taken", None, None),
        Answer::NeedConsistency(_) => ("later", None, None),
        Answer::Refused { rule, text } => ("refused", Some(rule), Some(text)),
    };
    let (first, last) = (range.map(|range| range.0), range.map(|range| range.1));
    Ok((PouchTold { lane, first, last, outcome: outcome.into(), rule, text }, sealed))
}

fn answer_told(brought: Result<Brought, Rule>) -> AnswerTold {
    let (outcome, rule) = match brought {
        Ok(Brought::Settled(_, Answer::Acknowledged(_))) => ("settled", None),
        Ok(Brought::Settled(_, Answer::NeedConsistency(_))) => ("again", None),
        Ok(Brought::Settled(_, Answer::Refused { rule, .. })) => ("again", Some(rule)),
        Ok(Brought::Known) => ("known", None),
        Err(rule) => ("refused", Some(rule.code().to_owned())),
    };
    AnswerTold { outcome: outcome.into(), rule }
}
