-- News that one channel cannot deliver goes by another. failover: 1 while a row
-- may have to; 0 for what is no news, or has been decided.
ALTER TABLE outbox ADD COLUMN failover INTEGER NOT NULL DEFAULT 0;
-- ;;
CREATE INDEX outbox_failover ON outbox (channel, state, changed) WHERE failover = 1;
-- ;;
-- By which somebody is reached now. any_phone: 1 if by it every phone is; open_ms:
-- how long after somebody's last word anything may be said there, 0 if always.
CREATE TABLE channel_running (
  channel TEXT NOT NULL PRIMARY KEY,
  any_phone INTEGER NOT NULL,
  open_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
