/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-statuses.h"

#include "khidki-sandbox-envelope.h"
#include "khidki-sandbox-inbound.h"
#include "khidki-sandbox-json.h"

static const char *const ladder[] = { "accepted", "sent", "delivered", "read" };

/* A message of which it is time to report. */
typedef struct
{
  KhidkiSandboxItem *item;
  gint64             due; /* monotonic, µs */
} Report;

static int
rung_of (const char *status)
{
  for (guint i = 0; i < G_N_ELEMENTS (ladder); i++)
    if (g_str_equal (ladder[i], status))
      return i;
  return -1;
}

static void
send_status (KhidkiSandbox     *sandbox,
             KhidkiSandboxItem *item,
             const char        *status)
{
  KhidkiSandboxCitizen *citizen = khidki_sandbox_citizens_find (sandbox->citizens, item->wa_id);
  g_autoptr (JsonNode) body = NULL;

  body = khidki_sandbox_envelope_status (sandbox->config, citizen, item, status,
                                         khidki_sandbox_now (sandbox));
  khidki_sandbox_webhook_send (sandbox->webhook, item->wa_id, body, NULL, NULL, NULL);
  item->status = status;
  khidki_sandbox_inbound_publish (sandbox, item);
}

/**
 * khidki_sandbox_statuses_report:
 * @sandbox: a sandbox
 * @item: a message of the business
 * @status: "sent", "delivered", "read" or "failed"
 * @code: with "failed", the error's code
 *
 * Sends the webhook of that status. A status that the message has already
 * passed is sent again all the same: Meta does so too.
 *
 * Returns: whether @status is one
 */
gboolean
khidki_sandbox_statuses_report (KhidkiSandbox     *sandbox,
                                KhidkiSandboxItem *item,
                                const char        *status,
                                int                code)
{
  int rung = rung_of (status);

  if (g_str_equal (status, "failed"))
    {
      if (code != 0)
        {
          g_autoptr (KhidkiSandboxRefusal) refusal = NULL;

          refusal = khidki_sandbox_refusal_new (code, "%s", khidki_sandbox_refusal_title (code));
          g_clear_pointer (&item->error, json_object_unref);
          item->error = khidki_sandbox_refusal_to_error (refusal);
        }
      send_status (sandbox, item, "failed");
      return TRUE;
    }
  if (rung < 1)
    return FALSE;
  send_status (sandbox, item, ladder[rung]);
  return TRUE;
}

static void
report_due (KhidkiSandbox     *sandbox,
            KhidkiSandboxItem *item)
{
  gboolean reaction = g_strcmp0 (khidki_sandbox_json_get_string (item->message, "type"),
                                 "reaction") == 0;

  if (item->error != NULL)
    {
      khidki_sandbox_statuses_report (sandbox, item, "failed", 0);
      return;
    }
  send_status (sandbox, item, "sent");
  if (reaction)
    return;
  send_status (sandbox, item, "delivered");
  if (sandbox->reading)
    send_status (sandbox, item, "read");
}

/* As they came, of those that are due at once. */
static int
by_due (gconstpointer one,
        gconstpointer other,
        gpointer      data)
{
  return ((const Report *) one)->due < ((const Report *) other)->due ? -1 : 1;
}

static gboolean
on_due (gpointer data)
{
  KhidkiSandbox *sandbox = data;
  gint64 now = g_get_monotonic_time ();
  Report *first;

  while ((first = g_queue_peek_head (&sandbox->reports)) != NULL && first->due <= now)
    {
      g_queue_pop_head (&sandbox->reports);
      report_due (sandbox, first->item);
      khidki_sandbox_item_unref (first->item);
      g_free (first);
    }
  sandbox->reports_timer = 0;
  if (first != NULL)
    sandbox->reports_timer = g_timeout_add ((first->due - now) / 1000 + 1, on_due, sandbox);
  return G_SOURCE_REMOVE;
}

/**
 * khidki_sandbox_statuses_expect:
 * @sandbox: a sandbox
 * @item: a message that was accepted; with an error it will fail
 *
 * Has the statuses follow, unless they are switched off. A failure is reported
 * in any case.
 */
void
khidki_sandbox_statuses_expect (KhidkiSandbox     *sandbox,
                                KhidkiSandboxItem *item)
{
  Report *report;

  if (!sandbox->automatic && item->error == NULL)
    return;
  report = g_new0 (Report, 1);
  report->item = khidki_sandbox_item_ref (item);
  report->due = g_get_monotonic_time () + sandbox->config->status_delay * G_GINT64_CONSTANT (1000);
  g_queue_insert_sorted (&sandbox->reports, report, by_due, NULL);
  if (g_queue_peek_head (&sandbox->reports) != report)
    return;
  g_clear_handle_id (&sandbox->reports_timer, g_source_remove);
  sandbox->reports_timer = g_timeout_add (sandbox->config->status_delay, on_due, sandbox);
}

/**
 * khidki_sandbox_statuses_read:
 * @sandbox: a sandbox
 * @citizen: who has the chat open
 *
 * Reports each message that has reached the phone as read.
 */
void
khidki_sandbox_statuses_read (KhidkiSandbox        *sandbox,
                              KhidkiSandboxCitizen *citizen)
{
  if (!sandbox->automatic)
    return;
  for (GList *at = citizen->items.head; at != NULL; at = at->next)
    {
      KhidkiSandboxItem *item = at->data;

      if (item->business && g_str_equal (item->status, "delivered"))
        send_status (sandbox, item, "read");
    }
}
