//! An application for a bench: the real rules on a real database, in a folder that goes away.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use clap::Parser;
use tempfile::TempDir;
use vestibule::app::App;
use vestibule::auth::register::Registration;
use vestibule::auth::{Client, Context, Issued};
use vestibule::client::{LogTag, RequestId};
use vestibule::clock::Clock;
use vestibule::config::{Config, LogClientIp, Settings};
use vestibule::locale::Locale;
use vestibule::secret::SecretText;
use vestibule::user_agent::UserAgent;

#[derive(Parser)]
struct Flags {
    #[command(flatten)]
    settings: Settings,
}

/// Opens an application on an empty database, with the cheapest passwords.
pub(crate) async fn open(flags: &[&str]) -> (Arc<App>, TempDir) {
    let folder = TempDir::new().expect("there is a folder for temporary files");
    let database = folder.path().join("vestibule.db");
    let database = database.to_str().expect("its name is text");
    let all = ["bench", "--database-url", database, "--bcrypt-cost", "4", "--rate-limits", "off"];
    let settings = Flags::parse_from(all.iter().chain(flags)).settings;
    let config = Config::read(&settings, |_| {}).expect("the settings are right");
    (App::open(config, Clock::System).await.expect("the database opens"), folder)
}

/// Somebody who asks.
pub(crate) fn client() -> Client {
    let agent = UserAgent::from_header(
        b"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    );
    Client {
        ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
        agent,
        tag: LogTag::new(RequestId::new(), IpAddr::V4(Ipv4Addr::LOCALHOST), LogClientIp::Full),
        is_address_shared: false,
        device: None,
    }
}

/// Returns what a rule is told of a request.
pub(crate) fn context(app: &Arc<App>) -> Context {
    Context { app: Arc::clone(app), client: Arc::new(client()), locale: Locale::english() }
}

/// Registers an account, which is signed in then.
pub(crate) async fn register(app: &Arc<App>, number: usize) -> Issued {
    let typed = Registration {
        username: Ok(format!("ada{number}")),
        email: Ok(format!("ada{number}@example.com")),
        password: Ok(SecretText::new("correct horse battery staple")),
        name: Ok(String::new()),
    };
    vestibule::auth::register(&context(app), typed, None).await.expect("they register")
}
