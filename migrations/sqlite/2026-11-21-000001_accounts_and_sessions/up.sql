-- Times are milliseconds since 1970 in UTC; identifiers are the sixteen bytes of a UUID of version 7, so that the
-- rows of a table without a rowid lie in the order in which they came.

CREATE TABLE users (
    id                BLOB    NOT NULL PRIMARY KEY,
    username          TEXT    NOT NULL,
    username_folded   TEXT    NOT NULL UNIQUE,
    email             TEXT    NOT NULL,
    email_folded      TEXT    NOT NULL UNIQUE,
    name              TEXT,
    password_hash     TEXT    NOT NULL,
    roles             TEXT    NOT NULL,
    token_version     INTEGER NOT NULL,
    email_verified_at INTEGER,
    disabled_at       INTEGER,
    created_at        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- One row per signed-in device, however often its tokens are refreshed. No index holds a column that a refresh
-- changes, so that a refresh writes one page.
CREATE TABLE sessions (
    id              BLOB    NOT NULL PRIMARY KEY,
    user_id         BLOB    NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    generation      INTEGER NOT NULL, -- which link of its chain the current refresh token is, from 1
    token_hash      BLOB    NOT NULL, -- SHA-256 of the current refresh token
    previous_hash   BLOB,             -- and of the one before
    rotated_by      BLOB,             -- digest of the User-Agent that exchanged that one
    issued_at       INTEGER NOT NULL, -- when the current token was made
    expires_at      INTEGER NOT NULL, -- when the current token ends
    ends_at         INTEGER NOT NULL, -- when the session ends, however often it is refreshed
    seen_generation INTEGER NOT NULL, -- the latest link that was seen in use
    persistent      INTEGER NOT NULL, -- whether its cookies outlive the browser
    created_at      INTEGER NOT NULL,
    last_seen_at    INTEGER NOT NULL,
    ip              TEXT    NOT NULL,
    user_agent      TEXT    NOT NULL,
    revoked_at      INTEGER,
    revoked_for     TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_user ON sessions (user_id);

-- Which access tokens must no longer be believed: those of a session, or those of a user below a version. A row is
-- needed until the last such token would have ended by itself.
CREATE TABLE revocations (
    id         INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    session_id BLOB,
    user_id    BLOB,
    version    INTEGER,
    until      INTEGER NOT NULL,
    CHECK ((session_id IS NULL) <> (user_id IS NULL)),
    CHECK ((user_id IS NULL) = (version IS NULL))
) STRICT;

-- What happened to an account. The row outlives the account, without naming it.
CREATE TABLE events (
    id         BLOB    NOT NULL PRIMARY KEY,
    user_id    BLOB,
    session_id BLOB,
    kind       TEXT    NOT NULL,
    at         INTEGER NOT NULL,
    ip         TEXT    NOT NULL,
    user_agent TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX events_by_user ON events (user_id, id);
