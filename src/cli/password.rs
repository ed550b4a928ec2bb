//! Asking for a password. It never comes from the command line, which every user of the machine can
//! see.

use std::io::{self, BufRead, IsTerminal};

use vestibule::secret::SecretText;

use super::CliError;

/// No password is longer, whatever its script: 256 characters of four bytes, and room for a
/// mistake.
const MAX_BYTES: u64 = 4096;

/// Asks for a new password: twice at a terminal, or the first line of the standard input.
pub(super) fn ask() -> Result<SecretText, CliError> {
    if io::stdin().is_terminal() { prompt_twice() } else { read_line(io::stdin().lock()) }
}

fn prompt_twice() -> Result<SecretText, CliError> {
    let prompt = |text: &str| {
        let typed = rpassword::prompt_password(text).map(SecretText::new);
        typed.map_err(|error| CliError::Failed(format!("Cannot read the password: {error}.")))
    };
    let first = prompt("New password: ")?;
    if prompt("Confirm password: ")? == first {
        Ok(first)
    } else {
        Err(CliError::Failed("Passwords do not match. Nothing was changed.".to_owned()))
    }
}

/// Reads up to the end of the line and no further, so the writer of a pipe need not close it.
fn read_line(input: impl BufRead) -> Result<SecretText, CliError> {
    let mut text = String::new();
    let read = input.take(MAX_BYTES).read_line(&mut text);
    let text = SecretText::new(text);
    read.map_err(|error| {
        CliError::Failed(format!("Cannot read the password from standard input: {error}."))
    })?;
    let line = text.expose().lines().next().unwrap_or_default();
    if line.is_empty() {
        return Err(CliError::Failed(
            "No password given. Type it at a terminal, or pass it as a line on standard input."
                .to_owned(),
        ));
    }
    Ok(SecretText::new(line))
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn the_first_line_of_the_input_is_the_password_and_nothing_around_it_is_dropped() {
        for (input, password) in [
            ("correct horse", "correct horse"),
            ("correct horse\n", "correct horse"),
            (" a \r\nmore\n", " a "),
        ] {
            assert_eq!(read_line(input.as_bytes()).unwrap().expose(), password);
        }
        for input in [&b""[..], b"\n", b"\xff\n"] {
            assert!(read_line(input).is_err());
        }
    }

    #[test]
    fn the_end_of_the_line_is_enough() {
        struct Open;
        impl Read for Open {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("nobody types any more"))
            }
        }
        let input = io::BufReader::new(b"correct horse\n".as_slice().chain(Open));
        assert_eq!(read_line(input).unwrap().expose(), "correct horse");
    }
}
