//! The forms of a text, and escaping on the way out.
