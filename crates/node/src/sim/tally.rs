//! Both ends of every lane compare what was numbered in it, as nodes do once an hour.

use super::check::Found;
use super::world::World;
use crate::tally::ask::Comparing;
use crate::{Error, Node, tally};

impl World {
    /// What was acknowledged is there, and is the same at both ends.
    pub(super) fn check_lanes(&mut self) -> Found {
        let mut faults = Vec::new();
        let regular: Vec<usize> = (0..self.members).filter(|at| self.is_regular(*at)).collect();
        for from in &regular {
            for to in regular.iter().filter(|to| *to != from) {
                let again = self.compare(*from, *to)?;
                if again > 0 {
                    faults.push(format!("{to} has not {again} numbers that {from} was told of"));
                }
            }
            for one in self.node(*from)?.store.compared()? {
                if one.differing > 0 && self.member(&one.peer).is_some_and(|at| self.is_regular(at))
                {
                    faults.push(format!("{from} and {} differ in {}", one.peer, one.differing));
                }
            }
        }
        Ok(faults)
    }

    fn compare(&mut self, from: usize, to: usize) -> Result<u64, Error> {
        let me = self.codes[from].clone();
        let mut comparing = Comparing::new(self.codes[to].clone());
        while let Some(asks) = self.running(from)?.commit(|node| comparing.next(node))? {
            let answer = self.running(to)?.commit(|node| tally::answer(node, &me, &asks))?;
            self.counts.messages += 2;
            let answer = answer.ok_or_else(|| Error::Usage("a question without answer".into()))?;
            self.running(from)?.commit(|node| comparing.take(node, answer))?;
        }
        Ok(comparing.again)
    }

    fn running(&mut self, place: usize) -> Result<&mut Node, Error> {
        let node = self.places.get_mut(place).and_then(|place| place.node.as_mut());
        node.ok_or_else(|| Error::Usage(format!("{place} does not run")))
    }
}
