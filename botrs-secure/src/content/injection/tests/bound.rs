//! Bounds of a rate that was measured.

/// The 95 % bounds of Clopper and Pearson for so many of so many.
pub(super) fn clopper_pearson(hits: usize, of: usize) -> (f64, f64) {
    if of == 0 {
        return (0.0, 1.0);
    }
    let solve = |wanted: &dyn Fn(f64) -> bool| {
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..60 {
            let middle = (low + high) / 2.0;
            if wanted(middle) { low = middle } else { high = middle }
        }
        low
    };
    // The chance of at least, and of at most, so many hits.
    let lower = solve(&|rate| hits > 0 && 1.0 - at_most(hits - 1, of, rate) < 0.025);
    let upper = if hits == of { 1.0 } else { solve(&|rate| at_most(hits, of, rate) > 0.025) };
    (lower, upper)
}

/// The rate that no hit at all leaves possible, at 95 %.
pub(super) fn none_of(of: usize) -> f64 {
    1.0 - 0.05_f64.powf(1.0 / of.max(1) as f64)
}

fn at_most(hits: usize, of: usize, rate: f64) -> f64 {
    let mut log = of as f64 * (1.0 - rate).ln();
    let mut sum = log.exp();
    for k in 0..hits {
        log += ((of - k) as f64 / (k + 1) as f64 * rate / (1.0 - rate)).ln();
        sum += log.exp();
    }
    sum.min(1.0)
}

#[test]
fn the_bounds_are_those_of_the_tables() {
    let near = |a: f64, b: f64| (a - b).abs() < 0.0006;
    let (low, high) = clopper_pearson(9, 10);
    assert!(near(low, 0.555) && near(high, 0.9975), "{low} {high}");
    let (low, high) = clopper_pearson(0, 100);
    assert!(near(low, 0.0) && near(high, 0.0362), "{low} {high}");
    assert!(near(none_of(300), 0.00994));
}
