//! The settings that are secrets or hold one. Each may be given by a file that holds it, as
//! Docker's secrets and systemd's credentials are.

use std::collections::HashSet;
use std::ffi::OsString;
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::arguments::declaration;
use super::database::{Location, locate};
use super::reader::Reader;
use super::{SettingError, placeholder};
use crate::secret::SecretBytes;

/// The fewest bytes of a key for HS256: those of its hash (RFC 7518, 3.2).
const SECRET_MIN_BYTES: usize = 32;

/// The fewest different bytes of a key: as many random hexadecimal digits have more, but for once
/// in millions.
const MIN_DIFFERENT_BYTES: usize = 8;

/// The most bytes that are read of a file: more is no secret but a mistake, or a device that never
/// ends.
const FILE_MAX_BYTES: u64 = 16 * 1024;

const HINT: &str = "Generate one with: openssl rand -base64 48.";

/// The keys that tokens are signed and verified with, as far as they are given.
#[derive(Default)]
pub(super) struct Keys {
    pub(super) access: Option<SecretBytes>,
    pub(super) access_previous: Option<SecretBytes>,
    pub(super) refresh: Option<SecretBytes>,
    pub(super) refresh_previous: Option<SecretBytes>,
}

/// Reads the keys. Production needs both that sign, and all that are given strong and different.
/// Where nothing is going to be signed, the files are not read: perhaps only the server may read
/// them.
pub(super) fn read(reader: &mut Reader<'_>, production: bool, needed: bool) -> Keys {
    if !needed {
        return Keys::default();
    }
    let mut key = |name, needed| secret(reader, name, production, needed);
    let access = key("ACCESS_TOKEN_SECRET", production);
    let access_previous = key("ACCESS_TOKEN_SECRET_PREVIOUS", false);
    let refresh = key("REFRESH_TOKEN_SECRET", production);
    let refresh_previous = key("REFRESH_TOKEN_SECRET_PREVIOUS", false);
    if production {
        require_different(
            reader,
            &[
                ("ACCESS_TOKEN_SECRET", &access),
                ("ACCESS_TOKEN_SECRET_PREVIOUS", &access_previous),
                ("REFRESH_TOKEN_SECRET", &refresh),
                ("REFRESH_TOKEN_SECRET_PREVIOUS", &refresh_previous),
            ],
        );
    }
    Keys { access, access_previous, refresh, refresh_previous }
}

/// Reads where the rows are: for a server elsewhere that would have a password in it.
pub(super) fn database(reader: &mut Reader<'_>) -> Location {
    let given = given(reader, "DATABASE_URL");
    let text = reader.text_of("DATABASE_URL", given.as_deref());
    locate(reader, &text)
}

/// Refuses one key in two places: a kind of token that is verified with the other's key is one that
/// the other's holder can make, and a key that was its own predecessor has not been changed.
fn require_different(reader: &mut Reader<'_>, keys: &[(&'static str, &Option<SecretBytes>)]) {
    for (at, (name, key)) in keys.iter().enumerate() {
        let Some(key) = key else { continue };
        let same = |(_, other): &&(&str, &Option<SecretBytes>)| {
            other
                .as_ref()
                .is_some_and(|other| other.expose().trim_ascii() == key.expose().trim_ascii())
        };
        if let Some((other, _)) = keys[..at].iter().find(same) {
            let hint = if name.ends_with("_PREVIOUS") && name.starts_with(other) {
                "Set it to the previous secret, or leave it out."
            } else {
                "Use a different secret for each kind of token."
            };
            reader.error(name, &format!("must not be the same as {other}"), hint);
        }
    }
}

/// Reads a key: its bytes as they stand. Development accepts a weak one.
fn secret(
    reader: &mut Reader<'_>,
    name: &'static str,
    strict: bool,
    needed: bool,
) -> Option<SecretBytes> {
    let Some(given) = given(reader, name) else {
        // A file that cannot be read is an error already.
        if needed && !reader.has_error(file_setting(name)) {
            reader.error(name, "must be set in production", HINT);
        }
        return None;
    };
    let secret = SecretBytes::new(given.into_vec());
    if strict && let Some(weakness) = find_weakness(secret.expose()) {
        reader.error(name, weakness, HINT);
    }
    Some(secret)
}

/// Returns the setting that may name a file with this one's value: `DATABASE_URL_FILE`.
fn file_setting(name: &str) -> &'static str {
    declaration(&format!("{name}_FILE")).name
}

/// Returns the value of a setting that may stand in a file instead; what is empty counts as none.
///
/// One line end at the end is not part of the value: every editor leaves one in a file, and some
/// ways to read a file leave one in a variable. In a variable it is logged as a warning, since
/// other programs may keep it.
pub(super) fn given(reader: &mut Reader<'_>, name: &'static str) -> Option<OsString> {
    let file_name = file_setting(name);
    let value = reader.bytes(name);
    let Some(path) = reader.path(file_name) else {
        let mut bytes = value?.as_bytes().to_vec();
        if drop_line_end(&mut bytes) {
            let (message, hint) =
                ("should not end with a line break; it was removed", "Write the value without it.");
            reader.warn(SettingError { name, message: message.to_owned(), hint: hint.to_owned() });
        }
        return Some(OsString::from_vec(bytes)).filter(|value| !value.is_empty());
    };
    if value.is_some() {
        reader.error(
            file_name,
            &format!("must not be set together with {name}"),
            "Remove one of the two.",
        );
        return None;
    }
    match read_file(&path) {
        Ok((bytes, open_to_all)) => {
            if open_to_all {
                reader.warn(open_file(file_name, &path));
            }
            Some(OsString::from_vec(bytes))
        }
        Err(message) => {
            reader.error(
                file_name,
                &message,
                &format!("Write the path of a file that contains only {name}."),
            );
            None
        }
    }
}

/// Drops one line end from the end, and returns whether there was one.
fn drop_line_end(bytes: &mut Vec<u8>) -> bool {
    let begun = bytes.len();
    if bytes.ends_with(b"\n") {
        bytes.pop();
        if bytes.ends_with(b"\r") {
            bytes.pop();
        }
    }
    bytes.len() < begun
}

/// Creates the warning about a file that everybody may read.
pub(super) fn open_file(name: &'static str, path: &Path) -> SettingError {
    let shown = path.display();
    SettingError {
        name,
        message: format!("should not be world-readable; {shown} is"),
        hint: format!("Run: chmod 600 {shown}"),
    }
}

/// Returns whether a file's permissions let everybody read it.
pub(super) fn is_open(file: &Metadata) -> bool {
    file.permissions().mode() & 0o004 != 0
}

/// Reads the file of a secret. Returns whether everybody may read it. The error shows nothing of
/// its content.
fn read_file(path: &Path) -> Result<(Vec<u8>, bool), String> {
    let shown = path.display();
    let in_file =
        |error: io::Error| format!("must be a readable file; cannot read {shown} ({error})");
    let file = File::open(path).map_err(in_file)?;
    let open_to_all = is_open(&file.metadata().map_err(in_file)?);
    let mut bytes = Vec::new();
    file.take(FILE_MAX_BYTES + 1).read_to_end(&mut bytes).map_err(in_file)?;
    if bytes.len() as u64 > FILE_MAX_BYTES {
        return Err(format!("must be a file of at most 16 KiB; {shown} is larger"));
    }
    drop_line_end(&mut bytes);
    if bytes.trim_ascii().is_empty() {
        return Err(format!("must be a file that contains a value; {shown} is empty"));
    }
    Ok((bytes, open_to_all))
}

/// Returns which rule a guessable secret breaks: the rest of a sentence that begins with the
/// setting's name.
pub fn find_weakness(secret: &[u8]) -> Option<&'static str> {
    let text = String::from_utf8_lossy(secret);
    let different = secret.iter().collect::<HashSet<_>>().len();
    if secret.len() < SECRET_MIN_BYTES {
        Some("must have at least 32 bytes")
    } else if placeholder::is_made_of_words(&text, SECRET_MIN_BYTES) {
        Some("must not be a placeholder")
    } else if different < MIN_DIFFERENT_BYTES || placeholder::repeats(&text, SECRET_MIN_BYTES) {
        Some("must not repeat a few characters or follow the alphabet or the keyboard")
    } else {
        None
    }
}
