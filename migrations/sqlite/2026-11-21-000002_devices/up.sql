-- What a device says it is now, where that is another text than at sign-in, and when its browser or its operating
-- system last became another. Both stay empty for most sessions, and neither is in an index.
ALTER TABLE sessions ADD COLUMN latest_user_agent TEXT;
ALTER TABLE sessions ADD COLUMN device_changed_at INTEGER;
