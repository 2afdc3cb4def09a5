//! The tables of the page: what the core knows, as rows.

use rwandapay_core::api::schema::{Answers, CONTRACTS, Contract, Field, Kind, Presence, Shape};
use rwandapay_core::error::TABLE;
use rwandapay_core::failure::{FailureCode, Language};
use rwandapay_core::record::EventType;
use rwandapay_core::sandbox::rails::TestNumber;

use crate::pages::Html;

/// A table with a head.
fn table(head: &[&'static str], rows: impl Iterator<Item = Html>) -> Html {
    let cells =
        |page: Html, name: &&'static str| page.markup("<th scope=\"col\">").text(name).markup("</th>");
    let head = head.iter().fold(Html::new(), cells);
    let body = rows.fold(Html::new(), |page, row| page.markup("<tr>").then(&row).markup("</tr>"));
    Html::new()
        .markup("<div class=\"wide\"><table><thead><tr>")
        .then(&head)
        .markup("</tr></thead><tbody>")
        .then(&body)
        .markup("</tbody></table></div>")
}

fn row<const N: usize>(name: &str, cells: [&str; N]) -> Html {
    let first = Html::new().markup("<td><code>").text(name).markup("</code></td>");
    cells.iter().fold(first, |page, cell| page.markup("<td>").text(cell).markup("</td>"))
}

/// Every endpoint: what it takes, what it answers, what it refuses.
pub fn endpoints() -> Html {
    CONTRACTS.iter().fold(Html::new(), |page, contract| page.then(&endpoint(contract)))
}

fn endpoint(contract: &Contract) -> Html {
    let Ok(operation) = contract.operation() else { return Html::new() };
    let (answered, many) = match contract.answers {
        Answers::One(shape) => (shape, ""),
        Answers::Page(shape) => (shape, "A list of "),
    };
    let name = operation.name;
    let mut page = Html::new()
        .markup("<section><h3 id=\"")
        .text(name)
        .markup("\"><code>")
        .text(operation.method.name())
        .text(" /v1")
        .text(operation.path)
        .markup("</code></h3><p>")
        .text(contract.doc)
        .markup("</p>");
    if contract.idempotent {
        page = page.markup("<p>Takes the header <code>Idempotency-Key</code>.</p>");
    }
    if operation.publishable {
        page = page.markup("<p>A publishable key may ask for it.</p>");
    }
    if let Some(request) = contract.request.filter(|request| !request.fields.is_empty()) {
        page = page.markup("<h4>Request</h4>").then(&fields(request));
    }
    if !operation.query.is_empty() {
        page = page.markup("<p>Query: <code>").text(&operation.query.join(", ")).markup("</code></p>");
    }
    let refused: Vec<&str> = contract.errors.iter().map(|code| code.name()).collect();
    page = page
        .markup("<p>Answers: ")
        .text(many)
        .markup("<a href=\"#shape-")
        .text(answered.name)
        .markup("\">")
        .text(answered.name)
        .markup("</a></p>");
    if !refused.is_empty() {
        page = page.markup("<p>Refuses with: <code>").text(&refused.join(", ")).markup("</code></p>");
    }
    page.markup("</section>")
}

/// Every shape of an answer, once.
pub fn shapes() -> Html {
    let mut seen: Vec<&str> = Vec::new();
    let mut page = Html::new();
    for contract in CONTRACTS {
        let (Answers::One(shape) | Answers::Page(shape)) = contract.answers;
        if !seen.contains(&shape.name) {
            seen.push(shape.name);
            page = page
                .markup("<section><h3 id=\"shape-")
                .text(shape.name)
                .markup("\">")
                .text(shape.name)
                .markup("</h3><p>")
                .text(shape.doc)
                .markup("</p>")
                .then(&fields(shape))
                .markup("</section>");
        }
    }
    page
}

fn fields(shape: &Shape) -> Html {
    table(&["Field", "Kind", "There", "What it is"], shape.fields.iter().map(field))
}

fn field(field: &Field) -> Html {
    let there = match field.presence {
        Presence::Required => "always",
        Presence::Nullable => "always, or null",
        Presence::Optional => "may be left out",
        Presence::Guarded => "only where it may be seen",
    };
    row(field.name, [&kind(field.kind), there, field.doc])
}

/// A kind of value, in words.
fn kind(of: Kind) -> String {
    match of {
        Kind::Text(text) => format!("text, at most {} characters", text.max),
        Kind::Name(names) => format!("one of {}, or a later one", names().join(", ")),
        Kind::Amount(least, most) => format!("whole francs, {least} to {most}"),
        Kind::Francs => "whole francs".into(),
        Kind::Decimals => "francs with two decimals, which are zero".into(),
        Kind::Whole(least, most) => format!("a whole number, {least} to {most}"),
        Kind::Flag => "true or false".into(),
        Kind::Time => "a time in UTC, such as 2024-12-15T14:25:30Z".into(),
        Kind::Metadata => "texts of your own, by name".into(),
        Kind::Object(shape) => format!("an object: {}", shape.name),
        Kind::Resource => "the resource, as it stood then".into(),
        Kind::List(item) => format!("a list: {}", kind(*item)),
    }
}

/// Every error that crosses HTTP, and what to do next.
pub fn errors() -> Html {
    let rows = TABLE.iter().filter(|code| code.http != 0).map(|code| {
        row(code.name, [&code.http.to_string(), code.kind.name(), code.retry.name(), code.message, code.help])
    });
    table(&["Reason", "Status", "Kind", "Send it again", "What it means", "What to do"], rows)
}

/// Why payments fail.
pub fn failures() -> Html {
    let rows = FailureCode::ALL.into_iter().map(|code| row(code.name(), [code.message(Language::English)]));
    table(&["Code", "What your customer reads"], rows)
}

/// Every event.
pub fn events() -> Html {
    table(&["Event", "When"], EventType::ALL.iter().map(|event| row(event.name(), [event.summary()])))
}

/// The numbers that make something happen.
pub fn numbers(numbers: &[TestNumber]) -> Html {
    let rows = numbers.iter().map(|number| row(&format!("…{:03}", number.ending), [number.what]));
    table(&["The number ends in", "What happens"], rows)
}
