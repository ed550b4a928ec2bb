//! The identifiers of accounts and sessions: UUIDs of version 7, so that rows lie in the order in
//! which they came.

use std::fmt;
use std::str::FromStr;
use std::sync::{LazyLock, Mutex};

use serde::{Deserialize, Serialize};
use uuid::{ContextV7, Uuid};

use crate::clock::Timestamp;

/// Counts within a millisecond, so that of two identifiers the later is the greater.
static CONTEXT: LazyLock<Mutex<ContextV7>> = LazyLock::new(|| Mutex::new(ContextV7::new()));

/// A text that is not an identifier as this crate writes them.
#[derive(Debug, thiserror::Error)]
#[error("not an identifier")]
pub struct ParseIdError;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String")]
        pub struct $name(Uuid);

        impl $name {
            /// Creates a new one: the time, a counter for those of one millisecond, and 32 bits or
            /// more at random.
            pub fn new(now: Timestamp) -> Self {
                let millis = u64::try_from(now.millis()).unwrap_or(0);
                let (seconds, nanos) = (millis / 1000, u32::try_from(millis % 1000).unwrap_or(0) * 1_000_000);
                Self(Uuid::new_v7(uuid::Timestamp::from_unix(&*CONTEXT, seconds, nanos)))
            }

            /// Creates one for what came at an earlier time and is noted only now.
            /// [`new`](Self::new) would give it the latest time that it has seen, because it never
            /// goes back.
            pub fn at(time: Timestamp) -> Self {
                let millis = u64::try_from(time.millis()).unwrap_or(0);
                Self(uuid::Builder::from_unix_timestamp_millis(millis, &rand::random()).into_uuid())
            }

            /// Returns the sixteen bytes.
            pub fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }

            /// Creates an identifier from sixteen bytes; `None` for any other number.
            pub fn from_slice(bytes: &[u8]) -> Option<Self> {
                Uuid::from_slice(bytes).ok().map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl FromStr for $name {
            type Err = ParseIdError;

            /// Reads the one form that `Display` writes: a UUID has several, and two names for one
            /// row are one too many.
            fn from_str(text: &str) -> Result<Self, ParseIdError> {
                let id = Uuid::try_parse(text).map_err(|_| ParseIdError)?;
                let mut buffer = Uuid::encode_buffer();
                if id.hyphenated().encode_lower(&mut buffer) == text { Ok(Self(id)) } else { Err(ParseIdError) }
            }
        }

        impl TryFrom<String> for $name {
            type Error = ParseIdError;

            fn try_from(text: String) -> Result<Self, ParseIdError> {
                text.parse()
            }
        }
    };
}

id!(
    /// The identifier of an account: a token's `sub`.
    UserId
);
id!(
    /// The identifier of a session, which is one signed-in device: a token's `sid`.
    SessionId
);
id!(
    /// The identifier of an event in an account's history.
    EventId
);
id!(
    /// The identifier of a mail on its way.
    MailId
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_has_the_one_spelling_that_display_writes_and_no_other_is_read() {
        let id = UserId::new(Timestamp::from_seconds(1_000_000));
        let json = serde_json::to_string(&id).unwrap();
        assert_eq!(json, format!("\"{id}\""));
        assert_eq!(serde_json::from_str::<UserId>(&json).unwrap(), id);
        let (text, simple) = (id.to_string(), id.to_string().replace('-', ""));
        for other in [
            text.to_uppercase(),
            format!("{{{text}}}"),
            format!("urn:uuid:{text}"),
            simple,
            String::new(),
        ] {
            assert!(serde_json::from_value::<UserId>(other.clone().into()).is_err(), "{other}");
        }
        assert!(
            serde_json::from_str::<UserId>("7").is_err()
                && serde_json::from_str::<UserId>("null").is_err()
        );
    }
}
