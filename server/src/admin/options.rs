//! The command line of the operator.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use rwandapay_core::error::{Code, Error};
use rwandapay_core::money::Rwf;
use rwandapay_core::phone::Phone;
use rwandapay_core::provider::Provider;
use rwandapay_core::rate_limit::Plan;
use rwandapay_core::record::{EventType, KeyClass, Mode};
use rwandapay_core::reference::{EndpointId, MerchantId, PaymentRef, ProviderRef};
use rwandapay_core::time::KigaliDay;

use crate::options::{Records, Switch};

/// What the operator does.
#[derive(Debug, Args)]
pub struct Admin {
    // Ids of their own: an option that holds for all below is seen above too, where `mode` is another.
    /// The file of the records.
    #[arg(
        id = "admin_data",
        long = "data",
        global = true,
        value_name = "PATH",
        env = "RWANDAPAY_DATA",
        default_value = "./rwandapay-sandbox.db"
    )]
    pub data: String,
    /// The file of the root key; beside the records unless given.
    #[arg(
        id = "admin_key_file",
        long = "key-file",
        global = true,
        value_name = "PATH",
        env = "RWANDAPAY_KEY_FILE"
    )]
    pub key_file: Option<PathBuf>,
    /// Whose money it is about: test money or real money.
    #[arg(id = "admin_mode", long = "mode", global = true, value_name = "test|live", default_value = "test", value_parser = mode)]
    pub mode: Mode,
    /// What to do.
    #[command(subcommand)]
    pub task: Task,
}

impl Admin {
    /// Where the records are.
    pub fn records(&self) -> Records {
        Records { data: self.data.clone(), key_file: self.key_file.clone() }
    }
}

/// What it is about.
#[derive(Debug, Subcommand)]
pub enum Task {
    /// Merchants and their settings.
    #[command(subcommand)]
    Merchant(Merchant),
    /// API keys.
    #[command(subcommand)]
    Key(Key),
    /// PINs for withdrawals.
    #[command(subcommand)]
    Pin(Pin),
    /// The default webhook secret of a merchant.
    #[command(subcommand)]
    Secret(Secret),
    /// Webhook endpoints.
    #[command(subcommand)]
    Endpoint(Endpoint),
    /// Corrections of balances.
    #[command(subcommand)]
    Correct(Correct),
    /// What waits for people: payments under review, attempts that nobody could decide.
    #[command(subcommand)]
    Review(Review),
    /// Compare a provider's statement with the records.
    Statement(Statement),
}

/// Merchants.
#[derive(Debug, Subcommand)]
pub enum Merchant {
    /// Open the account of a merchant; prints its webhook secret.
    Create {
        /// Its id: 1 to 32 of a-z, 0-9 and _.
        #[arg(value_parser = merchant)]
        merchant: MerchantId,
        /// The name that its customers see.
        #[arg(long)]
        name: String,
        /// Its settings.
        #[command(flatten)]
        settings: SettingsOptions,
    },
    /// Change the settings that are named.
    Set {
        /// The merchant.
        #[arg(value_parser = merchant)]
        merchant: MerchantId,
        /// The new settings.
        #[command(flatten)]
        settings: SettingsOptions,
    },
    /// Show one merchant: settings, balances, what its PIN is doing.
    Show {
        /// The merchant.
        #[arg(value_parser = merchant)]
        merchant: MerchantId,
    },
    /// List all merchants.
    List,
}

/// Settings of a merchant; what is not named stays.
#[derive(Debug, Args)]
pub struct SettingsOptions {
    /// The rate limits of live mode.
    #[arg(long, value_name = "sandbox|basic|premium", value_parser = plan)]
    pub plan: Option<Plan>,
    /// One prompt in flight per payer's phone.
    #[arg(long, value_name = "on|off")]
    pub prompt_guard: Option<Switch>,
    /// Withdrawals go to registered numbers only.
    #[arg(long, value_name = "on|off")]
    pub registered_only: Option<Switch>,
    /// A number that withdrawals may go to; may be repeated, and replaces the ones before.
    #[arg(long, value_name = "PHONE", value_parser = phone)]
    pub registered_number: Vec<Phone>,
    /// An origin that a publishable key may redirect to, such as `https://shop.example`; may be repeated, and
    /// replaces the ones before.
    #[arg(long, value_name = "ORIGIN")]
    pub redirect_origin: Vec<String>,
}

/// API keys.
#[derive(Debug, Subcommand)]
pub enum Key {
    /// Make a key, and print it this once.
    Create {
        /// The merchant.
        #[arg(value_parser = merchant)]
        merchant: MerchantId,
        /// What it may do: everything, or only what a browser may.
        #[arg(long, value_name = "secret|publishable", default_value = "secret")]
        class: Class,
        /// What people call it.
        #[arg(long, default_value = "")]
        label: String,
    },
    /// Make a new key in the place of another, which holds for a while longer.
    Roll {
        /// The merchant.
        #[arg(value_parser = merchant)]
        merchant: MerchantId,
        /// The number of the old key, as `list` shows it.
        number: usize,
        /// How long the old key still holds, in seconds.
        #[arg(long, value_name = "SECONDS", default_value_t = 86_400, value_parser = clap::value_parser!(u32).range(..=604_800))]
        overlap: u32,
    },
    /// Refuse a key from now on.
    Revoke {
        /// The merchant.
        #[arg(value_parser = merchant)]
        merchant: MerchantId,
        /// The number of the key, as `list` shows it.
        number: usize,
    },
    /// List the keys of a merchant, without the keys themselves.
    List {
        /// The merchant.
        #[arg(value_parser = merchant)]
        merchant: MerchantId,
    },
}

/// PINs.
#[derive(Debug, Subcommand)]
pub enum Pin {
    /// Set the PIN that is written to standard input: 4 to 6 digits. It is on no command line.
    Set {
        /// The merchant.
        #[arg(value_parser = merchant)]
        merchant: MerchantId,
    },
    /// Unlock the PIN after too many wrong ones.
    Unlock {
        /// The merchant.
        #[arg(value_parser = merchant)]
        merchant: MerchantId,
    },
}

/// The default webhook secret.
#[derive(Debug, Subcommand)]
pub enum Secret {
    /// Print the secrets that sign now.
    Show {
        /// The merchant.
        #[arg(value_parser = merchant)]
        merchant: MerchantId,
    },
    /// Make a new secret, and print it; the old one signs beside it for a while.
    Rotate {
        /// The merchant.
        #[arg(value_parser = merchant)]
        merchant: MerchantId,
        /// How long, in seconds.
        #[arg(long, value_name = "SECONDS", default_value_t = 86_400, value_parser = clap::value_parser!(u32).range(..=604_800))]
        overlap: u32,
    },
}

/// Webhook endpoints.
#[derive(Debug, Subcommand)]
pub enum Endpoint {
    /// List the endpoints of a merchant.
    List {
        /// The merchant.
        #[arg(value_parser = merchant)]
        merchant: MerchantId,
    },
    /// Register an endpoint; prints its secret this once.
    Create {
        /// The merchant.
        #[arg(value_parser = merchant)]
        merchant: MerchantId,
        /// Where events go.
        url: String,
        /// Which events; all where none is named.
        #[arg(long = "event", value_parser = event)]
        events: Vec<EventType>,
    },
    /// Delete an endpoint.
    Delete {
        /// The merchant.
        #[arg(value_parser = merchant)]
        merchant: MerchantId,
        /// The endpoint.
        #[arg(value_parser = endpoint)]
        id: EndpointId,
    },
    /// Make a new secret for an endpoint; the old one signs beside it for a while.
    Rotate {
        /// The merchant.
        #[arg(value_parser = merchant)]
        merchant: MerchantId,
        /// The endpoint.
        #[arg(value_parser = endpoint)]
        id: EndpointId,
        /// How long, in seconds.
        #[arg(long, value_name = "SECONDS", default_value_t = 86_400, value_parser = clap::value_parser!(u32).range(..=604_800))]
        overlap: u32,
    },
    /// Send a test event to an endpoint.
    Test {
        /// The merchant.
        #[arg(value_parser = merchant)]
        merchant: MerchantId,
        /// The endpoint.
        #[arg(value_parser = endpoint)]
        id: EndpointId,
    },
}

/// Who decides, and why. Real money needs two different people.
#[derive(Debug, Clone, Args)]
pub struct People {
    /// Who asks for it.
    #[arg(long, value_name = "NAME")]
    pub by: String,
    /// Who agrees.
    #[arg(long, value_name = "NAME", default_value = "")]
    pub and: String,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    pub reason: String,
}

/// An amount of a merchant.
#[derive(Debug, Args)]
pub struct Sum {
    /// The merchant.
    #[arg(value_parser = merchant)]
    pub merchant: MerchantId,
    /// Whole francs.
    #[arg(value_parser = amount)]
    pub amount: Rwf,
    /// Who decides.
    #[command(flatten)]
    pub people: People,
}

/// Corrections.
#[derive(Debug, Subcommand)]
pub enum Correct {
    /// Give a merchant this much.
    Credit(Sum),
    /// Take this much from a merchant; what it does not have is owed.
    Debit(Sum),
    /// Book a deposit of a merchant that arrived at a provider.
    Deposit {
        /// Where it arrived.
        #[arg(long, value_name = "mtn|airtel", value_parser = provider)]
        provider: Provider,
        /// Whose, and how much.
        #[command(flatten)]
        sum: Sum,
    },
    /// Book that the provider took a payment back.
    Reverse(OfPayment),
}

/// A payment, and who decides about it.
#[derive(Debug, Args)]
pub struct OfPayment {
    /// The merchant.
    #[arg(value_parser = merchant)]
    pub merchant: MerchantId,
    /// The payment.
    #[arg(value_parser = payment)]
    pub payment: PaymentRef,
    /// Who decides.
    #[command(flatten)]
    pub people: People,
}

/// An attempt, and who decides about it.
#[derive(Debug, Args)]
pub struct OfAttempt {
    /// The merchant.
    #[arg(value_parser = merchant)]
    pub merchant: MerchantId,
    /// The reference at the provider.
    #[arg(value_parser = attempt)]
    pub attempt: ProviderRef,
    /// Who decides.
    #[command(flatten)]
    pub people: People,
}

/// What waits for people.
#[derive(Debug, Subcommand)]
pub enum Review {
    /// List it, the longest waiting first.
    List,
    /// Keep what came in for a payment.
    Accept(OfPayment),
    /// Give back what came in for a payment.
    Return(OfPayment),
    /// The provider's statement shows that this attempt moved money.
    Confirm(OfAttempt),
    /// The provider's statement shows that this attempt did not move money.
    Deny(OfAttempt),
    /// Send a payout that the provider never had again, under the same reference.
    Resubmit(OfAttempt),
}

/// A provider's statement.
#[derive(Debug, Args)]
pub struct Statement {
    /// The file: CSV with a head that names the columns `reference`, `amount` and `status`.
    pub file: PathBuf,
    /// Whose statement it is.
    #[arg(long, value_name = "mtn|airtel", value_parser = provider)]
    pub provider: Provider,
    /// The Kigali day that it covers, such as 2026-01-05.
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub day: KigaliDay,
}

/// What a key may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Class {
    /// Everything.
    Secret,
    /// What a browser may.
    Publishable,
}

impl Class {
    /// The class as the records have it.
    pub const fn key_class(self) -> KeyClass {
        match self {
            Self::Secret => KeyClass::Secret,
            Self::Publishable => KeyClass::Publishable,
        }
    }
}

fn mode(text: &str) -> Result<Mode, String> {
    Mode::from_name(text).ok_or_else(|| "neither test nor live".into())
}

fn plan(text: &str) -> Result<Plan, String> {
    Plan::from_name(text).ok_or_else(|| "none of sandbox, basic, premium".into())
}

fn merchant(text: &str) -> Result<MerchantId, String> {
    MerchantId::parse(text).map_err(|_| "not 1 to 32 of a-z, 0-9 and _".into())
}

fn payment(text: &str) -> Result<PaymentRef, String> {
    PaymentRef::parse(text).map_err(|_| "not a reference such as PAY-20260105-ABCDEFGHJK".into())
}

fn attempt(text: &str) -> Result<ProviderRef, String> {
    ProviderRef::parse(text).map_err(|_| "not a UUID of version 4 in small letters".into())
}

fn endpoint(text: &str) -> Result<EndpointId, String> {
    EndpointId::parse(text).map_err(|_| "not the id of an endpoint, which begins with we_".into())
}

fn event(text: &str) -> Result<EventType, String> {
    EventType::from_name(text).ok_or_else(|| "no type of event, such as payment.successful".into())
}

fn provider(text: &str) -> Result<Provider, String> {
    Provider::from_text(text).map_err(|error| error.message().to_string())
}

fn phone(text: &str) -> Result<Phone, String> {
    Phone::parse(text.as_bytes()).map_err(said)
}

fn amount(text: &str) -> Result<Rwf, String> {
    Rwf::parse(text).map_err(said)
}

fn said(code: Code) -> String {
    Error::new(code).message().to_string()
}

fn day(text: &str) -> Result<KigaliDay, String> {
    KigaliDay::parse(text).ok_or_else(|| "not a day such as 2026-01-05".into())
}
