//! The asker's side: names that became known since, page by page, and proofs where it differs.

use std::collections::BTreeSet;

use record::{Digest, NodeCode};
use seal::contradiction::Statement;
use seal::directory::Member;
use seal::disclosed::{Pair, tag};

use super::{
    Answer, Ask, Entry, NAMES_MAX, PROOFS_MAX, found, has_room, note_shown, note_unproven, pair,
    proven, statement,
};
use crate::clock::draw;
use crate::store::disclosed::Disclosed;
use crate::{Error, Node};

/// However much became known: the next hour goes on.
const PAGES_MAX: u32 = 64;

/// What is asked next.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Names,
    Proofs,
    Done,
}

/// One comparison with a co-recipient: questions and answers by turns, until nothing is asked.
#[derive(Debug)]
pub struct Comparing {
    peer: NodeCode,
    step: Step,
    pages: u32,
    /// What the last question named.
    page: Vec<Disclosed>,
    /// Of these, those under whose names the other has something else, the first one last.
    differ: Vec<Disclosed>,
    /// What is being proven.
    shown: Vec<(Disclosed, Statement)>,
}

impl Comparing {
    pub fn new(peer: NodeCode) -> Self {
        let (page, differ, shown) = (Vec::new(), Vec::new(), Vec::new());
        Self { peer, step: Step::Names, pages: 0, page, differ, shown }
    }

    /// The next question. None is asked while this node, or what it knows of the other, is still to
    /// be caught up with, nor of a member that is not heard, nor where nothing became known.
    pub fn next(&mut self, node: &mut Node) -> Result<Option<Ask>, Error> {
        let heard = node.directory.member(&self.peer).is_some_and(Member::is_active);
        if !heard || node.log.is_held() || node.store.is_behind(self.peer.as_str())? {
            return Ok(None);
        }
        if self.step == Step::Proofs {
            self.shown = self.proofs(node)?;
            if !self.shown.is_empty() {
                let names: Vec<_> = self.shown.iter().map(|(one, _)| one.name.clone()).collect();
                note_shown(node, &self.peer, &names)?;
                let shown = self.shown.iter().map(|(_, shown)| shown.clone());
                return Ok(Some(Ask::Proofs(shown.collect())));
            }
            self.turn_page(node)?;
        }
        match self.step {
            Step::Names => self.names(node),
            _ => Ok(None),
        }
    }

    fn names(&mut self, node: &mut Node) -> Result<Option<Ask>, Error> {
        let (last, mark) = (node.store.last_disclosed()?, node.store.disclosed_mark(&self.peer)?);
        if mark >= last {
            return Ok(None);
        }
        self.page = node.store.disclosed_after(mark, &self.peer, NAMES_MAX)?;
        if self.page.is_empty() {
            node.store.set_disclosed_mark(&self.peer, last)?;
            return Ok(None);
        }
        let salt = Digest(draw(&mut *node.entropy));
        let pair: Pair = pair(node, (&node.code, &self.peer), salt);
        let entry = |one: &Disclosed| -> Entry {
            let check = pair.check(&one.name, &one.content_id);
            (tag(&node.network, &one.name), pair.mark(&one.name), check)
        };
        Ok(Some(Ask::Names { salt, entries: self.page.iter().map(entry).collect() }))
    }

    /// What proves the next of those that differ; one that was taken back meanwhile is not shown.
    fn proofs(&mut self, node: &Node) -> Result<Vec<(Disclosed, Statement)>, Error> {
        let (mut shown, mut bytes) = (Vec::new(), 0);
        while shown.len() < PROOFS_MAX
            && let Some(one) = self.differ.pop()
        {
            let stands = node.store.disclosed_after(one.row - 1, &self.peer, 1)?;
            if stands.first().is_none_or(|first| first.row != one.row) {
                continue;
            }
            let Some(own) = statement(node, one.row)? else { continue };
            if !has_room(&mut bytes, &own) {
                self.differ.push(one);
                break;
            }
            shown.push((one, own));
        }
        Ok(shown)
    }

    /// Takes the answer to it; one that does not fit ends the comparison.
    pub fn take(&mut self, node: &mut Node, answer: Answer) -> Result<(), Error> {
        match (std::mem::replace(&mut self.step, Step::Done), answer) {
            (Step::Names, Answer::Differ(places)) => {
                // Each once, however often it is said.
                let places: BTreeSet<usize> = places.into_iter().map(usize::from).collect();
                let differ = places.into_iter().rev().filter_map(|place| self.page.get(place));
                self.differ = differ.cloned().collect();
                match self.differ.is_empty() {
                    true => self.turn_page(node),
                    false => {
                        self.step = Step::Proofs;
                        Ok(())
                    }
                }
            }
            (Step::Proofs, Answer::Proofs(theirs)) if theirs.len() == self.shown.len() => {
                self.settle(node, &theirs)?;
                self.step = Step::Proofs;
                Ok(())
            }
            _ => Err(Error::Unreachable(format!("{} (no fitting answer)", self.peer))),
        }
    }

    /// DLV-27: a word without its proof is noted, and nothing else.
    fn settle(&mut self, node: &mut Node, theirs: &[Option<Statement>]) -> Result<(), Error> {
        let mut unproven = 0;
        for ((held, own), their) in std::mem::take(&mut self.shown).iter().zip(theirs) {
            let said = their.as_ref().and_then(|their| proven(node, &self.peer, their));
            let said = said.filter(|said| said.name == held.name);
            match (said.filter(|said| said.content_id != held.content_id), their) {
                (Some(_), Some(their)) => found(node, &self.peer, held, (own, their))?,
                _ => unproven += 1,
            }
        }
        note_unproven(node, &self.peer, unproven)
    }

    /// What the page named is compared: the next one begins behind it.
    fn turn_page(&mut self, node: &mut Node) -> Result<(), Error> {
        if let Some(last) = std::mem::take(&mut self.page).last() {
            node.store.set_disclosed_mark(&self.peer, last.row)?;
        }
        self.pages += 1;
        self.step = if self.pages < PAGES_MAX { Step::Names } else { Step::Done };
        Ok(())
    }
}
