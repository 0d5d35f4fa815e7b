-- A number that is refused or limited holds up no other number of its channel: rows are
-- looked for by line. Rows from before are found by the line '', in the order of all lines.
ALTER TABLE outbox ADD COLUMN line TEXT NOT NULL DEFAULT '';
-- ;;
DROP INDEX outbox_due;
-- ;;
DROP INDEX outbox_due_broadcast;
-- ;;
DROP INDEX outbox_refused;
-- ;;
CREATE INDEX outbox_due ON outbox (channel, line, next_at, id) WHERE state = 'queued' AND lane < 2;
-- ;;
CREATE INDEX outbox_due_broadcast ON outbox (channel, line, next_at, id) WHERE state = 'queued' AND lane = 2;
-- ;;
CREATE INDEX outbox_refused ON outbox (channel, line, next_at)
WHERE state = 'queued' AND error >= 'operator: ' AND error < 'operator:!';
