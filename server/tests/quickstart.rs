//! The README's first steps: the script runs, and the README shows the script.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod common;

use std::fs;
use std::process::Command;

use common::Server;
use rwandapay_core::json::{Json, parse};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/quickstart.sh");
const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md");

#[test]
fn the_quickstart_pays_refunds_and_can_be_repeated() {
    for program in ["bash", "curl"] {
        if Command::new(program).arg("--version").output().is_err() {
            eprintln!("NOT RUN: this machine has no {program}");
            return;
        }
    }
    let server = Server::start();
    for (time, status) in [("first", "successful"), ("second", "partially_refunded")] {
        let output = Command::new("bash")
            .arg(SCRIPT)
            .env("RWANDAPAY_URL", format!("http://{}/v1", server.address))
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{time}: {text}");
        let answers: Vec<&str> = text.lines().filter(|line| line.starts_with('{')).collect();
        assert_eq!(answers.len(), 6, "{text}");
        for good in &answers[..5] {
            assert!(good.starts_with(r#"{"status":"success""#), "{good}");
        }
        assert!(answers[2].contains(&format!(r#""status":"{status}""#)), "{}", answers[2]);
        assert!(answers[2].contains(r#""net_amount":4825,"#), "{}", answers[2]);
        assert!(answers[3].contains(r#""amount":1000,"#));
        assert!(answers[5].contains("amount_below_minimum") && answers[5].contains("phone_not_mobile"));
    }
    // Twice the script, once the payment and once the refund: 1,200,000 + 4,825 - 1,000, then the refund is out.
    let balance = server.ask("GET", "/v1/balance", "", "").body;
    assert!(balance.contains(r#""available_balance":1203825.00,"#), "{balance}");
}

#[test]
fn the_readme_shows_an_error_as_it_is() {
    let readme = fs::read_to_string(README).unwrap();
    let (_, shown) = readme.split_once("```json\n").unwrap();
    let (shown, _) = shown.split_once("```").unwrap();
    let server = Server::start();
    let body = r#"{"amount":99,"phone":"0788123456"}"#;
    let answer = server.ask("POST", "/v1/payments/collect", "", body).json();
    let Ok(Json::Object(shown)) = parse(shown.as_bytes()) else { panic!("{shown}") };
    assert_eq!(shown.get("status"), answer.get("status"));
    assert_eq!(shown.get("error"), answer.get("error"));
}

#[test]
fn the_readme_shows_the_script_as_it_is() {
    let script = fs::read_to_string(SCRIPT).unwrap();
    let readme = fs::read_to_string(README).unwrap();
    assert!(
        readme.contains(&format!("```bash\n{script}```\n")),
        "copy examples/quickstart.sh into README.md"
    );
}
