//! Commands of other programs, shown before they run.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What came of a part: what it did, or in one sentence why it failed.
pub type Outcome = Result<Verdict, String>;

/// A part that did not fail.
#[derive(Debug)]
pub enum Verdict {
    /// It ran; what it covered.
    Passed(String),
    /// This machine cannot run it; why.
    NotRun(String),
}

impl Verdict {
    /// It ran, and this is what it covered.
    pub fn passed(what: impl Into<String>) -> Self {
        Self::Passed(what.into())
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Passed(what) => write!(f, "passed: {what}"),
            Self::NotRun(why) => write!(f, "NOT RUN: {why}"),
        }
    }
}

/// The folder that holds the workspace.
pub fn root() -> PathBuf {
    let room = Path::new(env!("CARGO_MANIFEST_DIR"));
    room.parent().unwrap_or(room).to_path_buf()
}

/// A command in the root of the workspace.
///
/// The variables with which cargo runs this program are taken away: with `CARGO` and `RUSTUP_TOOLCHAIN`
/// in place, `cargo +nightly` would be the stable one.
pub fn command(program: &str) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root()).stdin(Stdio::null());
    for variable in
        ["CARGO", "RUSTC", "RUSTDOC", "RUSTUP_TOOLCHAIN", "CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH"]
    {
        command.env_remove(variable);
    }
    command
}

/// Shows a command, runs it, and fails with its exit status.
pub fn run(command: &mut Command) -> Result<(), String> {
    let shown = shown(command);
    println!("$ {shown}");
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{shown}` ended with {status}")),
        Err(error) => Err(format!("`{shown}` could not be started: {error}")),
    }
}

/// `cargo` with these arguments.
pub fn cargo(arguments: &[&str]) -> Result<(), String> {
    run(command("cargo").args(arguments))
}

/// Whether a command runs at all, without showing what it prints.
pub fn works(program: &str, arguments: &[&str]) -> bool {
    let quiet = command(program).args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).status();
    quiet.is_ok_and(|status| status.success())
}

/// What a command prints.
pub fn output(program: &str, arguments: &[&str]) -> Result<String, String> {
    let output = command(program).args(arguments).output();
    match output {
        Ok(output) if output.status.success() => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        Ok(output) => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
        Err(error) => Err(error.to_string()),
    }
}

/// A file of the workspace, as text.
pub fn read(path: impl AsRef<Path>) -> Result<String, String> {
    let path = root().join(path);
    std::fs::read_to_string(&path).map_err(|error| format!("{} cannot be read: {error}", shorter(&path)))
}

/// Every file below a folder of the workspace with this ending, in the order of their names.
pub fn files(folder: impl AsRef<Path>, ending: &str) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder)
            .map_err(|error| format!("{} cannot be listed: {error}", shorter(&folder)))?;
        for path in entries.filter_map(|entry| entry.ok().map(|entry| entry.path())) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// A path as seen from the root of the workspace.
pub fn shorter(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

/// The documentation of every crate; a broken link is an error.
pub fn docs() -> Outcome {
    let mut command = command("cargo");
    command.args(["doc", "--workspace", "--no-deps", "--locked"]);
    run(command.env("RUSTDOCFLAGS", "-D warnings"))?;
    Ok(Verdict::passed("every link and example heading of the documentation holds"))
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
