/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "outbox/khidki-outbox-entry.h"

/* The far end judges by its own clock: a message sent in the last minute of the
 * window may arrive after it. */
#define WINDOW_MARGIN_MS (60 * 1000)

KhidkiOutboxEntry *
khidki_outbox_entry_new (gint64 id,
                         const char *key,
                         const char *account_key,
                         KhidkiAccount *account,
                         KhidkiLane lane,
                         gint64 last_inbound,
                         KhidkiMessage *message)
{
  KhidkiOutboxEntry *self = g_new0 (KhidkiOutboxEntry, 1);

  self->id = id;
  self->key = g_strdup (key);
  self->account_key = g_strdup (account_key);
  self->account = khidki_account_ref (account);
  self->lane = lane;
  self->last_inbound = last_inbound;
  self->message = khidki_message_ref (message);
  return self;
}

void
khidki_outbox_entry_free (KhidkiOutboxEntry *self)
{
  g_free (self->key);
  g_free (self->account_key);
  g_free (self->refusal);
  khidki_account_unref (self->account);
  khidki_message_unref (self->message);
  g_free (self);
}

gboolean
khidki_outbox_entry_has_paper (KhidkiOutboxEntry *self)
{
  KhidkiMessage *other = khidki_message_get_template (self->message);

  return khidki_message_get_paper (self->message) != NULL
         || (other != NULL && khidki_message_get_paper (other) != NULL);
}

gboolean
khidki_outbox_entry_is_in_window (KhidkiOutboxEntry *self, gint64 window, gint64 now)
{
  return window == 0 || now < self->last_inbound + window - WINDOW_MARGIN_MS;
}

KhidkiMessage *
khidki_outbox_entry_choose (KhidkiOutboxEntry *self, const KhidkiLimits *limits, gint64 now)
{
  if (khidki_message_get_kind (self->message) == KHIDKI_MESSAGE_TEMPLATE)
    return self->message;
  if (!limits->templates_only && !self->use_template
      && khidki_outbox_entry_is_in_window (self, limits->window, now))
    return self->message;
  return khidki_message_get_template (self->message);
}
