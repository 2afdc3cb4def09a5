//! The samples of the documentation, run by the real thing: each language's own runtime and its usual HTTP
//! library, over TLS with a certificate authority made for this run and handed over in the language's own
//! way. Only the host and the key are others.
//!
//! What a machine cannot run is named; `RWANDAPAY_SAMPLES=all` makes it a failure.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "test code")]

#[path = "../common/mod.rs"]
mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use common::Server;

const PUBLISHED: &str = "https://sandbox-api.rwandapay.rw/v1";

/// A language, ready to run its sample; or why it is not.
type Prepared = Result<Command, String>;

struct Desk {
    folder: tempfile::TempDir,
    /// Where libraries are kept between runs.
    kept: PathBuf,
    url: String,
}

impl Desk {
    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn authority(&self) -> String {
        self.path("authority.pem")
    }

    /// The sample with this host and this key, under a name of the caller's.
    fn sample(&self, file: &str, name: &str) -> String {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/http").join(file);
        let text = fs::read_to_string(root).unwrap();
        assert!(text.contains(PUBLISHED) && text.contains("YOUR_API_KEY"), "{file}");
        let text = text.replace(PUBLISHED, &self.url).replace("YOUR_API_KEY", "sk_test_sandbox");
        let path = self.path(name);
        fs::write(&path, text).unwrap();
        path
    }
}

/// A program with arguments; refused where it is not there.
fn program(name: &str, arguments: &[&str]) -> Prepared {
    let there = Command::new(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    let there = there.or_else(|_| Command::new(name).arg("version").stdout(Stdio::null()).status());
    there.map_err(|_| format!("`{name}` is not on this machine"))?;
    let mut command = Command::new(name);
    command.args(arguments);
    Ok(command)
}

/// Runs what prepares a language; refused where that fails.
fn prepare(command: &mut Command) -> Result<(), String> {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!(
        "{command:?}: {}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    ))
}

fn with(prepared: Prepared, variable: &str, value: &str) -> Prepared {
    prepared.map(|mut command| {
        command.env(variable, value);
        command
    })
}

fn curl(desk: &Desk) -> Prepared {
    program("curl", &[])?;
    with(program("bash", &[&desk.sample("collect.sh", "collect.sh")]), "CURL_CA_BUNDLE", &desk.authority())
}

fn php(desk: &Desk) -> Prepared {
    let authority = format!("curl.cainfo={}", desk.authority());
    prepare(&mut program("php", &["-r", "curl_version();"])?)?;
    program("php", &["-d", &authority, &desk.sample("collect.php", "collect.php")])
}

fn javascript(desk: &Desk) -> Prepared {
    let node = program("node", &[&desk.sample("collect.js", "collect.mjs")]);
    with(node, "NODE_EXTRA_CA_CERTS", &desk.authority())
}

fn python(desk: &Desk) -> Prepared {
    let home = desk.kept.join("python");
    let python = home.join("bin/python").display().to_string();
    if program(&python, &["-c", "import requests"]).and_then(|mut command| prepare(&mut command)).is_err() {
        prepare(&mut program("python3", &["-m", "venv", &home.display().to_string()])?)?;
        prepare(&mut program(&python, &["-m", "pip", "install", "-q", "requests"])?)?;
    }
    with(
        program(&python, &[&desk.sample("collect.py", "collect.py")]),
        "REQUESTS_CA_BUNDLE",
        &desk.authority(),
    )
}

fn java(desk: &Desk) -> Prepared {
    let libraries = desk.kept.join("java");
    let pom = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples/pom.xml").display().to_string();
    if !libraries.is_dir() {
        let into = format!("-DoutputDirectory={}", libraries.display());
        prepare(&mut program("mvn", &["-q", "-f", &pom, "dependency:copy-dependencies", &into])?)?;
    }
    let store = desk.path("authority.p12");
    let authority = desk.authority();
    let import =
        ["-importcert", "-noprompt", "-alias", "authority", "-file", &authority, "-keystore", &store];
    let import = [&import[..], &["-storetype", "PKCS12", "-storepass", "changeit"]].concat();
    prepare(Command::new("keytool").args(import))?;
    let libraries = format!("{}/*", libraries.display());
    program(
        "java",
        &[
            &format!("-Djavax.net.ssl.trustStore={store}"),
            "-Djavax.net.ssl.trustStorePassword=changeit",
            "-cp",
            &libraries,
            &desk.sample("Collect.java", "Collect.java"),
        ],
    )
}

fn c_sharp(desk: &Desk) -> Prepared {
    program("mcs", &[])?;
    let home = desk.path("mono");
    fs::create_dir_all(&home).unwrap();
    let built = desk.path("collect.exe");
    let newtonsoft = newtonsoft().ok_or("Newtonsoft.Json is not on this machine")?;
    let library = format!("-r:{}", newtonsoft.display());
    let source = desk.sample("Collect.cs", "Collect.cs");
    prepare(Command::new("mcs").args([
        "-r:System.Net.Http.dll",
        &library,
        &format!("-out:{built}"),
        &source,
    ]))?;
    fs::copy(&newtonsoft, desk.path("Newtonsoft.Json.dll")).unwrap();
    prepare(Command::new("cert-sync").args(["--user", &desk.authority()]).env("HOME", &home))?;
    with(program("mono", &[&built]), "HOME", &home)
}

fn newtonsoft() -> Option<PathBuf> {
    let folders = ["/usr/lib/cli", "/usr/lib/mono/4.5", "/usr/lib/mono/gac/Newtonsoft.Json"];
    folders.iter().find_map(|folder| found(Path::new(folder), 3))
}

fn found(folder: &Path, depth: u32) -> Option<PathBuf> {
    fs::read_dir(folder).ok()?.filter_map(Result::ok).map(|entry| entry.path()).find_map(|path| {
        if path.file_name().is_some_and(|name| name == "Newtonsoft.Json.dll") {
            return fs::canonicalize(path).ok();
        }
        (depth > 0 && path.is_dir()).then(|| found(&path, depth - 1)).flatten()
    })
}

fn ruby(desk: &Desk) -> Prepared {
    with(program("ruby", &[&desk.sample("collect.rb", "collect.rb")]), "SSL_CERT_FILE", &desk.authority())
}

fn go(desk: &Desk) -> Prepared {
    let built = desk.path("collect");
    let mut build = program("go", &["build", "-o", &built, &desk.sample("collect.go", "collect.go")])?;
    prepare(build.env("GOFLAGS", "-mod=mod").env("GO111MODULE", "off"))?;
    let mut command = Command::new(built);
    command.env("SSL_CERT_FILE", desk.authority());
    Ok(command)
}

type Language = (&'static str, fn(&Desk) -> Prepared);

const LANGUAGES: [Language; 8] = [
    ("curl", curl),
    ("PHP", php),
    ("JavaScript", javascript),
    ("Python", python),
    ("Java", java),
    ("C#", c_sharp),
    ("Ruby", ruby),
    ("Go", go),
];

/// An authority for this run, and a certificate of it for this machine.
fn certify(folder: &Path) {
    use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).unwrap();
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    authority.key_usages = vec![rcgen::KeyUsagePurpose::KeyCertSign, rcgen::KeyUsagePurpose::CrlSign];
    authority.distinguished_name.push(rcgen::DnType::CommonName, "An authority for one test");
    let key = KeyPair::generate().unwrap();
    write("authority.pem", &authority.self_signed(&key).unwrap().pem());
    let issuer = Issuer::new(authority, key);
    let mut server = CertificateParams::new(["localhost".to_owned()]).unwrap();
    server.distinguished_name.push(rcgen::DnType::CommonName, "localhost");
    server.extended_key_usages = vec![rcgen::ExtendedKeyUsagePurpose::ServerAuth];
    server.use_authority_key_identifier_extension = true;
    let key = KeyPair::generate().unwrap();
    write("server.pem", &server.signed_by(&key, &issuer).unwrap().pem());
    write("server.key", &key.serialize_pem());
}

#[test]
#[ignore = "runs eight runtimes, and fetches their libraries the first time"]
fn every_sample_of_the_documentation_makes_a_payment() {
    let folder = tempfile::tempdir().unwrap();
    certify(folder.path());
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (certificate, key) = (path("server.pem"), path("server.key"));
    let kept = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("samples");
    fs::create_dir_all(&kept).unwrap();
    let mut desk = Desk { folder, kept, url: String::new() };
    let mut not_run = Vec::new();
    for (language, prepare) in LANGUAGES {
        // Each language has the reference INV-001 to itself.
        let server =
            Server::with(&["--rate-limit", "off", "--tls-certificate", &certificate, "--tls-key", &key]);
        desk.url = format!("https://localhost:{}/v1", server.address.port());
        let mut command = match prepare(&desk) {
            Ok(command) => command,
            Err(why) => {
                println!("{language}: NOT RUN: {why}");
                not_run.push(language);
                continue;
            }
        };
        let output = command.output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let failed = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && said.contains("PAY-"), "{language}: {said}{failed}");
        println!("{language}: {}", said.trim());
    }
    println!(
        "{} of {} languages ran; not run: {not_run:?}",
        LANGUAGES.len() - not_run.len(),
        LANGUAGES.len()
    );
    let all = std::env::var("RWANDAPAY_SAMPLES").is_ok_and(|value| value == "all");
    assert!(not_run.is_empty() || !all, "not run: {not_run:?}");
}
