//! The default webhook secret of a merchant.

use rwandapay_core::engine::Action;
use rwandapay_core::reference::MerchantId;

use super::desk::Desk;
use super::options::Secret;

pub fn run(desk: &mut Desk, task: &Secret) -> Result<(), String> {
    match task {
        Secret::Show { merchant } => print(desk, merchant),
        Secret::Rotate { merchant, overlap } => {
            desk.account(merchant)?;
            desk.act(merchant, Action::RotateSecret(*overlap))?;
            print(desk, merchant)
        }
    }
}

/// Prints the secrets that sign now, the newest first.
pub fn print(desk: &Desk, merchant: &MerchantId) -> Result<(), String> {
    let now = desk.now();
    for secret in desk.account(merchant)?.secrets {
        match secret.expires_at {
            None => println!("webhook secret    {}", secret.secret.reveal()),
            Some(end) if end > now => println!("until {end}  {}", secret.secret.reveal()),
            Some(_) => {}
        }
    }
    Ok(())
}
