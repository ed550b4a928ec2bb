-- Links that were mailed and not followed yet: at most one of a purpose per account. Neither the token nor the code is
-- here: both are made again from the id and a key that no database has.
CREATE TABLE mail_tokens (
    id             BLOB    NOT NULL PRIMARY KEY, -- sixteen random bytes
    user_id        BLOB    NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    purpose        TEXT    NOT NULL,
    session_id     BLOB,                         -- which session asked for it
    address        TEXT    NOT NULL,             -- where it was mailed to, and what following it proves
    address_folded TEXT    NOT NULL,
    token_hash     BLOB    NOT NULL UNIQUE,      -- SHA-256 of the token
    tries_left     INTEGER NOT NULL,             -- how many wrong codes are still put up with
    tries_since    INTEGER NOT NULL,             -- since when they are counted
    expires_at     INTEGER NOT NULL,
    UNIQUE (user_id, purpose)
) STRICT, WITHOUT ROWID;
CREATE INDEX mail_tokens_by_address ON mail_tokens (address_folded);

-- Mails on their way. What a mail says is made when it is delivered; a delivered one stays for an hour to be counted.
CREATE TABLE mails (
    id         BLOB    NOT NULL PRIMARY KEY,
    user_id    BLOB    NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    letter     TEXT    NOT NULL,
    address    TEXT    NOT NULL,
    link_id    BLOB,             -- the row of mail_tokens whose link it brings
    created_at INTEGER NOT NULL,
    attempts   INTEGER NOT NULL,
    due_at     INTEGER           -- when it is tried next; none once it was delivered or given up
) STRICT, WITHOUT ROWID;
CREATE INDEX mails_due ON mails (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX mails_by_user ON mails (user_id, letter, created_at);
