//! What clients see of the rotation while something goes wrong, and what they may never see.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::time::{Duration, Instant};

use serde_json::json;

use super::{ask, refresh_token};
use crate::support::JsonClient;

/// What the clients have seen.
#[derive(Default)]
pub(super) struct History {
    /// The successor of each token that was exchanged.
    successors: RefCell<HashMap<String, String>>,
    pub(super) acknowledged: Cell<usize>,
    pub(super) refused: Cell<usize>,
}

impl History {
    /// Records an answer. Of one token there may never be two successors.
    fn record(&self, token: String, successor: &str) {
        let mut successors = self.successors.borrow_mut();
        let before = successors.insert(token, successor.to_owned());
        assert!(before.is_none_or(|before| before == successor), "a second branch");
        self.acknowledged.set(self.acknowledged.get() + 1);
    }
}

/// Refreshes at both instances in turn until the end. Nobody honest is ever signed out.
pub(super) async fn refresh_until(
    end: &Cell<bool>,
    at: [&str; 2],
    mut token: String,
    history: &History,
) -> String {
    let clients = at.map(JsonClient::to);
    for number in 0.. {
        if end.get() {
            break;
        }
        let body = json!({ "refreshToken": token });
        let asked = Instant::now();
        match ask(&clients[number % 2], "/api/auth/refresh", &body).await {
            Some((200, body)) => {
                let successor = refresh_token(&body);
                history.record(std::mem::replace(&mut token, successor.clone()), &successor);
            }
            Some((503, _)) => history.refused.set(history.refused.get() + 1),
            Some(other) => panic!("{other:?}"),
            // The instance was killed.
            None => actix_web::rt::time::sleep(Duration::from_millis(20)).await,
        }
        assert!(asked.elapsed() < Duration::from_secs(15), "{:?}", asked.elapsed());
    }
    token
}

/// Waits until a count is so much higher: the instances have come back by themselves, or refuse by
/// themselves.
pub(super) async fn grows(count: &Cell<usize>, by: usize) {
    let (enough, begun) = (count.get() + by, Instant::now());
    while count.get() < enough {
        assert!(begun.elapsed() < Duration::from_secs(60), "{} of {enough}", count.get());
        actix_web::rt::time::sleep(Duration::from_millis(20)).await;
    }
}
