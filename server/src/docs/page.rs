//! The page.

use rwandapay_core::sandbox::rails::{COLLECT_NUMBERS, PAYOUT_NUMBERS};

use super::samples::{SAMPLES, Sample};
use super::tables;
use crate::pages::Html;

/// The style of the page: one column, system fonts, tables that scroll by themselves on a small screen.
pub const STYLE: &str = "\
:root{--ink:#14201b;--soft:#4a5a53;--line:#c9d3ce;--paper:#fff;--ground:#f2f5f3;--go:#00603c}\
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.55 system-ui,sans-serif}\
main{max-width:60rem;margin:0 auto;padding:1rem}h1{font-size:1.75rem;line-height:1.2}h2{margin-top:2.5rem;border-bottom:2px solid var(--go);padding-bottom:.25rem}\
h3{margin:2rem 0 .5rem;overflow-wrap:anywhere}a{color:var(--go)}nav a{display:inline-block;min-height:2.75rem;padding:.5rem .75rem .5rem 0}\
code,pre{font-family:ui-monospace,monospace;font-size:.9em}pre{background:var(--ground);border:1px solid var(--line);border-radius:.5rem;padding:1rem;overflow-x:auto}\
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.9375rem}th,td{text-align:left;vertical-align:top;border-bottom:1px solid var(--line);padding:.4rem .75rem .4rem 0}\
summary{cursor:pointer;font-weight:600;min-height:2.75rem;padding:.5rem 0}.soft{color:var(--soft)}:focus-visible{outline:3px solid #0b57d0;outline-offset:2px}\
@media(prefers-color-scheme:dark){:root{--ink:#eef3f0;--soft:#b4c2bb;--line:#3a4742;--paper:#0e1512;--ground:#18211d;--go:#5fd3a0}:focus-visible{outline-color:#9cc2ff}}";

/// The whole page.
pub fn page() -> Html {
    Html::new()
        .markup("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
        .markup("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
        .markup("<title>Rwanda Pay API</title><style>")
        .markup(STYLE)
        .markup("</style></head><body><main><h1>Rwanda Pay API</h1>")
        .then(&begin())
        .markup("<h2 id=\"samples\">A first payment</h2>")
        .then(&SAMPLES.iter().fold(Html::new(), |page, one| page.then(&sample(one))))
        .markup("<h2 id=\"money\">Did money move?</h2>")
        .markup(MONEY)
        .markup("<h2 id=\"endpoints\">Endpoints</h2>")
        .then(&tables::endpoints())
        .markup("<h2 id=\"shapes\">Answers</h2>")
        .markup(ANSWERS)
        .then(&tables::shapes())
        .markup("<h2 id=\"errors\">Errors</h2>")
        .markup(ERRORS)
        .then(&tables::errors())
        .markup("<h2 id=\"failures\">Why payments fail</h2>")
        .then(&tables::failures())
        .markup("<h2 id=\"events\">Events</h2>")
        .markup(EVENTS)
        .then(&tables::events())
        .markup("<h2 id=\"numbers\">Test numbers</h2>")
        .markup(NUMBERS)
        .markup("<h3>Payments</h3>")
        .then(&tables::numbers(COLLECT_NUMBERS))
        .markup("<h3>Withdrawals, and refunds with 100 added to the ending</h3>")
        .then(&tables::numbers(PAYOUT_NUMBERS))
        .markup("</main></body></html>")
}

fn begin() -> Html {
    Html::new().markup(
        "<p>Mobile money in Rwanda: MTN MoMo and Airtel Money. Amounts are whole francs, 100 to 1,000,000 RWF a \
         payment.</p><nav aria-label=\"This page\"><a href=\"#samples\">A first payment</a> \
         <a href=\"#money\">Did money move?</a> <a href=\"#endpoints\">Endpoints</a> <a href=\"#shapes\">Answers</a> \
         <a href=\"#errors\">Errors</a> <a href=\"#failures\">Failures</a> <a href=\"#events\">Events</a> \
         <a href=\"#numbers\">Test numbers</a> <a href=\"/openapi.json\">OpenAPI</a></nav>\
         <p>The base of every path is <code>/v1</code>. Send your key as <code>Authorization: Bearer \
         sk_test_…</code>; the key decides whose records and which mode it is. A publishable key, \
         <code>pk_</code>, may be in a browser and can only ask for a quote and open a checkout.</p>",
    )
}

fn sample(sample: &Sample) -> Html {
    let needs = if sample.needs.is_empty() { String::new() } else { format!(" (needs {})", sample.needs) };
    Html::new()
        .markup("<details><summary>")
        .text(sample.language)
        .markup("<span class=\"soft\">")
        .text(&needs)
        .markup("</span></summary><pre><code>")
        .lines(sample.text)
        .markup("</code></pre></details>")
}

const MONEY: &str = "<p>Every payment, and every error of a request that could move money, has an \
<code>outcome</code>: <code>none</code> means that nothing moved and nothing will, <code>done</code> that it did, \
<code>unknown</code> that nobody can say yet. After an unknown one, look the payment up by your reference before you \
ask for another. The same request with the same <code>Idempotency-Key</code> or the same <code>reference</code> \
never asks a customer twice.</p>";

const ANSWERS: &str = "<p>A success is <code>{\"status\":\"success\",\"data\":…}</code>. Every field is always \
there; one without a value is null. Answers may grow: ignore fields that you do not know, and expect names that do \
not exist yet.</p>";

const ERRORS: &str = "<p>An error is <code>{\"status\":\"error\",\"error\":{\"code\",\"reason\",\"message\",\
\"resolution\",\"kind\",\"outcome\",\"details\"}}</code>. Decide by <code>reason</code> and <code>outcome</code>, \
never by the sentence. Every answer has the header <code>Request-Id</code>.</p>";

const EVENTS: &str = "<p>Events go to the endpoints that you register, signed by the rules of Standard Webhooks: the \
headers <code>webhook-id</code>, <code>webhook-timestamp</code> and <code>webhook-signature</code>, over the raw \
body. Answer with a 2xx within 15 seconds; anything else is tried again for three days. The same event may come \
twice: remember <code>webhook-id</code>.</p>";

const NUMBERS: &str = "<p>In test mode the last three digits of a number decide what happens. Any other number, \
such as 0788123456, pays after two seconds.</p>";

#[cfg(test)]
mod tests {
    use super::*;
    use rwandapay_core::api::schema::CONTRACTS;
    use rwandapay_core::error::TABLE;
    use rwandapay_core::record::EventType;

    #[test]
    fn everything_stands_on_the_page_and_nothing_comes_from_outside() {
        let page = page().into_string();
        for contract in CONTRACTS {
            let operation = contract.operation().unwrap();
            let shown = format!("{} /v1{}</code>", operation.method.name(), operation.path);
            assert!(page.contains(&shown), "{shown}");
        }
        let errors = TABLE.iter().filter(|row| row.http != 0).map(|row| row.name);
        for name in errors.chain(EventType::ALL.iter().map(|event| event.name())) {
            assert!(page.contains(&format!("<td><code>{name}</code></td>")), "{name}");
        }
        for language in ["curl", "PHP", "JavaScript", "Python", "Java", "C#", "Ruby", "Go"] {
            assert!(page.contains(&format!("<summary>{language}<")), "{language}");
        }
        for outside in ["<script", "<link", "<img", "<iframe", "src=\""] {
            assert!(!page.contains(outside), "{outside}");
        }
        assert!(!STYLE.contains("url(") && !STYLE.contains("@import"));
        // Every address on the page leads to a place that is there.
        for link in page.split("href=\"#").skip(1) {
            let id = link.split('"').next().unwrap();
            assert!(page.contains(&format!("id=\"{id}\"")), "{id}");
        }
    }
}
