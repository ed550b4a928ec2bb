ALTER TABLE mails RENAME COLUMN letter TO kind;
