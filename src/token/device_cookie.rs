//! The device cookie, by which an account knows a browser that has signed in to it before (OWASP,
//! "device cookies").
//!
//! It grants no access. Its browser has its own count of wrong passwords, so that an attacker
//! cannot keep it out.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::Tokens;
use super::key::Key;
use crate::id::UserId;
use crate::secret::SecretText;

/// How many accounts know a browser at a time: the last ones that signed in.
const MARKS: usize = 8;
/// The bytes of its name and of each mark.
const BYTES: usize = 16;

/// A random name of the browser, and a mark from each account, the latest first.
///
/// A mark is valid only with that name and for that account, and does not show which account it is
/// from. Unused places contain random bytes, so the cookie does not show how many accounts have
/// signed in.
#[derive(Clone, PartialEq, Eq)]
pub struct DeviceCookie {
    name: [u8; BYTES],
    marks: [[u8; BYTES]; MARKS],
}

impl DeviceCookie {
    /// Creates a device that no account knows.
    fn new() -> Self {
        Self { name: rand::random(), marks: rand::random() }
    }

    /// Reads the value of the cookie. Whether any account knows the marks is another question.
    pub fn read(cookie: &SecretText) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(cookie.expose()).ok()?;
        let (parts, rest) = bytes.as_chunks::<BYTES>();
        let (name, marks) = parts.split_first()?;
        let marks = marks.try_into().ok().filter(|_| rest.is_empty())?;
        Some(Self { name: *name, marks })
    }

    /// Writes the value of the cookie.
    fn write(&self) -> SecretText {
        let marks = self.marks.as_flattened();
        SecretText::new(URL_SAFE_NO_PAD.encode([&self.name, marks].concat()))
    }
}

impl std::fmt::Debug for DeviceCookie {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[hidden]")
    }
}

impl Tokens {
    /// Finds the mark by which an account knows a device. `password` is the account's stored hash:
    /// a mark is no longer valid once the password has changed.
    pub fn device_mark(
        &self,
        device: &DeviceCookie,
        account: UserId,
        password: &str,
    ) -> Option<[u8; 16]> {
        self.refresh.keys().find_map(|key| {
            let digest = mark(key, device, account, password);
            let right = |mark: &&[u8; BYTES]| digest.clone().verify_truncated_left(*mark).is_ok();
            device.marks.iter().find(right).copied()
        })
    }

    /// Creates the cookie by which an account will know a device, besides those that know it
    /// already.
    pub fn device_cookie(
        &self,
        device: Option<&DeviceCookie>,
        account: UserId,
        password: &str,
    ) -> SecretText {
        let mut device = device.cloned().unwrap_or_else(DeviceCookie::new);
        let digest =
            mark(self.refresh.current(), &device, account, password).finalize().into_bytes();
        let mut mark = [0; BYTES];
        mark.copy_from_slice(&digest[..BYTES]);
        // The same mark comes to the front; for a new one the oldest makes room.
        let place = device.marks.iter().position(|other| *other == mark).unwrap_or(MARKS - 1);
        device.marks[..=place].rotate_right(1);
        device.marks[0] = mark;
        device.write()
    }
}

fn mark(key: &Key, device: &DeviceCookie, account: UserId, password: &str) -> Hmac<Sha256> {
    key.authenticate(&[b"device\0", &device.name, account.as_bytes(), password.as_bytes()])
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::clock::Timestamp;
    use crate::secret::SecretBytes;
    use crate::token::SigningSecrets;

    const HASH: &str = "$2b$12$stored";

    fn tokens(secret: u8) -> Tokens {
        let [access, refresh] = [1, secret].map(|byte| SecretBytes::new(vec![byte; 32]));
        Tokens::new(
            "https://accounts.example.com".to_owned(),
            SigningSecrets::only(&access),
            SigningSecrets::only(&refresh),
            Duration::from_secs(900),
        )
    }

    fn account(number: i64) -> UserId {
        UserId::new(Timestamp::from_millis(number))
    }

    #[test]
    fn an_account_knows_the_devices_that_it_gave_a_mark_and_no_other() {
        let (tokens, ada, eve) = (tokens(2), account(1), account(2));
        let cookie = tokens.device_cookie(None, ada, HASH);
        let device = DeviceCookie::read(&cookie).unwrap();
        assert!(tokens.device_mark(&device, ada, HASH).is_some());
        assert_eq!(tokens.device_mark(&device, eve, HASH), None, "another account");
        assert_eq!(tokens.device_mark(&device, ada, "$2b$12$changed"), None, "another password");
        assert_eq!(super::tests::tokens(3).device_mark(&device, ada, HASH), None, "another key");
        let renamed = DeviceCookie { name: [7; BYTES], ..device };
        assert_eq!(tokens.device_mark(&renamed, ada, HASH), None, "a mark of another device");
    }

    #[test]
    fn the_accounts_that_signed_in_last_know_a_device_and_its_cookie_never_grows() {
        let tokens = tokens(2);
        let accounts: Vec<UserId> = (1..=MARKS as i64 + 2).map(account).collect();
        let mut cookie = tokens.device_cookie(None, accounts[0], HASH);
        let length = cookie.expose().len();
        for signed_in in 1..accounts.len() {
            for account in [accounts[0], accounts[signed_in]] {
                cookie = tokens.device_cookie(DeviceCookie::read(&cookie).as_ref(), account, HASH);
                assert_eq!(cookie.expose().len(), length, "nobody can tell how many there are");
            }
        }
        let device = DeviceCookie::read(&cookie).unwrap();
        let known =
            accounts.iter().map(|account| tokens.device_mark(&device, *account, HASH).is_some());
        let expected = (0..accounts.len()).map(|number| number == 0 || number > 2);
        assert_eq!(known.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
    }

    #[test]
    fn what_is_no_cookie_of_ours_is_no_device() {
        let cookie = tokens(2).device_cookie(None, account(1), HASH).expose().to_owned();
        for wrong in [
            "",
            "x",
            &cookie[1..],
            &format!("{cookie}AAAA"),
            &cookie.repeat(2),
            "../../etc/passwd",
            &"A".repeat(9000),
        ] {
            assert_eq!(DeviceCookie::read(&SecretText::new(wrong)), None, "{wrong}");
        }
    }
}
