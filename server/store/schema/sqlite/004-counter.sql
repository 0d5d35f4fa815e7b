-- Three doors: drafts that walk between them, the people at counters, and the
-- money they take. As before: instants are UTC milliseconds, amounts paise, no
-- column is NULL, sealed columns are personal, *_digest are keyed digests.
-- ;;
-- Raised by every save: whoever saves with an older one has to load again.
ALTER TABLE draft ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
-- ;;
-- The centre that may see and edit a draft, beside the citizen whose it is.
CREATE TABLE draft_hold (
  draft TEXT NOT NULL PRIMARY KEY,
  centre TEXT NOT NULL,
  since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- ;;
CREATE INDEX draft_hold_centre ON draft_hold (centre);
-- ;;
-- A code that takes a draft over, once. towards: counter, phone.
-- phone_digest: '' or the only phone that may use it.
CREATE TABLE draft_offer (
  code_digest TEXT NOT NULL PRIMARY KEY,
  draft TEXT NOT NULL,
  towards TEXT NOT NULL,
  phone_digest TEXT NOT NULL,
  created INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  used INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- ;;
CREATE INDEX draft_offer_draft ON draft_offer (draft);
-- ;;
CREATE INDEX draft_offer_expires ON draft_offer (expires);
-- ;;
-- The code with which an applicant declares one version of a draft to be true.
CREATE TABLE consent (
  draft TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  code_digest TEXT NOT NULL,
  phone_digest TEXT NOT NULL,
  created INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  tries INTEGER NOT NULL,
  used INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- ;;
-- What somebody tried in vain, so that guessing gets slower. asker is a digest of
-- what is guessed and who guesses; step is how often it was shut before.
CREATE TABLE guess (
  asker TEXT NOT NULL PRIMARY KEY,
  wrong INTEGER NOT NULL,
  since INTEGER NOT NULL,
  step INTEGER NOT NULL,
  shut_until INTEGER NOT NULL,
  changed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- ;;
CREATE INDEX guess_changed ON guess (changed);
-- ;;
-- sealed: the hash of the password, with its salt and cost.
CREATE TABLE operator_password (
  operator TEXT NOT NULL PRIMARY KEY,
  changed INTEGER NOT NULL,
  sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;
-- ;;
CREATE TABLE operator_invitation (
  operator TEXT NOT NULL PRIMARY KEY,
  code_digest TEXT NOT NULL,
  created INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  used INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- ;;
CREATE TABLE operator_session (
  session_digest TEXT NOT NULL PRIMARY KEY,
  operator TEXT NOT NULL,
  began INTEGER NOT NULL,
  seen INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- ;;
CREATE INDEX operator_session_operator ON operator_session (operator);
-- ;;
CREATE INDEX operator_session_seen ON operator_session (seen);
-- ;;
-- From where an operator has signed in: strangers who guess elsewhere do not
-- keep them out there.
CREATE TABLE operator_remote (
  operator TEXT NOT NULL,
  remote_digest TEXT NOT NULL,
  seen INTEGER NOT NULL,
  PRIMARY KEY (operator, remote_digest)
) STRICT, WITHOUT ROWID;
-- ;;
-- What was taken and what it was for. Only ever added to: what was wrong is put
-- right by a line of its own. day is civil, YYYY-MM-DD.
-- head: government-fee, service-charge.
CREATE TABLE ledger (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL,
  at INTEGER NOT NULL,
  day TEXT NOT NULL,
  centre TEXT NOT NULL,
  operator TEXT NOT NULL,
  application TEXT NOT NULL,
  receipt TEXT NOT NULL,
  head TEXT NOT NULL,
  paise INTEGER NOT NULL
) STRICT;
-- ;;
CREATE UNIQUE INDEX ledger_key ON ledger (key);
-- ;;
CREATE INDEX ledger_day ON ledger (operator, day);
-- ;;
CREATE INDEX ledger_receipt ON ledger (receipt);
-- ;;
CREATE TRIGGER ledger_is_not_changed BEFORE UPDATE ON ledger
BEGIN
  SELECT RAISE(ABORT, 'the ledger is only added to');
END;
-- ;;
CREATE TRIGGER ledger_is_not_deleted BEFORE DELETE ON ledger
BEGIN
  SELECT RAISE(ABORT, 'the ledger is only added to');
END;
-- ;;
-- sequence counts a centre's receipts of one civil day; prints, how often it was printed.
CREATE TABLE receipt (
  number TEXT NOT NULL PRIMARY KEY,
  draft TEXT NOT NULL,
  application TEXT NOT NULL,
  centre TEXT NOT NULL,
  operator TEXT NOT NULL,
  day TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  at INTEGER NOT NULL,
  prints INTEGER NOT NULL,
  sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;
-- ;;
CREATE UNIQUE INDEX receipt_draft ON receipt (draft);
-- ;;
CREATE UNIQUE INDEX receipt_application ON receipt (application);
-- ;;
CREATE UNIQUE INDEX receipt_sequence ON receipt (centre, day, sequence);
-- ;;
CREATE INDEX receipt_day ON receipt (operator, day);
-- ;;
-- A print that is repeated with the same key counts once; before, the prints before it.
CREATE TABLE receipt_print (
  receipt TEXT NOT NULL,
  key TEXT NOT NULL,
  before INTEGER NOT NULL,
  at INTEGER NOT NULL,
  operator TEXT NOT NULL,
  PRIMARY KEY (receipt, key)
) STRICT, WITHOUT ROWID;
-- ;;
-- A day that is closed: counted is what lay in the box. sealed: the remark.
CREATE TABLE cash_day (
  operator TEXT NOT NULL,
  day TEXT NOT NULL,
  closed INTEGER NOT NULL,
  counted INTEGER NOT NULL,
  sealed BLOB NOT NULL,
  PRIMARY KEY (operator, day)
) STRICT, WITHOUT ROWID;
