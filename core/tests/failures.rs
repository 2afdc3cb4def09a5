//! The reasons of failures: the vectors are the whole table, in three languages.

mod vectors;

use std::collections::BTreeSet;

use rwandapay_core::failure::{FailureCode, Language, NewAttempt};
use vectors::{load, object, text};

#[test]
fn the_vectors_are_the_table() {
    let cases = load("failures");
    let mut named = BTreeSet::new();
    for case in &cases {
        let Ok(out) = &case.expected else { continue };
        let out = object(out);
        let code = FailureCode::from_name(text(out, "code").unwrap()).unwrap();
        named.insert(code.name());
        assert_eq!(text(out, "new_attempt"), Some(code.new_attempt().name()));
        let messages = object(out.get("messages").unwrap());
        for language in Language::ALL {
            assert_eq!(text(messages, language.tag()), Some(code.message(language)));
        }
    }
    assert_eq!(named, FailureCode::ALL.map(FailureCode::name).into());
}

#[test]
fn every_message_is_its_own_and_makes_sentences() {
    let mut seen = BTreeSet::new();
    for code in FailureCode::ALL {
        for language in Language::ALL {
            let message = code.message(language);
            assert!(seen.insert(message), "twice: {message}");
            assert!(message.ends_with('.') && message.chars().next().unwrap().is_uppercase(), "{message}");
            assert!(message.chars().count() <= 130, "{message}");
        }
    }
}

#[test]
fn a_message_says_try_again_only_where_it_may_help() {
    for code in FailureCode::ALL {
        let invites = code.message(Language::English).to_lowercase().contains("try again");
        assert!(!invites || code.new_attempt() != NewAttempt::No, "{}", code.name());
    }
}
