/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipeline/khidki-pipeline-private.h"

#include "jobs/khidki-job-rows.h"
#include "libkhidki/khidki-event.h"
#include "drafts/khidki-counter-account.h"
#include "outbox/khidki-outbox-rows.h"
#include "outbox/khidki-reach.h"

static GVariant *
make_values (KhidkiApplicationRow *row,
             const KhidkiMove *move,
             const KhidkiMoveOutcome *outcome,
             gboolean unproven)
{
  /* With other moves, officers write to each other. */
  gboolean to_citizen = g_str_equal (move->move, "ask") || g_str_equal (move->move, "reject");
  GVariantDict dict;

  g_variant_dict_init (&dict, NULL);
  if (unproven)
    g_variant_dict_insert (&dict, "unproven", "b", TRUE);
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

/* Who is told: @unproven if nobody has shown that the phone is theirs. */
typedef struct
{
  KhidkiAccount *account;
  char *key;
  gboolean unproven;
} Reader;

static void
reader_clear (Reader *reader)
{
  g_clear_pointer (&reader->account, khidki_account_unref);
  g_clear_pointer (&reader->key, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

static void
set_reader (Reader *reader, KhidkiAccount *account, char *key)
{
  reader_clear (reader);
  reader->account = account;
  reader->key = key;
}

/* Whoever came to a counter is told at the phone that was typed there. */
static gboolean
find_typed_phone (KhidkiTransaction *transaction, Reader *reader, gint64 now, GError **error)
{
  const char *phone = khidki_account_get_phone (reader->account);
  KhidkiAccount *found = NULL;

  reader->unproven = TRUE;
  if (phone == NULL)
    return TRUE;
  if (!khidki_reach_any (transaction, phone, &found, error))
    return FALSE;
  if (found == NULL)
    return TRUE;
  set_reader (reader, found, khidki_account_key (khidki_transaction_get_seal (transaction), found));
  return khidki_account_row_add (transaction, found, now, error) >= 0;
}

/* The same person may have written elsewhere since. Where one can converse, the case
 * goes with them, so that they can answer; where short texts are all there is, it
 * stays where it was, and they are only told. */
static gboolean
find_last_used (KhidkiTransaction *transaction,
                KhidkiApplicationRow *row,
                Reader *reader,
                gint64 now,
                GError **error)
{
  const char *phone = khidki_account_get_phone (reader->account);
  g_autofree char *digest =
      khidki_phone_digest (khidki_transaction_get_seal (transaction), phone != NULL ? phone : "");
  KhidkiAccount *found = NULL;
  char *key = NULL;
  int handed;

  if (!khidki_reach_proven (transaction, digest, KHIDKI_REACH_ANYTIME, now, &found, &key, error))
    return FALSE;
  if (found == NULL)
    return TRUE;
  set_reader (reader, found, key);
  if (g_str_equal (key, row->account))
    return TRUE;
  handed = khidki_transaction_execute (transaction, "application-hand", error, "sss", key,
                                       row->number, khidki_account_get_channel (found));
  return handed == 0
         || (handed > 0 && khidki_pipeline_note_hand_over (transaction, row, key, now, error));
}

static gboolean
find_reader (KhidkiTransaction *transaction,
             KhidkiApplicationRow *row,
             gint64 now,
             Reader *reader,
             GError **error)
{
  g_autoptr (KhidkiRows) rows = khidki_transaction_query (transaction, "application-account", "sb",
                                                          error, "s", row->account);
  g_autoptr (GBytes) sealed = NULL;

  if (rows == NULL)
    return FALSE;
  /* Whoever came to a counter may have no way to be told. */
  if (khidki_rows_get_n (rows) == 0)
    return TRUE;
  sealed = khidki_rows_get_bytes (rows, 0, 1);
  reader->key = g_strdup (row->account);
  reader->account = khidki_outbox_open_account (khidki_transaction_get_seal (transaction),
                                                row->account, sealed, error);
  if (reader->account == NULL)
    return FALSE;
  /* As the row says it: what was sealed long ago may say the plugin of then. */
  if (g_str_equal (khidki_rows_get_text (rows, 0, 0), KHIDKI_COUNTER_CHANNEL))
    return find_typed_phone (transaction, reader, now, error);
  return find_last_used (transaction, row, reader, now, error);
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
  g_autoptr (KhidkiEvent) event = NULL;
  g_autoptr (GVariant) payload = NULL;
  g_auto (Reader) reader = { 0 };

  if (!find_reader (transaction, row, move->now, &reader, error))
    return FALSE;
  if (reader.account == NULL)
    return TRUE;
  event = khidki_event_new_server (key, reader.account, move->now, "application-moved",
                                   make_values (row, move, outcome, reader.unproven));
  payload = khidki_event_to_variant (event);
  return khidki_job_add (transaction, key, "event", reader.key, row->number, payload, move->now,
                         move->now, error);
}
