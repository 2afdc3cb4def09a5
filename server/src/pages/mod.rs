//! The pages that customers see.
