use std::{fmt, sync::Arc};

use aws_sdk_secretsmanager::Client;
use base64::{Engine, engine::general_purpose::STANDARD};
use lectern_pipeline::{Clock, FilmsError};
use rsa::{
    RsaPrivateKey,
    pkcs1::DecodeRsaPrivateKey,
    pkcs1v15::SigningKey,
    pkcs8::DecodePrivateKey,
    signature::{SignatureEncoding, Signer},
};
use sha1::Sha1;
use thiserror::Error;
use tokio::sync::OnceCell;

use crate::FilmDelivery;

use super::failed;

/// Signs addresses for CloudFront: a canned policy, signed with RSA and SHA-1 as CloudFront wants it (Amazon CloudFront Developer
/// Guide, "Create a signed URL using a canned policy").
///
/// The key is read when the first address is signed, and kept. Needs `secretsmanager:GetSecretValue` on it.
pub struct FilmSigner {
    delivery: FilmDelivery,
    secrets: Client,
    clock: Arc<dyn Clock>,
    key: OnceCell<SigningKey<Sha1>>,
}

#[derive(Debug, Error)]
enum KeyError {
    #[error("the secret holds no text")]
    Empty,
    #[error("the secret holds no RSA private key in PEM")]
    Malformed(#[source] rsa::pkcs8::Error),
}

impl FilmSigner {
    /// Signs for a distribution.
    pub fn new(delivery: FilmDelivery, secrets: Client, clock: Arc<dyn Clock>) -> Self {
        Self { delivery, secrets, clock, key: OnceCell::new() }
    }

    /// An address of the object `key` that CloudFront serves for `valid_secs`.
    pub(super) async fn address(&self, key: &str, valid_secs: u64) -> Result<String, FilmsError> {
        let signing_key = self.key.get_or_try_init(|| self.read_key()).await?;
        let expires = self.clock.unix_millis() / 1000 + valid_secs;
        Ok(signed(signing_key, &self.delivery, key, expires))
    }

    async fn read_key(&self) -> Result<SigningKey<Sha1>, FilmsError> {
        let what = || format!("the key {}", self.delivery.key_parameter);
        let secret = self.secrets.get_secret_value().secret_id(&self.delivery.key_parameter).send().await;
        let secret = secret.map_err(|error| failed("read", what(), error))?;
        let pem = secret.secret_string().ok_or_else(|| failed("read", what(), KeyError::Empty))?;
        parse(pem).map_err(|error| failed("read", what(), error))
    }
}

impl fmt::Debug for FilmSigner {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The key stays out of logs.
        formatter.debug_struct("FilmSigner").field("delivery", &self.delivery).finish_non_exhaustive()
    }
}

fn parse(pem: &str) -> Result<SigningKey<Sha1>, KeyError> {
    // OpenSSL writes either form, depending on its version.
    let key = match RsaPrivateKey::from_pkcs1_pem(pem) {
        Ok(key) => key,
        Err(_) => RsaPrivateKey::from_pkcs8_pem(pem).map_err(KeyError::Malformed)?,
    };
    Ok(SigningKey::new(key))
}

fn signed(signing_key: &SigningKey<Sha1>, delivery: &FilmDelivery, key: &str, expires: u64) -> String {
    // Keys are ids and file names of our own: nothing in them needs an escape.
    let address = format!("https://{}/{key}", delivery.domain);
    let policy = policy(&address, expires);
    let signature = STANDARD.encode(signing_key.sign(policy.as_bytes()).to_bytes());
    let signature = signature.replace('+', "-").replace('=', "_").replace('/', "~");
    format!("{address}?Expires={expires}&Signature={signature}&Key-Pair-Id={}", delivery.key_pair_id)
}

/// CloudFront builds the same text from the address it is asked for, to the byte.
fn policy(address: &str, expires: u64) -> String {
    format!(
        r#"{{"Statement":[{{"Resource":"{address}","Condition":{{"DateLessThan":{{"AWS:EpochTime":{expires}}}}}}}]}}"#
    )
}

#[cfg(test)]
mod tests {
    use rsa::{
        pkcs1v15::Signature,
        signature::{Keypair, Verifier},
    };

    use super::*;

    /// A key of tests only, made with `openssl genrsa -traditional 1024`.
    const KEY: &str = include_str!("../../tests/keys/films.pem");

    #[test]
    fn an_address_is_signed_as_cloudfront_checks_it() {
        let signing_key = parse(KEY).expect("a key");
        let delivery = FilmDelivery {
            domain: "films.example.com".to_owned(),
            key_pair_id: "K123".to_owned(),
            key_parameter: String::new(),
        };
        let address = signed(&signing_key, &delivery, "prj_1/gen_1/film.mp4", 1_800_000_000);
        let (bare, query) = address.split_once('?').expect("a query");
        assert_eq!(bare, "https://films.example.com/prj_1/gen_1/film.mp4");
        let values: Vec<(&str, &str)> = query.split('&').filter_map(|pair| pair.split_once('=')).collect();
        let [("Expires", "1800000000"), ("Signature", signature), ("Key-Pair-Id", "K123")] = values.as_slice() else {
            panic!("{query}")
        };
        let decoded =
            STANDARD.decode(signature.replace('-', "+").replace('_', "=").replace('~', "/")).expect("base 64");
        let decoded = Signature::try_from(decoded.as_slice()).expect("a signature");
        let verify = |policy: &str| signing_key.verifying_key().verify(policy.as_bytes(), &decoded);
        verify(r#"{"Statement":[{"Resource":"https://films.example.com/prj_1/gen_1/film.mp4","Condition":{"DateLessThan":{"AWS:EpochTime":1800000000}}}]}"#).expect("it is the policy's");
        verify(&policy(bare, 1_800_000_001)).expect_err("of another time");
        verify(&policy("https://films.example.com/prj_2/gen_1/film.mp4", 1_800_000_000)).expect_err("of another film");
    }

    #[test]
    fn a_key_is_read_in_both_forms_and_what_is_none_is_refused() {
        use rsa::pkcs8::{EncodePrivateKey, LineEnding};
        let key = RsaPrivateKey::from_pkcs1_pem(KEY).expect("a key");
        let other_form = key.to_pkcs8_pem(LineEnding::LF).expect("it is written");
        assert_eq!(parse(&other_form).expect("a key").sign(b"film"), parse(KEY).expect("a key").sign(b"film"));
        parse("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----").expect_err("it is no key");
    }
}
