//! What is no secret: placeholders of every kind are refused, random texts of every kind are not.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use uuid::Uuid;
use vestibule::config::find_weakness;

/// As they stand in READMEs, in `.env.example` files and in answers to questions.
const PLACEHOLDERS: &[&str] = &[
    "your-refresh-secret-key-different-from-access",
    "your-256-bit-secret-your-256-bit-secret",
    "your-super-secret-jwt-key-change-this-in-production",
    "your_super_secret_jwt_key_change_in_production",
    "YOUR_ACCESS_TOKEN_SECRET_GOES_HERE_PLEASE",
    "<your-access-token-secret-at-least-32-chars>",
    "a-string-secret-at-least-256-bits-long",
    "change me please, this is not a real key",
    "change-me-change-me-change-me-please",
    "CHANGE_ME_TO_A_LONG_RANDOM_STRING_1234567890",
    "changeme1234567890changeme1234567890",
    "ChangeThisToSomethingRandomAndKeepItSafe",
    "ReplaceThisWithSomethingOfYourOwn",
    "replace_with_output_of_openssl_rand_base64_48",
    "this-is-an-example-secret-for-development-only",
    "thisisasecretkeythatshouldbechangedinproduction",
    "mysupersecretkeyforjwtauthentication",
    "MySuperSecretKeyForJwtTokens1234567890!",
    "my_secret_key_my_secret_key_my_secret_key",
    "supersecretsupersecretsupersecret",
    "supersecretjwtkey_supersecretjwtkey_2024",
    "django-insecure-#k3@x9v!q0z^7m2w$e8r&t5y*u1i(o4p)a6s",
    "django-insecure-change-me-please-change-me",
    "SomeRandomStringWith32Characters",
    "SomeRandomStringSomeRandomString",
    "some-long-random-string-for-signing-sessions",
    "base64:your-laravel-app-key-generated-by-artisan",
    "password1234password1234password1234",
    "p@ssw0rd-p@ssw0rd-s3cr3t-p@ssw0rd-s3cr3t",
    "sup3r_s3cr3t_k3y_ch4ng3_m3_pl34s3_1234",
    "passwordpasswordpasswordpasswordpassword",
    "placeholder-placeholder-placeholder",
    "example-access-token-secret-0123456789abcdef",
    "NEXTAUTH_SECRET=this-is-your-nextauth-secret",
    "keyboard cat keyboard cat keyboard cat",
    "correct horse battery staple correct horse",
    "the quick brown fox jumps over the lazy dog",
    "dev-secret-dev-secret-dev-secret-dev-secret",
    "test-secret-key-for-testing-only-do-not-use",
    "access-token-secret-access-token-secret",
    "refresh_secret_0000000000000000000000000000",
    "secret-key-0123456789abcdef0123456789abcdef",
    "secret-0123456789012345678901234567890123456789",
    "jwt-secret-for-local-development-environment",
    "do-not-use-this-secret-in-production-ever!!",
    "0123456789abcdef0123456789abcdef",
    "0123456789abcdefghijklmnopqrstuvwxyz",
    "abcdefghijklmnopqrstuvwxyz0123456789",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ123456",
    "9876543210zyxwvutsrqponmlkjihgfedcba",
    "00112233445566778899aabbccddeeff",
    "12345678901234567890123456789012",
    "qwertyuiopasdfghjklzxcvbnm123456",
    "qwertyuiop1234567890asdfghjkl!!!",
    "asdfasdfasdfasdfasdfasdfasdfasdfasdf",
    "deadbeefdeadbeefdeadbeefdeadbeef",
    "abcd1234-abcd1234-abcd1234-abcd1234",
    "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
    "00000000-0000-0000-0000-000000000000",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "aaaabbbbccccddddeeeeffffgggghhhhiiiijjjj",
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    "********************************",
];

/// Shows: JWT-06, REL-40.
#[test]
fn placeholders_are_weak() {
    for text in PLACEHOLDERS {
        assert!(text.len() >= 32, "{text} would be refused for its length");
        assert!(find_weakness(text.as_bytes()).is_some(), "{text}");
    }
}

/// Random words as they come out of dice: none of them says that the phrase is no secret.
const WORDS: &[&str] = &[
    "abacus",
    "borough",
    "clumsily",
    "dangling",
    "elves",
    "fructose",
    "gargle",
    "hatchet",
    "italicize",
    "jubilant",
    "kelp",
    "lunchbox",
    "mustang",
    "nebulizer",
    "oxidant",
    "pebble",
    "quaking",
    "ravioli",
    "sandpit",
    "trombone",
    "unruly",
    "vanquish",
    "wobbly",
    "xerox",
    "yodel",
    "zookeeper",
    "token",
    "key",
    "random",
    "user",
    "session",
    "horse",
];

/// Shows: REL-40.
#[test]
fn random_secrets_are_strong_whatever_they_are_written_in() {
    for _ in 0..3_000 {
        let bytes = rand::random::<[[u8; 32]; 2]>().concat();
        let hex: String = bytes[..32].iter().map(|byte| format!("{byte:02x}")).collect();
        let word = |at: usize| WORDS[usize::from(bytes[at]) % (WORDS.len() - 6)];
        let phrase: Vec<&str> = (0..7).map(word).collect();
        // Two of the words that placeholders have too do no harm.
        let usual = [&phrase[..5], &[WORDS[26 + usize::from(bytes[20]) % 6], "key"]].concat();
        for secret in [
            STANDARD.encode(&bytes[..48]),
            STANDARD.encode(&bytes[..24]),
            URL_SAFE_NO_PAD.encode(&bytes[..32]),
            hex.to_uppercase(),
            format!(
                "{} {}",
                Uuid::from_slice(&bytes[..16]).unwrap(),
                Uuid::from_slice(&bytes[16..32]).unwrap()
            ),
            format!("prod-secret-{hex}"),
            format!("your_refresh_secret_{}", STANDARD.encode(&bytes[..48])),
            phrase.join("-"),
            phrase.join(" "),
            usual.join("."),
            hex,
        ] {
            let different = phrase.iter().collect::<std::collections::HashSet<_>>().len() >= 5;
            if secret.len() >= 32 && (different || !secret.contains(phrase[0])) {
                assert_eq!(find_weakness(secret.as_bytes()), None, "{secret}");
            }
        }
    }
    for bytes in [
        &b"!@#$%^&*()_+-=[]{};:,.<>?/~|!)(^"[..],
        &b"\x00\xff\x80\x12 any bytes will do as well \xfe\xc3"[..],
        "ключ-из-двенадцати-случайных-слов".as_bytes(),
    ] {
        assert_eq!(find_weakness(bytes), None);
    }
}
