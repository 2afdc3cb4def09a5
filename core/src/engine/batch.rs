//! A group of commands on one working set: the shell loads, the batch decides, the shell commits.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::apply::apply;
use super::command::Command;
use super::decide::decide;
use super::decision::Decision;
use super::defect::Defect;
use super::policy::Config;
use super::records::{Missing, Records};
use crate::record::Key;
use crate::time::Instant;

/// A group of commands, decided in order, each seeing what the ones before it did.
///
/// A shell locks the accounts of the batch, then loops over [`Batch::step`]: it loads what is asked for
/// until the answer is a commit, commits that, and only then lets answers, jobs and events leave. If the
/// commit is lost, the same commands in a new batch make the same decisions.
pub struct Batch<'a> {
    config: &'a Config,
    commands: &'a [(Command, Instant)],
    records: Records,
    decided: Vec<Result<Decision, Defect>>,
}

/// What the shell must do next.
#[derive(Debug)]
pub enum Step {
    /// Load these, with [`Batch::load`].
    Load(Vec<Key>),
    /// Commit these, in order: one for each command. A defect changes nothing and is answered 500; its
    /// neighbours commit.
    Commit(Vec<Result<Decision, Defect>>),
}

impl<'a> Batch<'a> {
    /// A batch of commands, each with the time at which it arrived.
    pub const fn new(config: &'a Config, commands: &'a [(Command, Instant)]) -> Self {
        Self { config, commands, records: Records::working(), decided: Vec::new() }
    }

    /// Puts in a record that was asked for, or the knowledge that there is none.
    pub fn load(&mut self, key: Key, record: Option<crate::record::Record>) {
        self.records.load(key, record);
    }

    /// Decides as far as it can.
    pub fn step(&mut self) -> Step {
        while let Some((command, now)) = self.commands.get(self.decided.len()) {
            match decide(self.config, &self.records, command, *now) {
                Ok(decision) => {
                    let applied = apply(&mut self.records, &decision);
                    self.decided.push(applied.map(|()| decision));
                }
                Err(_) => return Step::Load(self.wanted()),
            }
        }
        Step::Commit(core::mem::take(&mut self.decided))
    }

    /// What any command that is left is known to need, so that one round serves all of them.
    fn wanted(&self) -> Vec<Key> {
        let left = self.commands.iter().skip(self.decided.len());
        let missing = left.filter_map(|(command, now)| {
            decide(self.config, &self.records, command, *now).err().map(|Missing(keys)| keys)
        });
        missing.flatten().collect::<BTreeSet<Key>>().into_iter().collect()
    }
}
