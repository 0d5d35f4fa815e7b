-- name: event-known
SELECT outcome FROM event WHERE channel = ##channel::string AND key = ##key::string
-- name: event-add
INSERT INTO event (channel, key, account, at, received, kind, outcome, note, sealed)
VALUES (##channel::string, ##key::string, ##account::string, ##at::gint64, ##received::gint64, ##kind::gint64, ##outcome::string, ##note::string, ##sealed::binary)
ON CONFLICT DO NOTHING
-- name: event-forget
DELETE FROM event WHERE id IN (SELECT id FROM event WHERE outcome <> 'parked' AND received < ##before::gint64
  ORDER BY received LIMIT ##most::gint64)
-- name: event-load-parked
SELECT key, sealed FROM event WHERE id = ##id::gint64 AND outcome = 'parked'
-- name: event-note-parked
SELECT note FROM event WHERE id = ##id::gint64 AND outcome = 'parked'
-- name: event-drop-parked
UPDATE event SET outcome = 'dropped', note = ##note::string WHERE id = ##id::gint64 AND outcome = 'parked'
-- name: event-settle-parked
UPDATE event SET outcome = ##outcome::string, note = ##note::string
WHERE channel = ##channel::string AND key = ##key::string AND outcome = 'parked'
-- name: event-parked
SELECT id, channel, received, kind, note FROM event WHERE outcome = 'parked' ORDER BY id LIMIT 100
-- name: account-load
SELECT version, last_inbound, sealed_account, sealed_session FROM account WHERE account = ##account::string
-- name: account-add
INSERT INTO account (account, channel, version, changed, last_inbound, phone_digest, sealed_account, sealed_session)
VALUES (##account::string, ##channel::string, 1, ##changed::gint64, ##last_inbound::gint64, ##phone_digest::string, ##sealed_account::binary, ##sealed_session::binary)
ON CONFLICT DO NOTHING
-- name: account-save
UPDATE account SET version = version + 1, changed = ##changed::gint64, last_inbound = ##last_inbound::gint64,
  phone_digest = ##phone_digest::string, sealed_account = ##sealed_account::binary, sealed_session = ##sealed_session::binary
WHERE account = ##account::string AND version = ##version::gint64
-- name: private-link-add
INSERT INTO private_link (token_digest, account, draft, path, language, created, expires, used)
VALUES (##token_digest::string, ##account::string, ##draft::string, ##path::string, ##language::string, ##created::gint64, ##expires::gint64, 0)
ON CONFLICT DO NOTHING
-- name: paper-add
INSERT INTO paper (hash, mime_type, size, kept, verdict)
VALUES (##hash::string, ##mime_type::string, ##size::gint64, ##kept::gint64, ##verdict::string)
ON CONFLICT (hash) DO UPDATE SET verdict = excluded.verdict
-- name: account-by-phone
SELECT account, sealed_account FROM account
WHERE phone_digest = ##phone_digest::string AND phone_digest <> '' AND channel = ##channel::string
ORDER BY changed DESC LIMIT 10
-- name: account-leave
DELETE FROM account WHERE account = ##account::string AND version = ##version::gint64
-- name: alias-load
SELECT account FROM account_alias WHERE alias = ##alias::string
-- name: alias-add
INSERT INTO account_alias (alias, account) VALUES (##alias::string, ##account::string)
ON CONFLICT (alias) DO UPDATE SET account = excluded.account
-- name: alias-drop
DELETE FROM account_alias WHERE alias = ##alias::string
-- name: alias-move
UPDATE account_alias SET account = ##new::string WHERE account = ##old::string
-- name: draft-move
UPDATE draft SET account = ##new::string WHERE account = ##old::string
-- name: person-move
UPDATE person SET account = ##new::string WHERE account = ##old::string
-- name: application-move
UPDATE application SET account = ##new::string WHERE account = ##old::string
-- name: outbox-move
UPDATE outbox SET account = ##new::string WHERE account = ##old::string
-- name: job-move
UPDATE job SET account = ##new::string WHERE account = ##old::string
-- name: private-link-move
UPDATE private_link SET account = ##new::string WHERE account = ##old::string
-- name: outbox-replied
SELECT key, sealed FROM outbox WHERE far_id = ##far_id::string AND far_id <> '' AND account = ##account::string
ORDER BY id LIMIT 1
