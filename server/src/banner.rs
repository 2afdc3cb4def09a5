//! What stands on the screen after the start: where, with which keys, and a command that works as it is.

use std::io::Write;
use std::net::SocketAddr;

use rwandapay_core::sandbox::{DEMO_PIN, DEMO_PUBLISHABLE_KEY, DEMO_SECRET_KEY, DOCUMENTED_PAYMENT};

use crate::options::{Serve, Switch};

/// Prints it, in one piece.
pub fn print(address: SocketAddr, secret: &str, options: &Serve) {
    let data = if options.records.data == ":memory:" {
        "memory: it ends with this process"
    } else {
        &options.records.data
    };
    let mut text = format!(
        "\
Rwanda Pay sandbox on http://{address}/v1
Simulated money, kept in {data}. Stop with Ctrl-C.

  secret key       {DEMO_SECRET_KEY}
  publishable key  {DEMO_PUBLISHABLE_KEY}
  webhook secret   {secret}
  PIN              {DEMO_PIN}
  a paid payment   {DOCUMENTED_PAYMENT}

Try it:

  curl -X POST http://{address}/v1/payments/collect \\
    -H 'Authorization: Bearer {DEMO_SECRET_KEY}' \\
    -H 'Content-Type: application/json' \\
    -d '{{\"amount\": 5000, \"phone\": \"0788123456\"}}'
"
    );
    if options.rate_limit == Switch::Off {
        text.push_str("\nRate limits are off.\n");
    }
    if let Some(time) = options.clock {
        let time = time.to_string();
        text.extend(["\nThe clock stands at ", &time, " until POST /v1/sandbox/clock moves it.\n"]);
    }
    if !address.ip().is_loopback() {
        text.push_str("\nOther machines can reach this address, and its keys are known to everyone.\n");
    }
    // A closed screen is no reason not to serve.
    let mut screen = std::io::stdout().lock();
    let _ = screen.write_all(text.as_bytes()).and_then(|()| screen.flush());
}
