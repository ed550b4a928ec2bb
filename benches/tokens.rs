//! What every signed-in request pays before anything is done for it.
//!
//! - `verify`: an access token that is seen for the first time, and one that was seen before. The
//!   first is the price of a client's first request after each refresh, the second that of all
//!   others.
//! - `read a cookie header`: finding our cookie among those of a busy site.
//! - `judge a rotation`: the rule alone, without the row that it goes by.

#[allow(dead_code, reason = "other benches need more of it")]
mod support;

use std::hint::black_box;

use actix_web::http::header::{COOKIE, HeaderMap, HeaderValue};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use vestibule::auth::rotation::{PresentedToken, judge};
use vestibule::http::cookies::Cookies;
use vestibule::store::sessions;
use vestibule::token::{AccessSubject, TokenHash, Tokens};

fn verify(criterion: &mut Criterion) {
    let runtime = actix_web::rt::Runtime::new().expect("a runtime starts");
    let (app, _folder) = runtime.block_on(support::open(&[]));
    let issued = runtime.block_on(support::register(&app, 1));
    let now = app.clock.now();
    let subject = AccessSubject {
        user: issued.user.id,
        session: issued.session,
        generation: 1,
        username: "ada",
        roles: issued.user.roles,
        version: 1,
        authenticated_at: now,
        methods: issued.claims.amr,
    };
    let mut group = criterion.benchmark_group("verify");
    group.bench_function("known", |bencher| {
        bencher.iter(|| {
            app.tokens.verify_access(black_box(issued.access.expose()), now).expect("it is good")
        });
    });
    group.bench_function("new", |bencher| {
        let tokens: &Tokens = &app.tokens;
        bencher.iter_batched(
            || tokens.access(&subject, now, now + app.config.session_max_age).0,
            |token| tokens.verify_access(black_box(token.expose()), now).expect("it is good"),
            BatchSize::SmallInput,
        );
    });
    group.finish();

    let mut headers = HeaderMap::new();
    let cookies = format!(
        "_ga=GA1.1.1234567890.1700000000; theme=dark; consent=yes; access_token={}; refresh_token={}; lang=en",
        issued.access.expose(),
        issued.refresh.expose()
    );
    headers.insert(COOKIE, HeaderValue::from_str(&cookies).expect("cookies are ASCII"));
    let jar = Cookies::new(&app.config);
    criterion.bench_function("read a cookie header", |bencher| {
        bencher.iter(|| jar.access(black_box(&headers)).expect("it is there"));
    });

    let id = issued.session;
    let session = runtime.block_on(app.store.read(move |rows| sessions::find(rows, id)));
    let session = session.expect("the database answers").expect("the session is there");
    let presented = PresentedToken {
        generation: 1,
        hash: TokenHash::of(&issued.refresh),
        expires_at: session.expires_at,
        agent: support::client().agent.digest(),
    };
    criterion.bench_function("judge a rotation", |bencher| {
        bencher.iter(|| judge(black_box(&session), black_box(&presented), now, app.config.windows));
    });
}

criterion_group!(benches, verify);
criterion_main!(benches);
