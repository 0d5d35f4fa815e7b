-- Statements for the tests alone: a table of text, number and bytes is among the
-- real ones. The test program's resources lie over the store's.
-- name: probe-add
INSERT INTO plugin_value (plugin, key, version, value)
VALUES (##plugin::string, ##key::string, ##version::gint64, ##value::binary)
ON CONFLICT DO NOTHING
-- name: probe-add-strictly
INSERT INTO plugin_value (plugin, key, version, value)
VALUES (##plugin::string, ##key::string, ##version::gint64, ##value::binary)
-- name: probe-swap
UPDATE plugin_value SET version = version + 1, value = ##value::binary
WHERE plugin = ##plugin::string AND key = ##key::string AND version = ##version::gint64
-- name: probe-load
SELECT plugin, version, value FROM plugin_value WHERE plugin = ##plugin::string AND key = ##key::string
-- name: probe-count
SELECT count(*), COALESCE(sum(version), 0) FROM plugin_value WHERE plugin = ##plugin::string
-- name: probe-none
SELECT max(version), max(key), max(value) FROM plugin_value WHERE plugin = 'nobody'
-- name: probe-twice
SELECT ##a::string || ##b::string || ##a::string
-- name: probe-job
INSERT INTO job (key, kind, account, subject, state, attempts, next_at, created, error, sealed)
VALUES (##key::string, 'probe', '', '', 'waiting', 0, 0, 0, '', ##sealed::binary)
ON CONFLICT DO NOTHING
