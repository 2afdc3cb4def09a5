//! Routes: which operation a method and a path name. The table is the client's own.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::client::{OPERATIONS, Operation, Shape};
use crate::error::{Code, Error};
use crate::http;

/// The base of every path.
pub const BASE: &str = "/v1";

/// An operation, and the parameters that stood in the path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// The operation.
    pub operation: &'static Operation,
    /// The parameters by name, decoded.
    pub parameters: Vec<(&'static str, String)>,
}

impl Route {
    /// A parameter of the path; empty if the path has none of that name.
    pub fn parameter(&self, name: &str) -> &str {
        self.parameters
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value.as_str())
            .unwrap_or_default()
    }
}

/// Finds the route of a request.
///
/// # Errors
/// `route_not_found`; `method_not_allowed` for a known path; `query_malformed` for a broken escape.
pub fn find(method: &str, path: &str) -> Result<Route, Error> {
    let matches = matches(path)?;
    if matches.is_empty() {
        return Err(Error::with_message(Code::RouteNotFound, "no endpoint has this path; the base is /v1"));
    }
    let route = matches.into_iter().find(|route| route.operation.method.name() == method);
    route.ok_or_else(|| {
        let allowed = allowed(path).join(", ");
        Error::with_message(Code::MethodNotAllowed, format!("this path takes {allowed}"))
    })
}

/// The methods that a path takes.
pub fn allowed(path: &str) -> Vec<&'static str> {
    let matches = matches(path).unwrap_or_default();
    matches.into_iter().map(|route| route.operation.method.name()).collect()
}

fn matches(path: &str) -> Result<Vec<Route>, Error> {
    let Some(rest) = path.strip_prefix(BASE).filter(|rest| rest.starts_with('/')) else {
        return Ok(Vec::new());
    };
    let segments: Vec<&str> = rest.split('/').collect();
    let mut routes: Vec<Route> = Vec::new();
    // Waiting is a get that a client repeats, and no route of its own.
    for operation in OPERATIONS.iter().filter(|operation| operation.shape != Shape::Wait) {
        if let Some(parameters) = fits(operation.path, &segments) {
            let decoded: Result<Vec<_>, Code> = parameters
                .into_iter()
                .map(|(name, text)| http::decode(text).map(|text| (name, text)))
                .collect();
            routes.push(Route { operation, parameters: decoded? });
        }
    }
    // A literal path comes before one with a parameter: `/checkout/initialize` is no session.
    let fewest = routes.iter().map(|route| route.parameters.len()).min();
    routes.retain(|route| Some(route.parameters.len()) == fewest);
    Ok(routes)
}

fn fits<'a>(template: &'static str, segments: &[&'a str]) -> Option<Vec<(&'static str, &'a str)>> {
    let mut parameters = Vec::new();
    let mut given = segments.iter();
    for part in template.split('/') {
        let segment = given.next()?;
        match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            Some(name) if !segment.is_empty() => parameters.push((name, *segment)),
            None if part == *segment => {}
            Some(_) | None => return None,
        }
    }
    given.next().is_none().then_some(parameters)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(method: &str, path: &str) -> Result<&'static str, Code> {
        find(method, path).map(|route| route.operation.name).map_err(|error| error.code())
    }

    #[test]
    fn paths_find_their_operation() {
        assert_eq!(name("POST", "/v1/payments/collect"), Ok("payments.collect"));
        assert_eq!(name("GET", "/v1/payments/INV%2F001"), Ok("payments.get"));
        assert_eq!(name("POST", "/v1/checkout/initialize"), Ok("checkout.initialize"));
        assert_eq!(name("GET", "/v1/checkout/CHK-ABC123DEF456"), Ok("checkout.get"));
        assert_eq!(find("GET", "/v1/payments/INV%2F001").unwrap().parameter("reference"), "INV/001");
    }

    #[test]
    fn what_is_not_there_is_404_and_the_wrong_method_405() {
        for path in
            ["/", "/v1", "/v1/", "/v2/balance", "/v1/balance/", "/v1//balance", "/v1balance", "/v1/pin/4821"]
        {
            assert_eq!(name("GET", path), Err(Code::RouteNotFound), "{path}");
        }
        for method in ["DELETE", "PUT", "TRACE", "get"] {
            assert_eq!(name(method, "/v1/balance"), Err(Code::MethodNotAllowed), "{method}");
        }
        assert_eq!(name("GET", "/v1/payments/%zz"), Err(Code::QueryMalformed));
    }
}
