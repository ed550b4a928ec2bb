-- User names that were given up and that nobody but their last owner can take for a while. Of a deleted account no owner is
-- kept, and no name in plain.
CREATE TABLE released_usernames (
    username_hash BLOB    NOT NULL PRIMARY KEY, -- SHA-256 of the folded name
    user_id       BLOB,
    released_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A used link is kept for as long as it would have lived, so that following it again is no fault.
ALTER TABLE mail_tokens ADD COLUMN used_at INTEGER;
