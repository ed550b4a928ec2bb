//! Vestibule, a self-hosted authentication server: register, sign in, stay signed in, sign out.
//!
//! # The map
//!
//! ```text
//!             main ── cli      serving, and an operator's tasks at the command line
//!               │
//!            server            the route table, and the order of middleware
//!           ┌───┴────┐
//!          api     pages       two interfaces: JSON | HTML. They decide nothing
//!           └───┬────┘
//!             http             what both share: who is asking, cookies, bodies, headers, the log
//!               │
//!            auth ─── jobs      the rules | what runs beside the requests
//!              │
//!             app               what every rule works with
//!          ┌───┴────┐
//!        mail   revocation      mails, their queue and delivery | access tokens that are no longer accepted
//!          └───┬────┘
//!            store              the rows: the only Diesel. Two doors: read and write
//!
//!   beside them, importing none of the above:
//!     limits · first_use · client · config · token · locale · clock · tls · password · email · username · code · text ·
//!     role · auth_methods · id · user_agent · secret
//! ```
//!
//! Arrows run downwards only. `tests/it/architecture/layers.rs` reads the sources and holds each
//! module to a table of what it may import, test modules apart; modules of one layer, and the files
//! within a module, may import each other.
//!
//! - `cli`, a module of the binary: a third face, for an operator's tasks; reads what was typed,
//!   calls one rule, prints.
//! - `logging`, a module of the binary: where the lines of the log go, many at a time.
//! - [`server`]: the route table, and the order of log, same-site check, cookies and headers around
//!   it.
//! - [`api`]: the JSON face; reads bodies, calls one rule, answers with JSON or a problem.
//! - [`pages`]: the HTML face; reads forms, calls one rule, answers with a page or a redirect.
//! - [`http`]: finds out who is asking, and renews; cookies, bodies, the client's address, errors
//!   and their words.
//! - [`auth`]: the rules, one file each: register, log in, refresh, log out, change the account. No
//!   HTTP, HTML or SQL.
//! - [`mail`]: mails, the queue that they wait in, and how they are delivered.
//! - [`app`]: what every rule works with, created once at startup.
//! - [`jobs`]: delivers mails, reads other instances' revocations, deletes old rows.
//! - [`view`]: how an account and a session look in JSON.
//! - [`store`]: users, sessions, revocations and events. SQLite has a pool of connections that read
//!   and one thread that writes; PostgreSQL has threads that do both.
//! - [`config`]: the settings, checked, all faults at once; the secrets of a developer's machine.
//! - [`revocation`]: the access tokens that are no longer accepted, in memory.
//! - [`limits`]: how many attempts an account, a device and an address have, in memory.
//! - [`first_use`]: which generations of tokens have been used, in memory.
//! - [`client`]: who sends a request, before anybody knows who that is, and what its lines in the
//!   log end with.
//! - [`clock`]: a point in time, and where it comes from, so that a test can move it.
//! - [`locale`]: languages: every text that people read, from `locales/*.ftl`.
//! - [`token`]: the two kinds of tokens, how they are signed and what makes one be refused.
//! - [`tls`]: the certificate of HTTPS, checked, and exchanged while it is served.
//! - [`password`]: which passwords are good enough, how they are stored, the threads that hash
//!   them.
//! - [`email`]: what passes for an email address, and how two are compared.
//! - [`username`]: what passes for a username and for a person's name.
//! - [`code`]: codes of digits, as people type them.
//! - [`text`]: what of a text can be seen, and how texts are compared and searched.
//! - [`role`]: what an account may do.
//! - [`auth_methods`]: how a person proved who they are.
//! - [`id`]: the identifiers of accounts, sessions and events.
//! - [`user_agent`]: what a client says it is.
//! - [`secret`]: values that no log, answer or `Debug` shows.
//!
//! To read one story, open one name: `pages/login.rs`, `api/login.rs`, `auth/login.rs`,
//! `templates/login.html`, `tests/it/pages/login.rs`.
//!
//! # Three walks
//!
//! 1. `POST /login`: `server` → `http::same_site` → `pages::login` → `auth::login` (`store.read`
//!    the account;
//!    `passwords.check`, always as many hashes as what was typed has forms; `store.write` the session) →
//!    `auth::session` has `token` sign → `pages::login` leaves the tokens for `http::cookies` to write on the way out.
//! 2. `GET /profile`, access cookie expired, refresh cookie good: `server` → `http::identity` →
//!    `auth::refresh`
//!    (`store.write` the rotation, `token`) → the claims go into the request and the cookies wait for the way out →
//!    `pages::profile`.
//! 3. `POST /api/auth/refresh`: `server` → `api::refresh` → the very same `auth::refresh`.
//!
//! Walks 2 and 3 meet in `auth/refresh.rs` and nowhere else.

pub mod api;
pub mod app;
pub mod auth;
pub mod auth_methods;
pub mod client;
pub mod clock;
pub mod code;
pub mod config;
pub mod email;
pub mod first_use;
pub mod http;
pub mod id;
pub mod jobs;
pub mod limits;
pub mod locale;
pub mod mail;
pub mod pages;
pub mod password;
pub mod revocation;
pub mod role;
pub mod secret;
pub mod server;
pub mod store;
pub mod text;
pub mod tls;
pub mod token;
pub mod user_agent;
pub mod username;
pub mod view;
