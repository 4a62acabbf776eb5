//! For tests and demonstrations: a QQ platform on this machine.

pub mod loopback;
