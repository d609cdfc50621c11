//! The three CRCs that the AWS SDK's S3 client knows, with the interface of the crate `crc-fast` as far as `aws-smithy-checksums`
//! uses it.
//!
//! That crate chooses among some fifty algorithms at run time, so the tables of all of them are in every program that talks to S3:
//! 0.66 MB, 0.59 MB of a function's zip, which compression does not help. Here are the tables of two; CRC-32, which the SDK
//! computes by default, is computed by `crc32fast` with the processor's own instructions. The `[patch]` of the workspace puts
//! this crate in the other's place.

use std::fmt;

use crc::{CRC_32_ISCSI, CRC_64_NVME, Crc, Table};

static ISCSI: Crc<u32, Table<16>> = Crc::<u32, Table<16>>::new(&CRC_32_ISCSI);
static NVME: Crc<u64, Table<16>> = Crc::<u64, Table<16>>::new(&CRC_64_NVME);

/// A CRC, by its name in the catalogue of parametrised CRC algorithms (reveng.sourceforge.io/crc-catalogue).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CrcAlgorithm {
    /// CRC-32/ISO-HDLC, which S3 calls CRC32.
    Crc32IsoHdlc,
    /// CRC-32/ISCSI, which S3 calls CRC32C.
    Crc32Iscsi,
    /// CRC-64/NVME.
    Crc64Nvme,
}

/// A CRC in the making.
#[derive(Clone)]
pub struct Digest(State);

#[derive(Clone)]
enum State {
    IsoHdlc(crc32fast::Hasher),
    Iscsi(crc::Digest<'static, u32, Table<16>>),
    Nvme(crc::Digest<'static, u64, Table<16>>),
}

impl Digest {
    /// The CRC of nothing yet.
    pub fn new(algorithm: CrcAlgorithm) -> Self {
        Self(match algorithm {
            CrcAlgorithm::Crc32IsoHdlc => State::IsoHdlc(crc32fast::Hasher::new()),
            CrcAlgorithm::Crc32Iscsi => State::Iscsi(ISCSI.digest()),
            CrcAlgorithm::Crc64Nvme => State::Nvme(NVME.digest()),
        })
    }

    /// Takes in more bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        match &mut self.0 {
            State::IsoHdlc(digest) => digest.update(bytes),
            State::Iscsi(digest) => digest.update(bytes),
            State::Nvme(digest) => digest.update(bytes),
        }
    }

    /// The CRC of all bytes taken in so far; one of 32 bits stands in the lower half.
    pub fn finalize(&self) -> u64 {
        match self.0.clone() {
            State::IsoHdlc(digest) => digest.finalize().into(),
            State::Iscsi(digest) => digest.finalize().into(),
            State::Nvme(digest) => digest.finalize(),
        }
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Digest").field(&format_args!("{:#x}", self.finalize())).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_values_of_the_catalogue_come_out_however_the_bytes_are_parted() {
        for (algorithm, check) in [
            (CrcAlgorithm::Crc32IsoHdlc, 0xcbf4_3926),
            (CrcAlgorithm::Crc32Iscsi, 0xe306_9283),
            (CrcAlgorithm::Crc64Nvme, 0xae8b_1486_0a79_9888),
        ] {
            for parted in 0..=9 {
                let (head, tail) = b"123456789".split_at(parted);
                let mut digest = Digest::new(algorithm);
                digest.update(head);
                digest.update(tail);
                assert_eq!(digest.finalize(), check, "{algorithm:?} at {parted}");
            }
        }
    }
}
