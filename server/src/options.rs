//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use rwandapay_core::record::Mode;
use rwandapay_core::time::Instant;

/// The Rwanda Pay API on this machine.
#[derive(Debug, Parser)]
#[command(name = "rwandapay", version, args_conflicts_with_subcommands = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: Serve,
}

impl Cli {
    /// What to do: `rwandapay` alone is `rwandapay serve`.
    pub fn command(self) -> Command {
        self.command.unwrap_or_else(|| Command::Serve(Box::new(self.serve)))
    }
}

/// What the program can be asked to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start the API (the default command).
    Serve(Box<Serve>),
    /// Recompute every balance from its entries, and name what does not agree.
    VerifyLedger(Records),
    /// Bring the schema of the records up to date.
    Migrate(Records),
    /// Look at everything that a server needs, and say what is wrong.
    Doctor(Doctor),
    /// Merchants, keys, PINs, secrets, corrections, reviews, statements.
    Admin(Box<crate::admin::options::Admin>),
}

/// How to serve.
#[derive(Debug, Args)]
pub struct Serve {
    /// Address and port; port 0 takes a free one.
    #[arg(long, value_name = "ADDR", env = "RWANDAPAY_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Which merchants are served: the demonstration merchant and others with test money, others with test
    /// money alone, or those with real money.
    #[arg(long, value_name = "sandbox|test|live", env = "RWANDAPAY_MODE", default_value = "sandbox")]
    pub mode: ServerMode,
    /// Where the records are.
    #[command(flatten)]
    pub records: Records,
    /// The certificate and its chain, in PEM; with it, the server speaks TLS alone.
    #[arg(long, value_name = "FILE", env = "RWANDAPAY_TLS_CERTIFICATE", requires = "tls_key")]
    pub tls_certificate: Option<PathBuf>,
    /// The key of the certificate, in PEM.
    #[arg(long, value_name = "FILE", env = "RWANDAPAY_TLS_KEY", requires = "tls_certificate")]
    pub tls_key: Option<PathBuf>,
    /// Where the operator finds /livez, /readyz and /metrics: an address of this machine alone.
    #[arg(long, value_name = "ADDR", env = "RWANDAPAY_OPS_LISTEN")]
    pub ops_listen: Option<SocketAddr>,
    /// The form of log lines on standard error.
    #[arg(long, value_name = "json|text", env = "RWANDAPAY_LOG", default_value = "json")]
    pub log: LogForm,
    /// What is logged: `info` has a line for every request.
    #[arg(long, value_name = "off|error|warn|info", env = "RWANDAPAY_LOG_LEVEL", default_value = "warn")]
    pub log_level: LogLevel,
    /// Certificates, in PEM, that webhook receivers may be vouched for by, besides the web's authorities.
    #[arg(long, value_name = "FILE", env = "RWANDAPAY_WEBHOOK_CA")]
    pub webhook_ca: Option<PathBuf>,
    /// The address that hosted pages have in answers; the server's own unless given.
    #[arg(long, value_name = "URL", env = "RWANDAPAY_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// Rate limits; off is for tests and benchmarks.
    #[arg(long, value_name = "on|off", default_value = "on")]
    pub rate_limit: Switch,
    /// Start the sandbox's clock at this time, such as 2026-01-05T08:00:00Z, and let it stand: it moves only
    /// by POST /v1/sandbox/clock, so that a test sees the same times on every run.
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub clock: Option<Instant>,
    /// Whether webhooks may go to this machine; on by default on loopback.
    #[arg(long, value_name = "on|off", num_args = 0..=1, default_missing_value = "on")]
    pub dev_webhooks: Option<Switch>,
    /// Allow an address that other machines can reach, with keys that everyone knows.
    #[arg(long)]
    pub public_demo: bool,
}

impl Serve {
    /// What stands against these options together, in one sentence.
    pub fn objection(&self) -> Option<String> {
        if self.mode != ServerMode::Sandbox {
            if self.clock.is_some() {
                return Some("--clock is for sandbox mode: elsewhere time is what it is".into());
            }
            if self.rate_limit == Switch::Off {
                return Some(
                    "--rate-limit off is for sandbox mode: elsewhere the limits are promised".into(),
                );
            }
        }
        if let Some(ops) = self.ops_listen.filter(|ops| !ops.ip().is_loopback()) {
            return Some(format!(
                "{} can be reached by other machines; --ops-listen takes a loopback address",
                ops.ip()
            ));
        }
        let ip = self.listen.ip();
        if self.mode == ServerMode::Sandbox && !ip.is_loopback() && !self.public_demo {
            return Some(format!(
                "{ip} can be reached by other machines, and the sandbox's keys are known to everyone; \
                 add --public-demo if that is what you want"
            ));
        }
        let url = self.public_url.as_deref()?;
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        let good = rest.is_some_and(|rest| {
            !rest.is_empty()
                && rest.bytes().all(|b| b.is_ascii_graphic())
                && !rest.contains(['?', '#', '@', '"'])
        });
        (!good || url.ends_with('/')).then(|| {
            format!("`{url}` is not an address such as https://pay.example.com, without a slash at its end")
        })
    }
}

fn time(text: &str) -> Result<Instant, String> {
    Instant::parse(text).ok_or_else(|| "not a time such as 2026-01-05T08:00:00Z".into())
}

/// Where the records are.
#[derive(Debug, Clone, Args)]
pub struct Records {
    /// The file of the records, or `:memory:`; it is made where there is none.
    #[arg(long, value_name = "PATH", env = "RWANDAPAY_DATA", default_value = "./rwandapay-sandbox.db")]
    pub data: String,
    /// The file of the root key; beside the records unless given. Keep a copy of it somewhere else.
    #[arg(long, value_name = "PATH", env = "RWANDAPAY_KEY_FILE")]
    pub key_file: Option<PathBuf>,
}

/// What the doctor looks at.
#[derive(Debug, Args)]
pub struct Doctor {
    /// Where the records are.
    #[command(flatten)]
    pub records: Records,
    /// The certificate of the listener.
    #[arg(long, value_name = "FILE", env = "RWANDAPAY_TLS_CERTIFICATE", requires = "tls_key")]
    pub tls_certificate: Option<PathBuf>,
    /// The key of the certificate.
    #[arg(long, value_name = "FILE", env = "RWANDAPAY_TLS_KEY", requires = "tls_certificate")]
    pub tls_key: Option<PathBuf>,
}

/// The form of log lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogForm {
    /// One JSON object a line.
    Json,
    /// Text for people.
    Text,
}

/// What is logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogLevel {
    /// Nothing.
    Off,
    /// What the operator must look at.
    Error,
    /// What went wrong besides, and mends itself.
    Warn,
    /// A line for every request besides.
    Info,
}

/// Which merchants a server serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ServerMode {
    /// Test money, with the demonstration merchant and a clock that can be moved.
    Sandbox,
    /// Test money, without either.
    Test,
    /// Real money.
    Live,
}

impl ServerMode {
    /// The mode of the keys that it takes.
    pub const fn keys(self) -> Mode {
        match self {
            Self::Sandbox | Self::Test => Mode::Test,
            Self::Live => Mode::Live,
        }
    }

    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sandbox => "sandbox",
            Self::Test => "test",
            Self::Live => "live",
        }
    }
}

/// On or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Switch {
    /// On.
    On,
    /// Off.
    Off,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(arguments: &[&str]) -> Serve {
        match Cli::try_parse_from([&["rwandapay"], arguments].concat()).unwrap().command() {
            Command::Serve(serve) => *serve,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_only_a_sandbox_may_do_is_refused_elsewhere() {
        for option in [["--clock", "2026-01-05T08:00:00Z"], ["--rate-limit", "off"]] {
            assert!(read(&option).objection().is_none(), "{option:?}");
            for mode in ["test", "live"] {
                assert!(read(&[&option[..], &["--mode", mode]].concat()).objection().is_some(), "{option:?}");
            }
        }
        assert!(read(&["--mode", "live", "--listen", "0.0.0.0:443"]).objection().is_none());
    }

    #[test]
    fn serve_is_the_command_when_none_is_given() {
        assert_eq!(
            read(&["--listen", "127.0.0.1:1"]).listen,
            read(&["serve", "--listen", "127.0.0.1:1"]).listen
        );
        assert_eq!(read(&[]).rate_limit, Switch::On);
        assert_eq!(read(&["--dev-webhooks"]).dev_webhooks, Some(Switch::On));
        assert_eq!(read(&["--dev-webhooks", "off"]).dev_webhooks, Some(Switch::Off));
    }

    #[test]
    fn an_address_that_others_reach_must_be_meant() {
        for address in ["0.0.0.0:8080", "[::]:8080", "192.0.2.1:80"] {
            assert!(read(&["--listen", address]).objection().is_some(), "{address}");
            assert!(read(&["--listen", address, "--public-demo"]).objection().is_none(), "{address}");
        }
        for address in ["127.0.0.1:8080", "[::1]:8080", "127.9.9.9:0"] {
            assert!(read(&["--listen", address]).objection().is_none(), "{address}");
        }
    }

    #[test]
    fn a_public_url_is_a_plain_address() {
        for url in ["https://pay.example.com", "http://localhost:8080", "https://a.example/pay"] {
            assert!(read(&["--public-url", url]).objection().is_none(), "{url}");
        }
        for url in [
            "",
            "pay.example.com",
            "https://",
            "https://a.example/",
            "https://a.example?x",
            "ftp://a.example",
        ] {
            assert!(read(&["--public-url", url]).objection().is_some(), "{url}");
        }
    }
}
