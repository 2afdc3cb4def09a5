//! The operator's commands, beside a server that runs: merchants that the API then knows.
#![allow(clippy::unwrap_used, clippy::panic, reason = "test code")]

mod common;

use std::thread::sleep;
use std::time::{Duration, Instant};

use common::shop::Shop;

fn balance(shop: &Shop, key: &str) -> String {
    let answer = shop.ask(key, "GET", "/v1/balance", "");
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.body
}

#[test]
fn a_merchant_is_opened_and_its_keys_hold_roll_and_end() {
    let shop = Shop::open();
    let opened = shop.done(&["merchant", "create", "boutique", "--name", "Boutique Amahoro"]);
    assert!(opened.contains("whsec_"), "{opened}");
    assert!(shop.refused(&["merchant", "create", "boutique", "--name", "Again"]).contains("account_exists"));
    for name in ["", " x", "a\nb", &"n".repeat(101)] {
        shop.refused(&["merchant", "create", "other", "--name", name]);
    }
    shop.refused(&["merchant", "create", "Boutique", "--name", "x"]);
    shop.refused(&["key", "create", "nobody"]);

    let (secret, publishable) =
        (shop.key("boutique", "secret", "test"), shop.key("boutique", "publishable", "test"));
    assert!(secret.starts_with("sk_test_") && publishable.starts_with("pk_test_"));
    let collect = r#"{"amount":5000,"phone":"0788123456"}"#;
    let paid = shop.ask(&secret, "POST", "/v1/payments/collect", collect);
    assert_eq!(paid.status, 200, "{}", paid.body);
    assert_eq!(shop.ask(&publishable, "POST", "/v1/payments/collect", collect).status, 403);
    assert_eq!(shop.ask("sk_test_sandbox", "GET", "/v1/balance", "").status, 401, "not outside of a sandbox");

    let rolled = shop.done(&["key", "roll", "boutique", "1", "--overlap", "3600"]);
    let fresh = rolled.lines().next().unwrap();
    balance(&shop, &secret);
    balance(&shop, fresh);
    let listed = shop.done(&["key", "list", "boutique"]);
    assert!(!listed.contains(&secret) && !listed.contains(fresh), "a key is shown once");
    shop.done(&["key", "revoke", "boutique", "1"]);
    assert_eq!(shop.ask(&secret, "GET", "/v1/balance", "").status, 401);
    balance(&shop, fresh);
    assert!(shop.refused(&["key", "revoke", "boutique", "9"]).contains("no key 9"));
    assert!(shop.done(&["merchant", "list"]).contains("Boutique Amahoro"));
}

#[test]
fn corrections_settings_pins_and_secrets_reach_a_server_that_runs() {
    let shop = Shop::open();
    shop.done(&["merchant", "create", "kiosk", "--name", "Kiosk"]);
    let key = shop.key("kiosk", "secret", "test");
    let people = ["--by", "Aline", "--reason", "opening balance"];
    shop.done(&[&["correct", "credit", "kiosk", "50000"], &people[..]].concat());
    assert!(balance(&shop, &key).contains("50000"));
    shop.done(&[&["correct", "debit", "kiosk", "1000"], &people[..]].concat());
    shop.done(&[&["correct", "deposit", "--provider", "mtn", "kiosk", "2000"], &people[..]].concat());
    assert!(balance(&shop, &key).contains("51000"));
    for amount in ["0", "-5", "1.5", "9007199254740992"] {
        shop.refused(&[&["correct", "credit", "kiosk", "--", amount], &people[..]].concat());
    }
    shop.refused(&["correct", "credit", "kiosk", "100", "--by", "Aline", "--reason", " "]);
    shop.refused(&[&["correct", "credit", "nobody", "100"], &people[..]].concat());

    let withdraw = r#"{"amount":10000,"phone":"0788123456","pin":"4711"}"#;
    assert!(shop.ask(&key, "POST", "/v1/withdrawals", withdraw).body.contains("pin_not_set"));
    assert!(!shop.admin(&["pin", "set", "kiosk"], "47a1\n").good);
    assert!(shop.admin(&["pin", "set", "kiosk"], "4711\n").good);
    assert_eq!(shop.ask(&key, "POST", "/v1/withdrawals", withdraw).status, 200);
    shop.done(&["pin", "unlock", "kiosk"]);

    let set = ["merchant", "set", "kiosk", "--registered-only", "on", "--registered-number", "0722000000"];
    let shown = shop.done(&set);
    assert!(shown.contains('•') && !shown.contains("0722000000") && !shown.contains("722000000"), "{shown}");
    let elsewhere = shop.ask(&key, "POST", "/v1/withdrawals", withdraw);
    assert_eq!(elsewhere.status, 422, "{}", elsewhere.body);
    shop.refused(&["merchant", "set", "kiosk", "--redirect-origin", "https://shop.example/path"]);
    shop.done(&["merchant", "set", "kiosk", "--redirect-origin", "https://shop.example"]);

    let before = shop.done(&["secret", "show", "kiosk"]);
    let after = shop.done(&["secret", "rotate", "kiosk"]);
    assert_eq!(before.matches("whsec_").count(), 1);
    assert_eq!(after.matches("whsec_").count(), 2, "{after}");
    shop.done(&["secret", "rotate", "kiosk", "--overlap", "0"]);
    assert_eq!(shop.done(&["secret", "show", "kiosk"]).matches("whsec_").count(), 1);

    let made = shop.done(&["endpoint", "create", "kiosk", "https://shop.example/hook"]);
    assert!(made.contains("whsec_"), "{made}");
    assert!(shop.done(&["endpoint", "list", "kiosk"]).contains("https://shop.example/hook"));
    shop.refused(&["endpoint", "create", "kiosk", "https://10.0.0.1/hook"]);
    let again = shop.refused(&["endpoint", "create", "kiosk", "HTTPS://Shop.example:443/hook"]);
    assert!(again.contains("endpoint_exists"), "the same address in other letters: {again}");
}

#[test]
fn real_money_needs_two_people() {
    let shop = Shop::open();
    shop.done(&["merchant", "create", "bank", "--name", "Bank", "--mode", "live"]);
    let credit =
        ["correct", "credit", "bank", "500", "--mode", "live", "--reason", "a gift", "--by", "Aline"];
    assert!(shop.refused(&credit).contains("field_malformed"), "nobody agreed");
    let same = [&credit[..], &["--and", " aline "]].concat();
    assert!(shop.refused(&same).contains("two_people_required"));
    let two = [&credit[..], &["--and", "Eric"]].concat();
    assert!(shop.done(&two).contains("available 500 RWF"));
    assert!(shop.refused(&["merchant", "show", "bank"]).contains("in test mode"), "the modes are apart");
}

#[test]
fn a_statement_names_what_differs_and_changes_nothing() {
    let shop = Shop::open();
    shop.done(&["merchant", "create", "kiosk", "--name", "Kiosk"]);
    let key = shop.key("kiosk", "secret", "test");
    let answer = shop.ask(&key, "POST", "/v1/payments/collect", r#"{"amount":5000,"phone":"0788123456"}"#);
    let reference =
        answer.data().get("reference").and_then(|found| found.as_text().map(str::to_owned)).unwrap();
    let began = Instant::now();
    while !shop.ask(&key, "GET", &format!("/v1/payments/{reference}"), "").body.contains("\"successful\"") {
        assert!(began.elapsed() < Duration::from_secs(60), "the simulated provider never paid");
        sleep(Duration::from_millis(100));
    }
    let connection = rusqlite::Connection::open(&shop.data).unwrap();
    let (attempt, paid_at): (String, i64) = connection
        .query_row("SELECT attempt, paid_at FROM payments", [], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    let day = rwandapay_core::time::Instant::from_ms(paid_at).kigali_day().to_string();
    let file = format!("{}.csv", shop.data);
    let compare = |lines: &str| {
        std::fs::write(&file, format!("reference,amount,status\n{lines}")).unwrap();
        shop.admin(&["statement", &file, "--provider", "mtn", "--day", &day], "")
    };
    let agreed = compare(&format!("{attempt},5000,SUCCESSFUL\n"));
    assert!(agreed.good && agreed.text.contains("1 matched, 0 to look at"), "{}", agreed.text);
    for (lines, wanted) in [
        (format!("{attempt},4000,SUCCESSFUL\n"), "the amounts differ"),
        (format!("{attempt},5000,SUCCESSFUL\n{attempt},5000,SUCCESSFUL\n"), "twice"),
        (String::new(), "the statement does not"),
        (format!("{attempt},5000,FAILED\n"), "the statement does not"),
        ("0b6a1c1e-3c5f-4a57-9d0e-000000000000,700,SUCCESSFUL\n".into(), "suspense"),
    ] {
        let differs = compare(&lines);
        assert!(!differs.good && differs.text.contains(wanted), "{lines}: {}", differs.text);
    }
}
