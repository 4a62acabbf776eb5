//! What it costs to read durations and ids.
//!
//! `cargo bench -p botrs-secure --bench text`. The goal is that of the design: at most 5 ns and no
//! allocation each. A sample is [`WORDS`] words in no order, so 10 µs are 10 ns a word.

use std::hint::black_box;
use std::time::Duration;

use botrs_secure::{FromArg, OpenId, UserId};
use divan::counter::ItemsCount;
use divan::{AllocProfiler, Bencher};

#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

/// Words a sample.
const WORDS: usize = 1_000;

fn read<T: FromArg>(bencher: Bencher<'_, '_>, word: impl Fn(usize) -> String) {
    let words: Vec<String> = (0..WORDS).map(word).collect();
    bencher.counter(ItemsCount::new(WORDS)).bench_local(|| {
        for word in &words {
            assert!(T::from_arg(black_box(word)).is_ok());
        }
    });
}

/// A number for each word, in no order.
fn number(n: usize) -> usize {
    n.wrapping_mul(0x9E37_79B9) % 59 + 1
}

#[divan::bench(sample_count = 1_000)]
fn duration(bencher: Bencher<'_, '_>) {
    read::<Duration>(bencher, |n| format!("{}{}", number(n), ["s", "m", "h", "d"][number(n) % 4]));
}

#[divan::bench(sample_count = 1_000)]
fn duration_chinese(bencher: Bencher<'_, '_>) {
    let units = ["秒", "分钟", "小时", "天"];
    read::<Duration>(bencher, |n| format!("{}{}", number(n), units[number(n) % 4]));
}

#[divan::bench(sample_count = 1_000)]
fn duration_compound(bencher: Bencher<'_, '_>) {
    read::<Duration>(bencher, |n| format!("{}h{}m", number(n), number(n + 1)));
}

#[divan::bench(sample_count = 1_000)]
fn id(bencher: Bencher<'_, '_>) {
    read::<UserId>(bencher, |n| format!("14411521867756{:04}", number(n)));
}

#[divan::bench(sample_count = 1_000)]
fn mention(bencher: Bencher<'_, '_>) {
    read::<UserId>(bencher, |n| format!("<@!14411521867756{:04}>", number(n)));
}

#[divan::bench(sample_count = 1_000)]
fn openid(bencher: Bencher<'_, '_>) {
    read::<OpenId>(bencher, |n| format!("<@{:032X}>", number(n)));
}
