//! The PHP extension and its library: built, checked and tested against the server that runs.

use crate::run::{Outcome, Verdict, cargo, command, files, root, run, works};

/// Where the extension is built.
const BUILD: &str = "target/php/build";

/// Builds the extension, and runs the tests and the quickstart with it.
pub fn test() -> Outcome {
    if !works("php", &["-r", "exit(PHP_VERSION_ID >= 80200 && extension_loaded('curl') ? 0 : 1);"]) {
        return Ok(Verdict::NotRun("there is no PHP 8.2 or later with curl on this machine".into()));
    }
    if !works("php-config", &["--version"]) || !works("clang", &["--version"]) {
        return Ok(Verdict::NotRun("PHP's headers (php-dev) or clang are not on this machine".into()));
    }
    let manifest = ["--manifest-path", "bindings-php/Cargo.toml"];
    cargo(&[["fmt", "--check"].as_slice(), &manifest].concat())?;
    let build = [manifest.as_slice(), &["--release", "--locked", "--target-dir", BUILD]].concat();
    cargo(&[["clippy"].as_slice(), &build, &["--", "-D", "warnings"]].concat())?;
    cargo(&[["build"].as_slice(), &build].concat())?;
    cargo(&["build", "--profile", "proof", "--locked", "--package", "rwandapay-server"])?;
    for file in files("bindings-php", "php")? {
        if !works("php", &["-l", &file.display().to_string()]) {
            return Err(format!("{} is no PHP", file.display()));
        }
    }
    let extension = format!("extension={}/{BUILD}/release/librwandapay_php.so", root().display());
    let server = root().join("target/proof/rwandapay");
    run(command("php")
        .args(["-d", &extension, "bindings-php/tests/run.php"])
        .env("RWANDAPAY_SERVER", server))?;
    run(command("php").args(["-d", &extension, "bindings-php/examples/quickstart.php"]))?;
    Ok(Verdict::passed(
        "the extension, loaded: every vector, the client over HTTP, the sandbox, webhooks, a fork",
    ))
}
