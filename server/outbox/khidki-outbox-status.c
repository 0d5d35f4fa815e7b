/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "outbox/khidki-outbox-rows.h"
#include "outbox/khidki-outbox-wait.h"

#define ROW_COLUMNS "xsssssxxx"

/* The row that a status is about; the texts belong to @rows. */
typedef struct
{
  KhidkiRows *rows;
  gint64 id;
  const char *state;
  const char *application;
  const char *far_id;
  const char *error;
  gint64 attempts;
  gboolean may_fail_over;
  gboolean is_reply;
} Row;

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
  static const char *const climb[] = { "queued", "sending", "uncertain", "held",      "parked",
                                       "sent",   "failed",  "delivered", "read", "rerouted" };

  for (guint i = 0; i < G_N_ELEMENTS (climb); i++)
    if (g_str_equal (state, climb[i]))
      return (int) i;
  return 0;
}

static KhidkiRows *
find_row (KhidkiTransaction *transaction, KhidkiEvent *status, const char *far_id, GError **error)
{
  const char *send_key = khidki_event_get_send_key (status);

  /* The key is known before the far end's id is: a status may be faster than the
   * answer to the send. */
  if (send_key != NULL && *send_key != '\0')
    return khidki_transaction_query (transaction, "outbox-find-key", ROW_COLUMNS, error, "s",
                                     send_key);
  return khidki_transaction_query (transaction, "outbox-find-far", ROW_COLUMNS, error, "s", far_id);
}

static Row
read_row (KhidkiRows *rows)
{
  Row row = { rows,
              khidki_rows_get_int64 (rows, 0, 0),
              khidki_rows_get_text (rows, 0, 2),
              khidki_rows_get_text (rows, 0, 3),
              khidki_rows_get_text (rows, 0, 4),
              khidki_rows_get_text (rows, 0, 5),
              khidki_rows_get_int64 (rows, 0, 6),
              khidki_rows_get_int64 (rows, 0, 7) == 1,
              khidki_rows_get_int64 (rows, 0, 8) == KHIDKI_LANE_REPLY };

  return row;
}

static gboolean
is_state (const Row *row, const char *state)
{
  return g_str_equal (row->state, state);
}

/* The row holds the far end's id of the last attempt that it took or that it
 * failed. A status of an earlier one has another; while an attempt is under way,
 * that one has none yet. */
static gboolean
is_of_last_attempt (const Row *row, const char *far_id)
{
  gboolean known = *far_id != '\0' && *row->far_id != '\0';
  gboolean same = g_str_equal (far_id, row->far_id);

  if (is_state (row, "sending") || is_state (row, "uncertain"))
    return !known || !same;
  return is_state (row, "sent") && (!known || same);
}

/* What the row knows stays when the status does not name it. */
static gboolean
set_state (KhidkiTransaction *transaction,
           const Row *row,
           const char *state,
           const char *far_id,
           const char *text,
           gint64 now,
           GError **error)
{
  return khidki_transaction_execute (transaction, "outbox-status", error, "sssxx", state,
                                     *far_id != '\0' ? far_id : row->far_id, text, now, row->id)
         >= 0;
}

/* One more attempt of the same row: it goes back to its place in the lane. */
static gboolean
queue_again (KhidkiTransaction *transaction,
             const Row *row,
             gint64 attempts,
             const char *far_id,
             const char *text,
             gint64 next_at,
             gint64 now,
             GError **error)
{
  return khidki_transaction_execute (transaction, "outbox-requeue", error, "xxssxx", attempts,
                                     next_at, *far_id != '\0' ? far_id : row->far_id, text, now,
                                     row->id)
             >= 0
         && khidki_outbox_hold (transaction, row->id, next_at, error);
}

/* (nullable): the words with which the row waits; NULL if it is to be parked. */
static const char *
choose_note (const Row *row, const char *detail, const char *text)
{
  if (g_str_equal (detail, "operator"))
    return text;
  if (row->attempts >= KHIDKI_OUTBOX_MOST_ATTEMPTS)
    return NULL;
  if (g_str_equal (detail, "retry"))
    return khidki_outbox_is_note (row->error) ? row->error : text;
  if (g_str_equal (detail, "once"))
    return khidki_outbox_is_note (row->error) ? NULL : KHIDKI_OUTBOX_TRIED_ONCE;
  /* Far ends are known to say so wrongly, once. */
  if (!khidki_outbox_is_note (row->error) || g_str_equal (row->error, KHIDKI_OUTBOX_TRIED_ONCE))
    return KHIDKI_OUTBOX_TOLD_ONCE;
  return g_str_equal (row->error, KHIDKI_OUTBOX_TOLD_ONCE) ? KHIDKI_OUTBOX_USE_TEMPLATE : NULL;
}

static gint64
choose_wait (const Row *row, const char *detail)
{
  if (g_str_equal (detail, "operator"))
    return KHIDKI_OUTBOX_PAUSE_MS;
  if (g_str_equal (detail, "window"))
    return KHIDKI_OUTBOX_FIRST_WAIT_MS;
  /* Rows that failed together do not come back together. */
  return khidki_outbox_wait ((guint) row->attempts, (guint8) (row->id * 37));
}

static gboolean
apply_failure (KhidkiTransaction *transaction,
               KhidkiEvent *status,
               const Row *row,
               const char *far_id,
               gint64 now,
               gboolean *queued,
               gboolean *unanswered,
               GError **error)
{
  static const char *const again[] = { "retry", "once", "window", "operator", NULL };
  const char *message = khidki_event_get_error_message (status);
  const char *detail = khidki_event_get_detail (status);
  g_autofree char *text = NULL;
  const char *note;
  gboolean may_recur;
  gint64 attempts;

  /* Doubled, or of an attempt that was made up for since. */
  if (!is_of_last_attempt (row, far_id))
    return TRUE;
  text = g_strdup_printf ("%s%d %s",
                          g_strcmp0 (detail, "operator") == 0 ? KHIDKI_OUTBOX_FOR_OPERATOR : "",
                          khidki_event_get_error_code (status), message != NULL ? message : "");
  if (g_strcmp0 (detail, "template") == 0)
    return set_state (transaction, row, "held", far_id, text, now, error);
  may_recur = detail != NULL && g_strv_contains (again, detail);
  note = may_recur ? choose_note (row, detail, text) : NULL;
  if (note == NULL)
    {
      *queued = *queued || row->may_fail_over;
      /* That somebody cannot be reached is no news to them; else they wait for an answer. */
      *unanswered = row->is_reply && detail != NULL && !g_str_equal (detail, "recipient");
      return set_state (transaction, row, may_recur ? "parked" : "failed", far_id, text, now, error);
    }

  *queued = TRUE;
  /* This message is not the reason: it does not count as a try. */
  attempts = g_str_equal (detail, "operator") ? MAX (row->attempts - 1, 0) : row->attempts;
  return queue_again (transaction, row, attempts, far_id, note, now + choose_wait (row, detail), now,
                      error);
}

/* That the far end took an attempt which failed meanwhile is no news: the row
 * waits for the next one. */
static gboolean
is_overtaken (const Row *row, const char *far_id)
{
  if (*row->far_id == '\0')
    return FALSE;
  return is_state (row, "queued")
         || ((is_state (row, "sending") || is_state (row, "uncertain"))
             && g_str_equal (row->far_id, far_id));
}

static gboolean
apply_success (KhidkiTransaction *transaction,
               const char *name,
               const Row *row,
               const char *far_id,
               gint64 now,
               char **delivered,
               GError **error)
{
  gboolean arrived = rank_of (name) >= rank_of ("delivered");
  /* Of a row that went another way too, nothing changes; but a document that has
   * arrived at last is delivered. */
  gboolean is_first = rank_of (row->state) < rank_of ("delivered") || is_state (row, "rerouted");

  if (arrived && is_first && *row->application != '\0')
    *delivered = g_strdup (row->application);
  if (rank_of (name) <= rank_of (row->state) || (!arrived && is_overtaken (row, far_id)))
    return TRUE;
  return set_state (transaction, row, name, far_id,
                    !arrived && khidki_outbox_is_note (row->error) ? row->error : "", now, error);
}

gboolean
khidki_outbox_apply_status (KhidkiTransaction *transaction,
                            KhidkiEvent *status,
                            gint64 now,
                            char **delivered,
                            gboolean *queued,
                            gboolean *unanswered,
                            GError **error)
{
  g_autofree char *far_id =
      khidki_outbox_digest_far_id (transaction, khidki_event_get_far_id (status));
  g_autoptr (KhidkiRows) rows = find_row (transaction, status, far_id, error);
  Row row;

  *delivered = NULL;
  *queued = FALSE;
  *unanswered = FALSE;
  if (rows == NULL)
    return FALSE;
  if (khidki_rows_get_n (rows) == 0)
    return TRUE;
  row = read_row (rows);
  if (is_state (&row, "uncertain")
      && !khidki_outbox_release (transaction, khidki_rows_get_text (rows, 0, 1), now, queued, error))
    return FALSE;
  if (khidki_event_get_status (status) == KHIDKI_SEND_STATUS_FAILED)
    return apply_failure (transaction, status, &row, far_id, now, queued, unanswered,
                          error);
  return apply_success (transaction, name_of (khidki_event_get_status (status)), &row, far_id, now,
                        delivered, error);
}
