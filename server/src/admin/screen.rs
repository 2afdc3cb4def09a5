//! Tables on the screen: aligned, and the same for people and for `awk`.

/// Prints rows under a head, each column as wide as its widest cell.
pub fn table<const N: usize>(head: [&str; N], rows: &[[String; N]]) {
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
        cells.chain(head.get(column).map(|name| name.chars().count())).max().unwrap_or_default()
    };
    let widths: [usize; N] = std::array::from_fn(width);
    let line = |cells: &[String; N]| {
        let cells = cells.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}"));
        println!("{}", cells.collect::<Vec<_>>().join("  ").trim_end());
    };
    line(&head.map(str::to_owned));
    rows.iter().for_each(line);
}

/// What stands on the screen after a table, so that nobody mistakes an empty one for a failure.
pub fn count(rows: usize, what: &str) {
    println!("\n{rows} {what}");
}
