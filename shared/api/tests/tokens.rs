//! Access tokens, with a shared secret and with keys that a sign-in service publishes over HTTP.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU64, AtomicUsize, Ordering},
};

use axum::{Router, routing::get};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use http::StatusCode;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use lectern_api::{
    auth::{AuthError, Authority, Caller, Permission, PublishedKeys},
    trusted_client,
};
use lectern_pipeline::{Clock, Usage};
use rsa::{RsaPrivateKey, pkcs1::EncodeRsaPrivateKey, traits::PublicKeyParts};
use serde_json::{Value, json};

const SECRET: &[u8] = b"a secret of forty bytes for tests only!!";
const START_SECS: u64 = 1_800_000_000;

/// A clock that is set by hand.
struct Hand(AtomicU64);

impl Clock for Hand {
    fn now_secs(&self) -> f64 {
        self.0.load(Ordering::SeqCst) as f64
    }

    fn unix_millis(&self) -> u64 {
        self.0.load(Ordering::SeqCst) * 1000
    }

    fn usage(&self) -> Usage {
        Usage::default()
    }
}

fn claims(changes: Value) -> Value {
    let mut claims = json!({
        "sub": "ada", "roles": ["author"], "permissions": ["webhooks:read", "moon:own"],
        "iss": "https://sign-in.example.com/", "aud": ["other", "lectern"], "exp": START_SECS + 300,
    });
    for (name, value) in changes.as_object().unwrap() {
        match value {
            Value::Null => drop(claims.as_object_mut().unwrap().remove(name)),
            value => claims[name] = value.clone(),
        }
    }
    claims
}

fn outcome(verified: Result<Caller, AuthError>) -> Result<String, String> {
    verified.map(|caller| caller.user_id.as_ref().to_owned()).map_err(|error| error.to_string())
}

#[tokio::test]
async fn claims_are_checked_one_by_one() {
    let clock = Arc::new(Hand(AtomicU64::new(START_SECS)));
    let authority =
        Authority::shared(SECRET, "https://sign-in.example.com/", "lectern", Arc::clone(&clock) as _).unwrap();
    let key = EncodingKey::from_secret(SECRET);
    for (changes, reason) in [
        (json!({}), None),
        (json!({ "exp": START_SECS as f64 + 0.5 }), None),
        (json!({ "exp": START_SECS - 20 }), None),
        (json!({ "exp": START_SECS - 40 }), Some("it has expired")),
        (json!({ "exp": null }), Some("it cannot be read")),
        (json!({ "nbf": START_SECS + 20 }), None),
        (json!({ "nbf": START_SECS + 40 }), Some("it does not hold yet")),
        (json!({ "iss": "https://elsewhere.example.com/" }), Some("it was issued by somebody else")),
        (json!({ "iss": null }), Some("it lacks a claim")),
        (json!({ "aud": "other" }), Some("it is meant for somebody else")),
        (json!({ "aud": null }), Some("it lacks a claim")),
        (json!({ "sub": "" }), Some("its subject cannot be a user id")),
        (json!({ "sub": "../eve" }), Some("its subject cannot be a user id")),
        (json!({ "sub": "ada#1" }), Some("its subject cannot be a user id")),
        (json!({ "sub": null }), Some("it cannot be read")),
    ] {
        let token = encode(&Header::default(), &claims(changes.clone()), &key).unwrap();
        let expected = reason.map_or(Ok("ada".to_owned()), |it| Err(format!("the access token does not hold: {it}")));
        assert_eq!(outcome(authority.verify(&token).await), expected, "{changes}");
    }
    let caller = authority.verify(&encode(&Header::default(), &claims(json!({})), &key).unwrap()).await.unwrap();
    let may: Vec<bool> = Permission::ALL.into_iter().map(|permission| caller.may(permission)).collect();
    assert_eq!(may, [true, true, true, true, true, true, false], "an author who may read webhooks too");
    let described = Caller::described(&caller.user_id, &caller.permission_names(), caller.expires_secs).unwrap();
    assert_eq!(described, caller, "what an authorizer passes on comes back");

    // Remembered tokens end too.
    let token = encode(&Header::default(), &claims(json!({ "exp": START_SECS + 10 })), &key).unwrap();
    assert!(authority.verify(&token).await.is_ok());
    clock.0.store(START_SECS + 41, Ordering::SeqCst);
    assert!(authority.verify(&token).await.is_err());
}

#[tokio::test]
async fn only_the_agreed_algorithm_counts() {
    let clock: Arc<dyn Clock> = Arc::new(Hand(AtomicU64::new(START_SECS)));
    let authority = Authority::shared(SECRET, "https://sign-in.example.com/", "lectern", clock).unwrap();
    let part = |json: Value| URL_SAFE_NO_PAD.encode(json.to_string());
    let other_secret = EncodingKey::from_secret(b"another secret, of forty bytes as well!!");
    for token in [
        format!("{}.{}.", part(json!({ "alg": "none" })), part(claims(json!({})))),
        encode(&Header::new(Algorithm::HS512), &claims(json!({})), &EncodingKey::from_secret(SECRET)).unwrap(),
        encode(&Header::default(), &claims(json!({})), &other_secret).unwrap(),
        "a.b.c".to_owned(),
        String::new(),
    ] {
        assert!(matches!(authority.verify(&token).await, Err(AuthError::Invalid(_))), "{token}");
    }
    assert!(Authority::shared(b"short", "i", "a", Arc::new(Hand(AtomicU64::new(0)))).is_err());
}

/// A key pair with its id.
struct Pair {
    id: &'static str,
    key: RsaPrivateKey,
}

impl Pair {
    fn new(id: &'static str) -> Self {
        Self { id, key: RsaPrivateKey::new(&mut rsa::rand_core::OsRng, 2048).unwrap() }
    }

    fn published(&self) -> Value {
        let number = |number: &rsa::BigUint| URL_SAFE_NO_PAD.encode(number.to_bytes_be());
        json!({
            "kty": "RSA", "alg": "RS256", "use": "sig", "kid": self.id, "n": number(self.key.n()), "e": number(self.key.e()),
        })
    }

    fn token(&self) -> String {
        let header = Header { kid: Some(self.id.to_owned()), ..Header::new(Algorithm::RS256) };
        let der = self.key.to_pkcs1_der().unwrap();
        encode(&header, &claims(json!({ "exp": START_SECS + 100_000 })), &EncodingKey::from_rsa_der(der.as_bytes()))
            .unwrap()
    }
}

/// A sign-in service: what it publishes, whether it is up, and how often it was asked.
struct SignIn {
    keys: Mutex<Option<Vec<Value>>>,
    asked: AtomicUsize,
}

async fn serve(sign_in: Arc<SignIn>) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let answer = move || async move {
        sign_in.asked.fetch_add(1, Ordering::SeqCst);
        match sign_in.keys.lock().unwrap().clone() {
            Some(keys) => Ok(json!({ "keys": keys }).to_string()),
            None => Err(StatusCode::BAD_GATEWAY),
        }
    };
    tokio::spawn(async move { axum::serve(listener, Router::new().route("/keys", get(answer))).await });
    format!("http://{address}/keys")
}

#[tokio::test]
async fn published_keys_are_remembered_and_rotate() {
    let (old, new) = (Pair::new("old"), Pair::new("new"));
    let unusable = json!({ "kty": "EC", "crv": "P-256", "kid": "curve", "x": "AA", "y": "AA" });
    let sign_in =
        Arc::new(SignIn { keys: Mutex::new(Some(vec![unusable, old.published()])), asked: AtomicUsize::new(0) });
    let clock = Arc::new(Hand(AtomicU64::new(START_SECS)));
    let url = serve(Arc::clone(&sign_in)).await;
    let keys = PublishedKeys::at(url, trusted_client().unwrap(), Arc::clone(&clock) as _);
    let authority = Authority::published(keys, "https://sign-in.example.com/", "lectern", Arc::clone(&clock) as _);
    let asked = || sign_in.asked.load(Ordering::SeqCst);
    let publish = |keys: Option<Vec<Value>>| *sign_in.keys.lock().unwrap() = keys;
    let pass = |secs: u64| {
        clock.0.fetch_add(secs, Ordering::SeqCst);
    };

    for _ in 0..3 {
        assert!(authority.verify(&old.token()).await.is_ok());
    }
    assert_eq!(asked(), 1, "fetched once");
    publish(Some(vec![old.published(), new.published()]));
    for _ in 0..3 {
        assert!(authority.verify(&new.token()).await.is_err(), "asked a moment ago");
    }
    assert_eq!(asked(), 1, "an unknown key is no reason to ask more than once a minute");
    pass(61);
    assert!(authority.verify(&new.token()).await.is_ok(), "a new key is found when it is used");
    assert_eq!(asked(), 2);
    publish(None);
    pass(601);
    assert!(authority.verify(&new.token()).await.is_ok(), "keys outlive an outage");
    publish(Some(vec![new.published()]));
    pass(601);
    assert!(authority.verify(&new.token()).await.is_ok());
    assert!(authority.verify(&old.token()).await.is_err(), "a withdrawn key stops working");

    // The public key must not work as a shared secret.
    let confused = Header { kid: Some("new".to_owned()), ..Header::default() };
    let as_secret = EncodingKey::from_secret(new.published()["n"].as_str().unwrap().as_bytes());
    let token = encode(&confused, &claims(json!({})), &as_secret).unwrap();
    assert!(matches!(authority.verify(&token).await, Err(AuthError::Invalid(_))));
}

#[tokio::test]
async fn without_keys_nobody_is_told_to_be_wrong() {
    let sign_in = Arc::new(SignIn { keys: Mutex::new(None), asked: AtomicUsize::new(0) });
    let clock: Arc<dyn Clock> = Arc::new(Hand(AtomicU64::new(START_SECS)));
    let url = serve(sign_in).await;
    let keys = PublishedKeys::at(url, trusted_client().unwrap(), Arc::clone(&clock));
    let authority = Authority::published(keys, "https://sign-in.example.com/", "lectern", clock);
    let error = authority.verify(&Pair::new("old").token()).await.unwrap_err();
    assert!(matches!(error, AuthError::Unavailable(_)), "{error:?}");
}
