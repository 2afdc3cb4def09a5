//! What is accepted is JSON to the lenient reader too, and survives printing and reading unchanged.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rwandapay_core::json::parse;
use serde::de::IgnoredAny;

fuzz_target!(|bytes: &[u8]| {
    let Ok(tree) = parse(bytes) else { return };
    assert!(serde_json::from_slice::<IgnoredAny>(bytes).is_ok());
    let printed = tree.print();
    assert_eq!(parse(printed.as_bytes()).unwrap(), tree);
    assert_eq!(parse(printed.as_bytes()).unwrap().print(), printed);
    // The lenient reader sees the same value, as far as it can hold numbers.
    if let (Ok(one), Ok(other)) = (
        serde_json::from_slice::<serde_json::Value>(bytes),
        serde_json::from_str::<serde_json::Value>(&printed),
    ) {
        assert_eq!(one, other);
    }
});
