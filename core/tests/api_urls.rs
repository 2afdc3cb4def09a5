//! The vectors of addresses, through `api::call` and again through the typed interface.

mod vectors;

use core::net::IpAddr;

use rwandapay_core::json::Json;
use rwandapay_core::record::Mode;
use rwandapay_core::url::{Url, UrlPolicy, is_public};
use vectors::{Case, load, object, text};

#[test]
fn addresses() {
    for case in load("urls") {
        match (case.op.as_str(), text(&case.input, "text"), text(&case.input, "address")) {
            ("url.check", Some(given), None) => check(&case, given),
            ("url.public", None, Some(given)) => {
                let public = given.parse::<IpAddr>().ok().map(is_public);
                let wanted = case.expected.as_ref().ok().map(|out| object(out).get("public").cloned());
                assert_eq!(public.map(Json::Bool), wanted.flatten(), "{case:?}");
            }
            (_, _, _) => assert!(case.expected.is_err(), "{case:?}"),
        }
    }
}

fn check(case: &Case, given: &str) {
    let Some(mode) = text(&case.input, "mode").and_then(Mode::from_name) else { return };
    let dev = case.input.get("dev_webhooks") == Some(&Json::Bool(true));
    let policy = UrlPolicy::of(mode, dev);
    match (Url::parse(given, policy), &case.expected) {
        (Ok(url), Ok(out)) => {
            assert_eq!(Some(url.to_string().as_str()), text(object(out), "url"), "{case:?}");
            // The normal form is its own normal form.
            assert_eq!(Url::parse(&url.to_string(), policy), Ok(url), "{case:?}");
        }
        (Err(code), Err((wanted, _))) => {
            // A member that the operation does not know is no matter of the typed interface.
            assert_eq!(code, *wanted, "{case:?}");
            let error = Url::from_text(given, policy).unwrap_err();
            let message = error.message();
            assert!(!message.chars().any(char::is_control) && message.chars().count() < 200, "{message:?}");
            assert!(!message.contains("pw"), "{message}");
        }
        (parsed, wanted) => {
            assert!(parsed.is_ok() && wanted.is_err() && case.input.get("loopback").is_some(), "{case:?}");
        }
    }
}

#[test]
fn a_message_shows_neither_a_password_nor_a_query() {
    for given in ["https://user:hunter2@example.com/", "https://10.0.0.1/?token=hunter2", "ftp://a/#hunter2"]
    {
        let error = Url::from_text(given, UrlPolicy::LIVE).unwrap_err();
        assert!(!error.message().contains("hunter2"), "{error}");
    }
}

proptest::proptest! {
    /// Whatever is accepted has one normal form, leads to the public internet if it says where, and never
    /// carries a user name, a fragment or a character that ends a header.
    #[test]
    fn what_is_accepted_is_plain(
        scheme in "(https|HTTPS|http|ftp)",
        host in r"([a-zA-Z0-9.-]{1,20}|\[[0-9a-f:.]{2,20}\]|[0-9]{1,3}(\.[0-9]{1,3}){3})",
        port in "(:[0-9]{0,6})?",
        rest in r"(/[ -~]{0,20})?",
    ) {
        let text = format!("{scheme}://{host}{port}{rest}");
        if let Ok(url) = Url::parse(&text, UrlPolicy::TEST) {
            let printed = url.to_string();
            proptest::prop_assert_eq!(Url::parse(&printed, UrlPolicy::TEST), Ok(url.clone()));
            proptest::prop_assert!(printed.bytes().all(|b| b.is_ascii_graphic() && b != b'#'));
            proptest::prop_assert!(!url.origin().contains('@'));
            if let rwandapay_core::url::Host::Address(address) = url.host() {
                proptest::prop_assert!(is_public(*address));
            }
        }
    }
}
