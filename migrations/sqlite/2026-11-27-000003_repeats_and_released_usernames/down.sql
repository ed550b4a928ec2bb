DELETE FROM mail_tokens WHERE used_at IS NOT NULL;
ALTER TABLE mail_tokens DROP COLUMN used_at;
DROP TABLE released_usernames;
