-- name: ledger-add
INSERT INTO ledger (key, at, day, centre, operator, application, receipt, head, paise)
VALUES (##key::string, ##at::gint64, ##day::string, ##centre::string, ##operator::string, ##application::string, ##receipt::string, ##head::string, ##paise::gint64)
ON CONFLICT DO NOTHING
-- name: ledger-sum
SELECT head, sum(paise) FROM ledger WHERE operator = ##operator::string AND day = ##day::string GROUP BY head
-- name: receipt-last
SELECT COALESCE(max(sequence), 0) FROM receipt WHERE centre = ##centre::string AND day = ##day::string
-- name: receipt-add
INSERT INTO receipt (number, draft, application, centre, operator, day, sequence, at, prints, sealed)
VALUES (##number::string, ##draft::string, ##application::string, ##centre::string, ##operator::string, ##day::string, ##sequence::gint64, ##at::gint64, 0, ##sealed::binary)
ON CONFLICT DO NOTHING
-- name: receipt-load
SELECT number, prints, sealed FROM receipt WHERE number = ##number::string
-- name: receipt-of-draft
SELECT number, prints, sealed FROM receipt WHERE draft = ##draft::string
-- name: receipt-of-application
SELECT number, prints, sealed FROM receipt WHERE application = ##application::string
-- name: receipt-list-day
SELECT number, prints, sealed FROM receipt WHERE operator = ##operator::string AND day = ##day::string ORDER BY at, sequence
-- name: receipt-print-add
INSERT INTO receipt_print (receipt, key, before, at, operator)
VALUES (##receipt::string, ##key::string, ##before::gint64, ##at::gint64, ##operator::string)
ON CONFLICT DO NOTHING
-- name: receipt-print-load
SELECT before FROM receipt_print WHERE receipt = ##receipt::string AND key = ##key::string
-- name: receipt-printed
UPDATE receipt SET prints = prints + 1 WHERE number = ##number::string
-- name: cash-day-load
SELECT closed, counted, sealed FROM cash_day WHERE operator = ##operator::string AND day = ##day::string
-- name: cash-day-close
INSERT INTO cash_day (operator, day, closed, counted, sealed)
VALUES (##operator::string, ##day::string, ##closed::gint64, ##counted::gint64, ##sealed::binary)
ON CONFLICT DO NOTHING
-- name: paper-verdict
SELECT verdict FROM paper WHERE hash = ##hash::string
