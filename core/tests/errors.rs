//! The error table and `tests/vectors/errors.json`, which was written by hand, are equal.

mod vectors;

use std::collections::{BTreeMap, BTreeSet};

use rwandapay_core::error::{Code, Error, Kind, Outcome, Retry, TABLE};
use rwandapay_core::json::{Json, Object};
use vectors::{load, text};

/// A row as its vector shows it, read through the typed interface.
fn shown(code: Code) -> Object {
    let row = code.row();
    let outcomes = row.outcomes.iter().map(|outcome| Json::maybe_text(outcome.map(Outcome::name)));
    Object::default()
        .with("name", Json::text(code.name()))
        .with("id", Json::int(code.id()))
        .with("kind", Json::text(row.kind.name()))
        .with("http", Json::int(row.http))
        .with("retry", Json::text(row.retry.name()))
        .with("outcomes", Json::Array(outcomes.collect()))
        .with("message", Json::text(row.message))
        .with("help", Json::text(row.help))
}

#[test]
fn the_table_and_the_vectors_are_equal() {
    let cases = load("errors");
    let by_hand: BTreeMap<String, Json> = cases
        .iter()
        .filter(|case| case.input.get("id").is_none())
        .filter_map(|case| Some((text(&case.input, "code")?.to_owned(), case.expected.clone().ok()?)))
        .collect();
    let table: BTreeMap<String, Json> =
        TABLE.iter().map(|row| (row.name.to_owned(), shown(row.code).into())).collect();
    let missing: Vec<&String> = table.keys().filter(|name| !by_hand.contains_key(*name)).collect();
    assert_eq!(missing, Vec::<&String>::new(), "write these rows into tests/vectors/errors.json");
    assert_eq!(by_hand, table);
}

#[test]
fn ids_and_names_are_unique_and_in_order() {
    assert!(TABLE.is_sorted_by(|a, b| a.code.id() < b.code.id()));
    let names: BTreeSet<&str> = TABLE.iter().map(|row| row.name).collect();
    assert_eq!(names.len(), TABLE.len());
    for row in TABLE {
        assert_eq!(Code::from_name(row.name), Some(row.code));
        assert_eq!(Code::from_id(row.code.id()), Some(row.code));
        assert_eq!(row.code.row(), *row);
        assert!(
            row.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        );
        assert!((100..=999).contains(&row.code.id()), "{}", row.name);
    }
    for id in 0..=u16::MAX {
        assert_eq!(Code::from_id(id).map_or(id, Code::id), id);
    }
}

#[test]
fn every_row_keeps_the_rules_of_the_table() {
    for row in TABLE {
        let name = row.name;
        assert!(!row.outcomes.is_empty(), "{name}");
        let always_unknown = row.outcomes.iter().all(|outcome| *outcome == Some(Outcome::Unknown));
        assert_eq!(row.kind == Kind::UnknownOutcome, always_unknown, "{name}: kind and outcomes");
        let classes: &[Kind] = match row.http {
            400 | 405 | 413 | 415 | 431 => &[Kind::InvalidInput],
            401 | 403 => &[Kind::Auth],
            402 => &[Kind::Refused],
            404 => &[Kind::NotFound],
            408 => &[Kind::Unavailable],
            409 => &[Kind::UnknownOutcome],
            422 => &[Kind::InvalidInput, Kind::Refused, Kind::Conflict],
            429 => &[Kind::RateLimited],
            500 => &[Kind::Internal],
            503 => &[Kind::Unavailable, Kind::UnknownOutcome],
            0 => continue,
            other => panic!("{name}: status {other}"),
        };
        assert!(classes.contains(&row.kind), "{name}: {} under {}", row.kind.name(), row.http);
        let done = row.outcomes.contains(&Some(Outcome::Done));
        assert!(!done || row.kind == Kind::Conflict, "{name}: only an earlier resource can have moved money");
        let again = matches!(row.kind, Kind::RateLimited | Kind::UnknownOutcome);
        assert!(!again || row.retry == Retry::SameKey, "{name}: must be sent again with its key");
    }
}

#[test]
fn texts_are_one_line_in_lower_case_without_a_full_stop() {
    for row in TABLE {
        for line in [row.message, row.help] {
            assert!(!line.is_empty() && !line.ends_with('.') && !line.contains(['\n', '\r', '\t']), "{line}");
            assert!(!line.contains("  ") && line.trim() == line, "{line}");
            let first = line.split([' ', ',']).next().unwrap();
            let lower = first.chars().next().is_some_and(|letter| !letter.is_uppercase());
            assert!(lower || first.chars().all(char::is_uppercase), "{line}");
        }
        assert!(row.message.len() <= 100 && row.help.len() <= 120, "{}", row.name);
        assert_ne!(row.message, row.help);
    }
}

#[test]
fn the_kind_of_an_error_follows_its_outcome() {
    for row in TABLE {
        for outcome in [None, Some(Outcome::None), Some(Outcome::Unknown), Some(Outcome::Done)] {
            let error = Error::new(row.code).outcome_is(outcome);
            let unknown = error.kind() == Kind::UnknownOutcome;
            if row.kind != Kind::UnknownOutcome {
                assert_eq!(unknown, outcome == Some(Outcome::Unknown), "{}", row.name);
            }
        }
        assert_eq!(Error::new(row.code).outcome(), row.outcomes[0], "{}", row.name);
        assert_eq!(Error::new(row.code).to_string(), row.message);
    }
}

/// No fresh error claims more than is known: what may follow a sent request never begins with `none`.
#[test]
fn a_fresh_error_never_claims_that_nothing_moved_where_it_may_have() {
    for row in TABLE {
        let earlier = row.outcomes.contains(&Some(Outcome::Done));
        if row.outcomes.contains(&Some(Outcome::Unknown)) && !earlier {
            assert_ne!(row.outcomes[0], Some(Outcome::None), "{}", row.name);
        }
    }
}
