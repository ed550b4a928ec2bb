//! Rotations through the real store, each on the disk before it is answered, while 1, 16 and 64
//! clients wait.
//!
//! It stands for the writer's batches: `thrpt` counts rotations, and what 64 share a wait for the
//! disk costs each of them little more than the queries.

#[allow(dead_code, reason = "other benches need more of it")]
mod support;

use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use futures_util::future::join_all;
use vestibule::app::App;
use vestibule::auth;
use vestibule::secret::SecretText;

fn rotate(criterion: &mut Criterion) {
    let runtime = actix_web::rt::Runtime::new().expect("a runtime starts");
    let (app, _folder) = runtime.block_on(support::open(&[]));
    let mut group = criterion.benchmark_group("rotate");
    group
        .sample_size(20)
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(4));
    group.throughput(Throughput::Elements(1));
    for clients in [1, 16, 64] {
        let mut tokens: Vec<SecretText> = Vec::new();
        for number in 0..clients {
            tokens.push(runtime.block_on(support::register(&app, clients * 100 + number)).refresh);
        }
        group.bench_function(format!("{clients} waiting"), |bencher| {
            bencher.iter_custom(|times| runtime.block_on(rounds(&app, &mut tokens, times)));
        });
    }
    group.finish();
}

/// Has the clients rotate so many times in all, each of them always by its newest token.
async fn rounds(app: &Arc<App>, tokens: &mut [SecretText], times: u64) -> Duration {
    let each = times.div_ceil(tokens.len() as u64);
    let begun = Instant::now();
    join_all(tokens.iter_mut().map(|token| async {
        let context = support::context(app);
        for _ in 0..each {
            *token = auth::refresh(&context, token).await.expect("it is the current one").refresh;
        }
    }))
    .await;
    begun.elapsed().mul_f64(times as f64 / (each * tokens.len() as u64) as f64)
}

criterion_group!(benches, rotate);
criterion_main!(benches);
