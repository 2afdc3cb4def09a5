//! The hosted pages in a real browser: Chromium, driven by its own driver.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod common;

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use common::Server;
use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use rwandapay_core::failure::{FailureCode, Language};
use rwandapay_core::json::Json;

/// Chromium's driver, on a port of its own; it ends with this value.
struct Driver {
    child: Child,
    port: u16,
}

impl Driver {
    fn start() -> Option<Self> {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut command = Command::new("chromedriver");
        let command = command.arg(format!("--port={port}")).stdout(Stdio::null()).stderr(Stdio::null());
        let child = command.spawn().ok()?;
        Some(Self { child, port })
    }

    /// A window as wide as a cheap phone's screen.
    async fn browser(&self) -> Client {
        let arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--lang=en"];
        let options = serde_json::json!({
            "goog:chromeOptions": {
                "args": arguments,
                "mobileEmulation": { "deviceMetrics": { "width": 360, "height": 640, "pixelRatio": 2.0 } },
            },
        });
        let serde_json::Value::Object(options) = options else { panic!() };
        for _ in 0..200 {
            let mut builder = ClientBuilder::new(HttpConnector::new());
            let address = format!("http://127.0.0.1:{}", self.port);
            if let Ok(client) = builder.capabilities(options.clone()).connect(&address).await {
                return client;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("the browser does not start");
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn server() -> Server {
    Server::with(&["--rate-limit", "off", "--clock", "2026-01-05T08:00:00Z"])
}

fn session(server: &Server, reference: &str) -> String {
    let body = format!("{{\"amount\":125000,\"tx_ref\":\"{reference}\"}}");
    let data = server.ask("POST", "/v1/checkout/initialize", "", &body).data();
    format!("{}&lang=en", data.get("payment_url").and_then(Json::as_text).unwrap())
}

fn advance(server: &Server, seconds: u64) {
    let body = format!("{{\"advance_seconds\":{seconds}}}");
    assert_eq!(server.ask("POST", "/v1/sandbox/clock", "", &body).status, 200);
}

/// Waits until the page says this.
async fn screen(browser: &Client, wanted: &str) -> Element {
    let selector = format!("main[data-screen='{wanted}']");
    let found = browser.wait().at_most(Duration::from_secs(60)).for_element(Locator::Css(&selector)).await;
    match found {
        Ok(main) => main,
        Err(error) => panic!("the page never said `{wanted}`: {error}; {}", browser.source().await.unwrap()),
    }
}

async fn pay(browser: &Client, phone: &str) {
    let field = browser.find(Locator::Id("phone")).await.unwrap();
    field.clear().await.unwrap();
    field.send_keys(phone).await.unwrap();
    browser.find(Locator::Css("button")).await.unwrap().click().await.unwrap();
}

/// What a cheap phone and a thumb need: nothing beside the screen, and nothing too small to hit.
async fn fits(browser: &Client) {
    let script = "
        const small = [...document.querySelectorAll('a, button, input:not([type=hidden]), select')]
            .map(e => [e.outerHTML.slice(0, 60), e.getBoundingClientRect()])
            .filter(([, r]) => r.height < 44 || r.width < 44).map(([html]) => html);
        return [document.documentElement.scrollWidth, window.innerWidth, small];";
    let found = browser.execute(script, Vec::new()).await.unwrap();
    assert!(found[0].as_u64() <= found[1].as_u64(), "wider than the screen: {found}");
    assert_eq!(found[1].as_u64(), Some(360));
    assert_eq!(found[2], serde_json::json!([]), "too small for a thumb");
}

/// The contrast of every text with what is behind it, by the formula of WCAG 2.2.
async fn is_readable(browser: &Client) {
    let script = "
        const channel = c => { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4 };
        const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
        const numbers = text => text.match(/[0-9.]+/g).map(Number);
        const behind = e => { for (; e; e = e.parentElement) {
            const c = numbers(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c } return [255, 255, 255] };
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), bad = [];
        let count = 0;
        for (let node; node = walker.nextNode();) {
            const e = node.parentElement;
            if (!node.data.trim() || ['SCRIPT', 'STYLE', 'OPTION'].includes(e.tagName)) continue;
            count++;
            const pair = [light(numbers(getComputedStyle(e).color)), light(behind(e))].sort((a, b) => b - a);
            const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
            if (ratio < 4.5) bad.push([node.data, ratio]);
        }
        return [count, bad];";
    let found = browser.execute(script, Vec::new()).await.unwrap();
    assert!(found[0].as_u64() > Some(5), "{found}");
    assert_eq!(found[1], serde_json::json!([]), "too little contrast");
}

/// What must be said loudly where there is no browser.
fn driver() -> Option<Driver> {
    let driver = Driver::start();
    if driver.is_none() {
        println!("NOT RUN: this machine has no chromedriver; apt-get install chromium chromium-driver");
    }
    driver
}

#[tokio::test]
#[ignore = "needs Chromium; `cargo xtask test` installs it and runs this"]
async fn a_customer_on_a_small_phone_pays_and_sees_it_without_doing_anything() {
    let Some(driver) = driver() else { return };
    let server = server();
    let browser = driver.browser().await;
    browser.goto(&session(&server, "ORDER-7")).await.unwrap();
    screen(&browser, "form").await;
    fits(&browser).await;
    is_readable(&browser).await;
    let field = browser.find(Locator::Id("phone")).await.unwrap();
    field.send_keys("073").await.unwrap();
    let network = browser.find(Locator::Id("network")).await.unwrap();
    assert_eq!(network.text().await.unwrap(), "Airtel Money");
    pay(&browser, "0788 123 001").await;
    screen(&browser, "waiting").await;
    fits(&browser).await;
    is_readable(&browser).await;
    // The page looks for news by itself.
    advance(&server, 2);
    screen(&browser, "failed_again").await;
    fits(&browser).await;
    is_readable(&browser).await;
    pay(&browser, "0788 123 456").await;
    screen(&browser, "waiting").await;
    advance(&server, 2);
    screen(&browser, "paid").await;
    is_readable(&browser).await;
    // Back to the form of before: the page knows better, and nothing is paid again.
    browser.back().await.unwrap();
    browser.refresh().await.unwrap();
    screen(&browser, "paid").await;
    let data = server.ask("GET", "/v1/payments?merchant_reference=ORDER-7", "", "").data();
    let Some(Json::Array(items)) = data.get("items") else { panic!("{data:?}") };
    assert_eq!(items.len(), 2, "one that failed, and one that paid");
    browser.close().await.unwrap();
}

#[tokio::test]
#[ignore = "needs Chromium; `cargo xtask test` installs it and runs this"]
async fn two_clicks_at_once_make_one_payment() {
    let Some(driver) = driver() else { return };
    let server = server();
    let browser = driver.browser().await;
    browser.goto(&session(&server, "TWICE")).await.unwrap();
    let field = browser.find(Locator::Id("phone")).await.unwrap();
    field.send_keys("0788123456").await.unwrap();
    let script = "const b = document.querySelector('button'); b.click(); b.click(); b.click();";
    browser.execute(script, Vec::new()).await.unwrap();
    screen(&browser, "waiting").await;
    let data = server.ask("GET", "/v1/payments?merchant_reference=TWICE", "", "").data();
    assert!(matches!(data.get("items"), Some(Json::Array(items)) if items.len() == 1), "{data:?}");
    browser.close().await.unwrap();
}

#[tokio::test]
#[ignore = "needs Chromium; `cargo xtask test` installs it and runs this"]
async fn expiry_is_said_plainly() {
    let Some(driver) = driver() else { return };
    let server = server();
    let browser = driver.browser().await;
    let page = session(&server, "LATE");
    advance(&server, 3_601);
    for language in ["rw", "fr", "en"] {
        browser.goto(&page.replace("lang=en", &format!("lang={language}"))).await.unwrap();
        screen(&browser, "expired").await;
        fits(&browser).await;
        is_readable(&browser).await;
        assert!(browser.find(Locator::Css("form")).await.is_err());
    }
    browser.close().await.unwrap();
}

#[tokio::test]
#[ignore = "needs Chromium; `cargo xtask test` installs it and runs this"]
async fn a_hostile_name_is_only_a_name() {
    let Some(driver) = driver() else { return };
    let name = "\"><img src=x onerror=document.title='taken'></h1><script>document.title='taken'</script>";
    let shop = common::shop::Shop::open();
    shop.done(&["merchant", "create", "hostile", "--name", name]);
    let key = shop.key("hostile", "secret", "test");
    let made = shop.ask(&key, "POST", "/v1/checkout/initialize", r#"{"amount":5000,"tx_ref":"NAME"}"#).data();
    let page = format!("{}&lang=en", made.get("payment_url").and_then(Json::as_text).unwrap());
    let browser = driver.browser().await;
    browser.goto(&page).await.unwrap();
    screen(&browser, "form").await;
    fits(&browser).await;
    assert!(browser.find(Locator::Css("body")).await.unwrap().text().await.unwrap().contains("onerror="));
    assert!(browser.find(Locator::Css("img")).await.is_err(), "no picture was made of it");
    assert_ne!(browser.title().await.unwrap(), "taken");
    browser.close().await.unwrap();
}

#[tokio::test]
#[ignore = "needs Chromium; `cargo xtask test` installs it and runs this"]
async fn a_customer_without_a_pointer_pays_by_the_keyboard_alone() {
    let Some(driver) = driver() else { return };
    let server = server();
    let browser = driver.browser().await;
    browser.goto(&session(&server, "KEYS")).await.unwrap();
    screen(&browser, "form").await;
    // From the top of the page, as a keyboard goes: until the field, with a mark that can be seen all the way.
    let tab = "\u{e004}";
    for _ in 0..20 {
        let focused = browser.active_element().await.unwrap();
        if focused.attr("id").await.unwrap().as_deref() == Some("phone") {
            break;
        }
        focused.send_keys(tab).await.unwrap();
    }
    let field = browser.active_element().await.unwrap();
    assert_eq!(field.attr("id").await.unwrap().as_deref(), Some("phone"));
    let outline = browser
        .execute("return getComputedStyle(document.activeElement).outlineStyle", Vec::new())
        .await
        .unwrap();
    assert_eq!(outline, serde_json::json!("solid"), "where the keyboard is can be seen");
    field.send_keys("0788123456\u{e007}").await.unwrap();
    screen(&browser, "waiting").await;
    advance(&server, 2);
    screen(&browser, "paid").await;
    browser.close().await.unwrap();
}

#[tokio::test]
#[ignore = "needs Chromium; `cargo xtask test` installs it and runs this"]
async fn each_failure_is_said_plainly_and_leaves_a_way_on() {
    let Some(driver) = driver() else { return };
    let server = server();
    let browser = driver.browser().await;
    for (ending, code) in [
        ("001", FailureCode::InsufficientFunds),
        ("002", FailureCode::PayerRejected),
        ("003", FailureCode::PayerTimeout),
        ("004", FailureCode::PayerNotFound),
        ("005", FailureCode::PayerLimitReached),
        ("015", FailureCode::PayerAccountBlocked),
        ("016", FailureCode::WrongPin),
        ("018", FailureCode::ProviderDeclined),
    ] {
        browser.goto(&session(&server, &format!("FAILS-{ending}"))).await.unwrap();
        pay(&browser, &format!("0788123{ending}")).await;
        screen(&browser, "waiting").await;
        advance(&server, 2);
        let main = screen(&browser, "failed_again").await;
        let text = main.text().await.unwrap();
        assert!(text.contains(code.message(Language::English)), "{ending}: {text}");
        assert!(browser.find(Locator::Id("phone")).await.is_ok(), "another try");
    }
    browser.close().await.unwrap();
}
