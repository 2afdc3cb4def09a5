//! The hosted pages over HTTP, as a browser without scripts uses them.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod common;

use common::{Answer, Server};
use rwandapay_core::json::Json;
use rwandapay_core::time::Instant;
use rwandapay_core::webhook::{WebhookSecret, verify_redirect};

const CLOCK: &[&str] = &["--rate-limit", "off", "--clock", "2026-01-05T08:00:00Z"];

/// A customer's browser: one cookie, and no script.
struct Browser<'a> {
    server: &'a Server,
    cookie: String,
}

impl<'a> Browser<'a> {
    fn new(server: &'a Server) -> Self {
        Self { server, cookie: String::new() }
    }

    fn get(&mut self, path: &str) -> Answer {
        let answer = self.server.one(format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nAccept-Language: en\r\nCookie: {}\r\n\r\n",
            self.server.address, self.cookie
        ));
        if let Some(cookie) = answer.header("set-cookie") {
            assert!(cookie.contains("HttpOnly; SameSite=Lax"), "{cookie}");
            self.cookie = cookie.split(';').next().unwrap().to_owned();
        }
        answer
    }

    fn post(&self, path: &str, origin: &str, form: &str) -> Answer {
        self.server.one(format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nOrigin: {origin}\r\nCookie: {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
            self.server.address,
            self.cookie,
            form.len()
        ))
    }

    fn pay(&mut self, path: &str, phone: &str) -> Answer {
        let page = self.get(path);
        let form = format!("token={}&phone={phone}", token(&page));
        self.post(path, &format!("http://{}", self.server.address), &form)
    }
}

fn token(page: &Answer) -> String {
    let (_, rest) = page.body.split_once("name=\"token\" value=\"").unwrap_or_else(|| panic!("{page:?}"));
    rest.split('"').next().unwrap().to_owned()
}

fn screen(page: &Answer) -> String {
    let (_, rest) = page.body.split_once("data-screen=\"").unwrap_or_else(|| panic!("{page:?}"));
    rest.split('"').next().unwrap().to_owned()
}

/// The path of a session's page.
fn session(server: &Server, reference: &str) -> String {
    let body = format!(
        "{{\"amount\":125000,\"tx_ref\":\"{reference}\",\"redirect_url\":\"https://shop.example/back?x=1\"}}"
    );
    path(&server.ask("POST", "/v1/checkout/initialize", "", &body))
}

fn path(answer: &Answer) -> String {
    let Some(Json::Text(url)) = answer.data().get("payment_url").cloned() else { panic!("{answer:?}") };
    let (_, rest) = url.split_once("://").unwrap();
    rest[rest.find('/').unwrap()..].to_owned()
}

fn advance(server: &Server, seconds: u64) {
    let body = format!("{{\"advance_seconds\":{seconds}}}");
    assert_eq!(server.ask("POST", "/v1/sandbox/clock", "", &body).status, 200);
}

#[test]
fn a_customer_pays_without_a_script_and_goes_back_with_a_signature() {
    let server = Server::with(CLOCK);
    let printed = server.printed_until("PIN");
    let secret = printed.lines().find_map(|line| line.split_once("whsec_")).unwrap().1.trim();
    let page = session(&server, "ORDER-7");
    let mut browser = Browser::new(&server);
    let form = browser.get(&page);
    assert_eq!((form.status, screen(&form).as_str()), (200, "form"));
    assert!(
        form.body.contains("125,000 RWF")
            && form.body.contains("Sandbox Shop")
            && form.body.contains("lang=\"en\"")
    );
    let sent = browser.pay(&page, "0788+123+456");
    assert_eq!((sent.status, sent.header("location")), (303, Some(page.as_str())));
    let waiting = browser.get(&page);
    assert_eq!(screen(&waiting), "waiting");
    assert!(
        waiting.body.contains("*182*7*1#") && waiting.body.contains("http-equiv=\"refresh\" content=\"5\"")
    );
    assert!(!waiting.body.contains("123 456") && waiting.body.contains("0788 ••• 456"), "{}", waiting.body);
    advance(&server, 2);
    let paid = browser.get(&page);
    assert_eq!(screen(&paid), "paid");
    let (_, rest) = paid.body.split_once("href=\"https://shop.example/back?x=1&amp;").unwrap();
    let query = rest.split('"').next().unwrap().replace("&amp;", "&");
    let secrets = [WebhookSecret::parse(&format!("whsec_{secret}")).unwrap()];
    let seconds = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let now = Instant::from_seconds(i64::try_from(seconds).unwrap());
    let redirect = verify_redirect(&secrets, &query, now, 300).unwrap();
    assert_eq!((redirect.reference.as_str(), redirect.status.as_str()), ("ORDER-7", "successful"));
    // Back, and once more: nothing is sent again.
    assert_eq!(browser.pay_again(&page, &form).status, 303);
    let data = server.ask("GET", "/v1/payments?merchant_reference=ORDER-7", "", "").data();
    let Some(Json::Array(items)) = data.get("items").cloned() else { panic!("{data:?}") };
    assert_eq!(items.len(), 1);
}

impl Browser<'_> {
    /// Sends the form of a page that was loaded earlier.
    fn pay_again(&self, path: &str, form: &Answer) -> Answer {
        let body = format!("token={}&phone=0788123456", token(form));
        self.post(path, &format!("http://{}", self.server.address), &body)
    }
}

#[test]
fn every_failure_says_what_happened_and_another_attempt_may_succeed() {
    let server = Server::with(CLOCK);
    for (number, said) in [
        ("0788123001", "not enough money"),
        ("0788123002", "Nothing was taken"),
        ("0788123003", "Nothing was taken"),
        ("0731234004", "Nothing was taken"),
        ("0788123015", "blocked"),
        ("0788123019", "Nothing was taken"),
    ] {
        let page = session(&server, &format!("F-{number}"));
        let mut browser = Browser::new(&server);
        assert_eq!(browser.pay(&page, number).status, 303);
        advance(&server, 240);
        let failed = browser.get(&page);
        assert_eq!(screen(&failed), "failed_again", "{number}");
        assert!(failed.body.contains(said), "{number}: {}", failed.body);
        assert_eq!(browser.pay(&page, "0788123456").status, 303);
        advance(&server, 2);
        assert_eq!(screen(&browser.get(&page)), "paid", "{number}");
    }
}

#[test]
fn unknown_is_said_to_be_unknown_and_no_second_form_is_offered() {
    let server = Server::with(CLOCK);
    let page = session(&server, "U-1");
    let mut browser = Browser::new(&server);
    assert_eq!(browser.pay(&page, "0788123009").status, 303);
    advance(&server, 901);
    let unknown = browser.get(&page);
    assert_eq!(screen(&unknown), "unknown");
    assert!(unknown.body.contains("Do not pay again yet") && !unknown.body.contains("<form"));
    let late = session(&server, "U-2");
    advance(&server, 3_601);
    assert_eq!(screen(&browser.get(&late)), "expired");
}

#[test]
fn two_tabs_make_one_attempt() {
    let server = Server::with(CLOCK);
    let page = session(&server, "TABS");
    let mut browser = Browser::new(&server);
    let (first, second) = (browser.get(&page), browser.get(&page));
    assert_eq!(browser.pay_again(&page, &first).status, 303);
    assert_eq!(browser.pay_again(&page, &second).status, 303);
    let data = server.ask("GET", "/v1/payments?merchant_reference=TABS", "", "").data();
    assert!(matches!(data.get("items"), Some(Json::Array(items)) if items.len() == 1), "{data:?}");
}

#[test]
fn a_form_from_elsewhere_is_not_taken() {
    let server = Server::with(CLOCK);
    let page = session(&server, "CSRF");
    let mut browser = Browser::new(&server);
    let good = token(&browser.get(&page));
    let home = format!("http://{}", server.address);
    let stranger =
        Browser { server: &server, cookie: "rwandapay_form=00000000000000000000000000000000".into() };
    for (browser, origin, token) in [
        (&browser, "https://evil.example", good.as_str()),
        (&browser, home.as_str(), "00000000000000000000000000000000"),
        (&browser, home.as_str(), ""),
        (&stranger, home.as_str(), good.as_str()),
    ] {
        let answer = browser.post(&page, origin, &format!("token={token}&phone=0788123456"));
        assert_eq!(answer.status, 422, "{origin} {token}");
    }
    assert_eq!(browser.post(&page, &home, &format!("token={good}&phone={}", "0".repeat(5_000))).status, 422);
    let reason = server.ask("GET", "/v1/payments/CSRF", "", "").reason();
    assert_eq!(reason, "no_attempt_yet");
    for (phone, said) in [("12", "not a mobile number of Rwanda"), ("0778123456", "no mobile money")] {
        let answer = browser.post(&page, &home, &format!("token={good}&phone={phone}"));
        assert!(answer.status == 422 && answer.body.contains("aria-invalid"), "{answer:?}");
        let english = browser.get(&format!("{page}&lang=en"));
        assert_eq!(english.status, 200);
        let answer = browser.post(&format!("{page}&lang=en"), &home, &format!("token={good}&phone={phone}"));
        assert!(answer.body.contains(said), "{}", answer.body);
    }
}

#[test]
fn a_page_needs_its_token_and_tells_nothing_without_it() {
    let server = Server::with(CLOCK);
    let page = session(&server, "SECRET-REFERENCE");
    let (address, token) = page.split_once("?k=").unwrap();
    let mut browser = Browser::new(&server);
    let wrong = format!("{address}?k={}", token.replace(|c: char| c != '0', "0"));
    let nobody = "/checkout/CHK-000000000000?k=1".to_owned();
    let mut bodies = Vec::new();
    for path in
        [wrong, address.to_owned(), nobody, "/pay/00000000000000000000000000000000".into(), "/pay/x".into()]
    {
        let answer = browser.get(&path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(!answer.body.contains("SECRET-REFERENCE"));
        bodies.push(answer.body);
    }
    assert!(bodies.iter().all(|body| *body == bodies[0]), "one page for all that is not there");
}

#[test]
fn the_page_of_a_payment_shows_its_state() {
    let server = Server::with(CLOCK);
    let body = r#"{"amount": 5000, "phone": "0731234456", "reference": "INV-9"}"#;
    let page = path(&server.ask("POST", "/v1/payments/collect", "", body));
    let mut browser = Browser::new(&server);
    let waiting = browser.get(&page);
    assert_eq!(screen(&waiting), "waiting");
    assert!(
        waiting.body.contains("Airtel Money")
            && waiting.body.contains("*500#")
            && waiting.body.contains("INV-9")
    );
    assert_eq!(browser.get(&format!("{page}/status")).body, "{\"screen\":\"waiting\"}");
    advance(&server, 200);
    assert_eq!(browser.get(&format!("{page}/status")).body, "{\"screen\":\"paid\"}");
    assert!(browser.get(&page).body.contains("5,000 RWF"));
}

#[test]
fn every_page_is_small_and_may_do_nothing_but_its_own() {
    let server = Server::with(CLOCK);
    let page = session(&server, "HEADERS");
    let mut browser = Browser::new(&server);
    for language in ["rw", "fr", "en"] {
        for path in [format!("{page}&lang={language}"), "/pay/x".to_owned()] {
            let answer = browser.get(&path);
            assert!(answer.body.len() < 50_000, "{}", answer.body.len());
            let policy = answer.header("content-security-policy").unwrap();
            for part in
                ["default-src 'none'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'"]
            {
                assert!(policy.contains(part), "{policy}");
            }
            assert!(!policy.contains("unsafe"));
            assert_eq!(answer.header("x-frame-options"), Some("DENY"));
            assert_eq!(answer.header("referrer-policy"), Some("same-origin"));
            assert_eq!(answer.header("cache-control"), Some("no-store"));
            // Nothing comes from outside, and nothing runs that the policy does not name.
            for outside in ["src=", "@import", "url(", "onclick", "onload", "style=\""] {
                assert!(!answer.body.replace("content=\"6;url=", "").contains(outside), "{outside}");
            }
        }
        let page = browser.get(&format!("{page}&lang={language}"));
        assert!(page.body.contains(&format!("<html lang=\"{language}\">")));
    }
}
