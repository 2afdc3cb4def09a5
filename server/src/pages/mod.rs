//! The pages that customers see.
//!
//! One file of HTML each, with its style and its script in it: a cheap phone on a slow network gets all of it
//! in one answer. Everything works without the script, which only shows the network while the number is typed
//! and looks for news. See `docs/decisions/0011-hosted-pages.md`.

mod document;
mod form_token;
mod handler;
mod html;
mod language;
mod look;
mod screen;
mod texts;
mod view;

pub use handler::routes;
pub use html::Html;
pub use language::of as language_of;
pub use look::{SCRIPT, STYLE, source};
pub use screen::Screen;
pub use texts::Texts;
pub use view::{PaymentView, SessionView};
