#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| botrs_secure_fuzz::route::holds(text));
