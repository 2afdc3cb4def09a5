//! Merchants and their settings.

use rwandapay_core::engine::Action;
use rwandapay_core::engine::command::OpenAccount;
use rwandapay_core::error::Error;
use rwandapay_core::money::Rwf;
use rwandapay_core::rate_limit::Plan;
use rwandapay_core::record::Settings;
use rwandapay_core::reference::MerchantId;
use rwandapay_core::url::{Url, UrlPolicy};

use super::desk::{Desk, shown};
use super::options::{Merchant, SettingsOptions};
use super::screen::{count, table};
use super::secrets;
use crate::options::Switch;

/// The longest name of a merchant, in characters.
const MAX_NAME_CHARS: usize = 100;

/// What a merchant has before anybody says otherwise.
fn standard() -> Settings {
    Settings {
        prompt_guard: true,
        registered_numbers: Vec::new(),
        registered_only: false,
        redirect_origins: Vec::new(),
        plan: Plan::Basic,
    }
}

pub fn run(desk: &mut Desk, task: &Merchant) -> Result<(), String> {
    match task {
        Merchant::Create { merchant, name, settings } => create(desk, merchant, name, settings),
        Merchant::Set { merchant, settings } => {
            let settings = changed(desk.account(merchant)?.settings, settings)?;
            desk.act(merchant, Action::SetSettings(settings))?;
            show(desk, merchant)
        }
        Merchant::Show { merchant } => show(desk, merchant),
        Merchant::List => list(desk),
    }
}

fn create(
    desk: &mut Desk,
    merchant: &MerchantId,
    name: &str,
    settings: &SettingsOptions,
) -> Result<(), String> {
    let length = name.chars().count();
    if !(1..=MAX_NAME_CHARS).contains(&length) || name.trim() != name || name.chars().any(char::is_control) {
        return Err(format!(
            "a name has 1 to {MAX_NAME_CHARS} characters, none of them for control, no space around it"
        ));
    }
    let open = OpenAccount {
        name: name.into(),
        settings: changed(standard(), settings)?,
        available: Rwf::ZERO,
        unsettled: Rwf::ZERO,
        payment: None,
    };
    desk.act(merchant, Action::OpenAccount(open))?;
    println!("opened {merchant} in {} mode", desk.mode.name());
    secrets::print(desk, merchant)?;
    println!("next: rwandapay admin key create {merchant} --mode {}", desk.mode.name());
    Ok(())
}

fn changed(mut settings: Settings, options: &SettingsOptions) -> Result<Settings, String> {
    let on = |switch: Switch| switch == Switch::On;
    settings.plan = options.plan.unwrap_or(settings.plan);
    settings.prompt_guard = options.prompt_guard.map_or(settings.prompt_guard, on);
    settings.registered_only = options.registered_only.map_or(settings.registered_only, on);
    if !options.registered_number.is_empty() {
        settings.registered_numbers.clone_from(&options.registered_number);
    }
    if !options.redirect_origin.is_empty() {
        let origins = options.redirect_origin.iter().map(|text| origin(text));
        settings.redirect_origins = origins.collect::<Result<_, _>>()?;
    }
    Ok(settings)
}

/// An origin, which has no path: what a browser calls by that name.
fn origin(text: &str) -> Result<String, String> {
    let url = Url::parse(text, UrlPolicy::LIVE).map_err(|code| Error::new(code).message().to_string())?;
    let origin = url.origin();
    if origin == text { Ok(origin) } else { Err(format!("the origin of `{text}` is {origin}; give that")) }
}

fn show(desk: &Desk, merchant: &MerchantId) -> Result<(), String> {
    let account = desk.account(merchant)?;
    let (balances, settings) = (account.balances, &account.settings);
    let on = |yes: bool| if yes { "on" } else { "off" };
    let numbers = settings.registered_numbers.iter().map(|phone| phone.masked().as_str().to_owned());
    let pin = match (&account.pin_hash, account.pin_failures.needs_operator) {
        (None, _) => "not set",
        (Some(_), true) => "locked until an operator unlocks it",
        (Some(_), false) => "set",
    };
    let rows = [
        ("merchant", merchant.to_string()),
        ("mode", desk.mode.name().into()),
        ("name", account.name.clone()),
        ("available", format!("{} RWF", balances.available)),
        ("unsettled", format!("{} RWF", balances.unsettled)),
        ("reserved", format!("{} RWF", balances.reserved)),
        ("owed", format!("{} RWF", balances.owed)),
        ("plan", settings.plan.name().into()),
        ("prompt guard", on(settings.prompt_guard).into()),
        ("registered only", on(settings.registered_only).into()),
        ("registered", numbers.collect::<Vec<_>>().join(", ")),
        ("redirect origins", settings.redirect_origins.join(", ")),
        ("PIN", pin.into()),
        ("endpoints", account.endpoints.to_string()),
        ("events", account.sequence.to_string()),
    ];
    for (name, value) in rows {
        println!("{name:<17} {value}");
    }
    Ok(())
}

fn list(desk: &Desk) -> Result<(), String> {
    let mut rows = Vec::new();
    for scope in desk.reader.scopes().map_err(shown)? {
        if scope.mode == desk.mode {
            let account = desk.account(&scope.merchant)?;
            let cells = [account.balances.available, account.balances.unsettled].map(|sum| sum.to_string());
            let [available, unsettled] = cells;
            rows.push([scope.merchant.to_string(), account.name, available, unsettled]);
        }
    }
    table(["merchant", "name", "available", "unsettled"], &rows);
    count(rows.len(), &format!("merchants in {} mode", desk.mode.name()));
    Ok(())
}
