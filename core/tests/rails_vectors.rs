//! The vectors of the wire: every row of every table in a case.

mod vectors;

use rwandapay_core::json::{Json, parse};
use rwandapay_core::rails::{airtel, mtn};
use vectors::{Case, load, object, text};

/// A case of a reading: what the provider wrote, with its status, and the word that came out.
struct Reading {
    operation: String,
    provider: String,
    product: String,
    status: String,
    body: String,
    word: String,
}

fn readings() -> Vec<Reading> {
    load("rails").iter().filter_map(reading).collect()
}

fn reading(case: &Case) -> Option<Reading> {
    let word = ["rails.read_submission", "rails.read_enquiry"]
        .contains(&case.op.as_str())
        .then_some(case.op.trim_start_matches("rails.read_"))?;
    let (Some(Json::Object(reply)), Ok(out)) = (case.input.get("reply"), &case.expected) else { return None };
    let Some(Json::Number(status)) = reply.get("status") else { return None };
    Some(Reading {
        operation: word.into(),
        provider: text(&case.input, "provider")?.into(),
        product: text(&case.input, "product")?.into(),
        status: status.clone(),
        body: text(reply, "body")?.into(),
        word: text(object(out), word)?.into(),
    })
}

impl Reading {
    /// Whether a member of the body, however deep, has this text.
    fn says(&self, wanted: &str) -> bool {
        parse(self.body.as_bytes()).is_ok_and(|body| holds(&body, wanted))
    }
}

fn holds(json: &Json, wanted: &str) -> bool {
    match json {
        Json::Text(text) => text == wanted,
        Json::Array(items) => items.iter().any(|item| holds(item, wanted)),
        Json::Object(object) => object.0.iter().any(|(_, value)| holds(value, wanted)),
        _ => false,
    }
}

#[test]
fn every_row_of_mtn_stands_in_a_case() {
    let all = readings();
    let has = |operation: &str, words: &[&str], test: &dyn Fn(&Reading) -> bool| {
        all.iter().any(|reading| {
            reading.provider == "MTN"
                && reading.operation == operation
                && words.contains(&reading.word.as_str())
                && test(reading)
        })
    };
    for (status, http) in mtn::HTTP_STATUSES {
        let word = match http {
            mtn::Http::Accepted => "accepted",
            mtn::Http::NotAllowed | mtn::Http::ByCode => "refused",
            mtn::Http::Busy => "busy",
        };
        assert!(has("submission", &[word], &|reading| reading.status == status.to_string()), "{status}");
    }
    for row in mtn::REASONS {
        for product in ["collect", "payout", "refund"] {
            let differs = row.collect != row.pay_out;
            if product == "collect" || (product == "payout" && differs) {
                let says = |reading: &Reading| reading.product == product && reading.says(row.code);
                assert!(has("enquiry", &["failed"], &says), "{} at a final {product}", row.code);
            }
        }
        let word = if row.refuses { "refused" } else { "unknown" };
        assert!(has("submission", &[word], &|reading| reading.says(row.code)), "{} at a start", row.code);
    }
    for row in mtn::FINAL_STATUSES {
        assert!(has("enquiry", &["failed"], &|reading| reading.says(row.status)), "{}", row.status);
    }
    for status in mtn::PENDING {
        assert!(has("enquiry", &["pending"], &|reading| reading.says(status)), "{status}");
    }
    for code in mtn::NOT_FOUND {
        assert!(has("enquiry", &["not_found"], &|reading| reading.says(code)), "{code}");
    }
    assert!(has("enquiry", &["succeeded"], &|reading| reading.says(mtn::SUCCESSFUL)));
}

#[test]
fn every_row_of_airtel_stands_in_a_case() {
    let all = readings();
    let has = |operation: &str, word: &str, said: &str| {
        all.iter().any(|reading| {
            (reading.provider.as_str(), reading.operation.as_str(), reading.word.as_str())
                == ("Airtel", operation, word)
                && reading.says(said)
        })
    };
    for row in airtel::CODES {
        let word = match row.class {
            airtel::Class::Taken => "accepted",
            airtel::Class::Refused => "refused",
            airtel::Class::Unknown | airtel::Class::NotFound => "unknown",
        };
        assert!(has("submission", word, row.code), "{} {word}", row.code);
        let is_reason = row.code.starts_with("DP") && row.collect.or(row.pay_out).is_some();
        assert!(!is_reason || has("enquiry", "failed", row.code), "{} as a reason", row.code);
        let is_not_found = row.class == airtel::Class::NotFound;
        assert!(!is_not_found || has("enquiry", "not_found", row.code), "{} not found", row.code);
    }
    for (letters, status) in airtel::STATUSES {
        let [submission, enquiry] = match status {
            airtel::Status::Succeeded => ["accepted", "succeeded"],
            airtel::Status::Failed | airtel::Status::Expired => ["refused", "failed"],
            airtel::Status::Pending => ["accepted", "pending"],
            airtel::Status::Ambiguous => ["unknown", "unknown"],
        };
        assert!(has("submission", submission, letters) && has("enquiry", enquiry, letters), "{letters}");
    }
    let messages = all.iter().filter(|reading| reading.operation == "enquiry" && reading.word == "failed");
    let written: String = messages.map(|reading| reading.body.to_lowercase()).collect();
    for row in airtel::MESSAGES {
        assert!(written.contains(row.part), "{}", row.part);
    }
}

#[test]
fn no_code_stands_in_a_table_twice() {
    let mut mtn: Vec<&str> = mtn::REASONS.iter().map(|row| row.code).collect();
    let mut airtel: Vec<&str> = airtel::CODES.iter().map(|row| row.code).collect();
    let counts = [mtn.len(), airtel.len()];
    mtn.sort_unstable();
    mtn.dedup();
    airtel.sort_unstable();
    airtel.dedup();
    assert_eq!([mtn.len(), airtel.len()], counts);
}
