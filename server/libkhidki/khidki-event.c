/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-event.h"

struct _KhidkiEvent
{
  KhidkiEventKind kind;
  KhidkiSendStatus status;
  int error_code;
  gboolean has_location;
  gint64 at;
  double latitude;
  double longitude;
  KhidkiAccount *account;
  GVariant *values;
  char *key;
  char *text;
  char *choice;
  char *media;
  char *mime_type;
  char *media_digest;
  char *detail;
  char *reply_to;
  char *far_id;
  char *send_key;
  char *error_message;
  char *new_id;
  char *new_phone;
};

G_DEFINE_BOXED_TYPE (KhidkiEvent, khidki_event, khidki_event_ref, khidki_event_unref)

/**
 * khidki_event_new:
 * @kind: what happened
 * @key: the far end's id of it, by which a second feed is recognised
 * @account: (transfer none): whom it concerns
 * @at: the far end's instant, UTC milliseconds
 *
 * Returns: (transfer full): a new event without any particulars
 *
 * Since: 0.1
 */
KhidkiEvent *
khidki_event_new (KhidkiEventKind kind,
                  const char *key,
                  KhidkiAccount *account,
                  gint64 at)
{
  KhidkiEvent *self;

  g_return_val_if_fail (key != NULL && *key != '\0', NULL);
  g_return_val_if_fail (account != NULL, NULL);

  self = g_atomic_rc_box_new0 (KhidkiEvent);
  self->kind = kind;
  self->key = g_strdup (key);
  self->account = khidki_account_ref (account);
  self->at = at;

  return self;
}

/**
 * khidki_event_new_text:
 * @key: the far end's id
 * @account: (transfer none): who wrote
 * @at: UTC milliseconds
 * @text: what was written
 *
 * Returns: (transfer full): a new event
 *
 * Since: 0.1
 */
KhidkiEvent *
khidki_event_new_text (const char *key,
                       KhidkiAccount *account,
                       gint64 at,
                       const char *text)
{
  KhidkiEvent *self = khidki_event_new (KHIDKI_EVENT_TEXT, key, account, at);

  self->text = g_strdup (text);
  return self;
}

/**
 * khidki_event_new_choice:
 * @key: the far end's id
 * @account: (transfer none): who tapped
 * @at: UTC milliseconds
 * @choice: the id of the choice as we offered it
 * @title: (nullable): what stood on it
 *
 * Returns: (transfer full): a new event
 *
 * Since: 0.1
 */
KhidkiEvent *
khidki_event_new_choice (const char *key,
                         KhidkiAccount *account,
                         gint64 at,
                         const char *choice,
                         const char *title)
{
  KhidkiEvent *self = khidki_event_new (KHIDKI_EVENT_CHOICE, key, account, at);

  self->choice = g_strdup (choice);
  self->text = g_strdup (title);
  return self;
}

/**
 * khidki_event_new_media:
 * @key: the far end's id
 * @account: (transfer none): who sent it
 * @at: UTC milliseconds
 * @media: the far end's id of the file
 * @mime_type: (nullable): what the sender claims it to be
 * @caption: (nullable): what was written with it
 *
 * Returns: (transfer full): a new event
 *
 * Since: 0.1
 */
KhidkiEvent *
khidki_event_new_media (const char *key,
                        KhidkiAccount *account,
                        gint64 at,
                        const char *media,
                        const char *mime_type,
                        const char *caption)
{
  KhidkiEvent *self = khidki_event_new (KHIDKI_EVENT_MEDIA, key, account, at);

  self->media = g_strdup (media);
  self->mime_type = g_strdup (mime_type);
  self->text = g_strdup (caption);
  return self;
}

/**
 * khidki_event_new_status:
 * @key: made of the message's id and the status, so that each is acted on once
 * @account: (transfer none): to whom the message went
 * @at: UTC milliseconds
 * @status: what became of it
 * @far_id: the far end's id of the message
 * @send_key: (nullable): the key that we gave at sending, if the far end echoes it
 *
 * Returns: (transfer full): a new event
 *
 * Since: 0.1
 */
KhidkiEvent *
khidki_event_new_status (const char *key,
                         KhidkiAccount *account,
                         gint64 at,
                         KhidkiSendStatus status,
                         const char *far_id,
                         const char *send_key)
{
  KhidkiEvent *self = khidki_event_new (KHIDKI_EVENT_STATUS, key, account, at);

  self->status = status;
  self->far_id = g_strdup (far_id);
  self->send_key = g_strdup (send_key);
  return self;
}

/**
 * khidki_event_new_server:
 * @key: made of the row that causes it
 * @account: (transfer none): whose conversation is to hear of it
 * @at: UTC milliseconds
 * @detail: the event's name
 * @values: (nullable): an `a{sv}` with its particulars; a floating one is sunk
 *
 * Returns: (transfer full): a new event
 *
 * Since: 0.1
 */
KhidkiEvent *
khidki_event_new_server (const char *key,
                         KhidkiAccount *account,
                         gint64 at,
                         const char *detail,
                         GVariant *values)
{
  KhidkiEvent *self = khidki_event_new (KHIDKI_EVENT_SERVER, key, account, at);

  self->detail = g_strdup (detail);
  self->values = values != NULL ? g_variant_ref_sink (values) : NULL;
  return self;
}

/**
 * khidki_event_ref:
 * @self: an event
 *
 * Returns: (transfer full): @self with one more reference; any thread may take one
 *
 * Since: 0.1
 */
KhidkiEvent *
khidki_event_ref (KhidkiEvent *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
khidki_event_clear (KhidkiEvent *self)
{
  khidki_account_unref (self->account);
  g_clear_pointer (&self->values, g_variant_unref);
  g_free (self->key);
  g_free (self->text);
  g_free (self->choice);
  g_free (self->media);
  g_free (self->mime_type);
  g_free (self->media_digest);
  g_free (self->detail);
  g_free (self->reply_to);
  g_free (self->far_id);
  g_free (self->send_key);
  g_free (self->error_message);
  g_free (self->new_id);
  g_free (self->new_phone);
}

/**
 * khidki_event_unref:
 * @self: (transfer full): an event
 *
 * Gives one reference back; the last one frees it.
 *
 * Since: 0.1
 */
void
khidki_event_unref (KhidkiEvent *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) khidki_event_clear);
}

static void
replace (char **slot, const char *value)
{
  g_free (*slot);
  *slot = g_strdup (value);
}

/**
 * khidki_event_set_detail:
 * @self: an event, right after its construction
 * @detail: (nullable): the far end's own word for what it is, e.g. `sticker`;
 *   of a failed status what is to follow: `retry`, `once`, `window`, `recipient`,
 *   `operator` or `failed`
 *
 * Since: 0.1
 */
void
khidki_event_set_detail (KhidkiEvent *self, const char *detail)
{
  replace (&self->detail, detail);
}

/**
 * khidki_event_set_reply_to:
 * @self: an event, right after its construction
 * @far_id: (nullable): the far end's id of the message that it answers
 *
 * Since: 0.1
 */
void
khidki_event_set_reply_to (KhidkiEvent *self, const char *far_id)
{
  replace (&self->reply_to, far_id);
}

/**
 * khidki_event_set_location:
 * @self: an event, right after its construction
 * @latitude: degrees
 * @longitude: degrees
 *
 * Since: 0.1
 */
void
khidki_event_set_location (KhidkiEvent *self, double latitude, double longitude)
{
  self->has_location = TRUE;
  self->latitude = latitude;
  self->longitude = longitude;
}

/**
 * khidki_event_set_media_digest:
 * @self: an event, right after its construction
 * @sha256_hex: (nullable): the digest that the far end gives for the file
 *
 * Since: 0.1
 */
void
khidki_event_set_media_digest (KhidkiEvent *self, const char *sha256_hex)
{
  replace (&self->media_digest, sha256_hex);
}

/**
 * khidki_event_set_error:
 * @self: a status, right after its construction
 * @code: the far end's number for why it failed
 * @message: (nullable): its words
 *
 * Since: 0.1
 */
void
khidki_event_set_error (KhidkiEvent *self, int code, const char *message)
{
  self->error_code = code;
  replace (&self->error_message, message);
}

/**
 * khidki_event_set_new_id:
 * @self: a change of identity, right after its construction
 * @new_id: (nullable): the account's new id
 * @new_phone: (nullable): its new number
 *
 * Since: 0.1
 */
void
khidki_event_set_new_id (KhidkiEvent *self, const char *new_id, const char *new_phone)
{
  replace (&self->new_id, new_id);
  replace (&self->new_phone, new_phone);
}

/**
 * khidki_event_get_kind:
 * @self: an event
 *
 * Returns: what happened
 *
 * Since: 0.1
 */
KhidkiEventKind
khidki_event_get_kind (KhidkiEvent *self)
{
  return self->kind;
}

/**
 * khidki_event_get_key:
 * @self: an event
 *
 * Returns: (transfer none): the far end's id of it, by which a second feed is recognised
 *
 * Since: 0.1
 */
const char *
khidki_event_get_key (KhidkiEvent *self)
{
  return self->key;
}

/**
 * khidki_event_get_account:
 * @self: an event
 *
 * Returns: (transfer none): whom it concerns
 *
 * Since: 0.1
 */
KhidkiAccount *
khidki_event_get_account (KhidkiEvent *self)
{
  return self->account;
}

/**
 * khidki_event_get_at:
 * @self: an event
 *
 * Returns: the far end's instant, UTC milliseconds
 *
 * Since: 0.1
 */
gint64
khidki_event_get_at (KhidkiEvent *self)
{
  return self->at;
}

/**
 * khidki_event_get_text:
 * @self: an event
 *
 * Returns: (nullable): the text, the caption, or what stood on the choice
 *
 * Since: 0.1
 */
const char *
khidki_event_get_text (KhidkiEvent *self)
{
  return self->text;
}

/**
 * khidki_event_get_choice:
 * @self: an event
 *
 * Returns: (transfer none) (nullable): of a tap, the id of the choice as we offered it
 *
 * Since: 0.1
 */
const char *
khidki_event_get_choice (KhidkiEvent *self)
{
  return self->choice;
}

/**
 * khidki_event_get_media:
 * @self: an event
 *
 * Returns: (transfer none) (nullable): of a file, the far end's id of it
 *
 * Since: 0.1
 */
const char *
khidki_event_get_media (KhidkiEvent *self)
{
  return self->media;
}

/**
 * khidki_event_get_mime_type:
 * @self: an event
 *
 * Returns: (transfer none) (nullable): of a file, what the sender claims it to be: never proof
 *   of anything
 *
 * Since: 0.1
 */
const char *
khidki_event_get_mime_type (KhidkiEvent *self)
{
  return self->mime_type;
}

/**
 * khidki_event_get_media_digest:
 * @self: an event
 *
 * Returns: (transfer none) (nullable): of a file, the SHA-256 that the far end gives for it, in
 *   hex
 *
 * Since: 0.1
 */
const char *
khidki_event_get_media_digest (KhidkiEvent *self)
{
  return self->media_digest;
}

/**
 * khidki_event_get_detail:
 * @self: an event
 *
 * Returns: (transfer none) (nullable): the far end's own word for what it is; of a failed status
 *   what is to
 *   follow, see [method@Event.set_detail]; of a server event its name
 *
 * Since: 0.1
 */
const char *
khidki_event_get_detail (KhidkiEvent *self)
{
  return self->detail;
}

/**
 * khidki_event_get_reply_to:
 * @self: an event
 *
 * Returns: (transfer none) (nullable): the far end's id of the message that it answers
 *
 * Since: 0.1
 */
const char *
khidki_event_get_reply_to (KhidkiEvent *self)
{
  return self->reply_to;
}

/**
 * khidki_event_get_location:
 * @self: an event
 * @latitude: (out) (optional): degrees
 * @longitude: (out) (optional): degrees
 *
 * Returns: whether the event carries a place
 *
 * Since: 0.1
 */
gboolean
khidki_event_get_location (KhidkiEvent *self, double *latitude, double *longitude)
{
  if (latitude != NULL)
    *latitude = self->latitude;
  if (longitude != NULL)
    *longitude = self->longitude;
  return self->has_location;
}

/**
 * khidki_event_get_status:
 * @self: an event
 *
 * Returns: of a status, what became of the message; without meaning for any other kind
 *
 * Since: 0.1
 */
KhidkiSendStatus
khidki_event_get_status (KhidkiEvent *self)
{
  return self->status;
}

/**
 * khidki_event_get_far_id:
 * @self: an event
 *
 * Returns: (transfer none) (nullable): of a status, the far end's id of the message
 *
 * Since: 0.1
 */
const char *
khidki_event_get_far_id (KhidkiEvent *self)
{
  return self->far_id;
}

/**
 * khidki_event_get_send_key:
 * @self: an event
 *
 * Returns: (transfer none) (nullable): of a status, the key that we gave at sending, if the far
 *   end echoes it
 *
 * Since: 0.1
 */
const char *
khidki_event_get_send_key (KhidkiEvent *self)
{
  return self->send_key;
}

/**
 * khidki_event_get_error_code:
 * @self: an event
 *
 * Returns: of a status, the far end's number for why it failed; 0 if it gave none
 *
 * Since: 0.1
 */
int
khidki_event_get_error_code (KhidkiEvent *self)
{
  return self->error_code;
}

/**
 * khidki_event_get_error_message:
 * @self: an event
 *
 * Returns: (transfer none) (nullable): of a status, the far end's words for why it failed
 *
 * Since: 0.1
 */
const char *
khidki_event_get_error_message (KhidkiEvent *self)
{
  return self->error_message;
}

/**
 * khidki_event_get_new_id:
 * @self: an event
 *
 * Returns: (transfer none) (nullable): of a change of identity, the account's new id; %NULL if
 *   it stays
 *
 * Since: 0.1
 */
const char *
khidki_event_get_new_id (KhidkiEvent *self)
{
  return self->new_id;
}

/**
 * khidki_event_get_new_phone:
 * @self: an event
 *
 * Returns: (transfer none) (nullable): of a change of identity, the new number; %NULL if it stays
 *
 * Since: 0.1
 */
const char *
khidki_event_get_new_phone (KhidkiEvent *self)
{
  return self->new_phone;
}

/**
 * khidki_event_get_values:
 * @self: a server event
 *
 * Returns: (transfer none) (nullable): its `a{sv}`
 *
 * Since: 0.1
 */
GVariant *
khidki_event_get_values (KhidkiEvent *self)
{
  return self->values;
}

/**
 * khidki_event_is_from_person:
 * @self: an event
 *
 * Returns: whether a person did it and waits for an answer
 *
 * Since: 0.1
 */
gboolean
khidki_event_is_from_person (KhidkiEvent *self)
{
  switch (self->kind)
    {
    case KHIDKI_EVENT_TEXT:
    case KHIDKI_EVENT_CHOICE:
    case KHIDKI_EVENT_MEDIA:
    case KHIDKI_EVENT_LOCATION:
    case KHIDKI_EVENT_OTHER:
      return TRUE;
    case KHIDKI_EVENT_STATUS:
    case KHIDKI_EVENT_IDENTITY:
    case KHIDKI_EVENT_NOTICE:
    case KHIDKI_EVENT_SERVER:
    default:
      return FALSE;
    }
}

/**
 * khidki_event_copy_with_text:
 * @self: an event
 * @text: (nullable): another text, e.g. with an Aadhaar number masked
 *
 * Returns: (transfer full): the same event with @text in place of its own
 *
 * Since: 0.1
 */
KhidkiEvent *
khidki_event_copy_with_text (KhidkiEvent *self, const char *text)
{
  KhidkiEvent *copy = khidki_event_new (self->kind, self->key, self->account, self->at);

  copy->status = self->status;
  copy->error_code = self->error_code;
  copy->has_location = self->has_location;
  copy->latitude = self->latitude;
  copy->longitude = self->longitude;
  copy->values = self->values != NULL ? g_variant_ref (self->values) : NULL;
  copy->text = g_strdup (text);
  copy->choice = g_strdup (self->choice);
  copy->media = g_strdup (self->media);
  copy->mime_type = g_strdup (self->mime_type);
  copy->media_digest = g_strdup (self->media_digest);
  copy->detail = g_strdup (self->detail);
  copy->reply_to = g_strdup (self->reply_to);
  copy->far_id = g_strdup (self->far_id);
  copy->send_key = g_strdup (self->send_key);
  copy->error_message = g_strdup (self->error_message);
  copy->new_id = g_strdup (self->new_id);
  copy->new_phone = g_strdup (self->new_phone);

  return copy;
}
