//! The OpenAPI 3.1 document.

mod paths;
mod types;

use alloc::format;
use alloc::vec::Vec;

use super::account::EVENT;
use super::{Answers, CONTRACTS, PATH, QUERY, Shape, shapes};
use crate::json::{Json, Object};
use crate::record::EventType;
use types::{component, envelope, kind, page, reference};

/// The document: every operation, shape, error and event.
///
/// ```
/// let document = rwandapay_core::api::openapi().print();
/// assert!(document.starts_with(r#"{"openapi":"3.1.0""#));
/// ```
pub fn openapi() -> Json {
    Object::default()
        .with("openapi", Json::text("3.1.0"))
        .with("info", info())
        .with("servers", servers())
        .with("security", Json::Array([security("secretKey")].into()))
        .with("paths", paths::paths())
        .with("webhooks", webhooks())
        .with("components", components())
        .into()
}

fn info() -> Json {
    Object::default()
        .with("title", Json::text("Rwanda Pay API"))
        .with("version", Json::text("v1"))
        .with(
            "description",
            Json::text(
                "Mobile money payments in Rwanda: MTN MoMo and Airtel Money.\n\n\
                 Amounts are whole francs. Every field of an answer is always there; one without a value is null. \
                 Answers and events may grow: ignore fields that you do not know, and expect statuses, providers, \
                 failure codes and events that do not exist yet. Decide by `reason` and `outcome` of an error, never \
                 by its sentence. An `outcome` of `unknown` means that money may have moved: look the payment up \
                 before you ask for another.",
            ),
        )
        .with(
            "license",
            Object::default()
                .with("name", Json::text("MIT OR Apache-2.0"))
                .with("identifier", Json::text("MIT OR Apache-2.0"))
                .into(),
        )
        .into()
}

fn servers() -> Json {
    let server = |url: &str, description: &str| {
        Object::default().with("url", Json::text(url)).with("description", Json::text(description)).into()
    };
    Json::Array(
        [
            server("https://sandbox-api.rwandapay.rw/v1", "Sandbox"),
            server("https://api.rwandapay.rw/v1", "Production"),
            server("http://127.0.0.1:8080/v1", "A sandbox on your own machine"),
        ]
        .into(),
    )
}

fn security(scheme: &str) -> Json {
    Object::default().with(scheme, Json::Array(Vec::new())).into()
}

fn webhooks() -> Json {
    let events = EventType::ALL.iter().map(|kind| {
        let post = Object::default()
            .with("operationId", Json::text(format!("on.{}", kind.name())))
            .with("summary", Json::text(kind.summary()))
            .with("security", Json::Array(Vec::new()))
            .with(
                "parameters",
                Json::Array(
                    ["WebhookId", "WebhookTimestamp", "WebhookSignature"]
                        .map(|name| reference("parameters", name))
                        .into(),
                ),
            )
            .with("requestBody", body(reference("schemas", EVENT.name)))
            .with("responses", Object::default().with("2XX", described("Received.")).into());
        (kind.name().into(), Object::default().with("post", post.into()).into())
    });
    Json::Object(Object(events.collect()))
}

fn described(text: &str) -> Json {
    Object::default().with("description", Json::text(text)).into()
}

fn body(schema: Json) -> Json {
    Object::default().with("required", Json::Bool(true)).with("content", content(schema)).into()
}

/// The body of a request; one that has nothing to say may be left out.
fn request_body(shape: &Shape) -> Json {
    let required = Json::Bool(!shape.fields.is_empty());
    let content = content(reference("schemas", shape.name));
    Object::default().with("required", required).with("content", content).into()
}

fn content(schema: Json) -> Json {
    Object::default().with("application/json", Object::default().with("schema", schema).into()).into()
}

fn components() -> Json {
    let mut schemas: Vec<_> =
        shapes().into_iter().map(|shape| (shape.name.into(), component(shape))).collect();
    for contract in CONTRACTS {
        if let Answers::Page(shape) = contract.answers {
            schemas.push((format!("{}Page", shape.name), page(shape)));
        }
    }
    schemas.push(("ErrorAnswer".into(), envelope()));
    schemas.push(("Metadata".into(), types::metadata()));
    Object::default()
        .with("schemas", Json::Object(Object(schemas)))
        .with("parameters", parameters())
        .with("headers", headers())
        .with("securitySchemes", schemes())
        .into()
}

fn parameters() -> Json {
    let of = |at: &str, name: &str, doc: &str, schema: Json| -> Json {
        Object::default()
            .with("name", Json::text(name))
            .with("in", Json::text(at))
            .with("required", Json::Bool(at != "query" && name != "Idempotency-Key"))
            .with("description", Json::text(doc))
            .with("schema", schema)
            .into()
    };
    let header = |name: &str, doc: &str, longest: u32| {
        of(
            "header",
            name,
            doc,
            Object::default().with("type", Json::text("string")).with("maxLength", Json::int(longest)).into(),
        )
    };
    let path = PATH.iter().map(|field| {
        (format!("path.{}", field.name), of("path", field.name, field.doc, kind(field.kind).into()))
    });
    let query = QUERY.iter().map(|field| {
        (format!("query.{}", field.name), of("query", field.name, field.doc, kind(field.kind).into()))
    });
    let mut parameters: Vec<_> = path.chain(query).collect();
    for (name, header) in [
        (
            "IdempotencyKey",
            header(
                "Idempotency-Key",
                "1 to 255 visible ASCII characters, such as a UUID. The same key with the same request gives the stored answer again.",
                255,
            ),
        ),
        ("WebhookId", header("webhook-id", "The id of the message, the same at every attempt.", 64)),
        ("WebhookTimestamp", header("webhook-timestamp", "When it was sent, in unix seconds.", 20)),
        (
            "WebhookSignature",
            header("webhook-signature", "One signature or several, by Standard Webhooks 1.0.", 1024),
        ),
    ] {
        parameters.push((name.into(), header));
    }
    Json::Object(Object(parameters))
}

fn headers() -> Json {
    let header = |doc: &str, schema: &str| {
        Object::default()
            .with("description", Json::text(doc))
            .with("schema", Object::default().with("type", Json::text(schema)).into())
            .into()
    };
    Object::default()
        .with("Request-Id", header("The id of the request, for support.", "string"))
        .with(
            "Idempotent-Replayed",
            header("`true` where the answer is that of an earlier request.", "boolean"),
        )
        .with("RateLimit-Limit", header("Requests a minute that can go on for ever.", "integer"))
        .with("RateLimit-Remaining", header("How many more may pass now.", "integer"))
        .with("RateLimit-Reset", header("Seconds until all may pass again.", "integer"))
        .with("Retry-After", header("Seconds until the request may be sent again.", "integer"))
        .with("Allow", header("The methods of the path.", "string"))
        .into()
}

fn schemes() -> Json {
    let scheme = |doc: &str| {
        Object::default()
            .with("type", Json::text("http"))
            .with("scheme", Json::text("bearer"))
            .with("description", Json::text(doc))
            .into()
    };
    Object::default()
        .with("secretKey", scheme("`sk_test_` or `sk_live_`: for your server only."))
        .with(
            "publishableKey",
            scheme("`pk_test_` or `pk_live_`: for browsers; `quote` and `checkout.initialize` only."),
        )
        .into()
}
