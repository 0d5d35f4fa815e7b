/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipeline/khidki-pipeline-private.h"

#include "jobs/khidki-job-rows.h"
#include "libkhidki/khidki-event.h"
#include "outbox/khidki-outbox-rows.h"

static GVariant *
make_values (KhidkiApplicationRow *row, const KhidkiMove *move, const KhidkiMoveOutcome *outcome)
{
  /* With other moves, officers write to each other. */
  gboolean to_citizen = g_str_equal (move->move, "ask") || g_str_equal (move->move, "reject");
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "number", "s", row->number);
  g_variant_dict_insert (&dict, "move", "s", move->move);
  g_variant_dict_insert (&dict, "state", "s", khidki_state_to_string (row->state));
  g_variant_dict_insert (&dict, "stage", "s", row->stage);
  g_variant_dict_insert (&dict, "service", "s", row->service);
  g_variant_dict_insert (&dict, "reason", "s", row->reason);
  g_variant_dict_insert (&dict, "text", "s", to_citizen ? move->text : "");
  if (row->state == KHIDKI_STATE_QUERY)
    g_variant_dict_insert (&dict, "answer-by", "x", khidki_application_row_get_answer_by (row));
  g_variant_dict_insert (&dict, "subdivision", "s", row->subdivision);
  if (outcome->paper != NULL)
    {
      g_autoptr (GVariant) paper = khidki_paper_to_variant (outcome->paper);

      g_variant_dict_insert (&dict, "certificate", "s", outcome->certificate);
      g_variant_dict_insert_value (&dict, "paper", paper);
      g_variant_dict_insert (&dict, "filename", "s", outcome->filename);
    }
  return g_variant_dict_end (&dict);
}

gboolean
khidki_pipeline_add_news (KhidkiTransaction *transaction,
                          KhidkiApplicationRow *row,
                          const KhidkiMove *move,
                          const KhidkiMoveOutcome *outcome,
                          GError **error)
{
  g_autofree char *key =
      g_strdup_printf ("move:%s:%" G_GINT64_FORMAT, row->number, row->version);
  g_autoptr (KhidkiAccount) account = NULL;
  g_autoptr (KhidkiEvent) event = NULL;
  g_autoptr (GVariant) payload = NULL;
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (KhidkiRows) rows = khidki_transaction_query (transaction, "application-account", "b",
                                                          error, "s", row->account);

  if (rows == NULL)
    return FALSE;
  /* Whoever came to a counter has no conversation to be told in. */
  if (khidki_rows_get_n (rows) == 0)
    return TRUE;

  sealed = khidki_rows_get_bytes (rows, 0, 0);
  account = khidki_outbox_open_account (khidki_transaction_get_seal (transaction), row->account,
                                        sealed, error);
  if (account == NULL)
    return FALSE;
  event = khidki_event_new_server (key, account, move->now, "application-moved",
                                   make_values (row, move, outcome));
  payload = khidki_event_to_variant (event);
  return khidki_job_add (transaction, key, "event", row->account, row->number, payload, move->now,
                         move->now, error);
}
