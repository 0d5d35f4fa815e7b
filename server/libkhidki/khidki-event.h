/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-account.h"
#include "khidki-paper.h"

G_BEGIN_DECLS

/**
 * KhidkiEventKind:
 * @KHIDKI_EVENT_TEXT: a person wrote
 * @KHIDKI_EVENT_CHOICE: a person tapped a choice that we offered
 * @KHIDKI_EVENT_MEDIA: a person sent a file; it is fetched as a job of its own
 * @KHIDKI_EVENT_LOCATION: a person sent a place
 * @KHIDKI_EVENT_OTHER: a person sent something else (voice, contact, sticker …); `detail` names it
 * @KHIDKI_EVENT_STATUS: the far end's news of a message of ours
 * @KHIDKI_EVENT_IDENTITY: the account's number or id changed
 * @KHIDKI_EVENT_NOTICE: nobody wrote; kept, never answered
 * @KHIDKI_EVENT_SERVER: the server's own word to this citizen's conversation; `detail` names it
 *
 * Since: 0.1
 */
typedef enum
{
  KHIDKI_EVENT_TEXT,
  KHIDKI_EVENT_CHOICE,
  KHIDKI_EVENT_MEDIA,
  KHIDKI_EVENT_LOCATION,
  KHIDKI_EVENT_OTHER,
  KHIDKI_EVENT_STATUS,
  KHIDKI_EVENT_IDENTITY,
  KHIDKI_EVENT_NOTICE,
  KHIDKI_EVENT_SERVER,
} KhidkiEventKind;

/**
 * KhidkiSendStatus:
 *
 * What the far end says of a message of ours. Statuses may be skipped, doubled
 * and out of order; a higher one is never undone by a lower.
 *
 * Since: 0.1
 */
typedef enum
{
  KHIDKI_SEND_STATUS_SENT,
  KHIDKI_SEND_STATUS_DELIVERED,
  KHIDKI_SEND_STATUS_READ,
  KHIDKI_SEND_STATUS_FAILED,
} KhidkiSendStatus;

/**
 * KhidkiEvent:
 *
 * One thing that happened at a far end, or in the server, for one account.
 * Built by its constructor and the setters right after it; from the moment it
 * is handed over it is immutable.
 *
 * Since: 0.1
 */
typedef struct _KhidkiEvent KhidkiEvent;

#define KHIDKI_TYPE_EVENT (khidki_event_get_type ())

GType khidki_event_get_type (void);

KhidkiEvent *khidki_event_new (KhidkiEventKind kind,
                               const char *key,
                               KhidkiAccount *account,
                               gint64 at);
KhidkiEvent *khidki_event_new_text (const char *key,
                                    KhidkiAccount *account,
                                    gint64 at,
                                    const char *text);
KhidkiEvent *khidki_event_new_choice (const char *key,
                                      KhidkiAccount *account,
                                      gint64 at,
                                      const char *choice,
                                      const char *title);
KhidkiEvent *khidki_event_new_media (const char *key,
                                     KhidkiAccount *account,
                                     gint64 at,
                                     const char *media,
                                     const char *mime_type,
                                     const char *caption);
KhidkiEvent *khidki_event_new_status (const char *key,
                                      KhidkiAccount *account,
                                      gint64 at,
                                      KhidkiSendStatus status,
                                      const char *far_id,
                                      const char *send_key);
KhidkiEvent *khidki_event_new_server (const char *key,
                                      KhidkiAccount *account,
                                      gint64 at,
                                      const char *detail,
                                      GVariant *values);
KhidkiEvent *khidki_event_ref (KhidkiEvent *self);
void khidki_event_unref (KhidkiEvent *self);

/* Right after construction only. */
void khidki_event_set_detail (KhidkiEvent *self, const char *detail);
void khidki_event_set_reply_to (KhidkiEvent *self, const char *far_id);
void khidki_event_set_location (KhidkiEvent *self, double latitude, double longitude);
void khidki_event_set_media_digest (KhidkiEvent *self, const char *sha256_hex);
void khidki_event_set_error (KhidkiEvent *self, int code, const char *message);
void khidki_event_set_new_id (KhidkiEvent *self, const char *new_id, const char *new_phone);

KhidkiEventKind khidki_event_get_kind (KhidkiEvent *self);
const char *khidki_event_get_key (KhidkiEvent *self);
KhidkiAccount *khidki_event_get_account (KhidkiEvent *self);
gint64 khidki_event_get_at (KhidkiEvent *self);
const char *khidki_event_get_text (KhidkiEvent *self);
const char *khidki_event_get_choice (KhidkiEvent *self);
const char *khidki_event_get_media (KhidkiEvent *self);
const char *khidki_event_get_mime_type (KhidkiEvent *self);
const char *khidki_event_get_media_digest (KhidkiEvent *self);
const char *khidki_event_get_detail (KhidkiEvent *self);
const char *khidki_event_get_reply_to (KhidkiEvent *self);
gboolean khidki_event_get_location (KhidkiEvent *self, double *latitude, double *longitude);
KhidkiSendStatus khidki_event_get_status (KhidkiEvent *self);
const char *khidki_event_get_far_id (KhidkiEvent *self);
const char *khidki_event_get_send_key (KhidkiEvent *self);
int khidki_event_get_error_code (KhidkiEvent *self);
const char *khidki_event_get_error_message (KhidkiEvent *self);
const char *khidki_event_get_new_id (KhidkiEvent *self);
const char *khidki_event_get_new_phone (KhidkiEvent *self);
GVariant *khidki_event_get_values (KhidkiEvent *self);
gboolean khidki_event_is_from_person (KhidkiEvent *self);

KhidkiEvent *khidki_event_copy_with_text (KhidkiEvent *self, const char *text);

GVariant *khidki_event_to_variant (KhidkiEvent *self);
KhidkiEvent *khidki_event_new_from_variant (GVariant *variant);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiEvent, khidki_event_unref)

G_END_DECLS
