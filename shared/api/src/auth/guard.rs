//! The gate before every handler.

use std::sync::Arc;

use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::Method;

use super::Caller;
use crate::{
    Studio,
    operations::{Access, Operation},
    problem::{Code, Problem},
    rate,
};

/// Lets a request pass if its operation is public or its caller may do it, and counts it against the caller's limit.
pub(crate) async fn guard(State(studio): State<Arc<Studio>>, mut request: Request, next: Next) -> Response {
    // An address or a method that no operation has goes on to its 404 or 405.
    let path = request.extensions().get::<MatchedPath>();
    let Some(operation) = path.and_then(|path| Operation::at(lookup_method(request.method()), path.as_str())) else {
        return next.run(request).await;
    };
    if operation.access == Access::Public {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let caller = match studio.callers.caller(&parts).await {
        Ok(caller) => caller,
        Err(error) => return Problem::from(error).into_response(),
    };
    request = Request::from_parts(parts, body);
    let window = match rate::count(&studio, &caller).await {
        Ok(window) => window,
        Err(problem) => return problem.into_response(),
    };
    let mut response = if window.is_exceeded() {
        window.problem().into_response()
    } else if let Some(problem) = refusal(operation, &caller) {
        problem.into_response()
    } else {
        request.extensions_mut().insert(caller);
        next.run(request).await
    };
    window.tell(response.headers_mut());
    response
}

fn refusal(operation: &Operation, caller: &Caller) -> Option<Problem> {
    match operation.access {
        Access::Needs(permission) if !caller.may(permission) => {
            Some(Problem::new(Code::Forbidden, format!("the permission {} is needed", permission.name())))
        }
        Access::Needs(_) | Access::Anyone | Access::Public => None,
    }
}

/// `HEAD` is answered where `GET` is.
fn lookup_method(method: &Method) -> &str {
    if *method == Method::HEAD { "GET" } else { method.as_str() }
}
