//! Every language has every message of English, with the same variables and each plural that it
//! needs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, NamedArgument, Pattern, PatternElement, Variant,
    VariantKey,
};
use fluent_syntax::parser;

use crate::architecture::source::root;

/// The plural categories of whole numbers (CLDR). French and Spanish have one more for millions,
/// which nothing here counts.
const PLURALS: &[(&str, &[&str])] = &[
    ("ar", &["zero", "one", "two", "few", "many", "other"]),
    ("de", &["one", "other"]),
    ("en", &["one", "other"]),
    ("es", &["one", "other"]),
    ("fr", &["one", "other"]),
    ("ja", &["other"]),
];

const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// What a catalogue says of its messages.
#[derive(Debug, Default)]
pub(super) struct Catalogue {
    /// The messages, in the order of the file.
    pub(super) ids: Vec<String>,
    /// The variables of each.
    variables: BTreeMap<String, BTreeSet<String>>,
    /// The variables that each counts by, with the categories that it tells apart.
    counts: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    /// What a formatter would not understand.
    faults: Vec<String>,
}

impl Catalogue {
    pub(super) fn of(source: &str) -> Self {
        let mut catalogue = Self::default();
        let resource = parser::parse(source).expect("the file is Fluent");
        for entry in &resource.body {
            if let Entry::Message(message) = entry {
                let id = message.id.name.to_owned();
                catalogue.ids.push(id.clone());
                catalogue.variables.entry(id.clone()).or_default();
                catalogue.scan(&id, message.value.as_ref().expect("a message has a text"));
            }
        }
        catalogue
    }

    fn scan(&mut self, id: &str, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { .. } => {}
                PatternElement::Placeable { expression: Expression::Inline(inline) } => {
                    self.scan_inline(id, inline);
                }
                PatternElement::Placeable {
                    expression: Expression::Select { selector, variants },
                } => {
                    self.scan_inline(id, selector);
                    self.scan_variants(id, selector, variants);
                }
            }
        }
    }

    fn scan_inline(&mut self, id: &str, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::VariableReference { id: variable } => {
                let variables = self.variables.entry(id.to_owned()).or_default();
                variables.insert(variable.name.to_owned());
            }
            InlineExpression::Placeable { expression } => {
                let element = PatternElement::Placeable { expression: (**expression).clone() };
                self.scan(id, &Pattern { elements: vec![element] });
            }
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
            InlineExpression::FunctionReference { id: function, arguments } => {
                self.faults.push(format!("{id}: {} is no function here", function.name));
                let named = arguments.named.iter().map(|NamedArgument { value, .. }| value);
                arguments.positional.iter().chain(named).for_each(|one| self.scan_inline(id, one));
            }
            _ => self.faults.push(format!("{id}: a message must be whole")),
        }
    }

    fn scan_variants(
        &mut self,
        id: &str,
        selector: &InlineExpression<&str>,
        variants: &[Variant<&str>],
    ) {
        let words = variants.iter().filter_map(|variant| match variant.key {
            VariantKey::Identifier { name } => Some(name),
            VariantKey::NumberLiteral { .. } => None,
        });
        let words: Vec<String> = words.map(str::to_owned).collect();
        let default = variants.iter().find(|variant| variant.default);
        let is_other = |variant: &Variant<&str>| {
            matches!(variant.key, VariantKey::Identifier { name: "other" })
        };
        if !default.is_some_and(is_other) {
            self.faults.push(format!("{id}: the default is not [other]"));
        }
        self.faults.extend(
            words
                .iter()
                .filter(|word| !CATEGORIES.contains(&word.as_str()))
                .map(|word| format!("{id}: [{word}]")),
        );
        match selector {
            InlineExpression::VariableReference { id: variable } => {
                let counts = self.counts.entry(id.to_owned()).or_default();
                counts.insert(variable.name.to_owned(), words);
            }
            _ => self.faults.push(format!("{id}: only a variable can be selected by")),
        }
        variants.iter().for_each(|variant| self.scan(id, &variant.value));
    }

    /// Returns what a language lacks, or has and should not have, beside English.
    fn compare(&self, english: &Self, plurals: &[&str]) -> Vec<String> {
        let mut faults = self.faults.clone();
        let missing = english.ids.iter().filter(|id| !self.ids.contains(id));
        faults.extend(missing.map(|id| format!("{id} is missing")));
        let extra = self.ids.iter().filter(|id| !english.ids.contains(id));
        faults.extend(extra.map(|id| format!("{id} is not in English")));
        if faults.is_empty() && self.ids != english.ids {
            let pairs = self.ids.iter().zip(&english.ids);
            let first = pairs.into_iter().find(|(here, there)| here != there);
            faults.push(format!("the order is another one: {first:?}"));
        }
        for (id, variables) in &self.variables {
            let Some(expected) = english.variables.get(id) else { continue };
            if variables != expected {
                faults.push(format!("{id} has {variables:?} and should have {expected:?}"));
            }
        }
        for (id, counted) in &english.counts {
            let here = self.counts.get(id);
            // A language with one form needs no choice.
            for variable in counted.keys().filter(|_| plurals.len() > 1) {
                if !here.is_some_and(|here| here.contains_key(variable)) {
                    faults.push(format!("{id} does not count by ${variable}"));
                }
            }
        }
        for (id, counted) in &self.counts {
            let is_complete = |words: &[String]| {
                // A choice of exact numbers alone, such as [1], says nothing of plurals.
                words == ["other"]
                    || (words.iter().all(|word| plurals.contains(&word.as_str()))
                        && plurals.iter().all(|word| words.iter().any(|one| one == word)))
            };
            for (variable, words) in counted.iter().filter(|(_, words)| !is_complete(words)) {
                faults.push(format!("{id} has {words:?} for ${variable}, not {plurals:?}"));
            }
        }
        faults
    }
}

pub(super) fn sources() -> BTreeMap<String, String> {
    let files = fs::read_dir(root().join("locales")).unwrap();
    let files = files.map(|file| file.unwrap().path());
    let tag = |path: &std::path::Path| path.file_stem().unwrap().to_str().unwrap().to_owned();
    files.map(|path| (tag(&path), fs::read_to_string(&path).unwrap())).collect()
}

#[test]
fn every_language_has_the_same_messages_with_the_same_variables_and_all_its_plurals() {
    let sources = sources();
    assert_eq!(
        sources.keys().collect::<Vec<_>>(),
        PLURALS.iter().map(|(tag, _)| tag).collect::<Vec<_>>(),
        "a new language needs its plural categories here"
    );
    let english = Catalogue::of(&sources["en"]);
    assert!(english.ids.len() > 200);
    for (tag, plurals) in PLURALS {
        let faults = Catalogue::of(&sources[*tag]).compare(&english, plurals);
        assert!(faults.is_empty(), "{tag}: {faults:#?}");
    }
}

/// A catalogue that is right, for a language with two forms.
const RIGHT: &str = "\
a = A
b = { $x } of { $y }
c = { $n ->
    [one] one
   *[other] { $n } many
}
";

/// Compares it after a change.
#[track_caller]
fn compared(from: &str, to: &str, plurals: &[&str]) -> Vec<String> {
    assert!(RIGHT.contains(from), "{from}");
    Catalogue::of(&RIGHT.replace(from, to)).compare(&Catalogue::of(RIGHT), plurals)
}

const TWO: &[&str] = &["one", "other"];
const CHOICE: &str = "{ $n ->\n    [one] one\n   *[other] { $n } many\n}";

#[test]
fn a_catalogue_is_right_with_the_forms_that_its_language_has() {
    assert_eq!(compared("A", "B", TWO), [""; 0]);
    assert_eq!(compared(CHOICE, "{ $n } many", &["other"]), [""; 0], "one form needs no choice");
    let exact = "{ $x ->\n    [1] first\n   *[other] { $x }\n} of { $y }";
    assert_eq!(compared("{ $x } of { $y }", exact, TWO), [""; 0], "an exact number is no plural");
}

#[test]
fn the_comparison_finds_each_kind_of_fault() {
    let three: &[&str] = &["one", "few", "other"];
    for (from, to, plurals, fault) in [
        ("a = A\n", "", TWO, "a is missing"),
        ("a = A\n", "a = A\nz = Z\n", TWO, "z is not in English"),
        ("a = A\nb =", "b = { $x } of { $y }\na =", TWO, "a has"),
        (" of { $y }", "", TWO, "b has {\"x\"} and should have {\"x\", \"y\"}"),
        ("a = A", "a = { $x }", TWO, "a has {\"x\"} and should have {}"),
        ("{ $x } of", "{ NUMBER($x) } of", TWO, "b: NUMBER is no function here"),
        ("a = A", "a = { b }", TWO, "a: a message must be whole"),
        ("A", "B", three, "c has [\"one\", \"other\"] for $n, not"),
        ("[one]", "[few]", TWO, "c has [\"few\", \"other\"] for $n, not"),
        ("[one] one", "[one] one\n    [few] few", TWO, "c has [\"one\", \"few\", \"other\"]"),
        (CHOICE, "{ $n } many", TWO, "c does not count by $n"),
        ("*[other]", "*[many]", TWO, "c: the default is not [other]"),
        ("[one]", "[open]", TWO, "c: [open]"),
    ] {
        let faults = compared(from, to, plurals);
        assert!(faults.iter().any(|one| one.starts_with(fault)), "{fault}: {faults:?}");
    }
    let other_order = "b = { $x } of { $y }\na = A\n";
    let faults = compared("a = A\nb = { $x } of { $y }\n", other_order, TWO);
    assert!(faults[0].starts_with("the order is another one"), "{faults:?}");
}
