/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipeline/khidki-pipeline-private.h"

#include "forms/khidki-form.h"
#include "libkhidki/khidki-error.h"
#include "pipeline/khidki-application-number.h"
#include "pipeline/khidki-office-job.h"

#define DAY_MS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)

static const char *
find_answer_of_type (KhidkiService *service, KhidkiAnswers *answers, KhidkiFieldType type)
{
  for (guint i = 0; i < khidki_service_get_n_fields (service); i++)
    {
      KhidkiField *field = khidki_service_get_field (service, i);
      const char *answer;

      if (khidki_field_get_field_type (field) != type)
        continue;
      answer = khidki_answers_get (answers, khidki_field_get_path (field));
      if (answer != NULL)
        return answer;
    }
  return "";
}

static char *
digest_person (KhidkiSeal *seal, const char *account, const char *applicant, const char *birth)
{
  g_autofree char *folded = g_utf8_casefold (applicant, -1);
  g_autofree char *normal = g_utf8_normalize (folded, -1, G_NORMALIZE_ALL_COMPOSE);
  g_autofree char *text = g_strdup_printf ("%s\n%s\n%s", account, normal, birth);

  return khidki_seal_digest (seal, "person", text);
}

static gboolean
add_person (KhidkiTransaction *transaction,
            KhidkiApplicationRow *row,
            const char *birth,
            GError **error)
{
  KhidkiSeal *seal = khidki_transaction_get_seal (transaction);
  g_autoptr (GVariant) plain = NULL;
  g_autoptr (GBytes) sealed = NULL;

  plain = g_variant_ref_sink (g_variant_new ("(ss)", row->applicant, birth));
  sealed = khidki_seal_close_variant (seal, "person", row->person, plain);
  return khidki_transaction_execute (transaction, "person-add", error, "sssb", row->person,
                                     row->account, row->relation, sealed) >= 0;
}

static const char *
get_applicant (KhidkiService *service, KhidkiAnswers *answers)
{
  const char *path = khidki_service_get_value (service, "Service", "Applicant");
  const char *name = khidki_answers_get (answers, path != NULL ? path : "name");

  return name != NULL ? name : "";
}

static char *
date_to_text (const GDate *date)
{
  return g_strdup_printf ("%04d-%02d-%02d", g_date_get_year (date), g_date_get_month (date),
                          g_date_get_day (date));
}

static void
add_authors (GVariantBuilder *builder, KhidkiDraft *draft, GStrv paths)
{
  for (guint i = 0; paths[i] != NULL; i++)
    {
      const char *author = khidki_draft_get_author (draft, paths[i]);

      if (author != NULL && *author != '\0')
        g_variant_builder_add (builder, "{ss}", paths[i], author);
    }
}

/* (transfer full): who typed what, by path */
static GVariant *
list_authors (KhidkiDraft *draft, KhidkiAnswers *answers)
{
  g_auto (GStrv) paths = khidki_answers_list_paths (answers);
  g_auto (GStrv) papers = khidki_answers_list_paper_paths (answers);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  add_authors (&builder, draft, paths);
  add_authors (&builder, draft, papers);
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

static KhidkiApplicationRow *
make_row (KhidkiSeal *seal,
          KhidkiService *service,
          KhidkiDraft *draft,
          const GDate *today,
          const char *birth)
{
  KhidkiApplicationRow *row = g_new0 (KhidkiApplicationRow, 1);
  g_autoptr (KhidkiAnswers) answers =
      khidki_form_dup_declared (service, khidki_draft_get_answers (draft));

  row->service = g_strdup (khidki_service_get_id (service));
  row->service_version = g_strdup (khidki_service_get_version (service));
  row->subdivision =
      g_strdup (find_answer_of_type (service, answers, KHIDKI_FIELD_SUBDIVISION));
  row->state = KHIDKI_STATE_SUBMITTED;
  row->stage = g_strdup (khidki_part_get_id (khidki_stage_first (service)));
  row->version = 1;
  row->submitted_on = date_to_text (today);
  row->birth = g_strdup (birth);
  row->birth_digest = *birth != '\0' ? khidki_seal_digest (seal, "birth", birth) : g_strdup ("");
  row->office_reference = g_strdup ("");
  row->answers = khidki_answers_ref (answers);
  row->authors = list_authors (draft, answers);
  row->relation = g_strdup (khidki_draft_get_relation (draft));
  row->applicant = g_strdup (get_applicant (service, answers));
  row->reason = g_strdup ("");
  row->text = g_strdup ("");
  row->query = g_strdup ("");
  return row;
}

static KhidkiService *
find_submitted_service (KhidkiCatalogue *catalogue,
                        const char *number,
                        KhidkiDraft *draft,
                        GError **error)
{
  const char *id = khidki_draft_get_service (draft);
  KhidkiService *service =
      khidki_catalogue_find_version (catalogue, id, khidki_draft_get_service_version (draft));

  if (khidki_number_get_kind (number) != KHIDKI_NUMBER_APPLICATION)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "%s is no application number", number);
      return NULL;
    }
  if (service == NULL)
    g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED,
                 "Service %s is not offered in the version of the draft", id);
  else if (khidki_stage_first (service) == NULL)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED, "Service %s has no stage", id);
      return NULL;
    }
  return service;
}

static gboolean
write_submission (KhidkiTransaction *transaction,
                  KhidkiApplicationRow *row,
                  const char *birth,
                  const char *actor,
                  GError **error)
{
  KhidkiMove move = { row->number, "submit", actor,        NULL,          "",
                      "",          "",       row->answers, row->submitted };
  int added = khidki_application_row_add (row, transaction, error);

  if (added == 0)
    g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_CONFLICT, "The number %s is taken", row->number);
  return added > 0 && add_person (transaction, row, birth, error)
         && khidki_pipeline_append_link (transaction, row, &move, "", error);
}

/**
 * khidki_pipeline_submit:
 * @transaction: a writing transaction
 * @catalogue: (transfer none): what is on offer
 * @number: a new application number, see khidki_application_number_new()
 * @account: the key of the account that applies
 * @draft: (transfer none): complete, as the review found it
 * @now: UTC milliseconds
 * @today: the civil date
 * @error: return location for an error
 *
 * Makes an application of a draft, by the citizen's own hand. The draft itself is
 * left alone.
 *
 * Returns: FALSE with KHIDKI_ERROR_CONFLICT when the number is taken,
 *   KHIDKI_ERROR_REFUSED when the service is not on offer any more
 *
 * Since: 0.1
 */
gboolean
khidki_pipeline_submit (KhidkiTransaction *transaction,
                        KhidkiCatalogue *catalogue,
                        const char *number,
                        const char *account,
                        KhidkiDraft *draft,
                        gint64 now,
                        const GDate *today,
                        GError **error)
{
  g_autoptr (KhidkiApplicationRow) row = khidki_pipeline_submit_as (
      transaction, catalogue, number, account, draft, "citizen", now, today, error);

  return row != NULL;
}

static KhidkiApplicationRow *
fill_row (KhidkiTransaction *transaction,
          KhidkiService *service,
          const char *number,
          const char *account,
          KhidkiDraft *draft,
          gint64 now,
          const GDate *today)
{
  KhidkiSeal *seal = khidki_transaction_get_seal (transaction);
  const char *birth = khidki_answers_get (khidki_draft_get_answers (draft), "dob");
  KhidkiApplicationRow *row = make_row (seal, service, draft, today, birth != NULL ? birth : "");

  row->number = g_strdup (number);
  row->account = g_strdup (account);
  row->person = digest_person (seal, account, row->applicant, row->birth);
  row->submitted = row->changed = now;
  row->due = now + khidki_service_get_days (service) * DAY_MS;
  return row;
}

KhidkiApplicationRow *
khidki_pipeline_submit_as (KhidkiTransaction *transaction,
                           KhidkiCatalogue *catalogue,
                           const char *number,
                           const char *account,
                           KhidkiDraft *draft,
                           const char *actor,
                           gint64 now,
                           const GDate *today,
                           GError **error)
{
  KhidkiService *service = find_submitted_service (catalogue, number, draft, error);
  g_autoptr (KhidkiApplicationRow) row = NULL;
  g_autofree char *office = NULL;

  if (service == NULL)
    return NULL;
  row = fill_row (transaction, service, number, account, draft, now, today);
  if (!write_submission (transaction, row, row->birth, actor, error))
    return NULL;

  office = khidki_office_job_dup_kind (
      khidki_catalogue_find_department (catalogue, khidki_service_get_department (service)));
  if (office != NULL && !khidki_pipeline_add_job (transaction, office, row, now, error))
    return NULL;
  return g_steal_pointer (&row);
}
