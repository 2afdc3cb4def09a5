//! The JavaScript package, as a user gets it: packed, installed into an empty project, and tested there against the
//! server that runs.

use std::fs;
use std::path::Path;

use crate::run::{Outcome, Verdict, cargo, command, files, root, run, works};
use crate::setup::WASM_TARGET;

/// What the tests need.
const TOOLS: [&str; 3] = ["standardwebhooks@1", "typescript@5", "@types/node@20"];

/// Builds, installs and tests it.
pub fn test() -> Outcome {
    if !works("node", &["-e", "process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)"]) {
        return Ok(Verdict::NotRun("there is no Node 18 or later on this machine".into()));
    }
    if run(command("rustup").args(["target", "add", WASM_TARGET])).is_err() {
        return Ok(Verdict::NotRun(format!("rustup has no {WASM_TARGET}")));
    }
    let home = root().join("target/node");
    let tarball = pack(&home)?;
    let project = home.join("project");
    project_with(&project, &tarball)?;
    cargo(&["build", "--profile", "proof", "--locked", "--package", "rwandapay-server"])?;
    let tests = files(root().join("bindings-node/test"), "js")?;
    run(command("node")
        .args(["--expose-gc", "--test"])
        .args(&tests)
        .env("NODE_PATH", project.join("node_modules"))
        .env("RWANDAPAY_ROOT", root())
        .env("RWANDAPAY_SERVER", root().join("target/proof/rwandapay")))?;
    for example in ["quickstart.mjs", "types.ts"] {
        let from = root().join("bindings-node/examples").join(example);
        fs::copy(from, project.join(example)).map_err(|error| error.to_string())?;
    }
    run(command("node").arg("quickstart.mjs").current_dir(&project))?;
    let strict = ["--strict", "--noEmit", "--target", "es2022", "--module", "nodenext", "types.ts"];
    run(command("npx").args(["--no-install", "tsc"]).args(strict).current_dir(&project))?;
    Ok(Verdict::passed(
        "the package, installed: every vector, the client over HTTP, the sandbox, webhooks, types",
    ))
}

/// The package as it would be published, in this folder.
fn pack(home: &Path) -> Result<std::path::PathBuf, String> {
    // Only the package of this run is installed.
    let _ = fs::remove_dir_all(home);
    fs::create_dir_all(home).map_err(|error| error.to_string())?;
    cargo(&[
        "build",
        "--profile",
        "binding",
        "--locked",
        "--package",
        "rwandapay-abi",
        "--target",
        WASM_TARGET,
    ])?;
    let built = root().join("target").join(WASM_TARGET).join("binding/rwandapay_abi.wasm");
    let room = root().join("bindings-node");
    fs::copy(built, room.join("lib/core.wasm")).map_err(|error| error.to_string())?;
    run(command("npm").args(["pack", "--silent", "--pack-destination"]).arg(home).current_dir(&room))?;
    files(home, "tgz")?.into_iter().next().ok_or_else(|| "npm packed nothing".into())
}

fn project_with(project: &Path, tarball: &Path) -> Result<(), String> {
    fs::create_dir_all(project).map_err(|error| error.to_string())?;
    fs::write(project.join("package.json"), "{\"private\":true}\n").map_err(|error| error.to_string())?;
    let install = ["install", "--silent", "--no-audit", "--no-fund"];
    run(command("npm").args(install).args(TOOLS).arg(tarball).current_dir(project))
}
