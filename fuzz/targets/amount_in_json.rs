//! Any bytes in the place of an amount: JSON decides what is JSON, and never is a value rounded.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rwandapay_core::api::call;
use rwandapay_core::json::{Json, parse};
use rwandapay_core::money::Rwf;

fuzz_target!(|bytes: &[u8]| {
    let body = [br#"{"text":"#, bytes, b"}"].concat();
    let answer = parse(call("amount.parse", &body).as_bytes()).unwrap();
    let Json::Object(answer) = answer else { panic!("{answer}") };
    let Some(Json::Object(value)) = answer.get("ok") else {
        assert!(matches!(answer.get("error"), Some(Json::Object(_))), "{answer:?}");
        return;
    };
    let Ok(Json::Object(sent)) = parse(&body) else { panic!("accepted what is not JSON") };
    let (Some(Json::Number(text)) | Some(Json::Text(text))) = sent.get("text") else { panic!("{sent:?}") };
    let amount = Rwf::parse(text).unwrap();
    assert_eq!(value.get("amount"), Some(&Json::Number(amount.to_string())));
});
