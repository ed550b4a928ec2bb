//! How many passwords a core hashes: each alone by the `bcrypt` crate, and two, three and four side by side.
//!
//! It stands for the choice made in `src/password/interleaved`: a busy server has passwords waiting, and what it gets through
//! is this rate times its cores. Compare the lines with each other, not with another machine's: `thrpt` counts
//! passwords, at the lowest cost that production takes.

use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use vestibule::password::{Computation, MAX_BATCH, hash_batch};

const COST: u32 = 10;

fn passwords(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("passwords");
    group.sample_size(20).warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(3));
    let waiting = [0; MAX_BATCH].map(|_| Computation::new(b"correct horse battery staple", rand::random(), COST));
    group.throughput(Throughput::Elements(1));
    group.bench_function("alone", |bencher| bencher.iter(|| waiting[0].compute()));
    for interleaved in 2..=MAX_BATCH {
        let batch: Vec<&Computation> = waiting.iter().take(interleaved).collect();
        group.throughput(Throughput::Elements(interleaved as u64));
        group.bench_function(format!("{interleaved} side by side"), |bencher| {
            bencher.iter(|| hash_batch(&batch, COST).expect("they are computed in step"));
        });
    }
    group.finish();
}

criterion_group!(benches, passwords);
criterion_main!(benches);
