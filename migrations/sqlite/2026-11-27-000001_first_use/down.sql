ALTER TABLE sessions ADD COLUMN seen_generation INTEGER NOT NULL DEFAULT 0;
UPDATE sessions SET seen_generation = generation WHERE first_used_at IS NOT NULL;
ALTER TABLE sessions DROP COLUMN first_used_at;
