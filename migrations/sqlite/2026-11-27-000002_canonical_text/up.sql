-- Texts as they are compared and searched. SQL knows neither IDNA nor Unicode's case folding, so the program fills these
-- columns, and `email_folded` anew, in the transaction of this migration.
--
-- `email_canonical` is the compared form of an address that another account had first; `email_folded` then keeps the form
-- of earlier versions, so that both accounts can be reached.
ALTER TABLE users ADD COLUMN email_canonical TEXT;
ALTER TABLE users ADD COLUMN search TEXT NOT NULL DEFAULT '';
CREATE INDEX users_by_canonical_email ON users (email_canonical) WHERE email_canonical IS NOT NULL;
