//! What clients asked, and what they were told.

use std::collections::BTreeMap;
use std::sync::Mutex;

use rwandapay_core::json::{Json, Object};

/// One request that was to move money, or to make something.
#[derive(Clone, Debug)]
pub struct Asked {
    pub path: String,
    pub body: String,
    /// The idempotency key.
    pub key: String,
    pub amount: u64,
}

#[derive(Default)]
pub struct Journal(Mutex<Book>);

#[derive(Default)]
struct Book {
    /// By idempotency key: what was asked, and the reference and body that were answered first.
    asked: BTreeMap<String, (Asked, Option<(String, String)>)>,
    refused: u64,
    webhook_secret: String,
}

impl Journal {
    /// Before anything is sent.
    pub fn asks(&self, asked: &Asked) {
        self.0.lock().unwrap().asked.entry(asked.key.clone()).or_insert((asked.clone(), None));
    }

    /// A 200: the first answer of a key, or exactly that answer again.
    pub fn told(&self, key: &str, reference: &str, body: &str) {
        let mut book = self.0.lock().unwrap();
        let (asked, answer) = book.asked.get_mut(key).unwrap();
        match answer {
            None => *answer = Some((reference.to_owned(), body.to_owned())),
            Some((first, data)) => {
                assert_eq!(first, reference, "two resources for one key: {asked:?}");
                assert_eq!(data, body, "another answer for one key");
            }
        }
    }

    /// A refusal that says that nothing moved.
    pub fn refused(&self, key: &str) {
        let mut book = self.0.lock().unwrap();
        book.refused += 1;
        if book.asked.get(key).is_some_and(|(_, answer)| answer.is_none()) {
            book.asked.remove(key);
        }
    }

    pub fn endpoint(&self, data: &Object) {
        let Some(Json::Text(secret)) = data.get("secret") else { panic!("{data:?}") };
        self.0.lock().unwrap().webhook_secret = secret.clone();
    }

    pub fn in_doubt(&self) -> Vec<Asked> {
        let book = self.0.lock().unwrap();
        let open = book.asked.values().filter(|(_, answer)| answer.is_none());
        open.map(|(asked, _)| asked.clone()).collect()
    }

    /// What was acknowledged: the request, and the reference.
    pub fn acknowledged(&self) -> Vec<(Asked, String)> {
        let book = self.0.lock().unwrap();
        let known = book.asked.values();
        known.filter_map(|(asked, answer)| Some((asked.clone(), answer.clone()?.0))).collect()
    }

    pub fn summary(&self) -> String {
        let (acknowledged, in_doubt) = (self.acknowledged().len(), self.in_doubt().len());
        format!(
            "{acknowledged} acknowledged, {in_doubt} in doubt, {} refused",
            self.0.lock().unwrap().refused
        )
    }
}
