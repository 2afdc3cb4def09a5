//! Work that falls due, in the order in which it does.

use alloc::collections::{BTreeMap, BTreeSet};

use crate::engine::{Job, Task};
use crate::record::Scope;
use crate::time::Instant;

/// The jobs of a sandbox. A task of a scope is there once.
#[derive(Debug, Default)]
pub struct Jobs {
    due: BTreeSet<(Instant, u64, Scope, Task)>,
    of: BTreeMap<(Scope, Task), (Instant, u64)>,
    added: u64,
}

impl Jobs {
    /// Adds a job, or gives the task its new due time.
    pub fn put(&mut self, scope: &Scope, job: Job) {
        self.remove(scope, &job.task);
        self.added = self.added.saturating_add(1);
        self.of.insert((scope.clone(), job.task.clone()), (job.due, self.added));
        self.due.insert((job.due, self.added, scope.clone(), job.task));
    }

    /// Takes a task out, if it is there.
    pub fn remove(&mut self, scope: &Scope, task: &Task) {
        if let Some((due, order)) = self.of.remove(&(scope.clone(), task.clone())) {
            self.due.remove(&(due, order, scope.clone(), task.clone()));
        }
    }

    /// When the next one is due.
    pub fn next_due(&self) -> Option<Instant> {
        self.due.first().map(|(due, ..)| *due)
    }

    /// Takes the first one that is due by then; of those due at once, the one added first.
    pub fn pop_due(&mut self, now: Instant) -> Option<(Scope, Job)> {
        if self.next_due().is_none_or(|due| due > now) {
            return None;
        }
        let (due, _, scope, task) = self.due.pop_first()?;
        self.of.remove(&(scope.clone(), task.clone()));
        Some((scope, Job { due, task }))
    }
}
