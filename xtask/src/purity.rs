//! What a pure core must not have, looked for in its source.
//!
//! Clippy refuses what it has a lint for (`core/src/lib.rs` names them). This scan refuses the rest by
//! name: comments, texts and `#[cfg(test)]` items are taken out first, then every word is compared.

use std::path::Path;

use crate::run::{Outcome, Verdict, cargo, files, shorter};
use crate::setup;

/// A word, why it is refused, and the one place that may say it.
const WORDS: &[(&str, &str, &str)] = &[
    ("unsafe", "the core is safe Rust", ""),
    ("f32", "no float may touch money", ""),
    ("f64", "no float may touch money", ""),
    ("std", "files, sockets, threads, clocks and the environment come only from std", "api/guard.rs"),
    ("HashMap", "its order is random; use BTreeMap", ""),
    ("HashSet", "its order is random; use BTreeSet", ""),
    ("thread_local", "no global state", ""),
    ("OnceCell", "no global state", ""),
    ("OnceLock", "no global state", ""),
    ("LazyLock", "no global state", ""),
    ("LazyCell", "no global state", ""),
    ("UnsafeCell", "no global state", ""),
    ("Mutex", "no threads", ""),
    ("RwLock", "no threads", ""),
    ("atomic", "no threads", ""),
    ("getrandom", "entropy is an argument", ""),
    ("rand", "entropy is an argument", ""),
    ("libc", "no operating system", ""),
    ("println", "the core prints nothing", ""),
    ("eprintln", "the core prints nothing", ""),
    ("dbg", "the core prints nothing", ""),
    ("serde", "serde stays behind the strict reader", "json/"),
    ("serde_json", "serde stays behind the strict reader", "json/"),
];

/// Scans every source file of the core.
pub fn scan() -> Outcome {
    let sources = files("core/src", "rs")?;
    let mut found = Vec::new();
    for path in &sources {
        let text = crate::run::read(path)?;
        found.extend(offences(&shorter(path), &text));
    }
    if found.is_empty() {
        let words = WORDS.len();
        return Ok(Verdict::passed(format!(
            "{} files, none of {words} words, no float, no static mut",
            sources.len()
        )));
    }
    Err(format!("the core must stay pure:\n  {}", found.join("\n  ")))
}

/// Builds the core for a machine that has no operating system, where that target is installed.
pub fn no_std() -> Outcome {
    if !setup::has_no_std_target() {
        let target = setup::NO_STD_TARGET;
        return Ok(Verdict::NotRun(format!("`rustup target add {target}` did not work here")));
    }
    cargo(&[
        "build",
        "--package",
        "rwandapay-core",
        "--no-default-features",
        "--locked",
        "--target",
        setup::NO_STD_TARGET,
    ])?;
    Ok(Verdict::passed(setup::NO_STD_TARGET))
}

/// What one file says that it must not.
fn offences(name: &str, text: &str) -> Vec<String> {
    if Path::new(name).file_name().is_some_and(|file| file == "tests.rs") {
        return Vec::new();
    }
    let code = without_tests(&code_only(text));
    let mut found = Vec::new();
    for (number, line) in code.lines().enumerate() {
        let words = words(line);
        let at = |why: &str| format!("{name}:{}: {why}", number + 1);
        for (word, why, place) in WORDS {
            if words.contains(word) && (place.is_empty() || !name.contains(place)) {
                found.push(at(&format!("`{word}`: {why}")));
            }
        }
        if words.windows(2).any(|pair| pair == ["static", "mut"]) {
            found.push(at("`static mut`: no global state"));
        }
        if has_float_literal(line) {
            found.push(at("a float: no float may touch money"));
        }
    }
    found
}

fn words(line: &str) -> Vec<&str> {
    line.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty()).collect()
}

/// `1.5`, but not `1..5`, `pair.0.1` or `0x1.min(2)`.
fn has_float_literal(line: &str) -> bool {
    let bytes = line.as_bytes();
    let digit = |index: Option<usize>| index.and_then(|i| bytes.get(i)).is_some_and(u8::is_ascii_digit);
    (0..bytes.len()).any(|dot| {
        if bytes[dot] != b'.' || !digit(dot.checked_sub(1)) || !digit(Some(dot + 1)) {
            return false;
        }
        let before = &line[..dot];
        let start = before.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_');
        !start.ends_with(|c: char| c == '.' || c.is_alphanumeric() || c == '_')
    })
}

/// The source with comments and the insides of texts and characters blanked; lines keep their numbers.
fn code_only(source: &str) -> String {
    let mut code = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_comment(rest)
        } else if let Some(length) = raw_text(rest, &code) {
            length
        } else if first == '"' {
            quoted(rest, '"')
        } else if first == '\'' && is_character(rest) {
            quoted(rest, '\'')
        } else {
            code.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        };
        code.extend(rest[..skipped].chars().filter(|c| *c == '\n'));
        code.push(' ');
        rest = &rest[skipped..];
    }
    code
}

fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < rest.len() {
        let here = &rest[at..];
        if here.starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if here.starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += here.chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

/// The length of `r"…"`, `r#"…"#` and their byte forms, if one begins here.
fn raw_text(rest: &str, before: &str) -> Option<usize> {
    if before.ends_with(|c: char| c.is_alphanumeric() || c == '_') {
        return None;
    }
    let inner = rest.strip_prefix("br").or_else(|| rest.strip_prefix('r'))?;
    let hashes = inner.len() - inner.trim_start_matches('#').len();
    let body = inner[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    Some(rest.len() - body.len() + body.find(&end)? + end.len())
}

fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (index, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => return index + c.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

/// A character such as `'a'` or `'\n'`; a lifetime has no closing quote.
fn is_character(rest: &str) -> bool {
    let mut after = rest.chars().skip(1);
    match (after.next(), after.next()) {
        (Some('\\'), _) => true,
        (_, second) => second == Some('\''),
    }
}

/// The code without its `#[cfg(test)]` items; lines keep their numbers.
fn without_tests(code: &str) -> String {
    let mut kept = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(at) = rest.find("#[cfg(test)]") {
        kept.push_str(&rest[..at]);
        let item = &rest[at..];
        let length = item_length(item);
        kept.extend(item[..length].chars().filter(|c| *c == '\n'));
        rest = &item[length..];
    }
    kept.push_str(rest);
    kept
}

/// Up to the `;` or the closing brace that ends the item.
fn item_length(item: &str) -> usize {
    let mut depth = 0_usize;
    for (index, c) in item.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth <= 1 => return index + 1,
            '}' => depth -= 1,
            ';' if depth == 0 => return index + 1,
            _ => {}
        }
    }
    item.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> usize {
        offences("core/src/money/mod.rs", text).len()
    }

    #[test]
    fn finds_what_it_looks_for() {
        for text in [
            "unsafe { }",
            "let x: f64 = y;",
            "let x = 1.5;",
            "let x = 1_000.25_f32;",
            "use std::time::Instant;",
            "extern crate std;",
            "static mut COUNT: u8 = 0;",
            "use alloc::collections::HashMap;",
            "use core::sync::atomic::AtomicU8;",
            "use serde::Serialize;",
            "let quote = '\"'; unsafe {} // \"",
            "fn of<'a>(text: &'a str) { unsafe {} }",
            "let a = r#\"a\"b\"#; unsafe {}",
            "/* a /* b */ c */ unsafe {}",
            "#[cfg(test)] mod tests { fn a() {} } fn b() { unsafe {} }",
        ] {
            assert!(refused(text) > 0, "{text}");
        }
    }

    #[test]
    fn leaves_the_rest_alone() {
        for text in [
            "// unsafe f64 std",
            "/// ```\n/// let x = 1.5;\n/// ```",
            "/* std /* f32 */ std */",
            "let text = \"unsafe \\\" 1.5 std\";",
            "let text = r#\"std \"f64\" \"#;",
            "for i in 1..5 { pair.0.1 }",
            "let standard = understand(0x1f64);",
            "#[cfg(test)]\nmod tests { extern crate std; fn f() { let x = 1.5; } }",
            "#[cfg(test)]\nextern crate std;\nfn f() {}",
            "let c = 'f'; let d = '\\''; let e: &'static str = x;",
        ] {
            assert_eq!(refused(text), 0, "{text}: {:?}", offences("core/src/money/mod.rs", text));
        }
    }

    #[test]
    fn one_place_may_say_it() {
        assert!(offences("core/src/json/parse.rs", "use serde_json::value::RawValue;").is_empty());
        assert!(offences("core/src/api/guard.rs", "extern crate std;").is_empty());
        assert_eq!(offences("core/src/api/guard.rs", "use serde::Serialize;").len(), 1);
    }

    #[test]
    fn a_line_keeps_its_number() {
        let text = "/* one\ntwo */\n#[cfg(test)]\nmod tests {\n}\nunsafe {}";
        assert!(offences("core/src/a.rs", text)[0].starts_with("core/src/a.rs:6:"));
    }
}
