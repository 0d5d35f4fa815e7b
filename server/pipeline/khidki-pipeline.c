/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipeline/khidki-pipeline-private.h"

#include "jobs/khidki-job-rows.h"
#include "libkhidki/khidki-digits.h"
#include "libkhidki/khidki-error.h"
#include "pipeline/khidki-audit.h"

gboolean
khidki_pipeline_append_link (KhidkiTransaction *transaction,
                             KhidkiApplicationRow *row,
                             const KhidkiMove *move,
                             const char *from,
                             GError **error)
{
  KhidkiAuditEntry entry = {
    .number = row->number,
    .sequence = row->version,
    .at = move->now,
    .move = move->move,
    .from_state = from,
    .to_state = khidki_state_to_string (row->state),
    .stage = row->stage,
    .actor = move->actor,
    .reason = move->reason,
    .text = move->text,
    .answers = move->answers,
  };

  return khidki_audit_append (transaction, &entry, row, error);
}

static void
replace (char **member, const char *value)
{
  g_free (*member);
  *member = g_strdup (value);
}

static void
add_papers (KhidkiApplicationRow *row, KhidkiAnswers *more)
{
  KhidkiAnswers *answers = khidki_answers_copy (row->answers);
  g_auto (GStrv) paths = khidki_answers_list_paper_paths (more);

  for (guint i = 0; paths[i] != NULL; i++)
    for (guint j = 0; j < khidki_answers_get_n_papers (more, paths[i]); j++)
      {
        const char *kind = NULL;
        KhidkiPaper *paper = khidki_answers_get_paper (more, paths[i], j, &kind);

        khidki_answers_add_paper (answers, paths[i], kind != NULL ? kind : "", paper);
      }
  khidki_answers_unref (row->answers);
  row->answers = answers;
}

/* What each move leaves on the application beside its state. */
static void
apply (KhidkiApplicationRow *row, const KhidkiMove *move, const KhidkiMoveOutcome *outcome)
{
  /* The clock stood still from the question to the answer, or until the office
   * need not wait for it any more. */
  if (row->state == KHIDKI_STATE_QUERY
      && (g_str_equal (move->move, "answer") || g_str_equal (move->move, "resume")))
    row->due += CLAMP (move->now, row->changed, khidki_application_row_get_answer_by (row))
                - row->changed;
  if (g_str_equal (move->move, "register"))
    replace (&row->office_reference, move->text);
  else
    {
      row->changed = move->now;
      replace (&row->query, g_str_equal (move->move, "ask") ? move->text : "");
    }
  if (g_str_equal (move->move, "transfer"))
    replace (&row->subdivision, move->subdivision);
  if (g_str_equal (move->move, "reject"))
    {
      replace (&row->reason, move->reason);
      replace (&row->text, move->text);
    }
  if (move->answers != NULL)
    add_papers (row, move->answers);

  row->state = outcome->to;
  replace (&row->stage, outcome->stage);
  row->version++;
}

gboolean
khidki_pipeline_record (KhidkiTransaction *transaction,
                        KhidkiApplicationRow *row,
                        const KhidkiMove *move,
                        const KhidkiMoveOutcome *outcome,
                        GError **error)
{
  const char *from = khidki_state_to_string (row->state);

  apply (row, move, outcome);
  return khidki_application_row_save (row, transaction, error)
         && khidki_pipeline_append_link (transaction, row, move, from, error)
         && (!outcome->rule->told
             || khidki_pipeline_add_news (transaction, row, move, outcome, error));
}

gboolean
khidki_pipeline_add_job (KhidkiTransaction *transaction,
                         const char *kind,
                         KhidkiApplicationRow *row,
                         gint64 now,
                         GError **error)
{
  g_autofree char *key = g_strdup_printf ("%s:%s", kind, row->number);

  return khidki_job_add (transaction, key, kind, row->account, row->number, NULL, now, now, error);
}

/**
 * khidki_pipeline_move:
 * @transaction: a writing transaction
 * @catalogue: (transfer none): holds the service as it was at the submission
 * @move: what is asked for
 * @error: return location for an error
 *
 * Makes one move. Nothing has been written when it is refused.
 *
 * Returns: FALSE with KHIDKI_ERROR_REFUSED when it is not allowed now, naming
 *   what is; KHIDKI_ERROR_INVALID when something is missing in what was asked;
 *   KHIDKI_ERROR_NOT_FOUND; KHIDKI_ERROR_CONFLICT when another was faster
 *
 * Since: 0.1
 */
gboolean
khidki_pipeline_move (KhidkiTransaction *transaction,
                      KhidkiCatalogue *catalogue,
                      const KhidkiMove *move,
                      GError **error)
{
  g_autoptr (KhidkiApplicationRow) row =
      khidki_application_row_load (transaction, move->number, error);
  g_autofree char *masked = NULL;
  KhidkiMoveOutcome outcome = { 0 };
  KhidkiMove masked_move = *move;

  if (row == NULL)
    return FALSE;
  if (move->account != NULL && !g_str_equal (move->account, row->account))
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND, "There is no application %s",
                   move->number);
      return FALSE;
    }
  if (!khidki_pipeline_judge (catalogue, row, move, &outcome, error))
    return FALSE;

  /* Officers copy from papers, too. */
  masked = khidki_digits_mask_aadhaar (move->text, NULL);
  if (!g_str_equal (move->move, "register"))
    masked_move.text = masked;
  if (!khidki_pipeline_record (transaction, row, &masked_move, &outcome, error))
    return FALSE;
  return !g_str_equal (move->move, "approve")
         || khidki_pipeline_add_job (transaction, "certificate", row, move->now, error);
}

/**
 * khidki_pipeline_delivered:
 * @transaction: a writing transaction
 * @number: the application whose document arrived
 * @now: UTC milliseconds
 * @error: return location for an error
 *
 * Returns: FALSE only when the store failed
 *
 * Since: 0.1
 */
gboolean
khidki_pipeline_delivered (KhidkiTransaction *transaction,
                           const char *number,
                           gint64 now,
                           GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (KhidkiApplicationRow) row =
      khidki_application_row_load (transaction, number, &local_error);
  KhidkiMove move = { number, "deliver", "server", NULL, "", "", "", NULL, now };
  KhidkiMoveOutcome outcome = { 0 };
  g_autofree char *stage = NULL;

  if (g_error_matches (local_error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND))
    return TRUE;
  if (row == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  outcome.rule = khidki_move_table_find (row->state, move.move);
  if (outcome.rule == NULL)
    return TRUE;
  outcome.to = outcome.rule->to;
  outcome.stage = stage = g_strdup (row->stage);
  return khidki_pipeline_record (transaction, row, &move, &outcome, error);
}
