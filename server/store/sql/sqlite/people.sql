-- name: operator-password-load
SELECT sealed FROM operator_password WHERE operator = ##operator::string
-- name: operator-password-set
INSERT INTO operator_password (operator, changed, sealed) VALUES (##operator::string, ##changed::gint64, ##sealed::binary)
ON CONFLICT (operator) DO UPDATE SET changed = excluded.changed, sealed = excluded.sealed
-- name: operator-password-forget
DELETE FROM operator_password WHERE operator = ##operator::string
-- name: operator-invitation-set
INSERT INTO operator_invitation (operator, code_digest, created, expires, used)
VALUES (##operator::string, ##code_digest::string, ##created::gint64, ##expires::gint64, 0)
ON CONFLICT (operator) DO UPDATE SET code_digest = excluded.code_digest, created = excluded.created, expires = excluded.expires, used = 0
-- name: operator-invitation-find
SELECT operator FROM operator_invitation
WHERE operator = ##operator::string AND code_digest = ##code_digest::string AND used = 0 AND expires > ##now::gint64
-- name: operator-invitation-use
UPDATE operator_invitation SET used = ##now::gint64
WHERE operator = ##operator::string AND code_digest = ##code_digest::string AND used = 0 AND expires > ##now::gint64
-- name: operator-session-add
INSERT INTO operator_session (session_digest, operator, began, seen)
VALUES (##session_digest::string, ##operator::string, ##began::gint64, ##seen::gint64)
-- name: operator-session-load
SELECT operator, began, seen FROM operator_session WHERE session_digest = ##session_digest::string
-- name: operator-session-seen
UPDATE operator_session SET seen = ##now::gint64 WHERE session_digest = ##session_digest::string AND seen < ##now::gint64
-- name: operator-session-end
DELETE FROM operator_session WHERE session_digest = ##session_digest::string
-- name: operator-session-end-all
DELETE FROM operator_session WHERE operator = ##operator::string
-- name: operator-session-forget
DELETE FROM operator_session WHERE session_digest IN (SELECT session_digest FROM operator_session WHERE seen < ##before::gint64 ORDER BY seen LIMIT ##most::gint64)
-- name: operator-remote-load
SELECT seen FROM operator_remote WHERE operator = ##operator::string AND remote_digest = ##remote_digest::string AND seen > ##since::gint64
-- name: operator-remote-set
INSERT INTO operator_remote (operator, remote_digest, seen) VALUES (##operator::string, ##remote_digest::string, ##seen::gint64)
ON CONFLICT (operator, remote_digest) DO UPDATE SET seen = excluded.seen
-- name: operator-remote-forget
DELETE FROM operator_remote WHERE seen < ##before::gint64
-- name: operator-counts
SELECT operator, sum(has_password), sum(sessions), sum(invited) FROM (
  SELECT operator, 1 AS has_password, 0 AS sessions, 0 AS invited FROM operator_password
  UNION ALL SELECT operator, 0, 1, 0 FROM operator_session WHERE seen > ##idle_since::gint64 AND began > ##began_since::gint64
  UNION ALL SELECT operator, 0, 0, 1 FROM operator_invitation WHERE used = 0 AND expires > ##now::gint64)
GROUP BY operator
