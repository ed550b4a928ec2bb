//! The part of the WebDriver protocol that the tests need: JSON over HTTP to a driver (W3C
//! WebDriver, 6).
//!
//! The crates for it bring second versions of what we have, or change how `serde_json` works in
//! every test.

use reqwest::{Client, Method};
use serde_json::{Value, json};

/// The name under which an element is told, whatever it is (W3C WebDriver, 12).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A browser that a driver has opened.
pub struct Session {
    client: Client,
    /// Where its commands go.
    url: String,
}

/// Something on a page, by the name that the driver gave it.
pub struct Element(String);

/// What the driver says went wrong: `no such element`, `stale element reference`.
#[derive(Debug)]
pub struct Refusal(#[expect(dead_code, reason = "is shown where a test fails")] Value);

impl Session {
    /// Has a driver open a browser.
    pub async fn open(driver: &str, capabilities: Value) -> Self {
        let mut session = Self { client: Client::new(), url: format!("{driver}/session") };
        let body = json!({ "capabilities": { "alwaysMatch": capabilities } });
        let opened = session.command(Method::POST, "", Some(body)).await.expect("a browser opens");
        session.url = format!("{}/{}", session.url, opened["sessionId"].as_str().unwrap());
        session
    }

    /// Sends a command and gives its value.
    pub async fn command(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Result<Value, Refusal> {
        let mut request = self.client.request(method, format!("{}{path}", self.url));
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        let answer = request.send().await.unwrap().text().await.unwrap();
        let value = serde_json::from_str::<Value>(&answer).unwrap()["value"].take();
        if value["error"].is_string() { Err(Refusal(value)) } else { Ok(value) }
    }

    pub async fn get(&self, path: &str) -> Value {
        self.command(Method::GET, path, None).await.unwrap()
    }

    pub async fn post(&self, path: &str, body: Value) -> Value {
        self.command(Method::POST, path, Some(body)).await.unwrap()
    }

    /// Finds the first element of a selector.
    pub async fn find(&self, selector: &str) -> Result<Element, Refusal> {
        let body = json!({ "using": "css selector", "value": selector });
        let found = self.command(Method::POST, "/element", Some(body)).await?;
        Ok(Element(found[ELEMENT].as_str().unwrap().to_owned()))
    }

    pub async fn text(&self, element: &Element) -> Result<String, Refusal> {
        let text = self.command(Method::GET, &format!("/element/{}/text", element.0), None).await?;
        Ok(text.as_str().unwrap().to_owned())
    }

    /// Returns whether an element is still on the page.
    pub async fn is_there(&self, element: &Element) -> bool {
        self.command(Method::GET, &format!("/element/{}/name", element.0), None).await.is_ok()
    }

    pub async fn click(&self, element: &Element) {
        self.post(&format!("/element/{}/click", element.0), json!({})).await;
    }

    /// Types a text in place of what is in a field.
    pub async fn fill(&self, element: &Element, text: &str) {
        self.post(&format!("/element/{}/clear", element.0), json!({})).await;
        self.post(&format!("/element/{}/value", element.0), json!({ "text": text })).await;
    }

    /// Creates a frame the page that is spoken of, or the page around it again.
    pub async fn enter_frame(&self, frame: Option<&Element>) {
        match frame {
            Some(frame) => self.post("/frame", json!({ "id": { ELEMENT: frame.0 } })).await,
            None => self.post("/frame/parent", json!({})).await,
        };
    }
}
