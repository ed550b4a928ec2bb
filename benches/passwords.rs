//! How many passwords a core hashes: one at a time with the `bcrypt` crate, and in batches of two,
//! three and four.
//!
//! This is why `src/password/interleaved` exists: on a busy server passwords wait, and it hashes as
//! many as this rate times its cores. Compare the lines with each other, not with another
//! machine's: `thrpt` counts passwords, at the lowest cost that production accepts.

use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use vestibule::password::{Computation, MAX_BATCH, hash_batch};

const COST: u32 = 10;

fn passwords(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("passwords");
    group
        .sample_size(20)
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(3));
    let waiting = [0; MAX_BATCH]
        .map(|_| Computation::new(b"correct horse battery staple", rand::random(), COST));
    group.throughput(Throughput::Elements(1));
    group.bench_function("one", |bencher| bencher.iter(|| waiting[0].compute()));
    for size in 2..=MAX_BATCH {
        let batch: Vec<&Computation> = waiting.iter().take(size).collect();
        group.throughput(Throughput::Elements(size as u64));
        group.bench_function(format!("a batch of {size}"), |bencher| {
            bencher.iter(|| hash_batch(&batch, COST).expect("the self-test passes"));
        });
    }
    group.finish();
}

criterion_group!(benches, passwords);
criterion_main!(benches);
