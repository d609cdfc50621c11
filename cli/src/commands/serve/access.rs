//! Who may call: whoever has a token, or, where no key is configured, this machine alone.

use std::{env, net::IpAddr, sync::Arc};

use lectern_api::{
    auth::{Authority, BearerCallers, Callers, LoopbackCaller, PublishedKeys},
    trusted_client,
};
use lectern_pipeline::{Clock, error_chain};

use crate::exit::{Failure, Fault};

/// The user where no key is configured.
const LOCAL_USER: &str = "local";

/// Callers by `LECTERN_JWT_ISSUER`, `LECTERN_JWT_AUDIENCE` and `LECTERN_JWT_JWKS_URL` or `LECTERN_JWT_SECRET`; without them the user
/// `local`, if only this machine can reach the address.
pub fn callers(address: IpAddr, cors_origins: &[String], clock: &Arc<dyn Clock>) -> Result<Arc<dyn Callers>, Failure> {
    let variable = |name: &str| env::var(name).ok().filter(|text| !text.is_empty());
    let keys = (variable("LECTERN_JWT_JWKS_URL"), variable("LECTERN_JWT_SECRET"));
    let names = (variable("LECTERN_JWT_ISSUER"), variable("LECTERN_JWT_AUDIENCE"));
    let authority = match (keys, names) {
        ((None, None), _) if address.is_loopback() => {
            return Ok(Arc::new(LoopbackCaller::new(LOCAL_USER, cors_origins.to_vec())));
        }
        ((None, None), _) => {
            let message = format!("without a key for access tokens, {address} would be open to everybody");
            let hint = "Set LECTERN_JWT_ISSUER, LECTERN_JWT_AUDIENCE and LECTERN_JWT_JWKS_URL or LECTERN_JWT_SECRET, \
                        or listen at 127.0.0.1.";
            return Err(Failure::new(Fault::Usage, message).with_hint(hint));
        }
        (_, (None, _) | (_, None)) => {
            let message = "a key for access tokens is set, but not who issues them and for whom";
            let hint = "Set LECTERN_JWT_ISSUER and LECTERN_JWT_AUDIENCE.";
            return Err(Failure::new(Fault::Usage, message).with_hint(hint));
        }
        ((Some(url), _), (Some(issuer), Some(audience))) => {
            let http = trusted_client().map_err(|error| {
                Failure::new(Fault::Output, format!("cannot make an HTTP client: {}", error_chain(&error)))
            })?;
            Authority::published(PublishedKeys::at(url, http, Arc::clone(clock)), &issuer, &audience, Arc::clone(clock))
        }
        ((None, Some(secret)), (Some(issuer), Some(audience))) => {
            Authority::shared(secret.as_bytes(), &issuer, &audience, Arc::clone(clock))
                .map_err(|error| Failure::new(Fault::Usage, error.to_string()))?
        }
    };
    Ok(Arc::new(BearerCallers::new(Arc::new(authority))))
}
