ALTER TABLE mails RENAME COLUMN kind TO letter;
