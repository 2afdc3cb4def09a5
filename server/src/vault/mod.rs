//! What is kept secret at rest: the root key, sealed secrets, hashed keys and PINs.
