//! The documentation that the server carries: a page, and the OpenAPI document.
