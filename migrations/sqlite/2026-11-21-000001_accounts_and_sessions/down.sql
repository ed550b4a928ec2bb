DROP TABLE events;
DROP TABLE revocations;
DROP TABLE sessions;
DROP TABLE users;
