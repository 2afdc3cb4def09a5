//! Webhook endpoints, as the API has them.

use rwandapay_core::engine::{Action, Answer};
use rwandapay_core::error::Error;
use rwandapay_core::record::{Key, Record};
use rwandapay_core::reference::MerchantId;
use rwandapay_core::request::{CreateEndpoint, RotateEndpoint};
use rwandapay_core::url::{Url, UrlPolicy};

use super::desk::{Desk, shown};
use super::options::Endpoint;
use super::screen::{count, table};

pub fn run(desk: &mut Desk, task: &Endpoint) -> Result<(), String> {
    match task {
        Endpoint::List { merchant } => list(desk, merchant),
        Endpoint::Create { merchant, url, events } => {
            // As the API keeps it: one address has one form, so that it is registered once.
            let parsed = Url::parse(url, UrlPolicy::LIVE);
            let url = parsed.map_err(|code| Error::new(code).message().to_string())?.to_string();
            let request = CreateEndpoint { url, events: events.clone() };
            act(desk, merchant, Action::CreateEndpoint(request))
        }
        Endpoint::Delete { merchant, id } => act(desk, merchant, Action::DeleteEndpoint(id.clone())),
        Endpoint::Rotate { merchant, id, overlap } => {
            let request = RotateEndpoint { id: id.clone(), overlap_seconds: *overlap };
            act(desk, merchant, Action::RotateEndpoint(request))
        }
        Endpoint::Test { merchant, id } => act(desk, merchant, Action::TestEndpoint(id.clone())),
    }
}

/// Carries it out, and prints what the API would answer: a new secret stands nowhere else.
fn act(desk: &mut Desk, merchant: &MerchantId, action: Action) -> Result<(), String> {
    desk.account(merchant)?;
    match desk.act(merchant, action)? {
        Answer::Data { data, .. } => println!("{data}"),
        _ => println!("done"),
    }
    Ok(())
}

fn list(desk: &Desk, merchant: &MerchantId) -> Result<(), String> {
    desk.account(merchant)?;
    let scope = desk.scope(merchant);
    let mut rows = Vec::new();
    for id in desk.reader.endpoints(&scope).map_err(shown)? {
        let found = desk.reader.load(&Key::Endpoint(scope.clone(), id)).map_err(shown)?;
        if let Some(Record::Endpoint(endpoint)) = found {
            let events: Vec<&str> = endpoint.events.iter().map(|event| event.name()).collect();
            let events = if events.is_empty() { "all".into() } else { events.join(", ") };
            let state = if endpoint.disabled { "disabled" } else { "enabled" };
            rows.push([endpoint.id.to_string(), state.into(), endpoint.url, events]);
        }
    }
    table(["id", "state", "url", "events"], &rows);
    count(rows.len(), "endpoints");
    Ok(())
}
