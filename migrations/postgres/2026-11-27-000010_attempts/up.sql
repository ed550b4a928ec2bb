-- Attempts at passwords, counted for all instances together. Unlogged: a count that a crash of the server takes with it
-- costs a guesser nothing, and no attempt waits for the disk. There is a row only while attempts are open or were wrong
-- within the last hour.
CREATE UNLOGGED TABLE attempts (
    key       bytea  NOT NULL PRIMARY KEY,
    wrong     bigint NOT NULL,
    last_at   bigint NOT NULL,
    open      bigint NOT NULL,
    opened_at bigint NOT NULL
);
