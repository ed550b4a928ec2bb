//! A browser as far as Vestibule can tell: a cookie jar that keeps to the rules, and the headers
//! that browsers send.

use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use reqwest::{Client, Method, RequestBuilder, redirect};
use vestibule::clock::{Clock, Timestamp};

use super::{Answer, TestApp};

pub const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

/// Clones share the jar: they are tabs of one browser.
#[derive(Clone)]
pub struct Browser {
    client: Client,
    clock: Clock,
    address: String,
    /// Whether it sees an https address, as through a proxy.
    https: bool,
    agent: String,
    jar: Arc<Mutex<Vec<Cookie>>>,
}

#[derive(Clone, Debug)]
struct Cookie {
    name: String,
    value: String,
    /// None ends with the browser.
    ends: Option<Timestamp>,
}

impl Browser {
    pub fn new(app: &TestApp) -> Self {
        Self {
            https: app.origin.starts_with("https:"),
            ..Self::to(&app.address, app.clock.clone())
        }
    }

    /// A browser that goes to an address by itself.
    pub fn to(address: &str, clock: Clock) -> Self {
        Self {
            client: Client::builder().redirect(redirect::Policy::none()).build().unwrap(),
            clock,
            address: address.to_owned(),
            https: false,
            agent: FIREFOX.to_owned(),
            jar: Arc::default(),
        }
    }

    /// The same browser on a machine with this address, which sees an https address.
    pub fn behind_front(self, ip: IpAddr) -> Self {
        let client = Client::builder().redirect(redirect::Policy::none()).local_address(ip);
        Self { client: client.build().unwrap(), https: true, ..self }
    }

    /// The same browser at another instance of the application.
    pub fn at(&self, app: &TestApp) -> Self {
        Self { address: app.address.clone(), ..self.clone() }
    }

    /// Another browser with a copy of this one's cookies: a thief, or a restored backup.
    pub fn copy(&self) -> Self {
        let jar = self.jar.lock().unwrap().clone();
        Self { jar: Arc::new(Mutex::new(jar)), ..self.clone() }
    }

    /// Says that it is another browser.
    pub fn with_agent(mut self, agent: &str) -> Self {
        self.agent = agent.to_owned();
        self
    }

    /// Closes and opens the browser: what was not to outlive it is gone.
    pub fn reopen(&self) {
        self.jar.lock().unwrap().retain(|cookie| cookie.ends.is_some());
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(fields);
        let request = self
            .request(Method::POST, path)
            .header("content-type", "application/x-www-form-urlencoded");
        self.send(request.body(form.finish())).await
    }

    pub async fn post_json(&self, path: &str, body: &serde_json::Value) -> Answer {
        let request = self.request(Method::POST, path).header("content-type", "application/json");
        self.send(request.body(body.to_string())).await
    }

    pub async fn delete_json(&self, path: &str, body: &serde_json::Value) -> Answer {
        let request = self.request(Method::DELETE, path).header("content-type", "application/json");
        self.send(request.body(body.to_string())).await
    }

    /// Fills the registration form in.
    pub async fn register(&self, username: &str) -> Answer {
        let email = format!("{username}@example.com");
        let answer = self
            .post(
                "/register",
                &[("username", username), ("email", &email), ("password", super::PASSWORD)],
            )
            .await;
        assert_eq!(answer.redirect(), (303, "/profile"), "{answer:?}");
        answer
    }

    /// Fills the login form in.
    pub async fn log_in(&self, login: &str) -> Answer {
        let fields = [("login", login), ("password", super::PASSWORD), ("remember", "true")];
        let answer = self.post("/login", &fields).await;
        assert_eq!(answer.redirect(), (303, "/profile"), "{answer:?}");
        answer
    }

    /// Begins a request as the browser would, with its cookies.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.request_from(method, path, "same-origin")
    }

    /// Begins a request that a page of another site caused, or nobody's.
    pub fn request_from(&self, method: Method, path: &str, site: &str) -> RequestBuilder {
        let now = self.clock.now();
        let mut jar = self.jar.lock().unwrap();
        jar.retain(|cookie| cookie.ends.is_none_or(|ends| ends > now));
        let cookies: Vec<String> =
            jar.iter().map(|cookie| format!("{}={}", cookie.name, cookie.value)).collect();
        let mut request = self
            .client
            .request(method, format!("{}{path}", self.address))
            .header("user-agent", &self.agent)
            .header("sec-fetch-site", site);
        if !cookies.is_empty() {
            request = request.header("cookie", cookies.join("; "));
        }
        request
    }

    /// Sends a request and takes the cookies of its answer.
    pub async fn send(&self, request: RequestBuilder) -> Answer {
        let answer = Answer::of(request.send().await.unwrap()).await;
        self.take(&answer);
        answer
    }

    /// Takes the cookies of an answer, as a browser does: by name, in the order in which answers
    /// arrive.
    pub fn take(&self, answer: &Answer) {
        let now = self.clock.now();
        let mut jar = self.jar.lock().unwrap();
        for set in answer.set_cookies() {
            assert_eq!(answer.set_cookie(&set.name), set, "no cookie is set twice in one answer");
            assert!(set.has("HttpOnly") && set.has("Path=/"), "{set:?}");
            if set.name.starts_with("__Host-") && !(self.https && set.has("Secure")) {
                continue;
            }
            jar.retain(|cookie| cookie.name != set.name);
            let ends =
                set.max_age().map(|age| now + Duration::from_secs(u64::try_from(age).unwrap()));
            if ends.is_none_or(|ends| ends > now) {
                jar.push(Cookie { name: set.name, value: set.value, ends });
            }
        }
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        let now = self.clock.now();
        let jar = self.jar.lock().unwrap();
        let found = jar
            .iter()
            .find(|cookie| cookie.name == name && cookie.ends.is_none_or(|ends| ends > now));
        found.map(|cookie| cookie.value.clone())
    }

    /// Puts a cookie in the jar, or takes it out.
    pub fn set_cookie(&self, name: &str, value: Option<&str>) {
        let mut jar = self.jar.lock().unwrap();
        jar.retain(|cookie| cookie.name != name);
        if let Some(value) = value {
            jar.push(Cookie { name: name.to_owned(), value: value.to_owned(), ends: None });
        }
    }

    /// Whether the profile page takes this browser for signed in.
    pub async fn is_signed_in(&self) -> bool {
        self.get("/profile").await.status == 200
    }
}
