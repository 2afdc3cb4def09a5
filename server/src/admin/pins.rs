//! PINs: read from standard input, kept as a hash under a pepper.

use std::io::{BufRead, IsTerminal};

use rwandapay_core::engine::Action;
use rwandapay_core::error::Error;
use rwandapay_core::secret::Secret;
use zeroize::Zeroizing;

use super::desk::Desk;
use super::options::Pin;

pub fn run(desk: &mut Desk, task: &Pin) -> Result<(), String> {
    match task {
        Pin::Set { merchant } => {
            desk.account(merchant)?;
            let hash = desk.vault.pin_hash(&read()?)?;
            desk.act(merchant, Action::SetPin(hash))?;
            println!("the PIN of {merchant} is set");
        }
        Pin::Unlock { merchant } => {
            desk.account(merchant)?;
            desk.act(merchant, Action::UnlockPin)?;
            println!("the PIN of {merchant} is unlocked");
        }
    }
    Ok(())
}

fn read() -> Result<Secret, String> {
    let input = std::io::stdin();
    if input.is_terminal() {
        eprint!("PIN, 4 to 6 digits, then Enter (it shows as you type): ");
    }
    let mut line = Zeroizing::new(String::new());
    input.lock().read_line(&mut line).map_err(|error| format!("standard input cannot be read: {error}"))?;
    let pin = Secret::pin(line.trim_end_matches(['\r', '\n']));
    pin.map_err(|code| format!("{}; write it to standard input", Error::new(code).message()))
}
