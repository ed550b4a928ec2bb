//! `vestibule users import`

use bcrypt::Version;
use serde_json::{Value, json};

use crate::support::{CliHarness, JsonClient, Output, PASSWORD, TestApp};

const HASH: &str = "$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW";

fn import(cli: &CliHarness, name: &str, bytes: impl AsRef<[u8]>) -> Output {
    cli.write(name, bytes);
    cli.run(&["users", "import", name])
}

fn usernames(cli: &CliHarness) -> Vec<String> {
    let mut users = cli.users();
    users.sort_by(|one, other| one.username_folded.cmp(&other.username_folded));
    users.into_iter().map(|user| user.username).collect()
}

#[test]
fn a_bad_line_is_reported_by_number_and_the_others_are_imported() {
    let cli = CliHarness::new();
    cli.create("ada", &[]);
    let header =
        "username,email,name,password_hash,created_at,email_verified,roles,disabled,language";
    let good = |name: &str| format!("{name},{name}@example.com,,{HASH},,,,,");
    let long = "x".repeat(101);
    let bad = [
        (format!("b,bad@example.com,,{HASH},,,,,"), "username: Use at least 3 characters"),
        (
            format!("bad name,bad@example.com,,{HASH},,,,,"),
            "username: Use only letters a to z, digits, dots, _ and -",
        ),
        (format!("bad,bad.example.com,,{HASH},,,,,"), "email: Enter a valid email address"),
        (format!("bad,,,{HASH},,,,,"), "email: Required"),
        (format!("bad,bad@example.com,{long},{HASH},,,,,"), "name: Use at most 100 characters"),
        ("bad,bad@example.com,,,,,,,".to_owned(), "password_hash: Required"),
        (
            "bad,bad@example.com,,correct horse,,,,,".to_owned(),
            "password_hash: This is not bcrypt ($2a$, $2b$ or $2y$)",
        ),
        (
            format!("bad,bad@example.com,,{},,,,,", &HASH[..59]),
            "password_hash: This bcrypt hash is truncated or malformed",
        ),
        (
            format!("bad,bad@example.com,,{},,,,,", HASH.replace("$12$", "$20$")),
            "password_hash: Its cost is not 4 to 16",
        ),
        (
            format!("bad,bad@example.com,,{HASH},yesterday,,,,"),
            "created_at: Write it like 2026-11-21T04:28:00Z",
        ),
        (
            format!("bad,bad@example.com,,{HASH},2999-01-01,,,,"),
            "created_at: This is before 1970 or in the future",
        ),
        (
            format!("bad,bad@example.com,,{HASH},1969-12-31,,,,"),
            "created_at: This is before 1970 or in the future",
        ),
        (format!("bad,bad@example.com,,{HASH},,maybe,,,"), "email_verified: Write true or false"),
        (format!("bad,bad@example.com,,{HASH},,,,maybe,"), "disabled: Write true or false"),
        (format!("bad,bad@example.com,,{HASH},,,root,,"), "roles: Write user, or user,admin"),
        (
            format!("bad,bad@example.com,,{HASH},,,,,tlh"),
            "language: Must be one of: en, ar, de, es, fr, ja",
        ),
        (format!("bad,ADA@example.com,,{HASH},,,,,"), "email: Another account has it"),
        (format!("Ada,bad@example.com,,{HASH},,,,,"), "username: Another account has it"),
        (format!("bad,FIRST@example.com,,{HASH},,,,,"), "email: Same as in line 2"),
        (format!("First,other@example.com,,{HASH},,,,,"), "username: Same as in line 2"),
        (format!("bad,bad@example.com,,{HASH}"), "has 4 values where the header has 9"),
        (
            format!("bad,bad@example.com,\"two\nlines\",{HASH},,,,,"),
            "name: Remove control characters",
        ),
        (
            "b,bad,,x,,,,,".to_owned(),
            "username: Use at least 3 characters; email: Enter a valid email address; \
          password_hash: This is not bcrypt ($2a$, $2b$ or $2y$)",
        ),
    ];
    let mut lines = vec![header.to_owned(), good("first")];
    let mut expected: Vec<(u64, &str)> = Vec::new();
    for (line, reason) in &bad {
        let at = lines.iter().map(|line| line.lines().count() as u64).sum::<u64>() + 1;
        lines.push(line.clone());
        expected.push((at, reason));
        lines.push(good(&format!("good{}", lines.len())));
    }
    cli.write("users.csv", lines.join("\n"));

    let ran = cli.run(&["users", "import", "users.csv", "--json"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    let text = |refusal: &Value| {
        (refusal["line"].as_u64().unwrap(), refusal["reason"].as_str().unwrap().to_owned())
    };
    let mut refused: Vec<_> = report["refusals"].as_array().unwrap().iter().map(text).collect();
    refused.sort();
    let told: Vec<(u64, &str)> =
        refused.iter().map(|(line, reason)| (*line, reason.as_str())).collect();
    assert_eq!(told, expected);
    assert_eq!(
        (&report["imported"], &report["refused"]),
        (&json!(bad.len() + 1), &json!(bad.len()))
    );
    assert_eq!(usernames(&cli).len(), bad.len() + 2);

    // Confirm password: what was taken already exists, and a person is told in lines.
    let ran = cli.run(&["users", "import", "users.csv"]);
    assert_eq!(ran.code, 1);
    let (taken, refused) = (bad.len() + 1, bad.len());
    assert_eq!(ran.out, format!("0 imported, {taken} already exist, {refused} refused.\n"));
    assert_eq!(ran.err.lines().count(), bad.len());
    assert!(ran.err.contains("line 3: username: Use at least 3 characters\n"));
    assert!(
        !ran.err.contains("correct horse") && !ran.err.contains("$12$"),
        "a line may contain a password"
    );
}

#[test]
fn files_of_other_programs_are_read_and_damaged_lines_affect_no_others() {
    let cli = CliHarness::new();
    let mut bytes = b"\xef\xbb\xbfemail,\"username\",password_hash,name\r\n\r\n".to_vec();
    bytes
        .extend(format!("ada@example.com,ada,{HASH},\"Lovelace, \"\"Ada\"\"\"\r\n   \r\n").bytes());
    bytes.extend(format!("big@example.com,big,{HASH},{}\n", "x".repeat(10 * 1024 * 1024)).bytes());
    bytes.extend(format!("odd@example.com,odd,{HASH},").bytes());
    bytes.extend(b"\xff\n");
    bytes.extend(b"latin@example.com,latin,x,M\xfcller\n");
    bytes.extend(format!("two@example.com,two,{HASH},\"Two\nlines\"\n").bytes());
    bytes.extend(format!("nul@example.com,nul,{HASH},\0\n").bytes());
    bytes.extend(format!("bob@example.com,bob,bcrypt${HASH},").bytes());
    let ran = import(&cli, "users.csv", bytes);
    assert_eq!((ran.code, ran.out.as_str()), (1, "2 imported, 0 already exist, 5 refused.\n"));
    let expected = "line 5: is longer than 64 KiB\nline 6: is not UTF-8\nline 7: is not UTF-8\n\
                    line 8: name: Remove control characters\n\
                    line 10: name: Remove control characters\n";
    assert_eq!(ran.err, expected);
    assert_eq!(usernames(&cli), ["ada", "bob"]);
    assert_eq!(cli.json(&["users", "show", "ada", "--json"])["name"], "Lovelace, \"Ada\"");
}

/// Shows: INJ-10.
#[test]
fn any_line_end_ends_a_record_and_nothing_is_lost() {
    for end in ["\n", "\r\n", "\r"] {
        let cli = CliHarness::new();
        let row = |name: &str| format!("\"{name}@example.com\",{HASH},{name}");
        let csv = [
            "Email, PASSWORD_HASH , UserName",
            &row("ada"),
            "",
            &row("bob"),
            "bad,x,bad",
            &row("eve"),
        ]
        .join(end);
        let ran = import(&cli, "users.csv", csv);
        assert_eq!(
            (ran.code, ran.out.as_str()),
            (1, "3 imported, 0 already exist, 1 refused.\n"),
            "{end:?}"
        );
        assert!(ran.err.starts_with("line 5: email: "), "{end:?}: {ran:?}");
        assert_eq!(usernames(&cli), ["ada", "bob", "eve"], "{end:?}");

        let line = |name: &str| {
            json!({ "EMAIL": format!("{name}@example.org"), "Password_Hash": HASH }).to_string()
        };
        let ran = import(
            &cli,
            "users.jsonl",
            [&line("one"), "", &line("two"), "{}", &line("three")].join(end),
        );
        assert!(
            ran.out.starts_with("3 imported, 0 already exist, 1 refused.\n"),
            "{end:?}: {ran:?}"
        );
        assert!(ran.err.starts_with("line 4: "), "{end:?}: {ran:?}");
    }
}

/// Shows: INJ-10.
#[test]
fn an_unclosed_quote_is_reported_with_its_first_line_and_hides_no_accounts() {
    let cli = CliHarness::new();
    let row = |name: &str| format!("{name}@example.com,{HASH},{name}\n");
    let text = format!(
        "email,password_hash,name\n{}\n\"open@example.com,x,\n{}",
        row("ada"),
        row("eve").repeat(5000)
    );
    let ran = import(&cli, "users.csv", text);
    assert_eq!(
        (ran.code, ran.out.lines().next()),
        (1, Some("1 imported, 0 already exist, 1 refused."))
    );
    assert_eq!(ran.err, "line 4: has a quote that is not closed (up to line 5005)\n");
    assert_eq!(usernames(&cli), ["ada"]);

    // One that is closed in another row swallows rows, which are named.
    let text = format!(
        "email,password_hash,name\n\"{}{}x@example.com,{HASH},\"X\"\n",
        row("open"),
        row("eve")
    );
    let ran = import(&cli, "users.csv", text);
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (1, "line 2: has 1 values where the header has 3 (up to line 4)\n")
    );
}

/// Shows: INJ-10.
#[test]
fn a_file_in_another_encoding_is_refused() {
    let cli = CliHarness::new();
    let text = format!("email,password_hash\nada@example.com,{HASH}\n");
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bytes in [
        [b"\xff\xfe", little.as_slice()].concat(),
        [b"\xfe\xff", big.as_slice()].concat(),
        little,
        big,
    ] {
        for name in ["users.csv", "users.jsonl"] {
            import(&cli, name, &bytes)
                .assert_refused(1, "It is UTF-16 or UTF-32: save it as UTF-8.");
        }
    }
}

#[test]
fn a_file_without_accounts_is_reported_and_is_no_error() {
    let cli = CliHarness::new();
    for (name, text) in [
        ("users.csv", "email,password_hash\r\n"),
        ("users.csv", "email,password_hash"),
        ("users.jsonl", ""),
    ] {
        let ran = import(&cli, name, text);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
        assert_eq!(
            ran.out,
            "0 imported, 0 already exist, 0 refused.\nThe file contains no accounts.\n"
        );
    }
}

#[test]
fn json_lines_are_read_with_their_own_types() {
    let cli = CliHarness::new();
    let line = |value: Value| value.to_string();
    let file = [
        line(
            json!({ "username": "ada", "email": "ada@example.com", "name": null, "password_hash": HASH,
            "created_at": "2024-05-01T12:00:00+02:00", "email_verified": true, "roles": ["user", "admin"], "disabled": false }),
        ),
        String::new(),
        line(
            json!({ "username": "bob", "email": "bob@example.com", "password_hash": HASH, "disabled": "1", "language": "de-AT" }),
        ),
        line(json!({ "email": "eve@example.com", "passwordHash": HASH })),
        line(json!({ "email": 7, "password_hash": HASH })),
        line(json!([HASH])),
        "{\"email\":\"eve@example.com\"".to_owned(),
    ];
    let ran = import(&cli, "users.jsonl", format!("\u{feff}{}", file.join("\r\n")));
    assert_eq!((ran.code, ran.out.as_str()), (1, "2 imported, 0 already exist, 4 refused.\n"));
    let told: Vec<&str> = ran.err.lines().map(|line| line.split(';').next().unwrap()).collect();
    let expected = [
        "line 4: has a member \"passwordHash\"",
        "line 5: has no text in email",
        "line 6: is not a JSON object",
        "line 7: is not a JSON object",
    ];
    assert_eq!(told, expected);
    let ada = cli.json(&["users", "show", "ada", "--json"]);
    assert_eq!(
        (&ada["createdAt"], &ada["emailVerified"]),
        (&json!("2024-05-01T10:00:00.000Z"), &json!(true))
    );
    assert_eq!((&ada["roles"], &ada["disabled"]), (&json!(["user", "admin"]), &json!(false)));
    assert_eq!(cli.json(&["users", "show", "bob", "--json"])["disabled"], true);
    assert_eq!(cli.user("bob").row().language.as_deref(), Some("de"));
}

#[test]
fn a_file_that_cannot_be_read_is_refused_whole() {
    let cli = CliHarness::new();
    for (bytes, told) in [
        ("", "It is empty"),
        (
            "email,passwd\nada@example.com,x\n",
            "Its header has a column \"passwd\". Columns are username,",
        ),
        ("email,\"password_hash\n", "Its header has a quote that is not closed."),
        ("email;password_hash\n", "commas between columns"),
        ("username,email\n", "no column password_hash"),
    ] {
        import(&cli, "users.csv", bytes).assert_refused(1, told);
    }
    cli.run(&["users", "import", "nowhere.csv"]).assert_refused(1, "Cannot read nowhere.csv");
    cli.write("users.txt", "");
    cli.run(&["users", "import", "users.txt"]).assert_refused(2, "--format csv");
    cli.run(&["users", "import", "-"]).assert_refused(2, "--format csv");
    assert_eq!(cli.files(), ["users.csv", "users.txt"], "no database is created without need");
    let piped = format!("email,password_hash\nada@example.com,{HASH}\n");
    let ran = cli.run_with(&["users", "import", "-", "--format", "csv"], &[], &piped);
    assert_eq!((ran.code, usernames(&cli)), (0, vec!["ada".to_owned()]));
}

#[test]
fn existing_accounts_are_never_overwritten() {
    let cli = CliHarness::new();
    cli.create("ada", &["--name", "Ada"]);
    let before = cli.users();
    let file =
        format!("username,email,name,password_hash,roles\nADA,Ada@Example.com,Eve,{HASH},admin\n");
    let ran = import(&cli, "users.csv", file);
    assert_eq!((ran.code, ran.out.as_str()), (0, "0 imported, 1 already exist, 0 refused.\n"));
    assert_eq!(cli.users(), before);
}

#[test]
fn accounts_are_ordered_by_creation_whatever_the_order_of_the_file() {
    let cli = CliHarness::new();
    let mut file = "username,email,password_hash,created_at\n".to_owned();
    for (name, time) in [
        ("new", "2024-05-01"),
        ("old", "2019-05-01"),
        ("today", ""),
        ("middle", "2021-05-01"),
        ("later", ""),
    ] {
        file += &format!("{name},{name}@example.com,{HASH},{time}\n");
    }
    assert_eq!(import(&cli, "users.csv", file).code, 0);
    let names = cli.usernames();
    assert_eq!(names, ["old", "middle", "new", "today", "later"]);
}

#[test]
fn a_missing_username_is_generated_from_the_address() {
    let cli = CliHarness::new();
    cli.create("ada", &[]);
    let mut file = "email,password_hash\n".to_owned();
    let emails =
        ["ada@one.example.com", "ada@two.example.com", "a@example.com", "Jürgen+x@example.com"];
    emails.iter().for_each(|email| file += &format!("{email},{HASH}\n"));
    file += &format!("{}@example.com,{HASH}\n", "long".repeat(16));
    (0..20).for_each(|number| file += &format!("info@{number}.example.com,{HASH}\n"));
    let ran = import(&cli, "users.csv", &file);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(
        ran.out,
        "25 imported, 0 already exist, 0 refused.\n25 usernames generated from addresses.\n"
    );
    let names = usernames(&cli);
    for name in [
        "ada-2",
        "ada-3",
        "a-2",
        "J-rgen-x",
        "longlonglonglonglonglongl",
        "info",
        "info-2",
        "info-9",
    ] {
        assert!(names.contains(&name.to_owned()), "{name}: {names:?}");
    }
    assert_eq!(import(&cli, "users.csv", &file).out, "0 imported, 25 already exist, 0 refused.\n");
}

/// Shows: AUTH-09, ASVS 11.4.2.
#[actix_web::test]
async fn imported_passwords_work_and_their_hashes_are_upgraded() {
    let long = "a long passphrase, with ümlauts, of a person who reads the news about passwords every single day";
    let of = |password: &str, version| {
        bcrypt::hash_with_result(password, 5).unwrap().format_for_version(version)
    };
    let people = [
        ("bcryptjs", PASSWORD, of(PASSWORD, Version::TwoA)),
        ("laravel", PASSWORD, of(PASSWORD, Version::TwoY)),
        ("django", PASSWORD, format!("bcrypt${}", of(PASSWORD, Version::TwoB))),
        (
            "samecost",
            PASSWORD,
            bcrypt::hash_with_result(PASSWORD, 4).unwrap().format_for_version(Version::TwoA),
        ),
        ("longcut", long, of(long, Version::TwoA)),
        (
            "longsame",
            long,
            bcrypt::hash_with_result(long, 4).unwrap().format_for_version(Version::TwoB),
        ),
        ("ancient", "old", of("old", Version::TwoA)),
    ];
    let app = TestApp::start();
    let cli = CliHarness::new();
    let mut file = "username,email,password_hash\n".to_owned();
    people
        .iter()
        .for_each(|(name, _, hash)| file += &format!("{name},{name}@example.com,{hash}\n"));
    cli.write("users.csv", file);
    cli.output(&["users", "import", "users.csv", "--database-url", app.url()]);

    let sign_in = async |name: &str, password: &str| {
        let json: JsonClient = app.json();
        json.post("/api/auth/login", &json!({ "username": name, "password": password }))
            .await
            .status
    };
    for (name, password, _) in &people {
        let hash = || app.user(name).password_hash();
        assert_eq!(sign_in(name, "not the password").await, 401, "{name}");
        assert_eq!(sign_in(name, password).await, 200, "{name}");
        let todays = if password.len() > 71 { "hmac-sha384$2b$04$" } else { "$2b$04$" };
        assert!(hash().starts_with(todays), "{name}");
        let stored = hash();
        assert_eq!(sign_in(name, password).await, 200, "{name} again");
        assert_eq!(hash(), stored, "{name}: the hash is upgraded once");
    }
    let other_end = format!("{}X", &long[..long.len() - 1]);
    assert_eq!(sign_in("longcut", &other_end).await, 401, "from then on the whole password counts");
}

#[test]
fn imported_names_are_kept_and_generated_ones_are_not_reserved() {
    let cli = CliHarness::new();
    let mut file = "username,email,password_hash\n".to_owned();
    for (name, email) in [
        ("Support", "one"),
        ("-dash", "two"),
        ("_under", "three"),
        ("", "root"),
        ("", "-x"),
        ("", "."),
    ] {
        file += &format!("{name},{email}@example.com,{HASH}\n");
    }
    let ran = import(&cli, "users.csv", &file);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(usernames(&cli), ["-dash", "_under", "member", "root-2", "Support", "x-2"]);
    cli.output(&["users", "export", "all.csv"]);
    let other = CliHarness::new();
    assert_eq!(import(&other, "users.csv", cli.read("all.csv")).code, 0);
    assert_eq!(usernames(&other), usernames(&cli), "an export can be imported");
}

#[test]
fn equal_addresses_are_imported_once() {
    let cli = CliHarness::new();
    let mut file = "username,email,password_hash\n".to_owned();
    for (number, email) in [
        "ada@bücher.example",
        "ADA@xn--bcher-kva.example",
        "ada@bu\u{308}cher.example\u{200b}",
        "eve@example.com",
        "eve@example.com\u{ad}",
    ]
    .iter()
    .enumerate()
    {
        file += &format!("name{number},{email},{HASH}\n");
    }
    let ran = import(&cli, "users.csv", &file);
    assert_eq!((ran.code, ran.out.as_str()), (1, "2 imported, 0 already exist, 3 refused.\n"));
    let expected = "line 3: email: Same as in line 2\nline 4: email: Same as in line 2\nline 6: email: Same as in line 5\n";
    assert_eq!(ran.err, expected);
    let again = format!("email,password_hash\nada@BÜCHER.example,{HASH}\n");
    assert_eq!(import(&cli, "again.csv", again).out, "0 imported, 1 already exist, 0 refused.\n");
    for who in [
        "ada@bücher.example",
        "ada@XN--BCHER-kva.example",
        " ada@ｂücher.example\u{200b}",
        "\u{feff}NAME0",
    ] {
        assert_eq!(cli.json(&["users", "show", who, "--json"])["username"], "name0", "{who:?}");
    }
}
