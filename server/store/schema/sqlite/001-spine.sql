-- Instants are UTC milliseconds. No column is NULL: '' and 0 mean none.
-- Columns named sealed hold personal data under the seal; *_digest are keyed
-- digests to search them by.
-- ;;
CREATE TABLE service_definition (
  service TEXT NOT NULL,
  version TEXT NOT NULL,
  source TEXT NOT NULL,
  PRIMARY KEY (service, version)
) STRICT, WITHOUT ROWID;
-- ;;
-- An account with its conversation. account is a keyed digest of channel, line and id.
CREATE TABLE account (
  account TEXT NOT NULL PRIMARY KEY,
  channel TEXT NOT NULL,
  version INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  last_inbound INTEGER NOT NULL,
  phone_digest TEXT NOT NULL,
  sealed_account BLOB NOT NULL,
  sealed_session BLOB NOT NULL
) STRICT, WITHOUT ROWID;
-- ;;
-- An id that an account had before; a person who writes from it is somebody else.
CREATE TABLE account_alias (
  alias TEXT NOT NULL PRIMARY KEY,
  account TEXT NOT NULL
) STRICT, WITHOUT ROWID;
-- ;;
CREATE INDEX account_alias_account ON account_alias (account);
-- ;;
CREATE INDEX account_phone ON account (phone_digest) WHERE phone_digest <> '';
-- ;;
-- One row an event: a digest of its key, so that it is acted on once, and the journal.
-- outcome: done, ignored, parked, old
CREATE TABLE event (
  id INTEGER PRIMARY KEY,
  channel TEXT NOT NULL,
  key TEXT NOT NULL,
  account TEXT NOT NULL,
  at INTEGER NOT NULL,
  received INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  note TEXT NOT NULL,
  sealed BLOB NOT NULL
) STRICT;
-- ;;
CREATE UNIQUE INDEX event_key ON event (channel, key);
-- ;;
CREATE INDEX event_received ON event (received);
-- ;;
CREATE INDEX event_parked ON event (id) WHERE outcome = 'parked';
-- ;;
CREATE TABLE draft (
  draft TEXT NOT NULL PRIMARY KEY,
  account TEXT NOT NULL,
  service TEXT NOT NULL,
  service_version TEXT NOT NULL,
  changed INTEGER NOT NULL,
  sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;
-- ;;
CREATE INDEX draft_account ON draft (account);
-- ;;
CREATE TABLE person (
  person TEXT NOT NULL PRIMARY KEY,
  account TEXT NOT NULL,
  relation TEXT NOT NULL,
  sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;
-- ;;
CREATE TABLE application (
  number TEXT NOT NULL PRIMARY KEY,
  account TEXT NOT NULL,
  person TEXT NOT NULL,
  service TEXT NOT NULL,
  service_version TEXT NOT NULL,
  subdivision TEXT NOT NULL,
  state TEXT NOT NULL,
  stage TEXT NOT NULL,
  version INTEGER NOT NULL,
  submitted INTEGER NOT NULL,
  due INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  office_reference TEXT NOT NULL,
  birth_digest TEXT NOT NULL,
  sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;
-- ;;
CREATE INDEX application_account ON application (account, submitted);
-- ;;
CREATE INDEX application_queue ON application (state, subdivision, due);
-- ;;
-- The audit chain of each application.
CREATE TABLE move (
  number TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  at INTEGER NOT NULL,
  move TEXT NOT NULL,
  from_state TEXT NOT NULL,
  to_state TEXT NOT NULL,
  stage TEXT NOT NULL,
  actor TEXT NOT NULL,
  reason TEXT NOT NULL,
  detail_digest TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL,
  sealed BLOB NOT NULL,
  PRIMARY KEY (number, sequence)
) STRICT, WITHOUT ROWID;
-- ;;
CREATE INDEX move_at ON move (at);
-- ;;
CREATE TABLE certificate (
  number TEXT NOT NULL PRIMARY KEY,
  application TEXT NOT NULL,
  service TEXT NOT NULL,
  issued INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  revoked INTEGER NOT NULL,
  revoked_reason TEXT NOT NULL,
  token_digest TEXT NOT NULL,
  paper TEXT NOT NULL,
  size INTEGER NOT NULL,
  specimen INTEGER NOT NULL,
  sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;
-- ;;
CREATE INDEX certificate_application ON certificate (application);
-- ;;
-- lane: 0 reply, 1 news of one's own case, 2 broadcast.
-- state: queued, sending, sent, delivered, read, uncertain, failed, parked.
-- far_id: a digest too, for a far end's ids may hold a phone number.
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL,
  account TEXT NOT NULL,
  channel TEXT NOT NULL,
  lane INTEGER NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  next_at INTEGER NOT NULL,
  created INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  far_id TEXT NOT NULL,
  application TEXT NOT NULL,
  error TEXT NOT NULL,
  sealed BLOB NOT NULL
) STRICT;
-- ;;
CREATE UNIQUE INDEX outbox_key ON outbox (key);
-- ;;
CREATE INDEX outbox_queued ON outbox (channel, lane, id) WHERE state = 'queued';
-- ;;
CREATE INDEX outbox_state ON outbox (state, id);
-- ;;
CREATE INDEX outbox_account ON outbox (account, id);
-- ;;
CREATE INDEX outbox_far_id ON outbox (far_id) WHERE far_id <> '';
-- ;;
-- state: waiting, running, parked. A job that is done is gone.
CREATE TABLE job (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL,
  kind TEXT NOT NULL,
  account TEXT NOT NULL,
  subject TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  next_at INTEGER NOT NULL,
  created INTEGER NOT NULL,
  error TEXT NOT NULL,
  sealed BLOB NOT NULL
) STRICT;
-- ;;
CREATE UNIQUE INDEX job_key ON job (key);
-- ;;
CREATE INDEX job_due ON job (state, kind, next_at);
-- ;;
CREATE TABLE private_link (
  token_digest TEXT NOT NULL PRIMARY KEY,
  account TEXT NOT NULL,
  draft TEXT NOT NULL,
  path TEXT NOT NULL,
  language TEXT NOT NULL,
  created INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  used INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- ;;
CREATE TABLE paper (
  hash TEXT NOT NULL PRIMARY KEY,
  mime_type TEXT NOT NULL,
  size INTEGER NOT NULL,
  kept INTEGER NOT NULL,
  verdict TEXT NOT NULL
) STRICT, WITHOUT ROWID;
-- ;;
CREATE TABLE plugin_value (
  plugin TEXT NOT NULL,
  key TEXT NOT NULL,
  version INTEGER NOT NULL,
  value BLOB NOT NULL,
  PRIMARY KEY (plugin, key)
) STRICT, WITHOUT ROWID;
