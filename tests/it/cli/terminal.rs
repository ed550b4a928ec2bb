//! What others have typed, shown at a terminal.

use serde_json::Value;

use crate::support::CliHarness;

/// Clears the screen, turns the direction around, hides, and pretends to be another line.
const TRICKS: &str = "\x1b[2Jx\u{202e}y\u{2066}z\u{200b}\u{feff}\u{9b}\r\nroot";
const SHOWN: &str = r"\u{1b}[2Jx\u{202e}y\u{2066}z\u{200b}\u{feff}\u{9b}\u{d}\u{a}root";

fn cli() -> CliHarness {
    let cli = CliHarness::new();
    cli.create("ada", &["--name", "Ada"]);
    // Whatever the rules for names are now: a row may be older than they are.
    let user = cli.user("ada");
    user.set_name(TRICKS);
    user.set_shown_email(TRICKS);
    user.set_shown_username(&format!("{TRICKS}ada"));
    cli
}

fn assert_tame(text: &str) {
    let wild = |c: char| {
        c != '\n'
            && (c.is_control()
                || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'))
    };
    assert!(!text.contains(wild), "{text:?}");
}

/// Shows: INJ-07.
#[test]
fn tables_and_lines_escape_invisible_characters() {
    let cli = cli();
    let list = cli.output(&["users", "list"]);
    assert_eq!(list.lines().count(), 2, "{list:?}");
    assert_eq!(list.matches(SHOWN).count(), 2, "{list:?}");
    let show = cli.output(&["users", "show", "ada"]);
    assert_eq!(show.matches(SHOWN).count(), 3, "{show:?}");
    for text in [
        list,
        show,
        cli.output(&["users", "disable", "ada"]),
        cli.output(&["users", "enable", "ada"]),
        cli.output(&["users", "promote", "ada"]),
        cli.run(&["users", "show", TRICKS.trim_end()]).err,
        cli.run(&["users", "show", &format!("{TRICKS}!")]).err,
        cli.run(&["users", "list", "--database-url", TRICKS]).err,
        cli.run(&["sessions", "revoke", TRICKS]).err,
        cli.run(&["backup", &format!("nowhere/{TRICKS}")]).err,
        cli.run(&["users", "import", &format!("{TRICKS}.csv")]).err,
        cli.run(&["doctor", "--database-url", &format!("nowhere/{TRICKS}")]).out,
        cli.run(&["check-config", "--mail-dir", TRICKS]).out,
    ] {
        assert!(!text.is_empty());
        assert_tame(&text);
    }
    let json: Value = serde_json::from_str(&cli.output(&["users", "list", "--json"])).unwrap();
    assert_eq!(json[0]["email"], TRICKS, "JSON has its own escapes");
}

#[test]
fn errors_about_files_and_settings_are_escaped_too() {
    let cli = CliHarness::new();
    cli.write("users.csv", format!("email,password_hash,\"{TRICKS}\"\nx,y,z\n"));
    assert_tame(&cli.run(&["users", "import", "users.csv"]).err);
    cli.write("users.jsonl", serde_json::json!({ TRICKS: "x" }).to_string());
    assert_tame(&cli.run(&["users", "import", "users.jsonl"]).err);
    let ran = cli.run(&[
        "--mail-from",
        TRICKS,
        "--smtp-url",
        "smtp://localhost",
        "--database-url",
        "nowhere/\x1b/\u{202e}",
    ]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert_tame(&ran.err);
}

#[test]
fn columns_stay_aligned_for_characters_of_any_width() {
    let cli = CliHarness::new();
    for (name, address) in [
        ("ada", "山田@example.com"),
        ("bob", "ju\u{308}rgen@example.com"),
        ("eve", "नमस्ते@example.com"),
    ] {
        cli.create(name, &[]);
        cli.user(name).set_shown_email(address);
    }
    let list = cli.output(&["users", "list"]);
    // Two columns for each of the two characters, none for the dots of the ü.
    let roles = |line: &str| {
        line.split_once("  user  ").map(|(before, _)| before.trim_end().to_owned()).unwrap()
    };
    let lines: Vec<&str> = list.lines().skip(1).collect();
    let blanks = |line: &str| {
        line.split("@example.com").nth(1).unwrap().chars().take_while(|c| *c == ' ').count()
    };
    let (ada, bob) = (blanks(lines[0]), blanks(lines[1]));
    assert_eq!(ada + 4, bob + 6, "{list}");
    assert!(roles(lines[0]).ends_with("山田@example.com"), "{list}");
}
