//! Modules import only modules of lower layers, and each external library is used in few modules.

use std::collections::BTreeSet;

use super::source::{Source, root, walk};

/// The layers from the top, and what each may import of those below. All of them may also import the
/// modules in [`BESIDE`].
const LAYERS: &[(&str, &[&str])] = &[
    ("main", &["cli", "logging", "server", "jobs", "app"]),
    ("logging", &[]),
    ("cli", &["jobs", "http", "auth", "app", "mail", "view", "store"]),
    ("server", &["api", "pages", "http", "auth", "app"]),
    ("api", &["http", "auth", "app", "view", "store"]),
    ("pages", &["http", "auth", "app", "store"]),
    ("http", &["auth", "app"]),
    ("jobs", &["auth", "app", "store"]),
    ("auth", &["app", "mail", "revocation", "store"]),
    ("app", &["mail", "revocation", "store"]),
    ("mail", &["store"]),
    ("revocation", &["store"]),
    ("view", &["store"]),
    ("store", &[]),
];

/// The modules beside the layers, and what each may import. None of them may import a layer.
const BESIDE: &[(&str, &[&str])] = &[
    ("config", &["clock", "locale", "secret", "tls"]),
    ("limits", &["client", "clock", "id", "password"]),
    ("first_use", &["clock", "id", "token"]),
    ("client", &["config", "token", "user_agent"]),
    ("token", &["auth_methods", "clock", "id", "role", "secret"]),
    ("tls", &["clock"]),
    ("password", &["email", "secret", "text"]),
    ("username", &["text"]),
    ("code", &["secret", "text"]),
    ("id", &["clock"]),
    ("user_agent", &["locale"]),
    ("clock", &[]),
    ("locale", &["clock"]),
    ("email", &["text"]),
    ("text", &[]),
    ("role", &[]),
    ("auth_methods", &[]),
    ("secret", &[]),
];

/// External libraries, and the modules that may use them.
const ALLOWED_IMPORTERS: &[(&[&str], &[&str])] = &[
    (&["diesel", "diesel_migrations", "crossbeam_channel", "r2d2", "libsqlite3_sys"], &["store"]),
    (&["tokio_postgres"], &["store", "config"]),
    (
        &["actix_web", "actix_files", "actix_rt", "actix_http", "actix_server", "actix_service"],
        &["main", "server", "api", "pages", "http"],
    ),
    (&["askama"], &["pages", "mail"]),
    (&["fluent_bundle"], &["locale"]),
    (&["lettre"], &["mail", "config"]),
    (&["jsonwebtoken"], &["token"]),
    (&["rustls", "x509_cert"], &["tls", "store"]),
    (&["tokio_rustls"], &["server"]),
    (&["bcrypt"], &["password"]),
    (&["governor"], &["limits"]),
    (&["clap"], &["main", "cli", "config"]),
    (&["csv", "csv_core", "indicatif", "rpassword", "unicode_width"], &["cli"]),
    (&["SystemTime", "Utc", "Local", "chrono"], &["clock"]),
    (&["eprintln", "eprint"], &["main", "cli"]),
];

#[test]
fn each_module_imports_only_what_the_table_allows() {
    for source in walk("src", "rs").iter().filter(|source| source.module() != "lib") {
        let module = source.module();
        let layer = LAYERS.iter().find(|(name, _)| *name == module);
        let beside = BESIDE.iter().find(|(name, _)| *name == module);
        let (_, below) =
            layer.or(beside).unwrap_or_else(|| panic!("{module} is in no table of this file"));
        for import in source.imports() {
            let is_beside = layer.is_some() && BESIDE.iter().any(|(name, _)| *name == import);
            let allowed = import == module || is_beside || below.contains(&import.as_str());
            assert!(allowed, "{} imports {import}, which is not below {module}", source.path);
        }
        assert!(
            !source.code().contains("super::super"),
            "{}: say `crate::` from there",
            source.path
        );
    }
}

#[test]
fn the_table_allows_no_import_of_a_higher_layer() {
    let order: Vec<&str> = LAYERS.iter().map(|(name, _)| *name).collect();
    let place = |name: &str| order.iter().position(|other| *other == name).unwrap();
    let arrows =
        LAYERS.iter().flat_map(|(name, below)| below.iter().map(move |other| (*name, *other)));
    let upwards: Vec<_> = arrows.filter(|(name, other)| place(other) <= place(name)).collect();
    assert_eq!(upwards, [("", ""); 0]);
    for (name, values) in BESIDE {
        assert!(values.iter().all(|value| !order.contains(value)), "{name} imports a layer");
    }
}

#[test]
fn every_module_is_in_the_tables_and_the_tables_name_no_other() {
    let modules: BTreeSet<String> =
        walk("src", "rs").iter().map(|source| source.module().to_owned()).collect();
    let mut named: BTreeSet<String> =
        LAYERS.iter().chain(BESIDE).map(|(name, _)| name.to_string()).collect();
    named.insert("lib".to_owned());
    assert_eq!(modules, named);
}

#[test]
fn the_map_in_lib_rs_names_every_module() {
    let lib = std::fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let header: String = lib.lines().take_while(|line| line.starts_with("//!")).collect();
    let modules = lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    let modules: Vec<_> = modules.collect();
    assert!(modules.len() > 10, "{modules:?}");
    for module in modules {
        assert!(
            header.contains(&format!("`{module}`")),
            "src/lib.rs does not say what `{module}` is for"
        );
    }
}

#[test]
fn each_external_library_is_used_only_by_its_allowed_importers() {
    for source in walk("src", "rs") {
        for (words, doors) in ALLOWED_IMPORTERS {
            for word in words.iter().filter(|word| source.names(word)) {
                assert!(
                    doors.contains(&source.module()),
                    "{} names {word}; only {doors:?} may",
                    source.path
                );
            }
        }
    }
    let clocks = having("Instant");
    // In the third it is what the governor crate calls a time that it is told. The others limit how
    // long a server is waited for.
    let expected = [
        "src/cli/import.rs",
        "src/http/log.rs",
        "src/limits/address_quota.rs",
        "src/store/postgres/connection.rs",
        "src/store/postgres/mod.rs",
        "src/store/postgres/pool.rs",
        "src/store/postgres/worker.rs",
    ];
    assert_eq!(clocks, expected, "a displayed duration is not used by any rule");
}

#[test]
fn the_interleaved_bcrypt_could_be_a_crate_of_its_own() {
    for source in walk("src/password/interleaved", "rs") {
        assert!(!source.text.contains("crate::"), "{} names a part of this crate", source.path);
        let is_root = source.path.ends_with("/mod.rs");
        assert!(!is_root || !source.code().contains("super::"), "{} names its parent", source.path);
    }
}

#[test]
fn both_ways_to_refresh_use_one_rule() {
    let callers: Vec<String> = walk("src", "rs")
        .into_iter()
        .filter(|source| source.code().contains("auth::refresh("))
        .map(|source| source.path)
        .collect();
    assert_eq!(callers, ["src/api/refresh.rs", "src/http/identity.rs"]);
}

#[test]
fn pages_and_api_leave_decisions_to_rules() {
    for source in
        walk("src", "rs").iter().filter(|source| matches!(source.module(), "api" | "pages"))
    {
        let code = source.code();
        for rule in
            [".store.read", ".store.write", ".passwords.", ".tokens.", ".clock.", ".revocations"]
        {
            assert!(!code.contains(rule), "{} uses {rule}, which only a rule may", source.path);
        }
    }
}

/// Shows: REL-25, ASVS 16.5.4.
#[test]
fn every_route_catches_panics() {
    let sources = walk("src", "rs");
    let server = sources.iter().find(|source| source.path == "src/server.rs").unwrap().code();
    let wrapped = server.matches(".wrap(from_fn(panic::catch))").count();
    assert_eq!(wrapped, server.matches(".to($handler)").count());
    assert!(wrapped > 0);
}

fn having(word: &str) -> Vec<String> {
    let named = |source: &Source| source.names(word);
    walk("src", "rs").into_iter().filter(named).map(|source| source.path).collect()
}
