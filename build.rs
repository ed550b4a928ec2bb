//! Turns the messages of `locales/en.ftl` into methods of `Locale`, so that a wrong name or a missing argument does not
//! compile, and checks every other language against English.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use fluent_syntax::ast::{
    CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement,
};
use fluent_syntax::parser;

/// The messages of a language: each id with its variables, in the order of their first use.
type Messages = BTreeMap<String, Message>;

struct Message {
    variables: Vec<String>,
    /// What it refers to: `-brand` is a term.
    references: Vec<String>,
    text: String,
}

fn main() {
    println!("cargo::rerun-if-changed=locales");
    let mut files: Vec<PathBuf> = fs::read_dir("locales")
        .expect("there is a folder locales")
        .map(|entry| entry.expect("the folder locales can be read").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "ftl"))
        .collect();
    // English comes first: all others are checked against it.
    files.sort_by_key(|path| (tag(path) != "en", path.clone()));
    assert_eq!(files.first().map(|path| tag(path)), Some("en"), "locales/en.ftl is missing");
    let languages: Vec<Messages> = files.iter().map(|path| read(path)).collect();
    for (path, messages) in files.iter().zip(&languages) {
        check(path, messages, &languages[0]);
    }
    let out = Path::new(&env::var("OUT_DIR").expect("cargo sets OUT_DIR")).join("messages.rs");
    fs::write(out, generate(&files, &languages[0])).expect("OUT_DIR can be written");
}

/// Returns the language tag that a file is named by.
fn tag(path: &Path) -> &str {
    path.file_stem()
        .and_then(|name| name.to_str())
        .expect("a file of locales is named by a language tag")
}

fn read(path: &Path) -> Messages {
    let source =
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let resource = parser::parse(source.as_str())
        .unwrap_or_else(|(_, errors)| panic!("{}: {}", path.display(), errors[0]));
    let mut messages = Messages::new();
    for entry in &resource.body {
        let (id, pattern, attributes) = match entry {
            Entry::Message(message) => {
                let pattern = message.value.as_ref();
                let pattern = pattern
                    .unwrap_or_else(|| panic!("{}: {} is empty", path.display(), message.id.name));
                (message.id.name.to_owned(), pattern, &message.attributes)
            }
            Entry::Term(term) => (format!("-{}", term.id.name), &term.value, &term.attributes),
            _ => continue,
        };
        assert!(
            attributes.is_empty(),
            "{}: {id} has attributes, which nothing reads",
            path.display()
        );
        let mut message =
            Message { variables: Vec::new(), references: Vec::new(), text: String::new() };
        message.scan(pattern);
        assert!(
            messages.insert(id.clone(), message).is_none(),
            "{}: {id} is defined twice",
            path.display()
        );
    }
    messages
}

impl Message {
    fn scan(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => self.text.push_str(value),
                PatternElement::Placeable { expression: Expression::Inline(inline) } => {
                    self.scan_inline(inline)
                }
                PatternElement::Placeable {
                    expression: Expression::Select { selector, variants },
                } => {
                    self.scan_inline(selector);
                    for variant in variants {
                        self.scan(&variant.value);
                    }
                }
            }
        }
    }

    fn scan_inline(&mut self, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::VariableReference { id } => {
                let name = id.name.to_owned();
                if !self.variables.contains(&name) {
                    self.variables.push(name);
                }
                self.text.push('…');
            }
            InlineExpression::MessageReference { id, .. } => {
                self.references.push(id.name.to_owned())
            }
            InlineExpression::TermReference { id, arguments, .. } => {
                self.references.push(format!("-{}", id.name));
                arguments.iter().for_each(|arguments| self.scan_arguments(arguments));
            }
            InlineExpression::FunctionReference { arguments, .. } => self.scan_arguments(arguments),
            InlineExpression::Placeable { expression } => {
                let element = PatternElement::Placeable { expression: (**expression).clone() };
                self.scan(&Pattern { elements: vec![element] });
            }
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        }
    }

    fn scan_arguments(&mut self, arguments: &CallArguments<&str>) {
        arguments.positional.iter().for_each(|inline| self.scan_inline(inline));
        arguments.named.iter().for_each(|named| self.scan_inline(&named.value));
    }
}

/// Stops the build where a language has a message, a variable or a reference that does not exist.
fn check(path: &Path, messages: &Messages, english: &Messages) {
    for (id, message) in messages {
        let path = path.display();
        for reference in &message.references {
            assert!(
                messages.contains_key(reference),
                "{path}: {id} refers to {reference}, which does not exist"
            );
        }
        if id.starts_with('-') {
            continue;
        }
        let known =
            english.get(id).unwrap_or_else(|| panic!("{path}: {id} does not exist in English"));
        for variable in &message.variables {
            assert!(
                known.variables.contains(variable),
                "{path}: {id} has no variable ${variable} in English"
            );
        }
    }
}

fn generate(files: &[PathBuf], english: &Messages) -> String {
    let mut code =
        String::from("/// The languages: their tags and their messages, English first.\n");
    code.push_str("const SOURCES: &[(&str, &str)] = &[\n");
    for path in files {
        // By the folder of the package at the time of compiling, which may have been moved since.
        let file = format!("concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/locales/{}.ftl\")", tag(path));
        writeln!(code, "    ({:?}, include_str!({file})),", tag(path))
            .expect("a String takes everything");
    }
    code.push_str("];\n");
    let tags: Vec<&str> = files.iter().map(|path| tag(path)).collect();
    writeln!(
        code,
        "/// The tags of the languages, English first.\npub const TAGS: &[&str] = &{tags:?};"
    )
    .expect("as above");
    let public = english.iter().filter(|(id, _)| !id.starts_with('-'));
    let (fixed, varying): (Vec<_>, Vec<_>) =
        public.partition(|(_, message)| message.variables.is_empty());
    let ids: Vec<&String> = fixed.iter().map(|(id, _)| *id).collect();
    writeln!(code, "/// The messages without variables.\nconst FIXED: &[&str] = &{ids:?};")
        .expect("as above");
    code.push_str("impl Locale {\n");
    for (index, (id, message)) in fixed.iter().enumerate() {
        let (name, text) = (id.replace('-', "_"), message.text.replace('\n', " "));
        writeln!(code, "    /// Returns `{text}`.\n    pub fn {name}(self) -> &'static str {{ self.fixed({index}) }}")
            .expect("as above");
    }
    for (id, message) in varying {
        let (name, text) = (id.replace('-', "_"), message.text.replace('\n', " "));
        let parameters: String = message
            .variables
            .iter()
            .map(|name| format!(", {}: impl Into<FluentValue<'a>>", name.replace('-', "_")))
            .collect();
        let arguments: String = message
            .variables
            .iter()
            .map(|name| format!("({name:?}, {}.into()), ", name.replace('-', "_")))
            .collect();
        writeln!(
            code,
            "    /// Returns `{text}`.\n    pub fn {name}<'a>(self{parameters}) -> String {{ \
             self.format({id:?}, [{arguments}]) }}",
        )
        .expect("as above");
    }
    code.push_str("}\n");
    code
}
