//! The Python package, as a user gets it: the wheel is built, installed into an environment of its own, and
//! tested there against the server that runs.

use std::path::{Path, PathBuf};

use crate::run::{Outcome, Verdict, cargo, command, files, root, run, works};

/// Where the environment is.
const HOME: &str = "target/python";
/// What the tests need.
const TOOLS: [&str; 9] = [
    "maturin>=1.9,<2",
    "pytest>=8",
    "mypy>=1.11",
    "standardwebhooks",
    "pip",
    "httpx>=0.27",
    "flask>=3",
    "django>=4.2",
    "fastapi>=0.110",
];

/// Builds, installs and tests it.
pub fn test() -> Outcome {
    if !works("python3", &["-c", "import sys, venv; assert sys.version_info >= (3, 10)"]) {
        return Ok(Verdict::NotRun("there is no Python 3.10 or later with venv on this machine".into()));
    }
    let home = root().join(HOME);
    let python = tools(&home)?;
    let wheel = wheel(&home)?;
    run(command(&python).args(["-m", "pip", "install", "-q", "--force-reinstall"]).arg(&wheel))?;
    cargo(&["build", "--profile", "proof", "--locked", "--package", "rwandapay-server"])?;
    let room = root().join("bindings-python");
    let server = root().join("target/proof/rwandapay");
    run(command(&python).args(["-m", "mypy", "--strict", "python/rwandapay"]).current_dir(&room))?;
    run(command(&python).args(["-m", "mypy.stubtest", "rwandapay._native"]).current_dir(&home))?;
    let pytest = [
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--doctest-modules",
        "tests",
        "--pyargs",
        "rwandapay",
    ];
    run(command(&python).args(pytest).current_dir(&room).env("RWANDAPAY_SERVER", &server))?;
    run(command(&python)
        .args(["-m", "pytest", "-q", "-p", "no:cacheprovider", "examples/test_my_shop.py"])
        .current_dir(&room))?;
    for example in ["quickstart", "retry_after_a_timeout"] {
        run(command(&python).arg(format!("examples/{example}.py")).current_dir(&room))?;
    }
    Ok(Verdict::passed(
        "the wheel, installed: every vector, the client over HTTP, the sandbox, webhooks, types",
    ))
}

/// The environment that builds and tests, with what that takes; gives its interpreter.
pub fn tools(home: &Path) -> Result<String, String> {
    let python = home.join("bin/python").display().to_string();
    if !Path::new(&python).exists() {
        run(command("python3").args(["-m", "venv", &home.display().to_string()]))?;
    }
    run(command(&python).args(["-m", "pip", "install", "-q", "--upgrade"]).args(TOOLS))?;
    Ok(python)
}

/// The wheel as it would be published.
pub fn wheel(home: &Path) -> Result<PathBuf, String> {
    let folder = home.join("wheels");
    // Only the one of this run is installed.
    let _ = std::fs::remove_dir_all(&folder);
    let maturin = home.join("bin/maturin").display().to_string();
    let manifest = root().join("bindings-python/Cargo.toml").display().to_string();
    let mut build = command(&maturin);
    build
        .args(["build", "--profile", "binding", "--locked", "--manifest-path", &manifest, "--out"])
        .arg(&folder);
    run(&mut build)?;
    let found = files(&folder, "whl")?;
    found.into_iter().next().ok_or_else(|| "maturin built no wheel".into())
}
