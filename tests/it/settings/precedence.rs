//! Where a setting comes from: a flag, the environment, the file `.env`, a default.

use vestibule::config::declared;

use crate::support::Binary;

/// Returns the value that the error shows, which says where it came from.
fn refused(binary: &Binary, arguments: &[&str]) -> String {
    let ended = binary.run(arguments);
    assert_eq!(ended.code, Some(2), "{ended:?}");
    let (_, told) = ended
        .err
        .split_once("RATE_LIMITS must be on or off, not ")
        .unwrap_or_else(|| panic!("{ended:?}"));
    told.split_once(". ").unwrap().0.to_owned()
}

#[test]
fn a_flag_beats_the_environment_and_the_environment_beats_the_file() {
    let file = "RATE_LIMITS=from-the-file\n";
    let (plain, with_variable) =
        (Binary::new(&[]), Binary::new(&[("RATE_LIMITS", "from-the-environment")]));
    plain.put(".env", file);
    with_variable.put(".env", file);
    for command in [&[][..], &["serve"]] {
        let flag = [command, &["--rate-limits", "from-the-flag"]].concat();
        assert_eq!(refused(&plain, command), r#""from-the-file""#);
        assert_eq!(refused(&with_variable, command), r#""from-the-environment""#);
        assert_eq!(refused(&plain, &flag), r#""from-the-flag""#);
        assert_eq!(refused(&with_variable, &flag), r#""from-the-flag""#);
    }
}

#[test]
fn the_file_may_have_comments_quotes_blanks_and_exports() {
    let binary = Binary::new(&[]);
    binary.put(".env", "# a comment\n\nexport RATE_LIMITS=\"from the file\" # and why\n");
    assert_eq!(refused(&binary, &[]), r#""from the file""#);
}

#[test]
fn a_file_in_another_folder_is_not_read() {
    let binary = Binary::new(&[]);
    std::fs::create_dir(binary.folder().join("below")).unwrap();
    binary.put("below/.env", "RATE_LIMITS=from-below\n");
    drop(binary.serve(&[]));
}

#[test]
fn a_file_that_cannot_be_read_stops_the_start_and_shows_no_secret() {
    for line in [
        "ACCESS_TOKEN_SECRET=\"canary-of-a-secret",
        "ACCESS_TOKEN_SECRET=canary of a secret",
        "ACCESS_TOKEN_SECRET 'canary of a secret'",
        "canary-of-a-secret==",
    ] {
        let binary = Binary::new(&[]);
        binary.put(".env", &format!("{line}\n"));
        let ended = binary.run(&[] as &[&str]);
        assert_eq!(ended.code, Some(2), "{line}: {ended:?}");
        assert!(ended.err.starts_with("Cannot read the file .env: "), "{line}: {ended:?}");
        assert!(
            !ended.err.contains("canary") && !ended.out.contains("canary"),
            "{line}: {ended:?}"
        );
        assert_eq!(binary.files(), [".env"], "{line}");
    }
}

#[test]
fn an_empty_value_counts_as_none() {
    let empty: Vec<(&str, &str)> = declared().map(|setting| (setting.name, "")).collect();
    let binary = Binary::new(&empty);
    drop(binary.serve(&[]));
    assert!(binary.files().contains(&"vestibule.db".to_owned()), "the defaults apply");
    assert!(
        binary.files().contains(&"vestibule.secrets".to_owned()),
        "an empty secret counts as missing"
    );

    let one_wrong =
        empty.iter().map(|(name, _)| (*name, if *name == "BCRYPT_COST" { "3" } else { "" }));
    let ended = Binary::new(&one_wrong.collect::<Vec<_>>()).run(&[] as &[&str]);
    assert_eq!(
        ended.err.lines().count(),
        2,
        "an empty listen address is no error either: {}",
        ended.err
    );
}
