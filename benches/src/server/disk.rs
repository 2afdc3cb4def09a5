//! What the disk can do, without a database.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

/// How often in a second 4 KiB are appended and made durable.
pub fn fsyncs(folder: &Path) -> Result<f64, String> {
    let bad = |error: std::io::Error| error.to_string();
    let mut file = File::create(folder.join("fsync")).map_err(bad)?;
    let began = Instant::now();
    let mut count = 0.0;
    while began.elapsed() < Duration::from_secs(3) {
        file.write_all(&[7; 4_096]).map_err(bad)?;
        file.sync_data().map_err(bad)?;
        count += 1.0;
    }
    Ok(count / began.elapsed().as_secs_f64())
}
