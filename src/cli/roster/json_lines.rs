//! Accounts as JSON objects, one in each line.

use std::io::{self, Write};

use serde_json::{Map, Value, json};
use vestibule::auth::import::Row;

use super::{COLUMNS, Unreadable, place};

/// Reads a line. A member that is not known is refused: it may be one of ours, misspelt.
pub(super) fn read(text: &str) -> Result<Row, Unreadable> {
    // The parser's own words may have a value in them.
    let object: Map<String, Value> =
        serde_json::from_str(text).map_err(|_| Unreadable("is not a JSON object".to_owned()))?;
    let mut row = Row::default();
    for (name, value) in object {
        let Some(place) = place(&mut row, &name) else {
            return Err(Unreadable(format!("has a member {name:?}; those known are {}", COLUMNS.join(", "))));
        };
        *place = write_out(&name, value).ok_or_else(|| Unreadable(format!("has no text in {name}")))?;
    }
    Ok(row)
}

/// Writes a value as CSV would have it.
fn write_out(name: &str, value: Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::String(text) => Some(text),
        Value::Bool(flag) if matches!(name, "email_verified" | "disabled") => Some(flag.to_string()),
        Value::Array(names) if name == "roles" => {
            let names: Option<Vec<&str>> = names.iter().map(Value::as_str).collect();
            Some(names?.join(","))
        }
        _ => None,
    }
}

pub(super) fn write(output: &mut impl Write, row: &Row) -> io::Result<()> {
    let mut row = row.clone();
    let mut object = Map::new();
    for column in COLUMNS {
        let text = place(&mut row, column).map(std::mem::take).unwrap_or_default();
        let value = match column {
            "email_verified" | "disabled" => json!(text == "true"),
            "roles" => json!(text.split(',').collect::<Vec<_>>()),
            "name" if text.is_empty() => Value::Null,
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
        let row =
            read(r#"{"email":"ada@example.com","name":null,"email_verified":true,"roles":["user","admin"]}"#).unwrap();
        assert_eq!((row.name.as_str(), row.email_verified.as_str(), row.roles.as_str()), ("", "true", "user,admin"));
        for (text, told) in [
            ("[]", "not a JSON object"),
            ("{\"email\":", "not a JSON object"),
            ("ada@example.com,x", "not a JSON object"),
            (r#"{"Email":"ada@example.com"}"#, "a member \"Email\""),
            (r#"{"email":1}"#, "no text in email"),
            (r#"{"name":true}"#, "no text in name"),
            (r#"{"roles":[1]}"#, "no text in roles"),
        ] {
            let Unreadable(why) = read(text).unwrap_err();
            assert!(why.contains(told), "{text}: {why}");
        }
    }
}
