//! Figures as a table, printed row by row.

/// Prints the head of a table.
#[expect(clippy::print_stdout, reason = "this program's output")]
pub(crate) fn head(title: &str) {
    println!("{title}");
    println!(
        "{:<11} {:<46} {:>10} {:<6} {:>10} {:>8}",
        "", "what", "measured", "", "design", "ratio"
    );
}

/// Prints one figure beside what the design states in the same unit, if it states anything.
#[expect(clippy::print_stdout, reason = "this program's output")]
pub(crate) fn row(engine: &str, what: &str, measured: f64, unit: &str, design: Option<f64>) {
    let digits = |figure: f64| match figure {
        ..10.0 => 2,
        ..100.0 => 1,
        _ => 0,
    };
    let stated = design.map_or_else(String::new, |design| {
        format!(
            "{design:>10.0$} {ratio:>7.2}×",
            digits(design),
            ratio = measured / design
        )
    });
    println!(
        "{engine:<11} {what:<46} {measured:>10.0$} {unit:<6} {stated}",
        digits(measured)
    );
}

/// Prints a remark below the table.
#[expect(clippy::print_stdout, reason = "this program's output")]
pub(crate) fn remark(text: &str) {
    println!("{text}");
}
