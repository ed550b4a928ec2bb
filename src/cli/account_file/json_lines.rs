//! Accounts as JSON objects, one in each line.

use std::fmt;
use std::io::{self, Write};

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::{Map, Value, json};
use vestibule::auth::import::ImportRow;

use super::{COLUMNS, RowError, column, field_mut};

/// Reads a line. A member that is not known is refused: it may be one of ours, misspelt.
pub(super) fn read(text: &str) -> Result<ImportRow, RowError> {
    // The parser's own words may have a value in them.
    let Members(members) =
        serde_json::from_str(text).map_err(|_| RowError("is not a JSON object".to_owned()))?;
    let (mut row, mut seen) = (ImportRow::default(), Vec::new());
    for (name, value) in members {
        let Some((column, place)) =
            column(&name).and_then(|column| Some((column, field_mut(&mut row, column)?)))
        else {
            return Err(RowError(format!(
                "has a member {name:?}; those known are {}",
                COLUMNS.join(", ")
            )));
        };
        if seen.contains(&column) {
            return Err(RowError(format!("has {column} twice")));
        }
        seen.push(column);
        *place =
            write_out(column, value).ok_or_else(|| RowError(format!("has no text in {column}")))?;
    }
    Ok(row)
}

/// The members of an object, each as often as it is there: a map would silently keep the last one.
struct Members(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Object)
    }
}

/// Writes a value as CSV would have it.
fn write_out(name: &str, value: Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::String(text) => Some(text),
        Value::Bool(flag) if matches!(name, "email_verified" | "disabled") => {
            Some(flag.to_string())
        }
        Value::Array(names) if name == "roles" => {
            let names: Option<Vec<&str>> = names.iter().map(Value::as_str).collect();
            Some(names?.join(","))
        }
        _ => None,
    }
}

pub(super) fn write(output: &mut impl Write, row: &ImportRow) -> io::Result<()> {
    let mut row = row.clone();
    let mut object = Map::new();
    for column in COLUMNS {
        let text = field_mut(&mut row, column).map(std::mem::take).unwrap_or_default();
        let value = match column {
            "email_verified" | "disabled" => json!(text == "true"),
            "roles" => json!(text.split(',').collect::<Vec<_>>()),
            "name" | "language" if text.is_empty() => Value::Null,
            _ => Value::String(text),
        };
        object.insert(column.to_owned(), value);
    }
    writeln!(output, "{}", Value::Object(object))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_texts_flags_and_lists_of_roles() {
        let row = read(r#"{" Email ":"ada@example.com","NAME":null,"email_verified":true,"roles":["user","admin"]}"#)
            .unwrap();
        assert_eq!(
            (row.name.as_str(), row.email_verified.as_str(), row.roles.as_str()),
            ("", "true", "user,admin")
        );
        for (text, told) in [
            ("[]", "not a JSON object"),
            ("{\"email\":", "not a JSON object"),
            ("ada@example.com,x", "not a JSON object"),
            (r#"{"E-Mail":"ada@example.com"}"#, "a member \"E-Mail\""),
            (r#"{"email":"ada@example.com","EMAIL":"bob@example.com"}"#, "has email twice"),
            (r#"{"email":"ada@example.com","email":"bob@example.com"}"#, "has email twice"),
            (r#"{"email":1}"#, "no text in email"),
            (r#"{"name":true}"#, "no text in name"),
            (r#"{"roles":[1]}"#, "no text in roles"),
        ] {
            let RowError(why) = read(text).unwrap_err();
            assert!(why.contains(told), "{text}: {why}");
        }
    }
}
