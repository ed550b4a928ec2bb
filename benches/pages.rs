//! Each page, from the request to the last byte of the answer, over one connection that is kept.
//!
//! It stands for what a browser waits for on the same machine; most of it is the network's and the
//! framework's, as the line of `/healthz`, an answer without a page, tells.

#[allow(dead_code, reason = "other benches need more of it")]
mod support;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use vestibule::auth::admin::{self, Actor};
use vestibule::role::Roles;
use vestibule::server;

fn pages(criterion: &mut Criterion) {
    let (address, user, admin) = serve();
    let mut visitor = Visitor::to(address);
    let mut group = criterion.benchmark_group("page");
    group.warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
    for (path, token) in [
        ("/healthz", ""),
        ("/login", ""),
        ("/register", ""),
        ("/forgot-password", ""),
        ("/profile", &user),
        ("/profile/sessions", &user),
        ("/profile/security", &user),
        ("/admin", &admin),
        ("/admin/users", &admin),
    ] {
        group.bench_function(path, |bencher| bencher.iter(|| visitor.get(path, token)));
    }
    group.finish();
}

/// Starts a server that ends with the process. Returns the access tokens of a user and of an
/// administrator.
fn serve() -> (SocketAddr, String, String) {
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        actix_web::rt::System::new().block_on(async {
            let (app, _folder) = support::open(&[]).await;
            let user = support::register(&app, 1).await;
            let owner = support::register(&app, 2).await.user;
            admin::set_roles(&app, &Actor::CommandLine, owner.id, Roles::admin())
                .await
                .expect("it is stored");
            let admin = sign_in(&app).await;
            let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
            let address = listener.local_addr().expect("it listens");
            let server = server::serve(app, listener, 1).expect("it serves");
            tell.send((address, user.access.expose().to_owned(), admin))
                .expect("somebody waits for it");
            server.await.expect("it serves to the end");
        });
    });
    told.recv().expect("it starts")
}

/// Signs the administrator in again: the token from before knows nothing of the role.
async fn sign_in(app: &std::sync::Arc<vestibule::app::App>) -> String {
    use vestibule::auth::login::{Credentials, Login};
    let typed = Credentials {
        login: Login::Username(Ok("ada2".to_owned())),
        password: Ok(vestibule::secret::SecretText::new("correct horse battery staple")),
        remember: true,
    };
    let issued =
        vestibule::auth::log_in(&support::context(app), typed, None).await.expect("they sign in");
    issued.access.expose().to_owned()
}

struct Visitor {
    stream: BufReader<TcpStream>,
}

impl Visitor {
    fn to(address: SocketAddr) -> Self {
        Self { stream: BufReader::new(TcpStream::connect(address).expect("it listens")) }
    }

    fn get(&mut self, path: &str, token: &str) {
        let cookie = if token.is_empty() {
            String::new()
        } else {
            format!("Cookie: access_token={token}\r\n")
        };
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: none\r\n{cookie}\r\n"
        );
        self.stream.get_mut().write_all(request.as_bytes()).expect("it reads");
        let mut line = String::new();
        self.stream.read_line(&mut line).expect("it answers");
        assert!(line.contains(" 200 "), "{path}: {line}");
        let mut length = 0;
        while line != "\r\n" {
            line.clear();
            self.stream.read_line(&mut line).expect("it answers");
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().expect("it is a number");
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).expect("it answers");
    }
}

criterion_group!(benches, pages);
criterion_main!(benches);
