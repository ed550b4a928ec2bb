//! Reads the sources.

use std::fs;
use std::path::{Path, PathBuf};

/// A file of the house.
pub struct Source {
    /// Its path below the root of the repository, with slashes.
    pub path: String,
    pub text: String,
}

impl Source {
    /// The module of the crate that it belongs to: `src/auth/login.rs` belongs to `auth`.
    pub fn module(&self) -> &str {
        let path = self.path.strip_prefix("src/").unwrap();
        path.split(['/', '.']).next().unwrap()
    }

    /// What the compiler makes the product of: without comments, texts and tests.
    pub fn code(&self) -> String {
        let product = self.text.split("#[cfg(test)]").next().unwrap();
        without_comments_and_texts(product)
    }

    /// The modules of the crate that it names, by `crate::` or, in the binary, by `vestibule::`.
    pub fn imports(&self) -> Vec<String> {
        let code = self.code();
        let paths =
            ["crate::", "vestibule::"].into_iter().flat_map(|root| code.split(root).skip(1));
        paths.flat_map(first_names).filter(|name| name != "crate").collect()
    }

    /// Whether its code has a word, standing by itself.
    pub fn names(&self, word: &str) -> bool {
        let code = self.code();
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        code.match_indices(word).any(|(at, _)| {
            !code[..at].ends_with(is_part) && !code[at + word.len()..].starts_with(is_part)
        })
    }
}

/// The first names of a path: `a` of `a::b`, `a` and `c` of `{a::b, c}`.
fn first_names(path: &str) -> Vec<String> {
    let name =
        |path: &str| path.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let Some(group) = path.strip_prefix('{') else { return vec![name(path)] };
    let (mut names, mut depth, mut start) = (Vec::new(), 0, 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                names.push(name(&group[start..at]));
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    names.retain(|name: &String| !name.is_empty());
    names
}

/// Leaves out comments and what stands between quotes.
fn without_comments_and_texts(text: &str) -> String {
    let mut code = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n')
        } else if let Some(raw) = rest.strip_prefix("r#\"") {
            raw.find("\"#").map(|end| end + 5)
        } else if c == '"' {
            let mut escaped = false;
            let end = rest[1..].find(|c| {
                let ends = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                ends
            });
            end.map(|end| end + 2)
        } else if rest.starts_with("'\\") || (c == '\'' && rest.chars().nth(2) == Some('\'')) {
            let quoted = 1 + rest[1..].chars().next().map_or(0, char::len_utf8);
            rest[quoted..].find('\'').map(|end| end + quoted + 1)
        } else {
            code.push(c);
            Some(c.len_utf8())
        };
        rest = skipped.map_or("", |end| &rest[end..]);
    }
    code
}

/// Where the repository is.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file with an ending below a folder of the repository, in order.
pub fn walk(folder: &str, ending: &str) -> Vec<Source> {
    let mut paths = Vec::new();
    list(&root().join(folder), &mut paths);
    let mut found: Vec<Source> = paths
        .into_iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == ending))
        .map(|path| Source {
            path: path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/"),
            text: fs::read_to_string(path).unwrap(),
        })
        .collect();
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(!found.is_empty(), "{folder} has files");
    found
}

fn list(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { list(&path, paths) } else { paths.push(path) }
    }
}

#[test]
fn imports_are_found_in_every_form() {
    let text = r#"
        //! crate::comment
        use crate::auth::{self, Client};
        use crate::{api, pages::{login, next}, store};
        const A: &str = "crate::text \" crate::text"; // crate::aside
        const B: [char; 2] = ['"', '\''];
        fn f<'a>(x: &'a str) -> crate::http::Error { crate::token::f() }
        #[cfg(test)]
        mod tests { use crate::password::X; }
    "#;
    let source = Source { path: "src/x.rs".to_owned(), text: text.to_owned() };
    assert_eq!(source.imports(), ["auth", "api", "pages", "store", "http", "token"]);
    assert!(source.names("Client") && !source.names("Clie") && !source.names("text"));
}
