DROP TABLE mails, released_usernames, mail_tokens, events, revocations, sessions, users;
