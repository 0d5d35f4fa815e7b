-- name: application-load
SELECT number, account, person, service, service_version, subdivision, state, stage, version, submitted, due, changed, office_reference, birth_digest, sealed
FROM application WHERE number = ##number::string
-- name: application-add
INSERT INTO application (number, account, person, service, service_version, subdivision, state, stage, version, submitted, due, changed, office_reference, birth_digest, sealed)
VALUES (##number::string, ##account::string, ##person::string, ##service::string, ##service_version::string, ##subdivision::string, ##state::string, ##stage::string, ##version::gint64, ##submitted::gint64, ##due::gint64, ##changed::gint64, ##office_reference::string, ##birth_digest::string, ##sealed::binary)
ON CONFLICT DO NOTHING
-- name: application-save
UPDATE application SET subdivision = ##subdivision::string, state = ##state::string, stage = ##stage::string,
  version = ##version::gint64, due = ##due::gint64, changed = ##changed::gint64,
  office_reference = ##office_reference::string, sealed = ##sealed::binary
WHERE number = ##number::string AND version = ##before::gint64
-- name: application-facts
SELECT a.number, a.account, a.person, a.service, a.service_version, a.subdivision, a.state, a.stage, a.version, a.submitted, a.due, a.changed, a.office_reference, a.birth_digest, a.sealed,
  COALESCE(c.number, ''), COALESCE(c.paper, ''), COALESCE(c.size, 0)
FROM application a LEFT JOIN certificate c ON c.application = a.number AND c.revoked = 0
WHERE a.account = ##account::string
ORDER BY a.submitted DESC, a.number DESC LIMIT 50
-- name: application-numbers
SELECT number FROM application WHERE account = ##account::string
-- name: application-asked
SELECT number, state, due, submitted FROM application WHERE number = ##number::string
-- name: application-account
SELECT channel, sealed_account FROM account WHERE account = ##account::string
-- name: application-hand
UPDATE application SET account = ##account::string WHERE number = ##number::string
  AND NOT EXISTS (SELECT 1 FROM channel_running WHERE channel = ##channel::string AND any_phone = 1)
-- name: application-queue
SELECT number, account, person, service, service_version, subdivision, state, stage, version, submitted, due, changed, office_reference, birth_digest, sealed
FROM application WHERE state = ##state::string AND subdivision = ##subdivision::string
  AND due >= ##due::gint64 AND (due > ##due::gint64 OR number > ##number::string)
ORDER BY due, number LIMIT ##most::gint64
-- name: application-queue-all
SELECT number, account, person, service, service_version, subdivision, state, stage, version, submitted, due, changed, office_reference, birth_digest, sealed
FROM application WHERE state = ##state::string
  AND due >= ##due::gint64 AND (due > ##due::gint64 OR number > ##number::string)
ORDER BY due, number LIMIT ##most::gint64
-- name: person-add
INSERT INTO person (person, account, relation, sealed)
VALUES (##person::string, ##account::string, ##relation::string, ##sealed::binary)
ON CONFLICT DO NOTHING
-- name: move-hash
SELECT hash FROM move WHERE number = ##number::string AND sequence = ##sequence::gint64
-- name: move-add
INSERT INTO move (number, sequence, at, move, from_state, to_state, stage, actor, reason, detail_digest, previous, hash, sealed)
VALUES (##number::string, ##sequence::gint64, ##at::gint64, ##move::string, ##from_state::string, ##to_state::string, ##stage::string, ##actor::string, ##reason::string, ##detail_digest::string, ##previous::string, ##hash::string, ##sealed::binary)
ON CONFLICT DO NOTHING
-- name: move-list
SELECT sequence, at, move, from_state, to_state, stage, actor, reason, detail_digest, previous, hash, sealed
FROM move WHERE number = ##number::string ORDER BY sequence
-- name: move-history
SELECT sequence, at, move, from_state, to_state, stage, actor, reason
FROM move WHERE number = ##number::string ORDER BY sequence
-- name: move-decider
SELECT actor FROM move WHERE number = ##number::string AND move = 'approve' ORDER BY sequence DESC LIMIT 1
-- name: audit-numbers
SELECT number FROM application WHERE number > ##after::string
UNION SELECT number FROM move WHERE number > ##after::string
ORDER BY number LIMIT ##most::gint64
-- Those of a day are found by their instant, and sorted: along the numbers it would look at
-- every move that was ever made.
-- name: audit-heads
SELECT m.number, m.hash FROM move m
JOIN (SELECT number, max(sequence) AS last FROM move
      WHERE at >= ##from::gint64 AND at < ##until::gint64 AND +number > ##after::string
      GROUP BY number ORDER BY number LIMIT ##most::gint64) t
  ON m.number = t.number AND m.sequence = t.last
ORDER BY m.number
-- name: certificate-add
INSERT INTO certificate (number, application, service, issued, expires, revoked, revoked_reason, token_digest, paper, size, specimen, sealed)
VALUES (##number::string, ##application::string, ##service::string, ##issued::gint64, ##expires::gint64, 0, '', ##token_digest::string, ##paper::string, ##size::gint64, ##specimen::gint64, ##sealed::binary)
ON CONFLICT DO NOTHING
-- name: certificate-load
SELECT application, service, issued, expires, revoked, revoked_reason, token_digest, paper, size, specimen, sealed
FROM certificate WHERE number = ##number::string
-- name: certificate-revoke
UPDATE certificate SET revoked = ##revoked::gint64, revoked_reason = ##reason::string
WHERE number = ##number::string AND revoked = 0
