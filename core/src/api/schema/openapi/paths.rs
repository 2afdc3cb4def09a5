//! The operations of the document.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::operations::{Answers, CONTRACTS, Contract};
use super::types::{reference, success};
use super::{content, request_body, security};
use crate::client::Operation;
use crate::error::Code;
use crate::json::{Json, Object};

/// Every path with its operations.
pub fn paths() -> Json {
    let mut paths: Vec<(String, Object)> = Vec::new();
    for contract in CONTRACTS {
        let Ok(row) = contract.operation() else { continue };
        let method = row.method.name().to_ascii_lowercase();
        let item = operation(contract, row);
        match paths.iter_mut().find(|(path, _)| path == row.path) {
            Some((_, methods)) => methods.0.push((method, item)),
            None => paths.push((row.path.into(), Object::default().with(&method, item))),
        }
    }
    Json::Object(Object(paths.into_iter().map(|(path, methods)| (path, methods.into())).collect()))
}

fn operation(contract: &Contract, row: &Operation) -> Json {
    let tag = contract.operation.split('.').next().unwrap_or_default();
    let object = Object::default()
        .with("operationId", Json::text(contract.operation))
        .with("tags", Json::Array([Json::text(tag)].into()))
        .with("summary", Json::text(contract.doc));
    let keys = [security("secretKey"), security("publishableKey")];
    let object = if row.publishable { object.with("security", Json::Array(keys.into())) } else { object };
    let parameters = parameters(contract, row);
    let object =
        if parameters.is_empty() { object } else { object.with("parameters", Json::Array(parameters)) };
    let shape = contract.request.map(|shape| ("requestBody".to_string(), request_body(shape)));
    let object = Object(object.0.into_iter().chain(shape).collect());
    object.with("responses", responses(contract)).into()
}

fn parameters(contract: &Contract, row: &Operation) -> Vec<Json> {
    let path = row.path_parameters().map(|name| format!("path.{name}"));
    let query = row.query.iter().map(|name| format!("query.{name}"));
    let key = contract.idempotent.then(|| "IdempotencyKey".to_string());
    path.chain(query).chain(key).map(|name| reference("parameters", &name)).collect()
}

fn responses(contract: &Contract) -> Json {
    let data = match contract.answers {
        Answers::One(shape) => reference("schemas", shape.name),
        Answers::Page(shape) => reference("schemas", &format!("{}Page", shape.name)),
    };
    let mut heads = Vec::from(["Request-Id", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"]);
    if contract.idempotent {
        heads.push("Idempotent-Replayed");
    }
    let done = response("Done.", &heads, success(data));
    let mut statuses: BTreeMap<u16, Vec<Code>> = BTreeMap::new();
    for code in contract.errors() {
        statuses.entry(code.row().http).or_default().push(code);
    }
    let errors = statuses.iter().map(|(status, codes)| (status.to_string(), refusal(*status, codes)));
    Json::Object(Object(core::iter::once(("200".to_string(), done)).chain(errors).collect()))
}

fn refusal(status: u16, codes: &[Code]) -> Json {
    let reasons = codes.iter().map(|code| format!("`{}`: {}", code.name(), code.row().message));
    let heads: &[&str] = match status {
        429 | 503 => &["Request-Id", "Retry-After"],
        _ => &["Request-Id"],
    };
    response(&reasons.collect::<Vec<_>>().join("; "), heads, reference("schemas", "ErrorAnswer"))
}

fn response(doc: &str, heads: &[&str], schema: Json) -> Json {
    let headers = heads.iter().map(|name| ((*name).to_string(), reference("headers", name)));
    Object::default()
        .with("description", Json::text(doc))
        .with("headers", Json::Object(Object(headers.collect())))
        .with("content", content(schema))
        .into()
}
