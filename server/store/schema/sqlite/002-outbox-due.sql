-- What waits for its next try must cost nothing while it waits: rows are found by
-- when they are due. Within an account's lane a later row is never due before an
-- earlier one, so that the first due rows are the first of their lanes.
-- ;;
DROP INDEX outbox_queued;
-- ;;
CREATE INDEX outbox_due ON outbox (channel, next_at, id) WHERE state = 'queued' AND lane < 2;
-- ;;
CREATE INDEX outbox_due_broadcast ON outbox (channel, next_at, id) WHERE state = 'queued' AND lane = 2;
-- ;;
CREATE INDEX outbox_lane ON outbox (account, id) WHERE state IN ('queued', 'uncertain');
-- ;;
-- Rows that wait because a channel refuses everything.
CREATE INDEX outbox_refused ON outbox (channel, next_at)
WHERE state = 'queued' AND error >= 'operator: ' AND error < 'operator:!';
