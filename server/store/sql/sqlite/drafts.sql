-- name: draft-load
SELECT draft, version, changed, sealed FROM draft WHERE account = ##account::string ORDER BY changed DESC LIMIT 1
-- name: draft-load-one
SELECT account, version, changed, sealed FROM draft WHERE draft = ##draft::string
-- name: draft-add
INSERT INTO draft (draft, account, service, service_version, version, changed, sealed)
VALUES (##draft::string, ##account::string, ##service::string, ##service_version::string, 1, ##changed::gint64, ##sealed::binary)
ON CONFLICT DO NOTHING
-- name: draft-save
UPDATE draft SET service = ##service::string, service_version = ##service_version::string, version = version + 1, changed = ##changed::gint64, sealed = ##sealed::binary
WHERE draft = ##draft::string AND version = ##version::gint64
-- name: draft-drop
DELETE FROM draft WHERE draft = ##draft::string AND version = ##version::gint64
-- name: draft-give
UPDATE draft SET account = ##account::string, version = version + 1, changed = ##changed::gint64 WHERE draft = ##draft::string
-- name: draft-list-centre
SELECT d.draft, d.version, d.sealed FROM draft_hold h JOIN draft d ON d.draft = h.draft
WHERE h.centre = ##centre::string ORDER BY d.changed DESC, d.draft LIMIT ##most::gint64
-- name: draft-hold-load
SELECT centre FROM draft_hold WHERE draft = ##draft::string
-- name: draft-hold-set
INSERT INTO draft_hold (draft, centre, since) VALUES (##draft::string, ##centre::string, ##since::gint64)
ON CONFLICT (draft) DO UPDATE SET centre = excluded.centre, since = excluded.since
-- name: draft-hold-drop
DELETE FROM draft_hold WHERE draft = ##draft::string
-- name: draft-offer-add
INSERT INTO draft_offer (code_digest, draft, towards, phone_digest, created, expires, used)
VALUES (##code_digest::string, ##draft::string, ##towards::string, ##phone_digest::string, ##created::gint64, ##expires::gint64, 0)
ON CONFLICT DO NOTHING
-- name: draft-offer-end
DELETE FROM draft_offer WHERE draft = ##draft::string AND towards = ##towards::string
-- name: draft-offer-drop
DELETE FROM draft_offer WHERE draft = ##draft::string
-- name: draft-offer-load
SELECT draft, phone_digest FROM draft_offer
WHERE code_digest = ##code_digest::string AND towards = ##towards::string AND used = 0 AND expires > ##now::gint64
-- name: draft-offer-use
UPDATE draft_offer SET used = ##now::gint64
WHERE code_digest = ##code_digest::string AND used = 0 AND expires > ##now::gint64
-- name: draft-offer-forget
DELETE FROM draft_offer WHERE code_digest IN (SELECT code_digest FROM draft_offer WHERE expires < ##before::gint64 ORDER BY expires LIMIT ##most::gint64)
-- name: consent-set
INSERT INTO consent (draft, version, code_digest, phone_digest, created, expires, tries, used)
VALUES (##draft::string, ##version::gint64, ##code_digest::string, ##phone_digest::string, ##created::gint64, ##expires::gint64, 0, 0)
ON CONFLICT (draft) DO UPDATE SET version = excluded.version, code_digest = excluded.code_digest, phone_digest = excluded.phone_digest,
  created = excluded.created, expires = excluded.expires, tries = 0, used = 0
-- name: consent-load
SELECT version, code_digest, phone_digest, created, expires, tries, used FROM consent WHERE draft = ##draft::string
-- name: consent-try
UPDATE consent SET tries = tries + 1 WHERE draft = ##draft::string
-- name: consent-use
UPDATE consent SET used = ##used::gint64 WHERE draft = ##draft::string AND used = 0
-- name: consent-drop
DELETE FROM consent WHERE draft = ##draft::string
-- name: guess-load
SELECT wrong, since, step, shut_until FROM guess WHERE asker = ##asker::string
-- name: guess-save
INSERT INTO guess (asker, wrong, since, step, shut_until, changed)
VALUES (##asker::string, ##wrong::gint64, ##since::gint64, ##step::gint64, ##shut_until::gint64, ##changed::gint64)
ON CONFLICT (asker) DO UPDATE SET wrong = excluded.wrong, since = excluded.since, step = excluded.step, shut_until = excluded.shut_until, changed = excluded.changed
-- name: guess-drop
DELETE FROM guess WHERE asker = ##asker::string
-- name: guess-forget
DELETE FROM guess WHERE asker IN (SELECT asker FROM guess WHERE changed < ##before::gint64 ORDER BY changed LIMIT ##most::gint64)
-- name: account-rename
UPDATE account SET version = version + 1, changed = ##changed::gint64, sealed_account = ##sealed_account::binary
WHERE account = ##account::string
