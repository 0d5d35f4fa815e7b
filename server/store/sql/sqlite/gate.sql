-- name: plugin-value-load
SELECT version, value FROM plugin_value WHERE plugin = ##plugin::string AND key = ##key::string
-- name: plugin-value-add
INSERT INTO plugin_value (plugin, key, version, value) VALUES (##plugin::string, ##key::string, 1, ##value::binary)
ON CONFLICT DO NOTHING
-- name: plugin-value-save
UPDATE plugin_value SET version = version + 1, value = ##value::binary
WHERE plugin = ##plugin::string AND key = ##key::string AND version = ##version::gint64
-- name: service-definition-add
INSERT INTO service_definition (service, version, source) VALUES (##service::string, ##version::string, ##source::string)
ON CONFLICT DO NOTHING
-- name: service-definition-list
SELECT service, version, source FROM service_definition
