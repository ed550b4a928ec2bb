ALTER TABLE sessions DROP COLUMN device_changed_at;
ALTER TABLE sessions DROP COLUMN latest_user_agent;
