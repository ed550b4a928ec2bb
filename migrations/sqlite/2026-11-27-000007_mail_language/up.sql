-- The language that a mail is written in: that of the request which caused it.
ALTER TABLE mails ADD COLUMN language TEXT NOT NULL DEFAULT 'en';
