//! The body as it may have been before something touched it.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::Clue;
use crate::json::{self, Json, Object};
use crate::webhook::MAX_BODY_BYTES;

/// The byte order mark in UTF-8.
const BOM: &[u8] = b"\xef\xbb\xbf";
/// The members of an event in the order in which we print them.
const ORDER: [&str; 6] = ["event", "id", "created_at", "mode", "sequence", "data"];

/// Every body that a usual mistake would have turned into this one, with the mistake.
pub(super) fn before(body: &[u8]) -> Vec<(Clue, Vec<u8>)> {
    let mut bodies = Vec::new();
    let mut add = |clue: Clue, candidate: Option<Vec<u8>>| {
        if let Some(candidate) = candidate.filter(|one| one != body && one.len() <= MAX_BODY_BYTES) {
            bodies.push((clue, candidate));
        }
    };
    add(Clue::BodyNewlineAdded, body.strip_suffix(b"\n").map(<[u8]>::to_vec));
    add(Clue::BodyNewlineAdded, body.strip_suffix(b"\r\n").map(<[u8]>::to_vec));
    add(Clue::BodyNewlineRemoved, Some([body, b"\n"].concat()));
    add(Clue::BodyNewlineRemoved, Some([body, b"\r\n"].concat()));
    add(Clue::BodyBomAdded, body.strip_prefix(BOM).map(<[u8]>::to_vec));
    add(Clue::BodyBomRemoved, Some([BOM, body].concat()));
    if let Ok(text) = core::str::from_utf8(body) {
        let unix = text.replace("\r\n", "\n");
        add(Clue::BodyLineEnds, Some(unix.replace('\n', "\r\n").into_bytes()));
        add(Clue::BodyLineEnds, Some(unix.into_bytes()));
        add(Clue::BodyRecoded, latin1(text));
    }
    add(Clue::BodyBase64, STANDARD.decode(body.trim_ascii()).ok().filter(|decoded| !decoded.is_empty()));
    match json::parse_answer(body) {
        Ok(Json::Text(inner)) => add(Clue::BodyQuoted, Some(inner.into_bytes())),
        Ok(tree) => {
            for printed in printings(&tree) {
                add(Clue::BodyReserialised, Some(printed.into_bytes()));
            }
        }
        Err(_) => {}
    }
    bodies
}

/// The bytes of a text whose every character is one of Latin-1.
fn latin1(text: &str) -> Option<Vec<u8>> {
    text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect()
}

/// The ways in which senders print: without spaces and with, as it stands, as we order an event, sorted.
fn printings(tree: &Json) -> [String; 5] {
    let ours = ordered(tree);
    let sorted = sorted(tree);
    [tree.print(), ours.print(), sorted.print(), spaced(tree), spaced(&ours)]
}

/// The tree with the members of an event first, in our order.
fn ordered(tree: &Json) -> Json {
    let Json::Object(object) = tree else { return tree.clone() };
    let rank = |name: &str| ORDER.iter().position(|member| *member == name).unwrap_or(ORDER.len());
    let mut members = object.0.clone();
    members.sort_by_key(|(name, _)| rank(name));
    Json::Object(Object(members))
}

/// The tree with the members of every object in the order of their names.
fn sorted(tree: &Json) -> Json {
    match tree {
        Json::Object(object) => {
            let mut members: Vec<_> =
                object.0.iter().map(|(name, value)| (name.clone(), sorted(value))).collect();
            members.sort_by(|(one, _), (other, _)| one.cmp(other));
            Json::Object(Object(members))
        }
        Json::Array(items) => Json::Array(items.iter().map(sorted).collect()),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::Text(_) | Json::Printed(_) => tree.clone(),
    }
}

/// The tree with one space after every comma and colon.
fn spaced(tree: &Json) -> String {
    match tree {
        Json::Object(object) => {
            let members = object.0.iter();
            let members: Vec<String> = members
                .map(|(name, value)| format!("{}: {}", Json::Text(name.to_owned()).print(), spaced(value)))
                .collect();
            format!("{{{}}}", members.join(", "))
        }
        Json::Array(items) => {
            let items: Vec<String> = items.iter().map(spaced).collect();
            format!("[{}]", items.join(", "))
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::Text(_) | Json::Printed(_) => tree.print(),
    }
}
