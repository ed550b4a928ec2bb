-- How the person last proved who they are (RFC 8176, joined by commas), and when. Until now a password alone opened a
-- session, and nothing was asked for again.
ALTER TABLE sessions ADD COLUMN amr TEXT NOT NULL DEFAULT 'pwd';
ALTER TABLE sessions ADD COLUMN authenticated_at INTEGER NOT NULL DEFAULT 0;
UPDATE sessions SET authenticated_at = created_at;
