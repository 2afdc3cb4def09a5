//! The records that a decision may read.

use alloc::collections::BTreeMap;
use alloc::vec;
use alloc::vec::Vec;

use crate::record::{Key, Record};

/// A set of records: all there are, or what a shell has loaded so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Records {
    complete: bool,
    known: BTreeMap<Key, Option<Record>>,
}

/// The keys whose records must be loaded before the decision can be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing(pub Vec<Key>);

impl Records {
    /// Records in memory that are all there are: a key that is not in it has no record.
    pub const fn complete() -> Self {
        Self { complete: true, known: BTreeMap::new() }
    }

    /// A working set, empty at first: a key that was not loaded is missing.
    pub const fn working() -> Self {
        Self { complete: false, known: BTreeMap::new() }
    }

    /// Puts in what a shell has loaded: the record, or the knowledge that there is none.
    pub fn load(&mut self, key: Key, record: Option<Record>) {
        self.known.insert(key, record);
    }

    /// The record under a key, if there is one.
    ///
    /// # Errors
    /// [`Missing`] where nobody has looked yet.
    pub fn get(&self, key: &Key) -> Result<Option<&Record>, Missing> {
        match self.known.get(key) {
            Some(record) => Ok(record.as_ref()),
            None if self.complete => Ok(None),
            None => Err(Missing(vec![key.clone()])),
        }
    }

    /// Fails, naming all of them, if any of these was not loaded.
    ///
    /// # Errors
    /// [`Missing`] with every key that is not known yet.
    pub fn want(&self, keys: impl IntoIterator<Item = Key>) -> Result<(), Missing> {
        if self.complete {
            return Ok(());
        }
        let missing: Vec<Key> = keys.into_iter().filter(|key| !self.known.contains_key(key)).collect();
        if missing.is_empty() { Ok(()) } else { Err(Missing(missing)) }
    }

    /// How many keys are known, with a record or without one.
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// Every record that there is, in the order of its key.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&Key, &Record)> {
        self.known.iter().filter_map(|(key, record)| record.as_ref().map(|record| (key, record)))
    }

    /// The records from one key on, in order.
    pub fn range(&self, from: &Key) -> impl DoubleEndedIterator<Item = (&Key, &Record)> {
        self.known.range(from..).filter_map(|(key, record)| record.as_ref().map(|record| (key, record)))
    }

    pub(super) fn put(&mut self, key: Key, record: Record) {
        self.known.insert(key, Some(record));
    }

    pub(super) fn remove(&mut self, key: &Key) {
        if self.complete {
            self.known.remove(key);
        } else {
            self.known.insert(key.clone(), None);
        }
    }
}
