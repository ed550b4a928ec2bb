DROP INDEX users_by_canonical_email;
ALTER TABLE users DROP COLUMN search;
ALTER TABLE users DROP COLUMN email_canonical;
