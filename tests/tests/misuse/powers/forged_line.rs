use botrs_secure::expansion::Line;

fn main() {
    let _ = Line::new(todo!(), &[]);
}
