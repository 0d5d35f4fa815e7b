/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "outbox/khidki-outbox-rows.h"

#include "libkhidki/khidki-error.h"

#define RETRY_AFTER_WINDOW_MS 1000

gint64
khidki_outbox_add (KhidkiTransaction *transaction,
                   const char *key,
                   const char *account,
                   const char *channel,
                   KhidkiLane lane,
                   const char *application,
                   KhidkiMessage *message,
                   gint64 now,
                   GError **error)
{
  g_autoptr (GVariant) variant = khidki_message_to_variant (message);
  g_autoptr (GBytes) sealed =
      khidki_seal_close_variant (khidki_transaction_get_seal (transaction), "outbox", key, variant);
  int added;

  added = khidki_transaction_execute (transaction, "outbox-add", error, "sssxxxxsb", key, account,
                                      channel, (gint64) lane, now, now, now,
                                      application != NULL ? application : "", sealed);
  if (added < 0)
    return -1;
  return added > 0 ? khidki_transaction_get_last_id (transaction) : 0;
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

static const char *
name_of (KhidkiSendStatus status)
{
  switch (status)
    {
    case KHIDKI_SEND_STATUS_DELIVERED:
      return "delivered";
    case KHIDKI_SEND_STATUS_READ:
      return "read";
    case KHIDKI_SEND_STATUS_FAILED:
      return "failed";
    case KHIDKI_SEND_STATUS_SENT:
    default:
      return "sent";
    }
}

static int
rank_of (const char *state)
{
  static const char *const climb[] = { "queued", "sending", "uncertain", "parked",
                                       "sent",   "failed",  "delivered", "read" };

  for (guint i = 0; i < G_N_ELEMENTS (climb); i++)
    if (g_str_equal (state, climb[i]))
      return (int) i;
  return 0;
}

/* The far end's id may hold a phone number. */
char *
khidki_outbox_digest_far_id (KhidkiTransaction *transaction, const char *far_id)
{
  if (far_id == NULL || *far_id == '\0')
    return g_strdup ("");
  return khidki_seal_digest (khidki_transaction_get_seal (transaction), "far-id", far_id);
}

static KhidkiRows *
find_row (KhidkiTransaction *transaction, KhidkiEvent *status, GError **error)
{
  const char *send_key = khidki_event_get_send_key (status);
  g_autofree char *far_id = NULL;

  /* The key is known before the far end's id is: a status may be faster than the
   * answer to the send. */
  if (send_key != NULL && *send_key != '\0')
    return khidki_transaction_query (transaction, "outbox-find-key", "xsssssx", error, "s", send_key);
  far_id = khidki_outbox_digest_far_id (transaction, khidki_event_get_far_id (status));
  return khidki_transaction_query (transaction, "outbox-find-far", "xsssssx", error, "s", far_id);
}

/* What the row knows stays when the status does not name it. */
static char *
far_id_for (KhidkiTransaction *transaction, KhidkiEvent *status, KhidkiRows *rows)
{
  const char *far_id = khidki_event_get_far_id (status);

  return far_id != NULL && *far_id != '\0' ? khidki_outbox_digest_far_id (transaction, far_id)
                                           : g_strdup (khidki_rows_get_text (rows, 0, 4));
}

static gboolean
apply_failure (KhidkiTransaction *transaction,
               KhidkiEvent *status,
               KhidkiRows *rows,
               gint64 now,
               gboolean *queued,
               GError **error)
{
  gint64 id = khidki_rows_get_int64 (rows, 0, 0);
  const char *state = khidki_rows_get_text (rows, 0, 2);
  g_autofree char *text = NULL;
  g_autofree char *far_id = NULL;

  /* A delivered message cannot have failed; an older attempt of it can. */
  if (rank_of (state) >= rank_of ("delivered"))
    return TRUE;

  if (g_strcmp0 (khidki_event_get_detail (status), "window") == 0
      && !g_str_equal (khidki_rows_get_text (rows, 0, 5), KHIDKI_OUTBOX_USE_TEMPLATE)
      && khidki_rows_get_int64 (rows, 0, 6) < 3)
    {
      *queued = TRUE;
      return khidki_transaction_execute (transaction, "outbox-requeue", error, "xsxx",
                                         now + RETRY_AFTER_WINDOW_MS, KHIDKI_OUTBOX_USE_TEMPLATE, now,
                                         id) >= 0;
    }

  text = g_strdup_printf ("%d %s", khidki_event_get_error_code (status),
                          khidki_event_get_error_message (status) != NULL
                              ? khidki_event_get_error_message (status)
                              : "");
  far_id = far_id_for (transaction, status, rows);
  return khidki_transaction_execute (transaction, "outbox-status", error, "sssxx", "failed", far_id,
                                     text, now, id) >= 0;
}

gboolean
khidki_outbox_apply_status (KhidkiTransaction *transaction,
                            KhidkiEvent *status,
                            gint64 now,
                            char **delivered,
                            gboolean *queued,
                            GError **error)
{
  g_autoptr (KhidkiRows) rows = find_row (transaction, status, error);
  const char *name = name_of (khidki_event_get_status (status));
  const char *state, *application;
  g_autofree char *far_id = NULL;

  *delivered = NULL;
  *queued = FALSE;
  if (rows == NULL)
    return FALSE;
  if (khidki_rows_get_n (rows) == 0)
    return TRUE;
  if (khidki_event_get_status (status) == KHIDKI_SEND_STATUS_FAILED)
    return apply_failure (transaction, status, rows, now, queued, error);

  state = khidki_rows_get_text (rows, 0, 2);
  application = khidki_rows_get_text (rows, 0, 3);
  if (rank_of (name) >= rank_of ("delivered") && rank_of (state) < rank_of ("delivered")
      && *application != '\0')
    *delivered = g_strdup (application);
  if (rank_of (name) <= rank_of (state))
    return TRUE;

  far_id = far_id_for (transaction, status, rows);
  return khidki_transaction_execute (transaction, "outbox-status", error, "sssxx", name, far_id, "",
                                     now, khidki_rows_get_int64 (rows, 0, 0)) >= 0;
}
