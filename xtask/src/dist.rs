//! `cargo xtask dist python`: what would be published, installed where nothing else is, and used there.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use crate::python;
use crate::run::{Outcome, Verdict, cargo, command, output, root, run};

/// The most that the native library may have, in bytes: 1.5 MiB.
const MOST_BYTES: u64 = 1_572_864;

/// Builds the wheel, installs it into an environment of its own, and pays with it.
pub fn python() -> Outcome {
    let home = root().join("target/python");
    python::tools(&home)?;
    let wheel = python::wheel(&home)?;
    let clean = root().join("target/dist/python");
    // Nothing of an earlier run is left.
    let _ = std::fs::remove_dir_all(&clean);
    run(command("python3").args(["-m", "venv"]).arg(&clean))?;
    let python = clean.join("bin/python").display().to_string();
    run(command(&python).args(["-m", "pip", "install", "-q", "--no-deps", "--no-index"]).arg(&wheel))?;
    let library = output(&python, &["-c", "from rwandapay import _native; print(_native.__file__)"])?;
    let bytes = std::fs::metadata(library.trim()).map_err(|error| error.to_string())?.len();
    if bytes > MOST_BYTES {
        return Err(format!("the native library has {bytes} bytes, more than {MOST_BYTES}"));
    }
    let took = output(&python, &["-c", IMPORT])?;
    let server = Server::start()?;
    let room = root().join("bindings-python/examples");
    run(command(&python).arg(room.join("quickstart.py")))?;
    run(command(&python)
        .arg(room.join("first_payment.py"))
        .arg("DIST-1")
        .env("RWANDAPAY_API_KEY", "sk_test_sandbox")
        .env("RWANDAPAY_BASE_URL", &server.url))?;
    let name = wheel.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(Verdict::passed(format!("{name}: library of {bytes} bytes, imported in {} ms", took.trim())))
}

/// The least of several imports, each in a process of its own, beside an interpreter that imports nothing.
const IMPORT: &str = "
import subprocess, sys, time
def least(code):
    def once():
        began = time.perf_counter()
        subprocess.run([sys.executable, '-c', code], check=True)
        return time.perf_counter() - began
    return min(once() for _ in range(20))
print(round(1000 * (least('import rwandapay') - least('pass')), 1))
";

/// A server of its own, which ends with this value.
struct Server {
    child: Child,
    url: String,
}

impl Server {
    fn start() -> Result<Self, String> {
        cargo(&["build", "--profile", "proof", "--locked", "--package", "rwandapay-server"])?;
        let program = root().join("target/proof/rwandapay").display().to_string();
        let mut server = command(&program);
        server.args(["--listen", "127.0.0.1:0", "--data", ":memory:", "--log-level", "off"]);
        let mut child = server.stdout(Stdio::piped()).spawn().map_err(|error| error.to_string())?;
        let mut line = String::new();
        let told = child.stdout.take().ok_or("the server has no output")?;
        BufReader::new(told).read_line(&mut line).map_err(|error| error.to_string())?;
        let address = line.split_once("://").and_then(|(_, rest)| rest.split_once("/v1"));
        let url = address.map(|(address, _)| format!("http://{address}/v1"));
        Ok(Self { child, url: url.ok_or("the server named no address")? })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
