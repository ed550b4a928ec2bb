//! Languages: which one an answer is in, the switch, and what the catalogues must have.

mod catalogues;
mod mails;
mod negotiation;
mod pages;
mod switch;
mod usage;

use reqwest::Method;
use scraper::{Html, Selector};

use crate::support::{Answer, Browser};

/// Opens a page in a browser that asks for these languages.
async fn open(browser: &Browser, path: &str, accepted: &str) -> Answer {
    browser.send(browser.request(Method::GET, path).header("accept-language", accepted)).await
}

/// The language and the direction that a page says it has.
#[track_caller]
fn written_in(page: &Answer) -> (String, String) {
    let html = Html::parse_document(&page.body);
    let root = html.select(&Selector::parse("html").unwrap()).next().unwrap().value();
    let attribute = |name| root.attr(name).unwrap_or_default().to_owned();
    (attribute("lang"), attribute("dir"))
}
