-- The language that the account's mails are written in; none where nobody has chosen one.
ALTER TABLE users ADD COLUMN language TEXT;
