-- The store's own.
-- name: store-last-id
SELECT last_insert_rowid()
-- Carried out once on each new connection, so that libgda fills its tables.
-- name: store-warm-read
SELECT ##text::string, ##number::gint64, ##bytes::binary
-- name: store-warm-write
UPDATE schema_version SET name = ##name::string WHERE number = ##number::gint64
