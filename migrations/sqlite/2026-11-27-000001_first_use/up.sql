-- When the tokens of the current generation were first used. It takes the place of the latest generation that was seen.
-- Of those that were seen before, nobody knows when: counting from the rotation gives their predecessors what they had.
ALTER TABLE sessions ADD COLUMN first_used_at INTEGER;
UPDATE sessions SET first_used_at = issued_at WHERE seen_generation >= generation AND generation > 1;
ALTER TABLE sessions DROP COLUMN seen_generation;
