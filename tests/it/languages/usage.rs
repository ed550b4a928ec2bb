//! Every message is used.

use strum::VariantArray;
use vestibule::auth::event::EventKind;

use super::catalogues::{Catalogue, sources};
use crate::architecture::source::walk;

/// Where messages are used: the code, with the tests in it apart, and the templates.
fn used() -> String {
    let code = walk("src", "rs").into_iter().map(|source| source.code());
    let pages = walk("templates", "html").into_iter().map(|source| source.text);
    let mails = walk("templates", "txt").into_iter().map(|source| source.text);
    code.chain(pages).chain(mails).collect::<Vec<_>>().join("\n")
}

/// Returns the messages that no code and no template calls by their method.
fn unused<'a>(ids: &'a [String], used: &str) -> Vec<&'a String> {
    let is_called = |id: &&String| {
        let method = id.replace('-', "_");
        // Those of events are found by the word of the event.
        let is_named = EventKind::VARIANTS.iter().any(|kind| {
            let event = format!("event-{}", kind.as_str().replace('_', "-"));
            **id == event || **id == format!("{event}-by-admin")
        });
        is_named
            || ["t", "locale", "language", "self"].iter().any(|language| {
                let call = format!("{language}.{method}(");
                let mut places = used.match_indices(&call);
                places
                    .any(|(at, _)| !used[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
            })
    };
    ids.iter().filter(|id| !is_called(id)).collect()
}

#[test]
fn every_message_is_used() {
    let english = Catalogue::of(&sources()["en"]);
    let used = used();
    assert_eq!(unused(&english.ids, &used), [""; 0]);
    let ids = ["sign-in", "sign-in-never", "sign"].map(str::to_owned);
    assert_eq!(unused(&ids, "at.sign() t.sign_in()"), ["sign-in-never", "sign"]);
}
