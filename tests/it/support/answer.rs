//! What a client gets back.

use reqwest::header::HeaderMap;
use scraper::{Html, Selector};
use serde_json::Value;

#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
}

/// A `Set-Cookie` line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetCookie {
    pub name: String,
    pub value: String,
    /// In the order in which they came, without the value.
    pub attributes: Vec<String>,
}

impl SetCookie {
    pub fn max_age(&self) -> Option<i64> {
        self.attributes
            .iter()
            .find_map(|attribute| attribute.strip_prefix("Max-Age=")?.parse().ok())
    }

    pub fn has(&self, attribute: &str) -> bool {
        self.attributes.iter().any(|had| had == attribute)
    }
}

impl Answer {
    pub async fn of(response: reqwest::Response) -> Self {
        Self {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.text().await.unwrap(),
        }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("not JSON: {self:?}"))
    }

    /// The status and the code of a problem: `(401, "NO_TOKEN")`.
    #[track_caller]
    pub fn problem(&self) -> (u16, String) {
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{self:?}");
        let problem = self.json();
        assert_eq!(problem["status"], self.status, "the body tells the status of the answer");
        (self.status, problem["code"].as_str().unwrap().to_owned())
    }

    /// The fields that are named in a 422, with their codes.
    #[track_caller]
    pub fn faults(&self) -> Vec<(String, String)> {
        assert_eq!(self.problem(), (422, "VALIDATION_FAILED".to_owned()));
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        self.json()["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|fault| {
                assert!(!text(&fault["message"]).is_empty());
                (text(&fault["field"]), text(&fault["code"]))
            })
            .collect()
    }

    pub fn location(&self) -> &str {
        self.header("location").unwrap_or_default()
    }

    /// Where a redirect goes, with its status: `(303, "/profile")`.
    pub fn redirect(&self) -> (u16, &str) {
        (self.status, self.location())
    }

    /// The same without the session whose end an address may name.
    pub fn redirect_for_all(&self) -> (u16, &str) {
        (self.status, self.location().split("&session=").next().unwrap())
    }

    pub fn set_cookies(&self) -> Vec<SetCookie> {
        let lines = self.headers.get_all("set-cookie").iter().map(|line| line.to_str().unwrap());
        lines
            .map(|line| {
                let mut parts = line.split("; ");
                let (name, value) = parts.next().unwrap().split_once('=').unwrap();
                SetCookie {
                    name: name.to_owned(),
                    value: value.to_owned(),
                    attributes: parts.map(str::to_owned).collect(),
                }
            })
            .collect()
    }

    /// The lines of the session's two cookies, without that of the device.
    pub fn token_cookies(&self) -> Vec<SetCookie> {
        self.set_cookies().into_iter().filter(|cookie| cookie.name.ends_with("_token")).collect()
    }

    #[track_caller]
    pub fn set_cookie(&self, name: &str) -> SetCookie {
        let found: Vec<_> =
            self.set_cookies().into_iter().filter(|cookie| cookie.name == name).collect();
        assert_eq!(found.len(), 1, "one line for {name}: {self:?}");
        found[0].clone()
    }

    /// Whether the answer takes both cookies away.
    pub fn clears_cookies(&self) -> bool {
        let cookies = self.set_cookies();
        cookies.len() == 2
            && cookies.iter().all(|cookie| cookie.value.is_empty() && cookie.max_age() == Some(0))
    }

    /// The texts of what a selector finds in a page.
    #[track_caller]
    pub fn select(&self, selector: &str) -> Vec<String> {
        let page = Html::parse_document(&self.body);
        assert!(page.errors.is_empty(), "the page is well-formed: {:?}", page.errors);
        let selector = Selector::parse(selector).unwrap();
        page.select(&selector)
            .map(|element| element.text().collect::<String>().trim().to_owned())
            .collect()
    }

    /// An attribute of the first that a selector finds.
    #[track_caller]
    pub fn attribute(&self, selector: &str, attribute: &str) -> Option<String> {
        let page = Html::parse_document(&self.body);
        let selector = Selector::parse(selector).unwrap();
        let element = page.select(&selector).next()?;
        element.attr(attribute).map(str::to_owned)
    }

    /// An attribute of each that a selector finds.
    #[track_caller]
    pub fn attributes(&self, selector: &str, attribute: &str) -> Vec<String> {
        let page = Html::parse_document(&self.body);
        let selector = Selector::parse(selector).unwrap();
        page.select(&selector)
            .filter_map(|element| element.attr(attribute).map(str::to_owned))
            .collect()
    }

    /// What stands in a field of a form.
    #[track_caller]
    pub fn field(&self, name: &str) -> Option<String> {
        self.attribute(&format!("[name={name}]"), "value")
    }

    /// What is said to be wrong with a field of a form.
    #[track_caller]
    pub fn field_problem(&self, name: &str) -> Option<String> {
        self.select(&format!("#{name}-problem")).first().cloned()
    }
}
