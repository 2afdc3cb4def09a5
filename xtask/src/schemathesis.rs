//! schemathesis against a server that runs: what the OpenAPI document says is what the server does.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use crate::run::{Outcome, Verdict, cargo, command, root, run, works};

/// The version that this was written for; a later one may look at more.
const VERSION: &str = "schemathesis==4.32.5";
/// Where it is installed.
const HOME: &str = "target/schemathesis";
/// What is looked at: no failure of the server, and no status, type or shape that is not documented, and
/// nothing accepted that the document refuses. Good data may be refused all the same: an idempotency key that
/// another request used, a PIN that is wrong.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
                      response_headers_conformance,response_schema_conformance,negative_data_rejection,\
                      missing_required_header,unsupported_method";

/// Runs it over every operation.
pub fn every_operation(long: bool) -> Outcome {
    if !works("python3", &["--version"]) {
        return Ok(Verdict::NotRun("python3 is not on this machine".into()));
    }
    let home = root().join(HOME);
    let tool = home.join("bin/schemathesis");
    if !tool.exists() {
        let shown = home.display().to_string();
        run(command("python3").args(["-m", "venv", &shown]))?;
        run(command(&home.join("bin/python").display().to_string())
            .args(["-m", "pip", "install", "-q", VERSION]))?;
    }
    cargo(&["build", "--profile", "proof", "--locked", "--package", "rwandapay-server"])?;
    let server = Server::start()?;
    let document = format!("http://{}/openapi.json", server.address);
    let base = format!("http://{}/v1", server.address);
    let key = "Authorization: Bearer sk_test_sandbox";
    let examples = if long { "200" } else { "25" };
    // It writes what it remembers into the folder that it runs in.
    let mut tool = command(&tool.display().to_string());
    tool.current_dir(&home).args(["run", &document, "--url", &base, "-H", key]);
    run(tool.args([
        "--checks",
        CHECKS,
        "--max-examples",
        examples,
        "--seed",
        "1",
        "--phases",
        "examples,coverage,fuzzing",
    ]))?;
    Ok(Verdict::passed(format!("every operation, {examples} examples each beside the edges of its schema")))
}

/// A server in memory, until this is dropped.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start() -> Result<Self, String> {
        let program = root().join("target/proof/rwandapay").display().to_string();
        let mut child = command(&program)
            .args([
                "--listen",
                "127.0.0.1:0",
                "--data",
                ":memory:",
                "--rate-limit",
                "off",
                "--log-level",
                "off",
            ])
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{program}: {error}"))?;
        let screen = child.stdout.take().ok_or("the server has no screen")?;
        let mut line = String::new();
        BufReader::new(screen).read_line(&mut line).map_err(|error| error.to_string())?;
        let address = line.split("://").nth(1).and_then(|rest| rest.split("/v1").next());
        let address = address.ok_or_else(|| format!("the server began with `{line}`"))?.to_owned();
        Ok(Self { child, address })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
