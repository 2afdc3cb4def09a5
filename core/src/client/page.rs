//! Lists: one page an answer, and the parameters of the next.

use alloc::string::ToString;
use alloc::vec::Vec;

use super::config::whole;
use super::error::ClientError;
use super::step::{Answer, Step};
use crate::error::{Code, Error};
use crate::json::{Json, Object};

/// The member of the parameters in which a list keeps its place: how many pages, and one old cursor.
const PLACE: &str = "page";

/// Refuses a place that is not one of ours.
pub(super) fn check(parameters: &Object) -> Result<(), Error> {
    match parameters.get(PLACE) {
        None | Some(Json::Null) => Ok(()),
        Some(_) if place(parameters).is_some() => Ok(()),
        Some(_) => Err(Error::with_message(
            Code::CursorMalformed,
            "`page` is not what the previous page named; pass its `next` unchanged",
        )
        .at(PLACE)),
    }
}

/// What of the parameters is sent.
pub(super) fn sent(parameters: &Object) -> Object {
    Object(parameters.0.iter().filter(|(name, _)| name != PLACE).cloned().collect())
}

/// Reads a page, names the next, and ends the call.
///
/// A list whose cursors run in a circle would never end. One old cursor is kept, renewed whenever the
/// number of pages reaches a power of two; sooner or later a circle meets it. (Brent's way to find one.)
pub(super) fn turn(parameters: Option<&Object>, mut answer: Answer) -> Step {
    match next(parameters.unwrap_or(&Object(Vec::new())), &answer) {
        Ok(next) => {
            answer.next = next;
            Step::ok(answer)
        }
        Err(message) => {
            let error = ClientError::of(Code::ResponseInvalid, message, None);
            Step::error(ClientError { status: Some(answer.status), request_id: answer.request_id, ..error })
        }
    }
}

/// The parameters of the next page, if there is one; what is wrong with this page.
fn next(parameters: &Object, answer: &Answer) -> Result<Option<Object>, &'static str> {
    if !matches!(answer.data.get("items"), Some(Json::Array(_))) {
        return Err("the page has no `items`");
    }
    let cursor = match answer.data.get("next_cursor") {
        None | Some(Json::Null) => return Ok(None),
        Some(Json::Text(cursor)) if !cursor.is_empty() && cursor.len() <= 512 => cursor,
        Some(_) => return Err("`next_cursor` is not a text of at most 512 bytes"),
    };
    let (number, anchor) = place(parameters).unwrap_or((0, None));
    if Some(cursor.as_str()) == anchor || Some(cursor.as_str()) == member(parameters, "cursor") {
        return Err("the cursor of the next page does not move");
    }
    let number = number.saturating_add(1);
    let anchor = if number.is_power_of_two() { cursor } else { anchor.unwrap_or_default() };
    let place =
        Object::default().with("number", Json::Number(number.to_string())).with("anchor", Json::text(anchor));
    let kept = sent(parameters).0.into_iter().filter(|(name, _)| name != "cursor");
    Ok(Some(Object(kept.collect()).with("cursor", Json::text(cursor)).with(PLACE, place.into())))
}

fn place(parameters: &Object) -> Option<(u64, Option<&str>)> {
    let Some(Json::Object(place)) = parameters.get(PLACE) else { return None };
    let Some(Json::Number(number)) = place.get("number") else { return None };
    Some((whole(number)?, Some(member(place, "anchor")?)))
}

/// A member of an object that is a text.
pub(super) fn member<'a>(object: &'a Object, name: &str) -> Option<&'a str> {
    if let Some(Json::Text(text)) = object.get(name) { Some(text) } else { None }
}
