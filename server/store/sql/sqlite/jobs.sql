-- name: job-add
INSERT INTO job (key, kind, account, subject, state, attempts, next_at, created, error, sealed)
VALUES (##key::string, ##kind::string, ##account::string, ##subject::string, 'waiting', 0, ##next_at::gint64, ##created::gint64, '', ##sealed::binary)
ON CONFLICT DO NOTHING
-- name: job-due
SELECT id, key, kind, account, subject, attempts, next_at, sealed FROM job
WHERE state = 'waiting' AND kind = ##kind::string AND next_at <= ##now::gint64 ORDER BY next_at, id LIMIT ##most::gint64
-- name: job-next
SELECT COALESCE(min(next_at), 0) FROM job WHERE state = 'waiting' AND next_at > ##now::gint64
-- name: job-claim
UPDATE job SET state = 'running', attempts = attempts + 1 WHERE id = ##id::gint64 AND state = 'waiting'
-- name: job-done
DELETE FROM job WHERE id = ##id::gint64
-- name: job-again
UPDATE job SET state = ##state::string, next_at = ##next_at::gint64, error = ##error::string, lost = 0
WHERE id = ##id::gint64
-- It was claimed and cut off: that was no try.
-- name: job-untried
UPDATE job SET state = 'waiting', attempts = attempts - 1, next_at = ##next_at::gint64, error = ##error::string, lost = 0
WHERE id = ##id::gint64
-- What was under way at the end of the server, time after time, may be why it ended.
-- name: job-recover-deadly
UPDATE job SET state = 'parked', error = 'the server ended while it ran, time after time'
WHERE state = 'running' AND lost + 1 >= ##most::gint64
-- name: job-recover
UPDATE job SET state = 'waiting', lost = lost + 1 WHERE state = 'running'
-- name: job-retry-parked
UPDATE job SET state = 'waiting', attempts = 0, lost = 0, next_at = ##now::gint64 WHERE id = ##id::gint64 AND state = 'parked'
