//! Clients that ask as fast as they are answered, each with a connection and a session of its own.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

const PASSWORD: &str = "correct horse battery";

/// What is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Workload {
    Refresh,
    Profile,
    Verify,
    SignIn,
    /// One sign-in to five refreshes.
    Mix,
}

impl Workload {
    pub(crate) const ALL: [Self; 5] =
        [Self::Refresh, Self::Profile, Self::Verify, Self::SignIn, Self::Mix];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Refresh => "refreshes",
            Self::Profile => "reads of one's own account",
            Self::Verify => "verified access tokens",
            Self::SignIn => "sign-ins, bcrypt cost 10",
            Self::Mix => "mix: one sign-in to five refreshes",
        }
    }
}

pub(crate) struct Client {
    connection: BufReader<TcpStream>,
    username: String,
    access: String,
    refresh: String,
}

/// Registers so many accounts at the instances in turn.
pub(crate) async fn sign_in(addresses: &[String], clients: usize) -> Vec<Client> {
    let one = |number: usize| async move {
        let address = &addresses[number % addresses.len()];
        let stream = TcpStream::connect(address).await.expect("it listens");
        stream.set_nodelay(true).expect("a TCP option");
        let username = format!("ada{number}");
        let mut client = Client {
            connection: BufReader::new(stream),
            username: username.clone(),
            access: String::new(),
            refresh: String::new(),
        };
        let email = format!("{username}@example.com");
        let body = json!({ "username": username, "email": email, "password": PASSWORD, "refreshTokenIn": "body" });
        client.take_tokens("/api/auth/register", &body).await;
        client
    };
    join_all((0..clients).map(one)).await
}

/// Has all of them ask for so long. Returns how many answers came in a second.
pub(crate) async fn measure(clients: &mut [Client], workload: Workload, duration: Duration) -> f64 {
    let begun = Instant::now();
    let answers = join_all(clients.iter_mut().map(|client| async move {
        let mut answers = 0_u32;
        while begun.elapsed() < duration {
            client.ask(workload, answers).await;
            answers += 1;
        }
        answers
    }))
    .await;
    answers.iter().sum::<u32>() as f64 / begun.elapsed().as_secs_f64()
}

impl Client {
    async fn ask(&mut self, workload: Workload, number: u32) {
        match workload {
            Workload::Profile => self.get("/api/profile/me").await,
            Workload::Verify => self.get("/api/auth/verify").await,
            Workload::SignIn => self.log_in().await,
            Workload::Mix if number.is_multiple_of(6) => self.log_in().await,
            Workload::Mix | Workload::Refresh => {
                let body = json!({ "refreshToken": self.refresh });
                self.take_tokens("/api/auth/refresh", &body).await;
            }
        }
    }

    async fn log_in(&mut self) {
        let username = &self.username;
        let body = json!({ "username": username, "password": PASSWORD, "refreshTokenIn": "body" });
        self.take_tokens("/api/auth/login", &body).await;
    }

    async fn take_tokens(&mut self, path: &str, body: &Value) {
        let body = body.to_string();
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: localhost:8080\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n",
            body.len()
        );
        let answer = self.send(&(head + &body)).await;
        let answer: Value = serde_json::from_slice(&answer).expect("JSON");
        let token = |name: &str| answer[name].as_str().expect("a token").to_owned();
        (self.access, self.refresh) = (token("accessToken"), token("refreshToken"));
    }

    async fn get(&mut self, path: &str) {
        let access = &self.access;
        let head = format!(
            "GET {path} HTTP/1.1\r\nHost: localhost:8080\r\nAuthorization: Bearer {access}\r\n\r\n"
        );
        self.send(&head).await;
    }

    /// Sends a request. Returns the body of its answer, which is a success.
    async fn send(&mut self, request: &str) -> Vec<u8> {
        self.connection.write_all(request.as_bytes()).await.expect("it is sent");
        let (mut line, mut length, mut is_first) = (String::new(), 0, true);
        loop {
            line.clear();
            self.connection.read_line(&mut line).await.expect("it is answered");
            if std::mem::take(&mut is_first) {
                assert!(line.starts_with("HTTP/1.1 20"), "{line}");
            }
            let line = line.trim_end().to_ascii_lowercase();
            if let Some(value) = line.strip_prefix("content-length: ") {
                length = value.parse().expect("a number");
            }
            if line.is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        self.connection.read_exact(&mut body).await.expect("it is whole");
        body
    }
}
