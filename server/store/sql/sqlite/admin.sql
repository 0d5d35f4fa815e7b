-- What waits is counted along its index: of a million rows, none is read but the first of each
-- state, which is the oldest.
-- name: admin-outbox
SELECT stand, n, (SELECT created FROM outbox WHERE id = (SELECT min(id) FROM outbox o WHERE o.state = stand))
FROM (SELECT state AS stand, count(*) AS n FROM outbox
      WHERE state IN ('queued', 'sending', 'uncertain', 'parked', 'held') GROUP BY state)
-- The oldest of those that wait for somebody, the newest of those that are over or that nobody
-- knows of, which lie there for long, and the first of those that were refused and are to be tried
-- again. The words are notes that it keeps.
-- name: admin-outbox-troubled
SELECT id, channel, state, attempts, created, application, error FROM (
  SELECT * FROM (SELECT id, channel, state, attempts, created, application, error FROM outbox
                 WHERE state = 'parked' ORDER BY id LIMIT 100)
  UNION ALL
  SELECT * FROM (SELECT id, channel, state, attempts, created, application, error FROM outbox
                 WHERE state = 'held' ORDER BY id LIMIT 100)
  UNION ALL
  SELECT * FROM (SELECT id, channel, state, attempts, created, application, error FROM outbox
                 WHERE state = 'uncertain' ORDER BY id DESC LIMIT 100)
  UNION ALL
  SELECT * FROM (SELECT id, channel, state, attempts, created, application, error FROM outbox
                 WHERE state = 'failed' ORDER BY id DESC LIMIT 100)
  UNION ALL
  SELECT * FROM (SELECT id, channel, state, attempts, created, application, error FROM
                 (SELECT * FROM outbox WHERE state = 'queued' ORDER BY id LIMIT 1000)
                 WHERE error NOT IN ('', 'window', 'window once', 'once') ORDER BY id LIMIT 100))
ORDER BY id
-- name: admin-jobs
SELECT work, stand, n, created
FROM (SELECT kind AS work, state AS stand, count(*) AS n, min(id) AS oldest FROM job
      WHERE state IN ('waiting', 'running', 'parked') GROUP BY state, kind)
JOIN job ON id = oldest
-- name: admin-jobs-parked
SELECT id, kind, subject, attempts, created, error FROM job WHERE state = 'parked' ORDER BY id LIMIT 100
-- name: admin-events-parked
SELECT count(*), COALESCE(min(received), 0) FROM event WHERE outcome = 'parked'
-- name: admin-applications
SELECT state, count(*), sum(CASE WHEN state <> 'query' AND due < ##today::gint64 THEN 1 ELSE 0 END) FROM application
WHERE state IN ('submitted', 'scrutiny', 'query', 'approval', 'approved') GROUP BY state
-- name: admin-schema
SELECT count(*), COALESCE(max(number), 0) FROM schema_version
-- name: admin-first-move
SELECT COALESCE(min(at), 0) FROM move
