use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::json;

/// Who issues the tests' tokens.
pub const ISSUER: &str = "https://sign-in.example";

/// Whom they are for.
pub const AUDIENCE: &str = "lectern";

/// What they are signed with. Known to everybody, and good for tests only.
pub const SECRET: &str = "a-secret-that-only-tests-may-use-0123456789";

/// A token of a user with a role, valid until 2100.
///
/// # Panics
/// Never: the claims are plain data.
pub fn token(user_id: &str, role: &str) -> String {
    let claims = json!({
        "sub": user_id, "iss": ISSUER, "aud": AUDIENCE, "exp": 4_102_444_800_u64, "roles": [role],
    });
    let key = EncodingKey::from_secret(SECRET.as_bytes());
    encode(&Header::new(Algorithm::HS256), &claims, &key).expect("plain claims can be signed")
}
