//! `rwandapay admin …`: what only the operator may do, at the machine that holds the records.
//!
//! A command goes to the records directly, through the same engine and the same kind of transaction as the
//! server's own, so it may run beside a server: SQLite lets one writer in at a time, and the server looks
//! for work of others every second. Who can read the key file can do everything here, and nobody else.

mod correct;
mod desk;
mod endpoints;
mod keys;
mod merchants;
pub mod options;
mod pins;
mod review;
mod screen;
mod secrets;
mod statement;

use desk::Desk;
use options::{Admin, Task};

/// Carries out one command.
///
/// # Errors
/// In words: what was refused, and that nothing was changed.
pub fn run(admin: &Admin) -> Result<(), String> {
    let mut desk = Desk::open(admin)?;
    match &admin.task {
        Task::Merchant(task) => merchants::run(&mut desk, task),
        Task::Key(task) => keys::run(&mut desk, task),
        Task::Pin(task) => pins::run(&mut desk, task),
        Task::Secret(task) => secrets::run(&mut desk, task),
        Task::Endpoint(task) => endpoints::run(&mut desk, task),
        Task::Correct(task) => correct::run(&mut desk, task),
        Task::Review(task) => review::run(&mut desk, task),
        Task::Statement(task) => statement::run(&mut desk, task),
    }
}
