//! Who may do what, by the tables of `docs/reference/authority.md` and by the gate: the same, row by row.
//!
//! The model is the page: [`Model`] parses its tables and decides by them, without a line of the
//! implementation. A [`Case`] is a policy, a caller, what the event says as JSON, and a command, all as
//! plain data. [`compare`] posts it through the parser and the whole gate. What the page says in words
//! is understood in [`phrases`], and a phrase that stands nowhere there fails the test.

mod case;
mod commands;
mod compare;
mod decide;
mod event;
mod hostile;
mod phrases;
mod products;
mod random;
mod refused;
mod said;
mod sources;
mod table;

use case::Case;
use decide::Model;

/// Every row: a policy, a caller and a command each. Names are unique.
fn rows() -> Vec<Case> {
    let mut rows = products::rows();
    rows.extend(hostile::rows());
    rows
}

#[test]
fn there_are_enough_rows_and_each_has_a_name_of_its_own() {
    let rows = rows();
    assert!(rows.len() >= 400, "{}", rows.len());
    let mut names: Vec<_> = rows.iter().map(|row| &row.name).collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), rows.len());
}

#[test]
fn every_line_of_the_tables_decides_some_row() {
    let model = Model::of_the_page();
    for row in rows() {
        model.answer(&row);
    }
    assert_eq!(model.unused(), [""; 0]);
}

#[tokio::test]
async fn the_gate_agrees_with_the_tables_row_by_row() {
    let (model, mut gate) = (Model::of_the_page(), compare::Gate::new());
    let mut differences = Vec::new();
    for row in rows() {
        let expected = model.answer(&row);
        differences.extend(gate.difference(&row, &expected).await);
    }
    assert!(differences.is_empty(), "{}", compare::report(&differences));
}
