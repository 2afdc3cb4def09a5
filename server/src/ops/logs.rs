//! Logs: one JSON object a line on standard error, redacted.

use std::io::{self, Write};

use tracing::Level;
use tracing_subscriber::fmt::MakeWriter;

use super::redact::redact;
use crate::options::{LogForm, LogLevel};

/// Begins to write logs; before that, events go nowhere.
pub fn begin(form: LogForm, level: LogLevel) {
    let level = match level {
        LogLevel::Off => return,
        LogLevel::Error => Level::ERROR,
        LogLevel::Warn => Level::WARN,
        LogLevel::Info => Level::INFO,
    };
    let logs = tracing_subscriber::fmt().with_max_level(level).with_target(false).with_writer(Redacted);
    // A second start in one process, as in a test, keeps the first one's logs.
    let _ = match form {
        LogForm::Json => tracing::subscriber::set_global_default(logs.json().flatten_event(true).finish()),
        LogForm::Text => tracing::subscriber::set_global_default(logs.compact().with_ansi(false).finish()),
    };
}

/// Standard error behind the wall.
struct Redacted;

impl<'a> MakeWriter<'a> for Redacted {
    type Writer = Line;

    fn make_writer(&'a self) -> Line {
        Line(Vec::new())
    }
}

/// One event, written whole when it ends.
struct Line(Vec<u8>);

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        // A log that nobody reads is no reason to stop.
        let _ = io::stderr().lock().write_all(redact(&String::from_utf8_lossy(&self.0)).as_bytes());
    }
}
