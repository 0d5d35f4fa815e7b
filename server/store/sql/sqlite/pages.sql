-- name: private-link-load
SELECT l.account, l.draft, l.path, l.language, l.expires, l.used, a.sealed_account
FROM private_link l JOIN account a ON a.account = l.account
WHERE l.token_digest = ##token_digest::string
-- name: private-draft-load
SELECT sealed FROM draft WHERE draft = ##draft::string AND account = ##account::string
-- name: private-link-use
UPDATE private_link SET used = ##used::gint64
WHERE token_digest = ##token_digest::string AND used = 0 AND expires > ##now::gint64
-- name: private-link-forget
DELETE FROM private_link WHERE token_digest IN
  (SELECT token_digest FROM private_link WHERE expires < ##before::gint64 ORDER BY expires LIMIT ##most::gint64)
