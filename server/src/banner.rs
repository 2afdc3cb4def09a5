//! What stands on the screen after the start: where, with which keys, and a command that works as it is.

use std::io::Write;
use std::net::SocketAddr;

use rwandapay_core::sandbox::{DEMO_PIN, DEMO_PUBLISHABLE_KEY, DEMO_SECRET_KEY, DOCUMENTED_PAYMENT};

use crate::options::{Serve, ServerMode, Switch};

/// Where the server is.
#[derive(Debug, Clone, Copy)]
pub struct Shown {
    /// `http` or `https`.
    pub scheme: &'static str,
    /// Where the API listens.
    pub address: SocketAddr,
    /// Where the operator's listener listens, if there is one.
    pub ops: Option<SocketAddr>,
}

/// Prints it, in one piece.
pub fn print(shown: &Shown, secret: &str, options: &Serve) {
    let data = if options.records.data == ":memory:" {
        "memory: it ends with this process"
    } else {
        &options.records.data
    };
    let Shown { scheme, address, .. } = shown;
    let mut text = match options.mode {
        ServerMode::Sandbox => sandbox(&format!("{scheme}://{address}"), data, secret),
        ServerMode::Test | ServerMode::Live => format!(
            "Rwanda Pay, {} mode, on {scheme}://{address}/v1\nRecords in {data}. Stop with Ctrl-C.\n\n\
             \x20 merchants and keys: rwandapay admin --help\n",
            options.mode.name()
        ),
    };
    if options.mode == ServerMode::Live {
        text.push_str("\nThere is no rail for real money in this program: every payment is refused.\n");
    }
    if let Some(ops) = shown.ops {
        text.extend(["\nFor the operator: http://", &ops.to_string(), "/readyz and /metrics\n"]);
    }
    if options.rate_limit == Switch::Off {
        text.push_str("\nRate limits are off.\n");
    }
    if let Some(time) = options.clock {
        let time = time.to_string();
        text.extend(["\nThe clock stands at ", &time, " until POST /v1/sandbox/clock moves it.\n"]);
    }
    if options.mode == ServerMode::Sandbox && !address.ip().is_loopback() {
        text.push_str("\nOther machines can reach this address, and its keys are known to everyone.\n");
    }
    // A closed screen is no reason not to serve.
    let mut screen = std::io::stdout().lock();
    let _ = screen.write_all(text.as_bytes()).and_then(|()| screen.flush());
}

/// What a sandbox shows: its keys, which everybody may know, and a command that works as it is.
fn sandbox(origin: &str, data: &str, secret: &str) -> String {
    format!(
        "\
Rwanda Pay sandbox on {origin}/v1
Simulated money, kept in {data}. Stop with Ctrl-C.

  secret key       {DEMO_SECRET_KEY}
  publishable key  {DEMO_PUBLISHABLE_KEY}
  webhook secret   {secret}
  PIN              {DEMO_PIN}
  a paid payment   {DOCUMENTED_PAYMENT}

Try it:

  curl -X POST {origin}/v1/payments/collect \\
    -H 'Authorization: Bearer {DEMO_SECRET_KEY}' \\
    -H 'Content-Type: application/json' \\
    -d '{{\"amount\": 5000, \"phone\": \"0788123456\"}}'
"
    )
}
