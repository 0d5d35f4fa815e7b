/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pages/khidki-private-link.h"

#include "jobs/khidki-job-rows.h"
#include "libkhidki/khidki-error.h"
#include "libkhidki/khidki-event.h"
#include "outbox/khidki-outbox-rows.h"

#define PURPOSE "private-link"

static gboolean
open_draft (KhidkiPrivateLink *self, KhidkiTransaction *transaction, GError **error)
{
  g_autoptr (KhidkiRows) rows = khidki_transaction_query (
      transaction, "private-draft-load", "b", error, "ss", self->draft_id, self->account_key);
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (GVariant) boxed = NULL;
  g_autoptr (GVariant) value = NULL;

  if (rows == NULL)
    return FALSE;
  if (khidki_rows_get_n (rows) == 0)
    return TRUE;

  sealed = khidki_rows_get_bytes (rows, 0, 0);
  boxed = khidki_seal_open_variant (khidki_transaction_get_seal (transaction), "draft",
                                    self->draft_id, sealed, G_VARIANT_TYPE_VARIANT, error);
  if (boxed == NULL)
    return FALSE;
  value = g_variant_get_variant (boxed);
  self->draft = khidki_draft_new_from_variant (value);
  return TRUE;
}

static KhidkiPrivateLink *
read_link (KhidkiRows *rows, const char *digest)
{
  KhidkiPrivateLink *self = g_new0 (KhidkiPrivateLink, 1);

  self->digest = g_strdup (digest);
  self->account_key = g_strdup (khidki_rows_get_text (rows, 0, 0));
  self->draft_id = g_strdup (khidki_rows_get_text (rows, 0, 1));
  self->path = g_strdup (khidki_rows_get_text (rows, 0, 2));
  self->language = g_strdup (khidki_rows_get_text (rows, 0, 3));
  self->expires = khidki_rows_get_int64 (rows, 0, 4);
  self->used = khidki_rows_get_int64 (rows, 0, 5);
  return self;
}

/**
 * khidki_private_link_load:
 * @transaction: a transaction
 * @token: what the link ends with
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the link; %NULL with
 *   KHIDKI_ERROR_NOT_FOUND when there is none
 *
 * Since: 0.1
 */
KhidkiPrivateLink *
khidki_private_link_load (KhidkiTransaction *transaction, const char *token, GError **error)
{
  KhidkiSeal *seal = khidki_transaction_get_seal (transaction);
  g_autofree char *digest = khidki_seal_digest (seal, PURPOSE, token);
  g_autoptr (KhidkiRows) rows =
      khidki_transaction_query (transaction, "private-link-load", "ssssxxb", error, "s", digest);
  g_autoptr (KhidkiPrivateLink) self = NULL;
  g_autoptr (GBytes) sealed = NULL;

  if (rows == NULL)
    return NULL;
  if (khidki_rows_get_n (rows) == 0)
    {
      g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND, "There is no such link");
      return NULL;
    }
  self = read_link (rows, digest);
  sealed = khidki_rows_get_bytes (rows, 0, 6);
  self->account = khidki_outbox_open_account (seal, self->account_key, sealed, error);
  if (self->account == NULL || !open_draft (self, transaction, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
khidki_private_link_free (KhidkiPrivateLink *self)
{
  g_free (self->digest);
  g_free (self->account_key);
  g_clear_pointer (&self->account, khidki_account_unref);
  g_free (self->draft_id);
  g_clear_pointer (&self->draft, khidki_draft_unref);
  g_free (self->path);
  g_free (self->language);
  g_free (self);
}

KhidkiPrivateState
khidki_private_link_get_state (const KhidkiPrivateLink *self, gint64 now)
{
  if (self->used != 0)
    return KHIDKI_PRIVATE_DONE;
  if (now >= self->expires)
    return KHIDKI_PRIVATE_EXPIRED;
  return self->draft != NULL ? KHIDKI_PRIVATE_OPEN : KHIDKI_PRIVATE_CLOSED;
}

static GVariant *
make_values (const KhidkiPrivateLink *self, const char *value)
{
  GVariantDict values;

  g_variant_dict_init (&values, NULL);
  g_variant_dict_insert (&values, "draft", "s", self->draft_id);
  g_variant_dict_insert (&values, "path", "s", self->path);
  g_variant_dict_insert (&values, "value", "s", value);
  return g_variant_dict_end (&values);
}

/**
 * khidki_private_link_use:
 * @transaction: a writing transaction
 * @self: a link, as it was loaded
 * @value: what was filled in, checked
 * @now: UTC milliseconds
 * @given: (out): whether the link is used now, by this call or one before it
 * @error: return location for an error
 *
 * Hands the value to the citizen's conversation, once: a second call for the
 * same link changes nothing.
 *
 * Returns: FALSE if the rows cannot be written
 *
 * Since: 0.1
 */
gboolean
khidki_private_link_use (KhidkiTransaction *transaction,
                         const KhidkiPrivateLink *self,
                         const char *value,
                         gint64 now,
                         gboolean *given,
                         GError **error)
{
  g_autofree char *key = g_strconcat ("private:", self->digest, NULL);
  int changed = khidki_transaction_execute (transaction, "private-link-use", error, "xsx", now,
                                            self->digest, now);
  g_autoptr (KhidkiEvent) event = NULL;
  g_autoptr (GVariant) payload = NULL;
  g_autoptr (KhidkiRows) rows = NULL;

  if (changed < 0)
    return FALSE;
  if (changed == 0)
    {
      rows = khidki_transaction_query (transaction, "private-link-load", "ssssxxb", error, "s",
                                       self->digest);
      *given = rows != NULL && khidki_rows_get_n (rows) > 0 && khidki_rows_get_int64 (rows, 0, 5) != 0;
      return rows != NULL;
    }
  *given = TRUE;
  event = khidki_event_new_server (key, self->account, now, "private-given",
                                   make_values (self, value));
  payload = khidki_event_to_variant (event);
  return khidki_job_add (transaction, key, "event", self->account_key, self->draft_id, payload, now,
                         now, error);
}
