//! A group of commands, decided in order and committed at once.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rwandapay_core::engine::{Answer, Batch, Command, Config, Decision, Defect, Step, Task};
use rwandapay_core::error::{Code, Error, Outcome};
use rwandapay_core::time::Instant;

use crate::crash;
use crate::store::{Changes, Parked, Received, Store, StoreError};

/// How many commands one commit carries at most.
pub const MOST: usize = 128;

/// A command on its way.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The command.
    pub command: Command,
    /// When it came.
    pub at: Instant,
    /// The job that it carries out; a refusal ends the job too.
    pub task: Option<Task>,
    /// The callback that brought it.
    pub received: Option<Received>,
}

impl Entry {
    /// A command by itself.
    pub const fn new(command: Command, at: Instant) -> Self {
        Self { command, at, task: None, received: None }
    }
}

/// Carries out commands in order, in one commit, and gives each its answer.
///
/// Where the group as a whole cannot be committed because one of it breaks a constraint or the engine, it is
/// rolled back, halved, and decided again from fresh loads, until the one is alone: that one is answered 500
/// and noted for the operator, and its neighbours commit. A commit of which nobody knows whether it holds is
/// answered `answer_lost`, and never decided again.
pub fn execute(store: &mut dyn Store, config: &Config, entries: Vec<Entry>) -> Vec<Result<Answer, Error>> {
    let (commands, notes): (Vec<_>, Vec<_>) = entries
        .into_iter()
        .map(|entry| ((entry.command, entry.at), Note { task: entry.task, received: entry.received }))
        .unzip();
    let mut answers = Vec::with_capacity(commands.len());
    Group { commands: &commands, notes: &notes }.run(store, config, &mut answers);
    answers
}

struct Note {
    task: Option<Task>,
    received: Option<Received>,
}

#[derive(Clone, Copy)]
struct Group<'a> {
    commands: &'a [(Command, Instant)],
    notes: &'a [Note],
}

/// Why a group was not committed.
enum Failure {
    /// One of it, or all of it, is broken: nothing was written.
    Broken(&'static str),
    /// The store cannot write now: nothing was written.
    Unavailable,
    /// Nobody knows.
    Lost,
}

type Answers = Vec<Result<Answer, Error>>;

impl Group<'_> {
    fn run(self, store: &mut dyn Store, config: &Config, answers: &mut Answers) {
        match self.attempt(store, config) {
            Ok(mut given) => answers.append(&mut given),
            Err(Failure::Lost) => answers.extend(self.commands.iter().map(|_| Err(Code::AnswerLost.into()))),
            Err(Failure::Unavailable) => answers.extend(self.commands.iter().map(|_| Err(not_taken()))),
            Err(Failure::Broken(code)) => match self.halves() {
                Some((first, second)) => {
                    first.run(store, config, answers);
                    second.run(store, config, answers);
                }
                None => answers.extend(self.commands.iter().map(|(command, at)| {
                    park(store, command, *at, code);
                    Err(nothing_done())
                })),
            },
        }
    }

    fn halves(self) -> Option<(Self, Self)> {
        let half = self.commands.len().div_ceil(2);
        let (first, second) = (self.commands.split_at_checked(half)?, self.notes.split_at_checked(half)?);
        (!first.1.is_empty()).then_some((
            Self { commands: first.0, notes: second.0 },
            Self { commands: first.1, notes: second.1 },
        ))
    }

    fn attempt(self, store: &mut dyn Store, config: &Config) -> Result<Answers, Failure> {
        let mut transaction = store.begin()?;
        let mut batch = Batch::new(config, self.commands);
        let decided = loop {
            // A panic is a defect of one command: the group is halved until that one is alone.
            let step = catch_unwind(AssertUnwindSafe(|| batch.step()));
            match step.map_err(|_| Failure::Broken("panic"))? {
                Step::Load(keys) => {
                    let records = transaction.load(&keys)?;
                    for (key, record) in keys.into_iter().zip(records) {
                        batch.load(key, record);
                    }
                }
                Step::Commit(decided) => break decided,
            }
        };
        let (changes, answers) = self.merge(decided);
        if !changes.is_empty() {
            transaction.write(&changes)?;
            crash::point("lane.before_commit");
            transaction.commit()?;
            crash::point("lane.after_commit");
        }
        Ok(answers)
    }

    fn merge(self, decided: Vec<Result<Decision, Defect>>) -> (Changes, Answers) {
        let mut changes = Changes::default();
        let mut answers = Vec::with_capacity(decided.len());
        for ((decision, (command, at)), note) in decided.into_iter().zip(self.commands).zip(self.notes) {
            if let Some(received) = &note.received {
                changes.receive(received.clone());
            }
            let answer = decision.unwrap_or_else(|Defect(_)| broken());
            changes.add(&command.scope, *at, &answer);
            if answer.defect.is_some() {
                changes.park(parked(command, *at, "defect"));
            }
            if let (Err(_), Some(task)) = (&answer.answer, &note.task) {
                changes.finish(&command.scope, task);
            }
            answers.push(answer.answer);
        }
        (changes, answers)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        tracing::error!(error = %error, "the store refused a batch");
        match error {
            StoreError::Constraint(_) => Self::Broken("constraint"),
            StoreError::Stale(_) => Self::Broken("stale"),
            StoreError::Corrupt(_) => Self::Broken("corrupt"),
            StoreError::Refused(_) => Self::Broken("refused"),
            StoreError::Lost(_) => Self::Lost,
            StoreError::Unavailable(_) | StoreError::Newer { .. } => Self::Unavailable,
        }
    }
}

/// What our own books did not allow changes nothing.
fn broken() -> Decision {
    Decision {
        answer: Err(nothing_done()),
        puts: Vec::new(),
        releases: Vec::new(),
        claims: Vec::new(),
        journals: Vec::new(),
        events: Vec::new(),
        finished: Vec::new(),
        jobs: Vec::new(),
        defect: Some(Defect("a decision does not hold")),
    }
}

fn nothing_done() -> Error {
    Error::new(Code::Internal).outcome_is(Some(Outcome::None))
}

fn not_taken() -> Error {
    Error::with_message(Code::Overloaded, "the store cannot write now, and nothing was done")
        .outcome_is(Some(Outcome::None))
}

fn parked(command: &Command, at: Instant, code: &str) -> Parked {
    Parked { at, scope: command.scope.clone(), kind: command.action.name().into(), code: code.into() }
}

/// Notes a command that failed alone, for the operator.
fn park(store: &mut dyn Store, command: &Command, at: Instant, code: &'static str) {
    tracing::error!(command = command.action.name(), code, "a command failed alone");
    let mut changes = Changes::default();
    changes.park(parked(command, at, code));
    let noted = store.begin().and_then(|mut transaction| {
        transaction.write(&changes)?;
        transaction.commit()
    });
    if let Err(error) = noted {
        tracing::error!(error = %error, "a command that failed alone could not be noted");
    }
}
