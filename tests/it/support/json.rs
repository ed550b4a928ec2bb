//! A program that calls the API with a Bearer token.

use reqwest::{Client, Method, RequestBuilder, redirect};
use serde_json::{Value, json};

use super::{Answer, PASSWORD, TestApp};

pub const AGENT: &str = "vestibule-test/1.0";

#[derive(Clone)]
pub struct JsonClient {
    client: Client,
    address: String,
    bearer: Option<String>,
    agent: String,
}

/// Somebody with an account, signed in with tokens in hand.
#[derive(Clone)]
pub struct Person {
    pub id: String,
    pub access: String,
    pub refresh: String,
    /// Calls with the access token.
    pub json: JsonClient,
}

impl JsonClient {
    pub fn new(app: &TestApp) -> Self {
        Self::to(&app.address)
    }

    /// A program that calls whatever listens there.
    pub fn to(address: &str) -> Self {
        let client = Client::builder().redirect(redirect::Policy::none()).build().unwrap();
        Self { client, address: address.to_owned(), bearer: None, agent: AGENT.to_owned() }
    }

    /// The same program with this access token.
    pub fn bearer(&self, token: &str) -> Self {
        Self { bearer: Some(token.to_owned()), ..self.clone() }
    }

    /// The same program at another instance.
    pub fn at(&self, app: &TestApp) -> Self {
        Self { address: app.address.clone(), ..self.clone() }
    }

    /// Another program.
    pub fn with_agent(&self, agent: &str) -> Self {
        Self { agent: agent.to_owned(), ..self.clone() }
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self
            .client
            .request(method, format!("{}{path}", self.address))
            .header("user-agent", &self.agent);
        match &self.bearer {
            Some(token) => request.header("authorization", format!("Bearer {token}")),
            None => request,
        }
    }

    pub async fn send(&self, request: RequestBuilder) -> Answer {
        Answer::of(request.send().await.unwrap()).await
    }

    pub async fn call(&self, method: Method, path: &str, body: Option<&Value>) -> Answer {
        let mut request = self.request(method, path);
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        self.send(request).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, None).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.call(Method::POST, path, Some(body)).await
    }

    pub async fn patch(&self, path: &str, body: &Value) -> Answer {
        self.call(Method::PATCH, path, Some(body)).await
    }

    pub async fn delete(&self, path: &str, body: Option<&Value>) -> Answer {
        self.call(Method::DELETE, path, body).await
    }

    /// Registers somebody whose tokens travel in the body.
    pub async fn register(&self, username: &str) -> Person {
        let body = json!({
            "username": username, "email": format!("{username}@example.com"), "password": PASSWORD,
            "refreshTokenIn": "body",
        });
        let answer = self.post("/api/auth/register", &body).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        self.person(&answer)
    }

    /// Signs somebody in whose tokens travel in the body.
    pub async fn log_in(&self, username: &str) -> Person {
        self.log_in_by("username", username).await
    }

    /// Signs somebody in by their address, whose tokens travel in the body.
    pub async fn log_in_by_email(&self, email: &str) -> Person {
        self.log_in_by("email", email).await
    }

    async fn log_in_by(&self, member: &str, value: &str) -> Person {
        let body = json!({ member: value, "password": PASSWORD, "refreshTokenIn": "body" });
        let answer = self.post("/api/auth/login", &body).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        self.person(&answer)
    }

    /// Refreshes with a token in the body.
    pub async fn refresh(&self, token: &str) -> Answer {
        self.post("/api/auth/refresh", &json!({ "refreshToken": token })).await
    }

    /// The person that an answer with tokens in its body is for.
    pub fn person(&self, answer: &Answer) -> Person {
        let body = answer.json();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let access = text(&body["accessToken"]);
        Person {
            id: text(&body["user"]["id"]),
            refresh: text(&body["refreshToken"]),
            json: self.bearer(&access),
            access,
        }
    }
}
