/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "outbox/khidki-outbox-rows.h"

#include "libkhidki/khidki-error.h"

static gboolean
find_place (KhidkiTransaction *transaction,
            const char *account,
            KhidkiLane lane,
            gint64 now,
            KhidkiOutboxPlace *place,
            GError **error)
{
  g_autoptr (KhidkiRows) rows = khidki_transaction_query (transaction, "outbox-held-until", "xx",
                                                          error, "sx", account, (gint64) lane);

  if (rows == NULL)
    return FALSE;
  place->after = khidki_rows_get_int64 (rows, 0, 0);
  place->next_at = MAX (now, khidki_rows_get_int64 (rows, 0, 1));
  return TRUE;
}

/* News that other channels can say as well is told by one of them if need be. */
static gboolean
may_fail_over (KhidkiLane lane, KhidkiMessage *message)
{
  return lane == KHIDKI_LANE_NEWS
         && (khidki_message_get_kind (message) == KHIDKI_MESSAGE_TEMPLATE
             || khidki_message_get_template (message) != NULL);
}

gint64
khidki_outbox_add (KhidkiTransaction *transaction,
                   const char *key,
                   const char *account_key,
                   KhidkiAccount *account,
                   KhidkiLane lane,
                   const char *application,
                   KhidkiMessage *message,
                   gint64 now,
                   KhidkiOutboxPlace *place,
                   GError **error)
{
  KhidkiOutboxPlace own;
  g_autoptr (GVariant) variant = khidki_message_to_variant (message);
  g_autoptr (GBytes) sealed =
      khidki_seal_close_variant (khidki_transaction_get_seal (transaction), "outbox", key, variant);
  int added;

  if (place == NULL)
    place = &own;
  if (!find_place (transaction, account_key, lane, now, place, error))
    return -1;
  added = khidki_transaction_execute (transaction, "outbox-add", error, "ssssxxxxsxb", key,
                                      account_key, khidki_account_get_channel (account),
                                      khidki_account_get_line (account), (gint64) lane,
                                      place->next_at, now, now,
                                      application != NULL ? application : "",
                                      (gint64) may_fail_over (lane, message), sealed);
  if (added < 0)
    return -1;
  return added > 0 ? khidki_transaction_get_last_id (transaction) : 0;
}

gboolean
khidki_outbox_is_note (const char *error)
{
  return g_str_equal (error, KHIDKI_OUTBOX_TOLD_ONCE)
         || g_str_equal (error, KHIDKI_OUTBOX_USE_TEMPLATE)
         || g_str_equal (error, KHIDKI_OUTBOX_TRIED_ONCE);
}

KhidkiMessage *
khidki_outbox_open_message (KhidkiSeal *seal, const char *key, GBytes *sealed, GError **error)
{
  g_autoptr (GVariant) variant =
      khidki_seal_open_variant (seal, "outbox", key, sealed, G_VARIANT_TYPE ("(ua{sv})"), error);
  KhidkiMessage *message;

  if (variant == NULL)
    return NULL;

  message = khidki_message_new_from_variant (variant);
  if (message == NULL)
    g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED, "a stored message cannot be read");
  return message;
}

KhidkiAccount *
khidki_outbox_open_account (KhidkiSeal *seal, const char *account, GBytes *sealed, GError **error)
{
  g_autoptr (GVariant) variant = khidki_seal_open_variant (seal, "account", account, sealed,
                                                           G_VARIANT_TYPE ("(sssss)"), error);
  KhidkiAccount *value;

  if (variant == NULL)
    return NULL;

  value = khidki_account_new_from_variant (variant);
  if (value == NULL)
    g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED, "a stored account cannot be read");
  return value;
}

/* The far end's id may hold a phone number. */
char *
khidki_outbox_digest_far_id (KhidkiTransaction *transaction, const char *far_id)
{
  if (far_id == NULL || *far_id == '\0')
    return g_strdup ("");
  return khidki_seal_digest (khidki_transaction_get_seal (transaction), "far-id", far_id);
}

gboolean
khidki_outbox_hold (KhidkiTransaction *transaction, gint64 id, gint64 until, GError **error)
{
  return khidki_transaction_execute (transaction, "outbox-hold", error, "xx", until, id) >= 0;
}

gboolean
khidki_outbox_release (KhidkiTransaction *transaction,
                       const char *account,
                       gint64 now,
                       gboolean *released,
                       GError **error)
{
  int changed = khidki_transaction_execute (transaction, "outbox-release", error, "xs", now, account);

  *released = *released || changed > 0;
  return changed >= 0;
}
