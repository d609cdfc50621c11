//! Signed addresses: who has one may do what it says until it expires.

use std::{
    fs, io,
    io::Write,
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::Path,
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use lectern_pipeline::Randomness;
use sha2::Sha256;
use thiserror::Error;

/// As long as the output of the hash, which is what RFC 2104 recommends.
const KEY_BYTES: usize = 32;

/// The secret with which addresses are signed.
#[derive(Clone)]
pub struct SigningKey([u8; KEY_BYTES]);

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("SigningKey(hidden)")
    }
}

/// Why a signed address is not honored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum AddressError {
    /// It is not one of ours, or something of it was changed.
    #[error("the address is not signed by this server")]
    Forged,
    /// It was valid once.
    #[error("the address has expired")]
    Expired,
    /// Another number of bytes is put than was announced.
    #[error("the address takes {announced} bytes, not {put}")]
    OtherSize {
        /// Bytes that the address takes.
        announced: u64,
        /// Bytes that were put.
        put: u64,
    },
}

impl SigningKey {
    /// Reads the key in `file`, or makes one there if there is none. The file is its owner's alone (mode 0600).
    ///
    /// # Errors
    /// When the file cannot be read or made, or holds something else.
    pub fn kept_in(file: &Path, randomness: &dyn Randomness) -> io::Result<Self> {
        match Self::read(file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Self::make(file, randomness)?;
                // Another process may have been faster; the key is what lies there now.
                Self::read(file)
            }
            result => result,
        }
    }

    fn read(file: &Path) -> io::Result<Self> {
        let bytes = fs::read(file)?;
        // A copied or restored file may have become readable to others.
        fs::set_permissions(file, fs::Permissions::from_mode(0o600))?;
        let key = <[u8; KEY_BYTES]>::try_from(bytes.as_slice()).map_err(|_| {
            let message = format!("it has {} bytes and a key has {KEY_BYTES}", bytes.len());
            io::Error::new(io::ErrorKind::InvalidData, message)
        })?;
        Ok(Self(key))
    }

    fn make(file: &Path, randomness: &dyn Randomness) -> io::Result<()> {
        let mut key = [0; KEY_BYTES];
        randomness.fill(&mut key);
        let draft = file.with_extension(format!("{}.part", std::process::id()));
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true).mode(0o600);
        let made = options.open(&draft).and_then(|mut draft| {
            draft.write_all(&key)?;
            draft.sync_all()
        });
        // A link, unlike a renamed file, never replaces a key that is there.
        let linked = made.and_then(|()| fs::hard_link(&draft, file));
        // What counts is whether the key is in its place.
        let _ = fs::remove_file(&draft);
        match linked {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            result => result,
        }
    }

    /// The signature of what an address says, part by part.
    pub(crate) fn sign(&self, parts: &[&str]) -> String {
        URL_SAFE_NO_PAD.encode(self.mac(parts).finalize().into_bytes())
    }

    /// Checks a signature and then the time.
    pub(crate) fn verify(
        &self,
        parts: &[&str],
        signature: &str,
        expires_secs: u64,
        now_secs: u64,
    ) -> Result<(), AddressError> {
        let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| AddressError::Forged)?;
        // Compares in constant time.
        self.mac(parts).verify_slice(&signature).map_err(|_| AddressError::Forged)?;
        if now_secs >= expires_secs {
            return Err(AddressError::Expired);
        }
        Ok(())
    }

    fn mac(&self, parts: &[&str]) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes keys of any length");
        for part in parts {
            // With their lengths, no two lists of parts are the same bytes.
            mac.update(&(part.len() as u64).to_le_bytes());
            mac.update(part.as_bytes());
        }
        mac
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lectern_host::OsRandomness;

    #[test]
    fn the_key_is_made_once_and_is_its_owners_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("signing.key");
        let key = SigningKey::kept_in(&file, &OsRandomness).expect("it is made");
        let mode = || fs::metadata(&file).expect("it is there").permissions().mode() & 0o777;
        assert_eq!(mode(), 0o600);
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).expect("a mode");
        let again = SigningKey::kept_in(&file, &OsRandomness).expect("it is read");
        assert_eq!((key.sign(&["a"]), mode()), (again.sign(&["a"]), 0o600));
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1, "no draft is left");

        let other = SigningKey::kept_in(&folder.path().join("other.key"), &OsRandomness).expect("it is made");
        assert_ne!(key.sign(&["a"]), other.sign(&["a"]));
        fs::write(&file, b"short").expect("a file");
        let error = SigningKey::kept_in(&file, &OsRandomness).expect_err("it is no key");
        assert_eq!(error.kind(), io::ErrorKind::InvalidData);
        assert!(!format!("{key:?}").contains(&format!("{:?}", key.0)), "a key is not shown");
    }

    #[test]
    fn a_signature_holds_for_its_parts_and_its_time() {
        let folder = tempfile::tempdir().expect("a folder");
        let key = SigningKey::kept_in(&folder.path().join("key"), &OsRandomness).expect("it is made");
        let signature = key.sign(&["ab", "c", "50"]);
        assert_eq!(key.verify(&["ab", "c", "50"], &signature, 50, 49), Ok(()));
        assert_eq!(key.verify(&["ab", "c", "50"], &signature, 50, 50), Err(AddressError::Expired));
        let cut = &signature[1..];
        let padded = format!("{signature}=");
        for (parts, signature) in [
            (["a", "bc", "50"], signature.as_str()),
            (["ab", "c", "51"], &signature),
            (["ab", "c", "50"], cut),
            (["ab", "c", "50"], &padded),
            (["ab", "c", "50"], ""),
            (["ab", "c", "50"], "not base64 %"),
        ] {
            assert_eq!(key.verify(&parts, signature, 51, 60), Err(AddressError::Forged), "{parts:?} {signature}");
        }
    }
}
