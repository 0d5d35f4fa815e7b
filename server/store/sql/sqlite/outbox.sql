-- name: outbox-add
INSERT INTO outbox (key, account, channel, line, lane, state, attempts, next_at, created, changed, far_id, application, error, failover, sealed)
VALUES (##key::string, ##account::string, ##channel::string, ##line::string, ##lane::gint64, 'queued', 0, ##next_at::gint64, ##created::gint64, ##changed::gint64, '', ##application::string, '', ##failover::gint64, ##sealed::binary)
ON CONFLICT DO NOTHING
-- The conditions of the partial indexes stand in each statement, so that SQLite
-- sees that they serve.
-- name: outbox-load
SELECT o.id, o.key, o.account, o.channel, o.lane, o.attempts, o.next_at, o.error, o.sealed, COALESCE(a.sealed_account, o.sealed), COALESCE(a.last_inbound, 0)
FROM outbox o LEFT JOIN account a ON a.account = o.account
WHERE o.state = 'queued' AND o.lane < 2 AND o.channel = ##channel::string AND o.line = ##line::string AND o.next_at <= ##now::gint64
ORDER BY o.next_at, o.id LIMIT ##most::gint64
-- The first replies, with all that is due in their lanes: nothing overtakes anything there.
-- name: outbox-load-reply
SELECT o.id, o.key, o.account, o.channel, o.lane, o.attempts, o.next_at, o.error, o.sealed, COALESCE(a.sealed_account, o.sealed), COALESCE(a.last_inbound, 0)
FROM (SELECT DISTINCT account FROM (
  SELECT account FROM outbox
  WHERE state = 'queued' AND lane = 0 AND channel = ##channel::string AND line = ##line::string AND next_at <= ##now::gint64
  ORDER BY next_at, id LIMIT ##most::gint64)) due
JOIN outbox o ON o.account = due.account LEFT JOIN account a ON a.account = o.account
WHERE o.state IN ('queued', 'uncertain') AND o.state = 'queued' AND o.lane < 2 AND o.next_at <= ##now::gint64
ORDER BY o.next_at, o.id LIMIT ##most::gint64
-- name: outbox-load-broadcast
SELECT o.id, o.key, o.account, o.channel, o.lane, o.attempts, o.next_at, o.error, o.sealed, COALESCE(a.sealed_account, o.sealed), COALESCE(a.last_inbound, 0)
FROM outbox o LEFT JOIN account a ON a.account = o.account
WHERE o.state = 'queued' AND o.lane = 2 AND o.channel = ##channel::string AND o.line = ##line::string AND o.next_at <= ##now::gint64
ORDER BY o.next_at, o.id LIMIT ##most::gint64
-- name: outbox-next
SELECT COALESCE(min(next_at), 0) FROM outbox
WHERE state = 'queued' AND lane < 2 AND channel = ##channel::string AND line = ##line::string AND next_at > ##now::gint64
-- name: outbox-next-reply
SELECT COALESCE(min(next_at), 0) FROM outbox
WHERE state = 'queued' AND lane = 0 AND channel = ##channel::string AND line = ##line::string AND next_at > ##now::gint64
-- name: outbox-next-broadcast
SELECT COALESCE(min(next_at), 0) FROM outbox
WHERE state = 'queued' AND lane = 2 AND channel = ##channel::string AND line = ##line::string AND next_at > ##now::gint64
-- name: outbox-next-line
SELECT line FROM outbox
WHERE state = 'queued' AND lane < 2 AND channel = ##channel::string AND line > ##after::string
ORDER BY line LIMIT 1
-- name: outbox-next-line-broadcast
SELECT line FROM outbox
WHERE state = 'queued' AND lane = 2 AND channel = ##channel::string AND line > ##after::string
ORDER BY line LIMIT 1
-- name: outbox-refused
SELECT o.next_at, o.error, o.account, COALESCE(a.sealed_account, o.sealed)
FROM outbox o LEFT JOIN account a ON a.account = o.account
WHERE o.state = 'queued' AND o.error >= 'operator: ' AND o.error < 'operator:!' AND o.channel = ##channel::string AND o.line = ##line::string
ORDER BY o.next_at DESC LIMIT 1
-- name: outbox-held-until
SELECT COALESCE(max(CASE WHEN state = 'queued' THEN id ELSE 0 END), 0), COALESCE(max(next_at), 0) FROM outbox
WHERE state IN ('queued', 'uncertain') AND account = ##account::string AND (lane < 2) = (##lane::gint64 < 2)
-- name: outbox-hold
UPDATE outbox SET next_at = ##until::gint64
WHERE state IN ('queued', 'uncertain') AND state = 'queued' AND id > ##id::gint64
  AND account = (SELECT account FROM outbox WHERE id = ##id::gint64)
  AND (lane < 2) = (SELECT lane < 2 FROM outbox WHERE id = ##id::gint64) AND next_at < ##until::gint64
-- name: outbox-release
UPDATE outbox SET next_at = ##now::gint64
WHERE state IN ('queued', 'uncertain') AND state = 'queued' AND account = ##account::string AND next_at > ##now::gint64
-- name: outbox-reach
SELECT sealed_account, last_inbound FROM account WHERE account = ##account::string
-- A row that was put off since it was read is not due any more.
-- name: outbox-claim
UPDATE outbox SET state = 'sending', attempts = attempts + 1, changed = ##now::gint64
WHERE id = ##id::gint64 AND state = 'queued' AND next_at <= ##due::gint64
-- name: outbox-sent
UPDATE outbox SET state = 'sent', far_id = ##far_id::string, attempts = ##attempts::gint64, changed = ##now::gint64,
  error = CASE WHEN error IN ('window', 'window once', 'once') THEN error ELSE '' END
WHERE id = ##id::gint64 AND state IN ('sending', 'uncertain')
-- name: outbox-again
UPDATE outbox SET state = 'queued', next_at = ##next_at::gint64, error = ##error::string, changed = ##now::gint64
WHERE id = ##id::gint64 AND state = 'sending'
-- name: outbox-not-sent
UPDATE outbox SET state = 'queued', attempts = attempts - 1, next_at = ##next_at::gint64, error = ##error::string, changed = ##now::gint64
WHERE id = ##id::gint64 AND state = 'sending'
-- name: outbox-before
SELECT p.state, p.changed FROM outbox p
WHERE p.account = (SELECT account FROM outbox WHERE id = ##id::gint64) AND p.id < ##id::gint64 AND p.lane < 2
ORDER BY p.id DESC LIMIT 1
-- name: outbox-arrived
SELECT state, changed FROM outbox WHERE id = ##id::gint64
-- What waited for a template has not been tried in vain.
-- name: outbox-release-held
UPDATE outbox SET state = 'queued', attempts = 0, next_at = ##now::gint64, changed = ##now::gint64
WHERE state = 'held' AND channel = ##channel::string
-- name: outbox-rest
UPDATE outbox SET next_at = ##until::gint64 WHERE id = ##id::gint64 AND state = 'queued'
-- name: outbox-end
UPDATE outbox SET state = ##state::string, error = ##error::string, changed = ##now::gint64
WHERE id = ##id::gint64 AND state = 'sending'
-- name: outbox-uncertain
UPDATE outbox SET state = 'uncertain', next_at = ##next_at::gint64, error = ##error::string, changed = ##now::gint64
WHERE id = ##id::gint64 AND state = 'sending'
-- name: outbox-unresolved
SELECT channel, line, count(*), max(changed) FROM outbox
WHERE state = 'uncertain' AND changed <= ##before::gint64 GROUP BY channel, line
-- name: outbox-unanswered
SELECT channel, line, max(changed) FROM outbox
WHERE state = 'parked' AND lane = 0 AND changed > ##since::gint64 GROUP BY channel, line
-- name: outbox-unreadable
UPDATE outbox SET state = 'parked', error = ##error::string, changed = ##now::gint64
WHERE id = ##id::gint64 AND state = 'queued'
-- name: outbox-recover
UPDATE outbox SET state = 'uncertain', error = 'the server stopped while it was being sent', changed = ##now::gint64
WHERE state = 'sending'
-- name: outbox-find-key
SELECT id, account, state, application, far_id, error, attempts, failover, lane FROM outbox WHERE key = ##key::string
-- name: outbox-find-far
SELECT id, account, state, application, far_id, error, attempts, failover, lane FROM outbox WHERE far_id = ##far_id::string AND far_id <> ''
-- name: outbox-status
UPDATE outbox SET state = ##state::string, far_id = ##far_id::string, error = ##error::string, changed = ##now::gint64
WHERE id = ##id::gint64
-- name: outbox-requeue
UPDATE outbox SET state = 'queued', attempts = ##attempts::gint64, next_at = ##next_at::gint64, far_id = ##far_id::string, error = ##error::string, changed = ##now::gint64
WHERE id = ##id::gint64 AND state IN ('sending', 'sent', 'uncertain')
-- name: outbox-retry-parked
UPDATE outbox SET state = 'queued', next_at = ##now::gint64, attempts = 0, changed = ##changed::gint64
WHERE id = ##id::gint64 AND state IN ('parked', 'uncertain', 'failed', 'held')
-- name: outbox-next-rows
SELECT COALESCE(max(id), 0), COALESCE(min(created), 0) FROM
  (SELECT id, created FROM outbox WHERE id > ##after::gint64 ORDER BY id LIMIT ##most::gint64)
-- name: outbox-forget
DELETE FROM outbox WHERE id > ##after::gint64 AND id <= ##until::gint64 AND created < ##before::gint64
  AND state IN ('sent', 'delivered', 'read', 'failed', 'uncertain', 'rerouted')
-- What has ended without arriving, and what has not arrived for long: each by the
-- index of what may fail over.
-- name: outbox-reroute-due
SELECT o.id, o.key, o.account, o.sealed, COALESCE(a.sealed_account, o.sealed) FROM (
  SELECT id FROM outbox
  WHERE failover = 1 AND channel = ##channel::string AND state = 'failed' AND changed > ##oldest::gint64
  UNION ALL
  SELECT id FROM outbox
  WHERE failover = 1 AND channel = ##channel::string AND state = 'parked' AND changed > ##oldest::gint64
  UNION ALL
  SELECT id FROM outbox
  WHERE failover = 1 AND channel = ##channel::string AND state = 'sent' AND changed > ##oldest::gint64 AND changed <= ##late::gint64
  UNION ALL
  SELECT id FROM outbox
  WHERE failover = 1 AND channel = ##channel::string AND state = 'uncertain' AND changed > ##oldest::gint64 AND changed <= ##late::gint64
  UNION ALL
  SELECT id FROM outbox
  WHERE failover = 1 AND channel = ##channel::string AND state = 'held' AND changed > ##oldest::gint64 AND created <= ##late::gint64
) due JOIN outbox o ON o.id = due.id LEFT JOIN account a ON a.account = o.account
WHERE o.created > ##oldest::gint64
ORDER BY o.id LIMIT ##most::gint64
-- What could not even be sent, because its channel refuses everything or is gone.
-- name: outbox-reroute-unsent
SELECT o.id, o.key, o.account, o.sealed, COALESCE(a.sealed_account, o.sealed)
FROM outbox o LEFT JOIN account a ON a.account = o.account
WHERE o.state = 'queued' AND o.lane = 1 AND o.failover = 1
  AND o.created > ##oldest::gint64 AND o.created <= ##late::gint64 AND o.channel <> ##towards::string
ORDER BY o.created, o.id LIMIT ##most::gint64
-- name: outbox-give-up
UPDATE outbox SET state = 'failed', changed = ##now::gint64,
  error = CASE WHEN error = '' THEN 'no channel could send it in seven days'
          ELSE 'not sent in seven days; the last try: ' || error END
WHERE state = 'queued' AND lane = 1 AND failover IN (0, 1) AND created <= ##oldest::gint64
-- name: outbox-reroute
UPDATE outbox SET state = 'rerouted', failover = 0, changed = ##now::gint64
WHERE id = ##id::gint64 AND failover = 1
-- name: outbox-reroute-not
UPDATE outbox SET failover = 0 WHERE id = ##id::gint64
-- name: channel-running-clear
DELETE FROM channel_running
-- name: channel-running-add
INSERT INTO channel_running (channel, any_phone, open_ms)
VALUES (##channel::string, ##any_phone::gint64, ##open_ms::gint64)
ON CONFLICT DO NOTHING
-- name: reach-proven
SELECT a.account, a.sealed_account FROM account a JOIN channel_running r ON r.channel = a.channel
WHERE a.phone_digest = ##phone_digest::string AND a.phone_digest <> ''
  AND (##anytime::gint64 = 1 OR r.open_ms = 0 OR a.last_inbound + r.open_ms > ##now::gint64)
ORDER BY a.last_inbound DESC, a.account LIMIT 1
-- name: reach-any
SELECT channel FROM channel_running WHERE any_phone = 1 ORDER BY channel LIMIT 1
