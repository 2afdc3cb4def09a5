//! API keys: shown once, stored as hashes.

use rwandapay_core::record::KeyClass;
use rwandapay_core::reference::MerchantId;
use rwandapay_core::time::Instant;

use super::desk::{Desk, shown};
use super::options::Key;
use super::screen::{count, table};
use crate::clock::wall;
use crate::random;
use crate::store::{ApiKey, Changes};

/// The longest label of a key, in characters.
const MAX_LABEL_CHARS: usize = 60;

pub fn run(desk: &mut Desk, task: &Key) -> Result<(), String> {
    match task {
        Key::Create { merchant, class, label } => {
            desk.account(merchant)?;
            if label.chars().count() > MAX_LABEL_CHARS || label.chars().any(char::is_control) {
                return Err(format!(
                    "a label has at most {MAX_LABEL_CHARS} characters, none of them for control"
                ));
            }
            create(desk, merchant, class.key_class(), label, Changes::default())
        }
        Key::Roll { merchant, number, overlap } => {
            let old = numbered(desk, merchant, *number)?;
            let (class, label) = (old.class, old.label.clone());
            let end = wall().plus_seconds(i64::from(*overlap));
            create(desk, merchant, class, &label, ending(old, end))?;
            println!("the old key holds until {end}");
            Ok(())
        }
        Key::Revoke { merchant, number } => {
            let changes = ending(numbered(desk, merchant, *number)?, wall());
            desk.write(&changes)?;
            println!("key {number} of {merchant} is refused from now on");
            Ok(())
        }
        Key::List { merchant } => list(desk, merchant),
    }
}

/// A key with an end; one that ends sooner keeps its own.
fn ending(key: ApiKey, end: Instant) -> Changes {
    let end = key.expires_at.map_or(end, |before| before.min(end));
    let mut changes = Changes::default();
    changes.set_api_key(ApiKey { expires_at: Some(end), ..key });
    changes
}

/// Makes a key together with other changes, in one transaction, and prints it.
fn create(
    desk: &mut Desk,
    merchant: &MerchantId,
    class: KeyClass,
    label: &str,
    mut changes: Changes,
) -> Result<(), String> {
    let begin = match class {
        KeyClass::Secret => "sk",
        KeyClass::Publishable => "pk",
    };
    let key = format!("{begin}_{}_{}", desk.mode.name(), letters(&random()?));
    changes.set_api_key(ApiKey {
        hash: desk.vault.api_key_hash(&key),
        scope: desk.scope(merchant),
        class,
        label: label.into(),
        created_at: wall(),
        expires_at: None,
    });
    desk.write(&changes)?;
    println!("{key}\nkeep it now: it is stored as a hash, and nothing shows it again");
    Ok(())
}

/// 160 bits in small letters and digits.
fn letters(random: &[u8; 32]) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    random.iter().filter_map(|byte| ALPHABET.get(usize::from(byte & 31))).map(|b| char::from(*b)).collect()
}

fn numbered(desk: &Desk, merchant: &MerchantId, number: usize) -> Result<ApiKey, String> {
    let keys = desk.reader.api_keys(&desk.scope(merchant)).map_err(shown)?;
    let found = number.checked_sub(1).and_then(|at| keys.into_iter().nth(at));
    found.ok_or_else(|| {
        format!(
            "{merchant} has no key {number}; see: rwandapay admin key list {merchant} --mode {}",
            desk.mode.name()
        )
    })
}

fn list(desk: &Desk, merchant: &MerchantId) -> Result<(), String> {
    desk.account(merchant)?;
    let keys = desk.reader.api_keys(&desk.scope(merchant)).map_err(shown)?;
    let rows: Vec<[String; 5]> = keys
        .iter()
        .enumerate()
        .map(|(at, key)| {
            let ends = match key.expires_at {
                None => String::from("no end"),
                Some(end) if end <= wall() => format!("refused since {end}"),
                Some(end) => format!("until {end}"),
            };
            let number = at.saturating_add(1).to_string();
            [number, key.class.name().into(), key.label.clone(), key.created_at.to_string(), ends]
        })
        .collect();
    table(["number", "class", "label", "made", "holds"], &rows);
    count(rows.len(), "keys");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn every_byte_gives_one_letter_that_a_key_may_have() {
        let mut bytes = [0; 32];
        for (byte, value) in bytes.iter_mut().zip((0..=255).step_by(8)) {
            *byte = value;
        }
        let text = letters(&bytes);
        assert_eq!(text.len(), 32);
        assert!(text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()), "{text}");
        assert_ne!(letters(&[1; 32]), letters(&[2; 32]));
    }
}
