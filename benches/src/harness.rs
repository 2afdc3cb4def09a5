//! The loop and the table.

use std::fmt;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// How many runs a figure is the median of.
const RUNS: usize = 101;
/// How long one run takes at least: short, so that most runs fit between two other tasks of the machine.
const RUN: Duration = Duration::from_millis(2);

/// Nanoseconds that one call takes, over inputs in turn.
pub fn nanoseconds<I: Copy, O>(inputs: &[I], mut call: impl FnMut(I) -> O) -> f64 {
    let mut run = |rounds: u32| {
        let begin = Instant::now();
        for _ in 0..rounds {
            for input in inputs {
                black_box(call(black_box(*input)));
            }
        }
        begin.elapsed()
    };
    let mut rounds = 1_u32;
    while run(rounds) < RUN {
        rounds = rounds.saturating_mul(2);
    }
    let calls = f64::from(rounds) * f64::from(u32::try_from(inputs.len()).unwrap_or(u32::MAX));
    let mut figures: Vec<f64> = (0..RUNS).map(|_| run(rounds).as_secs_f64() * 1e9 / calls).collect();
    figures.sort_by(f64::total_cmp);
    figures[RUNS / 2]
}

/// The fewest nanoseconds that one call of each takes, over runs that take turns.
///
/// For ratios near one: other work on the machine only adds time, and must not fall on one row alone.
pub fn in_turns<const N: usize>(mut calls: [&mut dyn FnMut(); N]) -> [f64; N] {
    let mut run = |call: usize, rounds: u32| {
        let begin = Instant::now();
        (0..rounds).for_each(|_| calls[call]());
        begin.elapsed()
    };
    let rounds: [u32; N] = std::array::from_fn(|call| {
        let mut rounds = 1_u32;
        while run(call, rounds) < RUN {
            rounds = rounds.saturating_mul(2);
        }
        rounds
    });
    let mut fewest = [f64::INFINITY; N];
    for _ in 0..RUNS {
        for (call, fewest) in fewest.iter_mut().enumerate() {
            let rounds = rounds[call];
            *fewest = fewest.min(run(call, rounds).as_secs_f64() * 1e9 / f64::from(rounds));
        }
    }
    fewest
}

/// The rows so far.
#[derive(Default)]
pub struct Table(Vec<Row>);

enum Row {
    Section(&'static str),
    Figure { name: String, nanoseconds: f64, ratio: Option<f64> },
}

impl Table {
    /// Begins a section.
    pub fn section(&mut self, name: &'static str) {
        self.0.push(Row::Section(name));
    }

    /// Our own figure, without a peer.
    pub fn ours(&mut self, name: &str, nanoseconds: f64) {
        self.0.push(Row::Figure { name: name.into(), nanoseconds, ratio: None });
    }

    /// A peer's figure, and how many times ours it is.
    pub fn peer(&mut self, name: &str, nanoseconds: f64, ours: f64) {
        self.0.push(Row::Figure { name: name.into(), nanoseconds, ratio: Some(nanoseconds / ours) });
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| what | ns | times ours |\n|---|---:|---:|")?;
        for row in &self.0 {
            match row {
                Row::Section(name) => writeln!(f, "| **{name}** | | |")?,
                Row::Figure { name, nanoseconds, ratio: None } => {
                    writeln!(f, "| {name} | {nanoseconds:.1} | |")?;
                }
                Row::Figure { name, nanoseconds, ratio: Some(ratio) } => {
                    writeln!(f, "| {name} | {nanoseconds:.1} | {ratio:.2} |")?;
                }
            }
        }
        Ok(())
    }
}
