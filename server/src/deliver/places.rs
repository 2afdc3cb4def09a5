//! Places: how many deliveries run at one time, in all and to one host.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How many deliveries run at one time.
pub const IN_ALL: usize = 256;
/// How many of them go to one host.
pub const OF_ONE_HOST: usize = 8;

/// The places that are free.
pub struct Places {
    all: Arc<Semaphore>,
    hosts: Mutex<HashMap<String, Arc<Semaphore>>>,
}

impl Default for Places {
    fn default() -> Self {
        Self { all: Arc::new(Semaphore::new(IN_ALL)), hosts: Mutex::default() }
    }
}

/// A place; it is free again when this is dropped.
#[derive(Debug)]
pub struct Slot {
    _host: OwnedSemaphorePermit,
    _all: OwnedSemaphorePermit,
}

impl Places {
    /// A place for this address, if there is one.
    pub fn take(&self, url: &str) -> Option<Slot> {
        let host = Arc::clone(&self.host(authority(url))).try_acquire_owned().ok()?;
        let all = Arc::clone(&self.all).try_acquire_owned().ok()?;
        Some(Slot { _host: host, _all: all })
    }

    fn host(&self, authority: &str) -> Arc<Semaphore> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        if hosts.len() >= IN_ALL {
            // Hosts to which nothing is under way need no memory.
            hosts.retain(|_, places| places.available_permits() < OF_ONE_HOST);
        }
        let places = hosts.entry(authority.to_owned());
        Arc::clone(places.or_insert_with(|| Arc::new(Semaphore::new(OF_ONE_HOST))))
    }
}

/// The host and port as they stand in an address.
fn authority(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_host_takes_its_own_places_and_all_hosts_no_more_than_there_are() {
        let places = Places::default();
        let slow: Vec<_> =
            (0..OF_ONE_HOST).map(|n| places.take(&format!("https://slow.example/{n}"))).collect();
        assert!(slow.iter().all(Option::is_some));
        assert!(places.take("https://slow.example/9").is_none());
        let others: Vec<_> =
            (OF_ONE_HOST..IN_ALL).map(|n| places.take(&format!("https://h{n}.example/")).unwrap()).collect();
        assert!(places.take("https://late.example/").is_none());
        drop(others);
        assert!(places.take("https://late.example/").is_some());
        assert!(places.take("https://slow.example/9").is_none());
        drop(slow);
        assert!(places.take("https://slow.example/9").is_some());
    }

    #[test]
    fn the_map_of_hosts_stays_small() {
        let places = Places::default();
        for n in 0..10_000 {
            drop(places.take(&format!("https://h{n}.example/")));
        }
        assert!(places.hosts.lock().unwrap().len() <= IN_ALL);
    }
}
