//! The file of settings: `name = value` a line, for what the command line and the environment leave open.
//!
//! ```text
//! # /etc/rwandapay.conf
//! listen = 0.0.0.0:443
//! mode = test
//! data = /var/lib/rwandapay/records.db
//! ```
//!
//! The names are those of the options of `rwandapay serve`. An option on the command line wins over the
//! environment, and the environment over the file.

use std::ffi::OsString;
use std::fs;

/// Names the file, when the command line does not.
const VARIABLE: &str = "RWANDAPAY_CONFIG";
const OPTION: &str = "--config";
/// What commands besides `serve` take from the file.
const EVERYWHERE: [&str; 2] = ["data", "key-file"];
/// The commands that only name themselves before their options.
const COMMANDS: [&str; 4] = ["migrate", "verify-ledger", "doctor", "admin"];

/// The command line with what the file adds: an option of the file stands where its variable is not set and
/// the line does not have it.
///
/// # Errors
/// In words, for a file that cannot be read or has a line that is no setting.
pub fn arguments(
    mut given: Vec<OsString>,
    environment: impl Fn(&str) -> Option<OsString>,
) -> Result<Vec<OsString>, String> {
    let Some(path) = take_option(&mut given)?.or_else(|| environment(VARIABLE)) else { return Ok(given) };
    let shown = path.display().to_string();
    let text = fs::read_to_string(&path).map_err(|error| format!("cannot read {shown}: {error}"))?;
    let command = given.get(1).and_then(|word| word.to_str()).unwrap_or_default().to_owned();
    let other = COMMANDS.contains(&command.as_str());
    // Behind the name of the command, where options of the command stand.
    let place = if other || command == "serve" { 2 } else { 1 };
    let mut added = Vec::new();
    for (name, value) in
        settings(&text).map_err(|line| format!("line {line} of {shown} is not `name = value`"))?
    {
        let option = format!("--{name}");
        let variable = format!("RWANDAPAY_{}", name.replace('-', "_").to_uppercase());
        let on_line = given.iter().filter_map(|word| word.to_str()).any(|word| {
            word == option || word.strip_prefix(&option).is_some_and(|rest| rest.starts_with('='))
        });
        if !on_line && environment(&variable).is_none() && (!other || EVERYWHERE.contains(&name)) {
            added.push(OsString::from(format!("{option}={value}")));
        }
    }
    given.splice(place.min(given.len())..place.min(given.len()), added);
    Ok(given)
}

/// Takes `--config FILE` out of the line.
fn take_option(given: &mut Vec<OsString>) -> Result<Option<OsString>, String> {
    let found = given
        .iter()
        .position(|word| word.to_str().is_some_and(|word| word == OPTION || word.starts_with("--config=")));
    let Some(at) = found else { return Ok(None) };
    let word = given.remove(at);
    match word.to_str().and_then(|word| word.strip_prefix("--config=")) {
        Some(path) => Ok(Some(path.into())),
        None if at < given.len() => Ok(Some(given.remove(at))),
        None => Err("--config needs the path of a file".into()),
    }
}

/// The settings of a text, or the number of the line that is none.
fn settings(text: &str) -> Result<Vec<(&str, &str)>, usize> {
    let mut settings = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let parts = line.split_once('=').map(|(name, value)| (name.trim(), value.trim()));
        let named = parts.filter(|(name, value)| {
            !name.is_empty()
                && !value.is_empty()
                && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
                && name.starts_with(|c: char| c != '-')
        });
        settings.push(named.ok_or(at.saturating_add(1))?);
    }
    Ok(settings)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(words: &[&str], file: &str, set: &[&str]) -> Result<Vec<String>, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rwandapay.conf");
        fs::write(&path, file).unwrap();
        let words = ["rwandapay"].iter().chain(words).map(OsString::from);
        let given = words.chain([OPTION.into(), path.into()]).collect();
        let read = arguments(given, |name| set.contains(&name).then(OsString::new))?;
        Ok(read.into_iter().skip(1).map(|word| word.into_string().unwrap()).collect())
    }

    #[test]
    fn the_line_wins_over_the_environment_and_that_over_the_file() {
        let file = "# ours\n\nlisten = 127.0.0.1:1\nmode=test\n data =  a b.db \n";
        let all = ["--listen=127.0.0.1:1", "--mode=test", "--data=a b.db"];
        assert_eq!(line(&[], file, &[]).unwrap(), all);
        assert_eq!(line(&["serve"], file, &[]).unwrap(), [&["serve"], &all[..]].concat());
        assert_eq!(
            line(&["--mode", "live"], file, &["RWANDAPAY_LISTEN"]).unwrap(),
            [all[2], "--mode", "live"]
        );
        assert_eq!(line(&["--mode=live"], file, &["RWANDAPAY_DATA"]).unwrap(), [all[0], "--mode=live"]);
        assert_eq!(line(&["migrate"], file, &[]).unwrap(), ["migrate", all[2]]);
    }

    #[test]
    fn a_line_that_is_no_setting_is_named() {
        for file in ["mode", "ok = 1\n= x", "Mode = test", "mode =", "--mode = test"] {
            let refused = line(&[], file, &[]).unwrap_err();
            assert!(refused.contains("is not `name = value`"), "{file}: {refused}");
        }
        assert!(arguments(vec!["rwandapay".into(), OPTION.into()], |_| None).is_err());
        let gone = vec!["rwandapay".into(), "--config=/nowhere/at/all".into()];
        assert!(arguments(gone, |_| None).unwrap_err().contains("cannot read"));
    }
}
