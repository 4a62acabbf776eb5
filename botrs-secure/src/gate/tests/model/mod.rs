//! Who may do what, by the tables of `docs/reference/authority.md` and by the gate: the same, row by row.
//!
//! The model is the page: [`Model`] parses its tables and decides by them, without a line of the
//! implementation. A [`Case`] is a policy, a caller, what the event says as JSON, and a command, all as
//! plain data; a [`Row`] is the same as the library sees it, with the answer of the page. [`compare`]
//! sends it through the whole gate. What the page says in words is understood in [`phrases`], and a
//! phrase that stands nowhere there fails the test.

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
mod restricted;
mod row;
mod said;
mod sources;
mod table;
mod trust;

use case::Case;
use decide::Model;
use row::Row;

/// Every row: a policy, a caller and a command each, and the rule by which the page decides it.
pub(crate) fn rows() -> Vec<Row> {
    let model = Model::of_the_page();
    cases().iter().map(|case| Row::of(&model, case)).collect()
}

fn cases() -> Vec<Case> {
    [products::cases(), trust::cases(), hostile::cases(), restricted::cases()].concat()
}

#[test]
fn there_are_enough_rows_and_each_has_a_name_of_its_own() {
    let cases = cases();
    assert!(cases.len() >= 400, "{}", cases.len());
    let mut names: Vec<_> = cases.iter().map(|case| &case.name).collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), cases.len());
}

#[test]
fn every_line_of_the_tables_fits_some_row() {
    let model = Model::of_the_page();
    for case in cases() {
        model.answer(&case);
    }
    assert_eq!(model.unused(), [""; 0]);
}

#[tokio::test]
async fn the_gate_agrees_with_the_page_row_by_row() {
    let (mut gate, mut differences) = (compare::Gate::new(), Vec::new());
    for row in rows() {
        differences.extend(gate.differences(&row).await);
    }
    assert!(differences.is_empty(), "{}", compare::report(&differences));
}
