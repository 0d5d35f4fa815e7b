/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipeline/khidki-pipeline-private.h"

#include "libkhidki/khidki-error.h"

#define FACTS_COLUMNS KHIDKI_APPLICATION_COLUMNS "ssx"

static KhidkiApplicationFacts *
read_facts (KhidkiRows *rows, guint i, KhidkiSeal *seal, GError **error)
{
  g_autoptr (KhidkiApplicationRow) row = khidki_application_row_read (rows, i, seal, error);
  const char *certificate, *hash;
  KhidkiApplicationFacts *facts;

  if (row == NULL)
    return NULL;
  facts = g_new0 (KhidkiApplicationFacts, 1);
  facts->number = g_steal_pointer (&row->number);
  facts->service = g_steal_pointer (&row->service);
  facts->service_version = g_steal_pointer (&row->service_version);
  facts->state = g_strdup (khidki_state_to_string (row->state));
  facts->stage = g_steal_pointer (&row->stage);
  facts->applicant = g_steal_pointer (&row->applicant);
  facts->reason = g_steal_pointer (&row->reason);
  facts->text = g_steal_pointer (&row->text);
  facts->query = g_steal_pointer (&row->query);
  facts->birth = g_steal_pointer (&row->birth);
  facts->relation = g_steal_pointer (&row->relation);
  facts->answers = g_steal_pointer (&row->answers);
  facts->submitted = row->submitted;
  facts->due = row->due;
  facts->changed = row->changed;
  if (row->state == KHIDKI_STATE_QUERY)
    facts->answer_by = khidki_application_row_get_answer_by (row);

  certificate = khidki_rows_get_text (rows, i, KHIDKI_APPLICATION_N_COLUMNS);
  hash = khidki_rows_get_text (rows, i, KHIDKI_APPLICATION_N_COLUMNS + 1);
  facts->certificate_number = g_strdup (certificate);
  if (*hash != '\0')
    facts->certificate =
        khidki_paper_new (hash, "application/pdf",
                          khidki_rows_get_int64 (rows, i, KHIDKI_APPLICATION_N_COLUMNS + 2));
  return facts;
}

/**
 * khidki_pipeline_load_facts:
 * @transaction: a reading or writing transaction
 * @account: the key of an account
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable) (element-type KhidkiApplicationFacts): the
 *   account's applications, the newest first
 *
 * Since: 0.1
 */
GPtrArray *
khidki_pipeline_load_facts (KhidkiTransaction *transaction, const char *account, GError **error)
{
  g_autoptr (GPtrArray) facts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_application_facts_free);
  g_autoptr (KhidkiRows) rows = khidki_transaction_query (transaction, "application-facts",
                                                          FACTS_COLUMNS, error, "s", account);

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < khidki_rows_get_n (rows); i++)
    {
      KhidkiApplicationFacts *one =
          read_facts (rows, i, khidki_transaction_get_seal (transaction), error);

      if (one == NULL)
        return NULL;
      g_ptr_array_add (facts, one);
    }
  return g_steal_pointer (&facts);
}

KhidkiApplication *
khidki_pipeline_make_application (KhidkiApplicationRow *row, KhidkiService *service, GError **error)
{
  GDate submitted;

  g_date_clear (&submitted, 1);
  g_date_set_parse (&submitted, row->submitted_on);
  if (g_date_valid (&submitted))
    return khidki_application_new (row->number, service, row->answers, &submitted,
                                   row->subdivision);
  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED, "Application %s has no day of submission",
               row->number);
  return NULL;
}

/**
 * khidki_pipeline_load_application:
 * @transaction: a reading or writing transaction
 * @catalogue: (transfer none): holds the service as it was at the submission
 * @number: an application's number
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the application; %NULL with
 *   KHIDKI_ERROR_NOT_FOUND, or KHIDKI_ERROR_RETRY while its department is not loaded
 *
 * Since: 0.1
 */
KhidkiApplication *
khidki_pipeline_load_application (KhidkiTransaction *transaction,
                                  KhidkiCatalogue *catalogue,
                                  const char *number,
                                  GError **error)
{
  g_autoptr (KhidkiApplicationRow) row = khidki_application_row_load (transaction, number, error);
  KhidkiService *service;

  if (row == NULL)
    return NULL;
  service = khidki_pipeline_find_service (catalogue, row, error);
  return service != NULL ? khidki_pipeline_make_application (row, service, error) : NULL;
}
