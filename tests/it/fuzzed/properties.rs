//! What must hold of any bytes that a stranger sends, one function for each kind: it panics where
//! it does not hold.
//!
//! The tests beside this file call them with generated inputs and with the corpus; the targets in
//! `fuzz/` call the same functions with what a fuzzer makes up. Each says what the outside would
//! say of the input by other means than ours: WHATWG's parsers for forms and addresses, a second
//! reading of the header, the signature made anew.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fmt;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, HeaderMap, HeaderValue};
use actix_web::rt::{System, SystemRunner};
use actix_web::test::TestRequest;
use actix_web::web::{Bytes, Data};
use actix_web::{FromRequest, ResponseError};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use clap::Parser;
use futures_util::stream;
use hmac::{Hmac, KeyInit, Mac};
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use sha2::Sha256;
use tempfile::TempDir;
use url::{Url, form_urlencoded};
use vestibule::api::body::{Body, Member};
use vestibule::app::App;
use vestibule::clock::{Clock, Timestamp};
use vestibule::config::{Config, Settings};
use vestibule::email::{EmailAddress, MAX_CHARACTERS, canonical, spellings};
use vestibule::http::body::MAX_BYTES;
use vestibule::http::cookies::Cookies;
use vestibule::pages::form::Form;
use vestibule::pages::next::local;
use vestibule::secret::SecretText;
use vestibule::text::{fold, is_blank, is_invisible, search_key, trim};
use vestibule::username::parse_name;

/// Panics where something does not hold of the bytes.
pub type Property = fn(&[u8]);

/// The kinds, and what must hold of each.
pub const TARGETS: [(&str, Property); 6] = [
    ("cookies", cookies),
    ("email", email),
    ("form", form),
    ("json", json),
    ("next", next),
    ("token", token),
];

const ORIGIN: &str = "https://accounts.example.com";
const ACCESS_SECRET: &str = "access-access-access-access-access";
const REFRESH_SECRET: &str = "refresh-refresh-refresh-refresh-refresh";
const NOW: Timestamp = Timestamp::from_seconds(1_767_225_600);

#[derive(Parser)]
struct Flags {
    #[command(flatten)]
    settings: Settings,
}

/// An application that nothing is written to.
struct Standing {
    runner: SystemRunner,
    app: Data<App>,
    /// The cookies of an https origin, and those of one without.
    cookies: [(Cookies, &'static str); 2],
    _directory: TempDir,
}

thread_local! {
    static STANDING: Standing = Standing::new();
}

impl Standing {
    fn new() -> Self {
        let directory = TempDir::new().unwrap();
        let database = directory.path().join("vestibule.db");
        let config = |origin| {
            let flags = ["", "--database-url", database.to_str().unwrap(), "--public-url", origin];
            let secrets =
                ["--access-token-secret", ACCESS_SECRET, "--refresh-token-secret", REFRESH_SECRET];
            let settings = Flags::parse_from(flags.into_iter().chain(secrets)).settings;
            Config::read(&settings, |_| {}).unwrap()
        };
        let cookies = [(ORIGIN, "__Host-"), ("http://localhost:8080", "")]
            .map(|(at, prefix)| (Cookies::new(&config(at)), prefix));
        let runner = System::new();
        let app = runner.block_on(App::open(config(ORIGIN), Clock::manual(NOW))).unwrap();
        Self { runner, app: Data::from(app), cookies, _directory: directory }
    }

    /// Has an extractor read a body that comes in pieces.
    fn extract<T>(&self, essence: &str, bytes: &[u8]) -> Result<T, StatusCode>
    where
        T: FromRequest<Error: ResponseError>,
    {
        let request = TestRequest::default()
            .insert_header((CONTENT_TYPE, essence))
            .app_data(self.app.clone());
        let chunks: Vec<_> = bytes
            .chunks(1 + bytes.len() / 3)
            .map(|part| Ok(Bytes::copy_from_slice(part)))
            .collect();
        let mut payload: Payload = Payload::Stream { payload: Box::pin(stream::iter(chunks)) };
        let read = T::from_request(&request.to_http_request(), &mut payload);
        self.runner.block_on(read).map_err(|error| error.status_code())
    }
}

/// A token is ours, of the right kind and signed with its key, or refused.
///
/// The bytes are presented as they are, which the fuzzer will hardly ever have signed, and then
/// signed with each key: what stands before the first line break becomes the header and the rest
/// the claims.
pub fn token(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    judge_token(&text);
    let (header, claims) =
        text.split_once('\n').unwrap_or((r#"{"typ":"at+jwt","alg":"HS256"}"#, &text));
    for secret in [ACCESS_SECRET, REFRESH_SECRET] {
        let signed =
            format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
        judge_token(&format!("{signed}.{}", sign(secret, &signed)));
    }
}

fn sign(secret: &str, signed: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(signed.as_bytes());
    URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
}

fn judge_token(text: &str) {
    STANDING.with(|standing| {
        let tokens = &standing.app.tokens;
        let access = tokens.verify_access(text, NOW).ok();
        let refresh = tokens.verify_refresh(&SecretText::new(text)).ok();
        assert!(access.is_none() || refresh.is_none(), "one token is valid as both kinds");
        let (typ, secret) = match (&access, &refresh) {
            (Some(_), _) => ("at+jwt", ACCESS_SECRET),
            (_, Some(_)) => ("refresh+jwt", REFRESH_SECRET),
            _ => return,
        };
        let (signed, signature) = text.rsplit_once('.').unwrap();
        assert_eq!(sign(secret, signed), signature, "the signature is ours, to the last character");
        let (header, claims) = signed.split_once('.').unwrap();
        let part =
            |part| serde_json::from_slice::<Value>(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap();
        let (header, claims): (Value, Value) = (part(header), part(claims));
        assert_eq!(header["alg"], "HS256");
        let said = header["typ"].as_str().unwrap().to_ascii_lowercase();
        assert_eq!(said.strip_prefix("application/").unwrap_or(&said), typ);
        assert!(
            header.get("b64").is_none() && header["crit"].is_null() && header["zip"].is_null(),
            "{header}"
        );
        assert_eq!((&claims["iss"], &claims["aud"]), (&ORIGIN.into(), &ORIGIN.into()));
        if let Some(access) = access {
            assert!(access.expires_at() > NOW, "it has not expired");
            assert_eq!(
                (claims["client_id"].as_str(), claims["gen"].as_i64()),
                (Some("vestibule"), Some(access.generation))
            );
        }
    });
}

/// A cookie is read if its very name comes once, and gives the text that stands there; a line break
/// begins another header.
pub fn cookies(bytes: &[u8]) {
    let mut headers = HeaderMap::new();
    for line in bytes.split(|byte| *byte == b'\n') {
        let Ok(value) = HeaderValue::from_bytes(line) else { return };
        headers.append(COOKIE, value);
    }
    STANDING.with(|standing| {
        for (cookies, prefix) in &standing.cookies {
            for (name, read) in [
                ("access_token", cookies.access(&headers).map(SecretText::new)),
                ("refresh_token", cookies.refresh(&headers)),
            ] {
                let there = occurrences(bytes, format!("{prefix}{name}=").as_bytes());
                // What is not text is no token, but it came: it is read as an empty one.
                let text = |value| std::str::from_utf8(value).unwrap_or_default();
                let expected = if let [value] = there[..] { Some(text(value)) } else { None };
                assert_eq!(read.as_ref().map(SecretText::expose), expected, "{prefix}{name}");
            }
            assert_eq!(cookies.held_refresh(&headers), cookies.refresh(&headers));
        }
        headers.insert(AUTHORIZATION, HeaderValue::from_static("Bearer x"));
        assert!(
            standing.cookies.iter().all(|(cookies, _)| cookies.held_refresh(&headers).is_none())
        );
    });
}

/// Finds what follows a name and its `=` wherever these begin a cookie.
fn occurrences<'a>(bytes: &'a [u8], name: &[u8]) -> Vec<&'a [u8]> {
    let ends = |byte: &u8| matches!(byte, b';' | b'\n');
    let begins =
        |at: usize| bytes[..at].iter().rev().find(|byte| !b" \t".contains(byte)).is_none_or(ends);
    let found = (0..bytes.len()).filter(|at| bytes[*at..].starts_with(name) && begins(*at));
    let value = |at: usize| {
        let value = bytes[at + name.len()..].split(ends).next().unwrap();
        &value[..value.iter().rposition(|byte| !b" \t".contains(byte)).map_or(0, |last| last + 1)]
    };
    found.map(value).collect()
}

/// Where a `next` leads, a browser stays on our origin, whichever that is.
pub fn next(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let Some(path) = local(&text) else { return };
    assert!(path.bytes().all(|byte| byte.is_ascii_graphic()), "{path:?} is valid in a header");
    for origin in [ORIGIN, "http://localhost:8080", "https://[::1]"] {
        let page = Url::parse(origin).unwrap().join("/login?next=x").unwrap();
        let led = page.join(&path).unwrap();
        assert_eq!(led.origin(), page.origin(), "{path:?}");
        assert_eq!(&led[url::Position::BeforePath..], path, "a browser would read it otherwise");
        assert_eq!(page.join(&text).unwrap(), led, "it leads to the same target");
    }
    assert!(
        path.len() > text.len() || local(&path).as_deref() == Some(&path),
        "{path:?} stays the same the second time"
    );
}

/// An address is what the contract says and can be sent to, and comparing and searching change
/// nothing a second time.
pub fn email(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let folded = canonical(&text);
    assert_eq!(canonical(&folded), folded, "the compared form is stable");
    assert_eq!(
        (fold(&fold(&text)), search_key(&search_key(&text))),
        (fold(&text), search_key(&text))
    );
    if let Ok(Some(name)) = parse_name(&text) {
        assert!(
            !trim(&name).is_empty() && parse_name(&name) == Ok(Some(name.clone())),
            "a name has a visible character"
        );
    }
    let Some(address) = EmailAddress::parse(&text) else { return };
    let typed = address.as_str();
    assert_eq!(typed, trim(&text));
    let wire = address.wire();
    assert!(
        wire.domain.is_ascii()
            && wire.local.len() <= 64
            && wire.local.len() + wire.domain.len() < MAX_CHARACTERS
    );
    let sent = EmailAddress::parse(&format!("{}@{}", wire.local, wire.domain))
        .expect("the wire's form is an address");
    assert_eq!((sent.wire(), sent.folded()), (wire, address.folded()), "the same address");
    let (local, domain) = typed.split_once('@').unwrap();
    assert!(!local.is_empty() && !domain.is_empty() && !domain.contains('@'));
    assert!(!typed.chars().any(|c| is_blank(c) || is_invisible(c) || c.is_control()));
    assert!(typed.chars().count() <= MAX_CHARACTERS);
    assert_eq!(EmailAddress::parse(typed), Some(address.clone()));
    assert_eq!(address.folded(), folded);
    assert!(
        spellings(typed).iter().all(|spelling| canonical(spelling) == folded),
        "however it is spelt"
    );
    let shouted = EmailAddress::parse(&typed.to_ascii_uppercase()).unwrap();
    assert_eq!(shouted.folded(), folded, "case does not matter");
}

/// A form is read as a browser wrote it, or refused: where it is too large, not UTF-8, or a field
/// comes twice.
pub fn form(bytes: &[u8]) {
    let essence = "application/x-www-form-urlencoded";
    let read = STANDING.with(|standing| standing.extract::<Form>(essence, bytes));
    let pairs: Vec<(Cow<'_, str>, Cow<'_, str>)> = form_urlencoded::parse(bytes).collect();
    let names: HashSet<_> = pairs.iter().map(|(name, _)| name).collect();
    match read {
        Ok(form) => {
            assert!(bytes.len() <= MAX_BYTES && names.len() == pairs.len());
            for (name, value) in &pairs {
                assert_eq!(form.value(name), value);
                assert!(!form.typed(name).contains(char::is_control));
            }
        }
        Err(StatusCode::PAYLOAD_TOO_LARGE) => assert!(bytes.len() > MAX_BYTES),
        Err(status) => {
            let odd = pairs
                .iter()
                .any(|(name, value)| name.contains('\u{fffd}') || value.contains('\u{fffd}'));
            assert!(
                status == StatusCode::BAD_REQUEST && (odd || names.len() < pairs.len()),
                "{status}"
            );
        }
    }
}

/// Every member of a body, whatever it is called.
type Members = HashMap<String, Member<String>>;

/// A JSON body is an object that has each member once, or refused.
pub fn json(bytes: &[u8]) {
    let read =
        STANDING.with(|standing| standing.extract::<Body<Members>>("application/json", bytes));
    let value: Option<Value> = serde_json::from_slice(bytes).ok();
    let members = value.as_ref().and_then(Value::as_object);
    match read {
        Ok(Body(mut body)) => {
            assert!(bytes.len() <= MAX_BYTES);
            assert!(!has_a_member_twice(bytes));
            for (name, value) in members.unwrap() {
                let member = body.remove(name).unwrap();
                assert_eq!(member.is_given(), !value.is_null());
                assert_eq!(member.required().ok().as_deref(), value.as_str());
            }
        }
        Err(StatusCode::PAYLOAD_TOO_LARGE) => assert!(bytes.len() > MAX_BYTES),
        Err(status) => {
            assert_eq!(status, StatusCode::BAD_REQUEST);
            assert!(members.is_none() || has_a_member_twice(bytes), "it is an object after all");
        }
    }
}

/// Returns whether two members of an object have one name.
fn has_a_member_twice(bytes: &[u8]) -> bool {
    let Names(names) = serde_json::from_slice(bytes).unwrap();
    names.iter().collect::<HashSet<_>>().len() < names.len()
}

/// The names of an object's members, in order.
struct Names(Vec<String>);

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Names;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Names, A::Error> {
                let mut names = Vec::new();
                while let Some((name, _)) = access.next_entry::<String, IgnoredAny>()? {
                    names.push(name);
                }
                Ok(Names(names))
            }
        }
        deserializer.deserialize_map(Reader)
    }
}
