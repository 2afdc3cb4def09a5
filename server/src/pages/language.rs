//! Which language a page is in.

use rwandapay_core::failure::Language;

/// How much of the header is read: browsers send less.
const MAX_HEADER_BYTES: usize = 256;

/// The language that was chosen on the page, else the one that the browser likes best of the three, else
/// Kinyarwanda, which nearly everybody in Rwanda reads.
pub fn of(chosen: Option<&str>, accept_language: Option<&str>) -> Language {
    chosen.and_then(named).or_else(|| accepted(accept_language?)).unwrap_or(Language::Kinyarwanda)
}

fn named(tag: &str) -> Option<Language> {
    Language::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(tag))
}

/// RFC 9110, section 12.5.4, as far as three languages need it.
fn accepted(header: &str) -> Option<Language> {
    let header = header.get(..header.len().min(MAX_HEADER_BYTES))?;
    let mut best: Option<(u32, Language)> = None;
    for part in header.split(',') {
        let (range, weight) = part.split_once(';').unwrap_or((part, "q=1"));
        let primary = range.trim().split('-').next().unwrap_or_default();
        let Some(language) = named(primary) else { continue };
        let weight = thousandths(weight.trim());
        if weight > best.map_or(0, |(weight, _)| weight) {
            best = Some((weight, language));
        }
    }
    best.map(|(_, language)| language)
}

/// `q=0.8` as 800.
fn thousandths(weight: &str) -> u32 {
    let Some(text) = weight.strip_prefix("q=") else { return 0 };
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    match whole {
        "1" => 1_000,
        "0" if part.len() <= 3 => format!("{part:0<3}").parse().unwrap_or(0),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_choice_comes_first_then_the_browser_then_kinyarwanda() {
        use Language::{English, French, Kinyarwanda};
        for (chosen, header, expected) in [
            (None, None, Kinyarwanda),
            (Some("fr"), Some("en"), French),
            (Some("xx"), Some("en-GB,en;q=0.9"), English),
            (None, Some("de, fr;q=0.8, en;q=0.9"), English),
            (None, Some("en;q=0.1,fr-CA;q=0.75,rw;q=0.2"), French),
            (None, Some("en;q=0,fr;q=bad"), Kinyarwanda),
            (None, Some("*"), Kinyarwanda),
            (None, Some(""), Kinyarwanda),
        ] {
            assert_eq!(of(chosen, header), expected, "{chosen:?} {header:?}");
        }
        let long = "de,".repeat(10_000) + "en";
        assert_eq!(of(None, Some(&long)), Kinyarwanda);
        assert_eq!(of(None, Some(&"é".repeat(5_000))), Kinyarwanda);
    }
}
