//! The file of the root key: made once, readable by its owner alone, and never written again.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::{Vault, hex};
use crate::random;

/// How the file begins; the digit is the version of its form.
const MAGIC: &str = "rwandapay-key-1";
/// More bytes than such a file has.
const MAX_BYTES: u64 = 256;

/// Where the root key lies.
#[derive(Debug, Clone)]
pub struct KeyFile(PathBuf);

impl KeyFile {
    /// The file at this path.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Opens the vault, and makes the file where there is none.
    ///
    /// # Errors
    /// In words: a file that others can read, that is no key, or that cannot be made.
    pub fn open(&self) -> Result<Vault, String> {
        match self.make() {
            Ok(vault) => Ok(vault),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => self.read(),
            Err(error) => Err(format!("cannot make the key file {}: {error}", self.0.display())),
        }
    }

    fn make(&self) -> std::io::Result<Vault> {
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&self.0)?;
        let root = Zeroizing::new(random().map_err(std::io::Error::other)?);
        file.write_all(print(&root).as_bytes())?;
        file.sync_all()?;
        // The name must be as durable as what it names, or a power cut leaves sealed records without a key.
        let folder = self.0.parent().filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
        Ok(Vault::new(*root))
    }

    /// Opens the vault of a file that must be there.
    ///
    /// # Errors
    /// As [`KeyFile::open`].
    pub fn read(&self) -> Result<Vault, String> {
        let shown = self.0.display();
        let cannot = |error: std::io::Error| format!("cannot read the key file {shown}: {error}");
        let file = File::open(&self.0).map_err(cannot)?;
        let mode = file.metadata().map_err(cannot)?.mode() & 0o777;
        if mode & 0o077 != 0 {
            return Err(format!(
                "the key file {shown} has mode {mode:o}, so others can read it; run chmod 600 on it"
            ));
        }
        let mut text = Zeroizing::new(String::new());
        file.take(MAX_BYTES).read_to_string(&mut text).map_err(cannot)?;
        let root = parse(&text).ok_or_else(|| {
            format!(
                "{shown} is no key file, or is damaged; restore it from its backup, for nothing replaces it"
            )
        })?;
        Ok(Vault::new(*root))
    }
}

/// `rwandapay-key-1 <64 hexadecimal digits> <8 digits of their hash>`.
fn print(root: &[u8; 32]) -> Zeroizing<String> {
    let digits = Zeroizing::new(hex(root));
    Zeroizing::new(format!("{MAGIC} {} {}\n", *digits, check(&digits)))
}

fn parse(text: &str) -> Option<Zeroizing<[u8; 32]>> {
    let mut parts = text.strip_suffix('\n')?.split(' ');
    let (magic, digits, sum) = (parts.next()?, parts.next()?, parts.next()?);
    let whole = magic == MAGIC && digits.len() == 64 && sum == check(digits) && parts.next().is_none();
    let mut root = Zeroizing::new([0; 32]);
    for (index, byte) in root.iter_mut().enumerate() {
        let pair = digits.get(index.checked_mul(2)?..)?.get(..2)?;
        *byte = u8::from_str_radix(pair, 16).ok()?;
    }
    whole.then_some(root)
}

fn check(digits: &str) -> String {
    hex(Sha256::digest(digits).get(..4).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::{Permissions, read_to_string, set_permissions, write};
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_key_is_made_once_and_read_ever_after() {
        let folder = tempfile::tempdir().unwrap();
        let file = KeyFile::at(folder.path().join("shop.key"));
        let first = file.open().unwrap();
        assert_eq!(std::fs::metadata(file.path()).unwrap().mode() & 0o777, 0o600);
        assert_eq!(file.open().unwrap().page_key(), first.page_key());
        let other = KeyFile::at(folder.path().join("other.key")).open().unwrap();
        assert_ne!(other.page_key(), first.page_key());
    }

    #[test]
    fn a_key_that_others_can_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = KeyFile::at(folder.path().join("shop.key"));
        file.open().unwrap();
        for mode in [0o640, 0o604, 0o666, 0o610] {
            set_permissions(file.path(), Permissions::from_mode(mode)).unwrap();
            let refused = file.open().unwrap_err();
            assert!(refused.contains("chmod 600"), "{refused}");
        }
    }

    #[test]
    fn a_damaged_key_is_refused_and_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let file = KeyFile::at(folder.path().join("shop.key"));
        file.open().unwrap();
        let good = read_to_string(file.path()).unwrap();
        let flipped = good.replacen('0', "1", 2);
        let cases = [
            "",
            "\n",
            &good[..good.len() - 1],
            &good[..40],
            &flipped,
            &format!("{good} "),
            "rwandapay-key-1 é é\n",
        ];
        for bad in cases.into_iter().filter(|bad| **bad != *good) {
            write(file.path(), bad).unwrap();
            assert!(file.open().unwrap_err().contains("is no key file"), "{bad:?}");
            assert_eq!(read_to_string(file.path()).unwrap(), bad);
        }
    }
}
