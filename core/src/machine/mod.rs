//! What the five state machines share: how a step ends, and names.
//!
//! Each machine is one exhaustive match over (state, event) in its own folder. The same pairs stand, by
//! hand, in `tests/vectors/transitions.json` and as diagrams in `docs/states.md`; a test keeps all three
//! equal.

/// How an allowed event ends. Everything else is `transition_not_allowed`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step<State> {
    /// The record is now in this state and must be written.
    Moved(State),
    /// The event is the one that led to the present state: nothing changes.
    Replay,
}

impl<State> Step<State> {
    /// The state after the step; `before` where nothing changed.
    pub fn or(self, before: State) -> State {
        match self {
            Self::Moved(after) => after,
            Self::Replay => before,
        }
    }
}

/// The names of a state or event: `ALL`, `name` and `from_name` of a plain enum.
macro_rules! names {
    ($type:ident: $($variant:ident $name:literal),* $(,)?) => {
        impl $type {
            /// All of them, in the order of the documentation.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The name in requests, answers and the documentation.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// The one with exactly this name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
    };
}
pub(crate) use names;
