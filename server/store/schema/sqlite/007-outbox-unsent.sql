-- News that waits to be sent, by its age: what waits too long goes another way, and
-- in the end fails where an administrator sees it.
CREATE INDEX outbox_unsent ON outbox (failover, created) WHERE state = 'queued' AND lane = 1;
