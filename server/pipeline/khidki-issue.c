/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipeline/khidki-issue.h"

#include <string.h>

#include "libkhidki/khidki-error.h"
#include "pipeline/khidki-application-number.h"
#include "pipeline/khidki-base64url.h"
#include "pipeline/khidki-certificate-claims.h"
#include "pipeline/khidki-certificate-page.h"
#include "pipeline/khidki-certificate-row.h"
#include "pipeline/khidki-issue-texts.h"
#include "pipeline/khidki-pipeline-private.h"

struct _KhidkiIssuer
{
  gatomicrefcount references;
  KhidkiStore *store;
  KhidkiPaperStore *papers;
  KhidkiSigningKey *key;
  GTimeZone *timezone;
  char *public_url;
  char *phone;
  /* Until the officers sign themselves. */
  gboolean specimen;
  KhidkiRandomFunc random;
  gpointer random_data;
  KhidkiDesignationFunc designation;
  gpointer designation_data;
};

/* One certificate under way; one thread at a time has it. */
typedef struct
{
  KhidkiIssuer *issuer;
  KhidkiCatalogue *catalogue;
  char *number;
  gint64 now;
  GDate today;
  KhidkiApplication *application;
  char *applicant;
  char *officer;
  char *token;
  KhidkiCertificate *certificate;
  KhidkiPaper *paper;
} Issue;

/**
 * khidki_issuer_new:
 * @store: (transfer none): where applications and certificates lie
 * @papers: (transfer none): where the documents lie
 * @key: (transfer none): signs them
 * @timezone: (transfer none): of civil dates
 * @public_url: where the pages are, "" for none
 * @phone: where a certificate can be checked by telephone, "" for none
 *
 * Returns: (transfer full): an issuer of specimens
 *
 * Since: 0.1
 */
KhidkiIssuer *
khidki_issuer_new (KhidkiStore *store,
                   KhidkiPaperStore *papers,
                   KhidkiSigningKey *key,
                   GTimeZone *timezone,
                   const char *public_url,
                   const char *phone)
{
  KhidkiIssuer *self = g_new0 (KhidkiIssuer, 1);

  g_atomic_ref_count_init (&self->references);
  self->store = g_object_ref (store);
  self->papers = g_object_ref (papers);
  self->key = khidki_signing_key_ref (key);
  self->timezone = g_time_zone_ref (timezone);
  self->public_url = g_strdup (public_url);
  self->phone = g_strdup (phone);
  self->specimen = TRUE;
  return self;
}

KhidkiIssuer *
khidki_issuer_ref (KhidkiIssuer *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
khidki_issuer_unref (KhidkiIssuer *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_object_unref (self->store);
  g_object_unref (self->papers);
  khidki_signing_key_unref (self->key);
  g_time_zone_unref (self->timezone);
  g_free (self->public_url);
  g_free (self->phone);
  g_free (self);
}

/**
 * khidki_issuer_set_random_func:
 * @func: fills a buffer with bytes nobody can predict; called on the main loop
 * @user_data: for @func
 *
 * Has to be set: numbers and tokens are made of it.
 */
void
khidki_issuer_set_random_func (KhidkiIssuer *self, KhidkiRandomFunc func, gpointer user_data)
{
  self->random = func;
  self->random_data = user_data;
}

void
khidki_issuer_set_designation_func (KhidkiIssuer *self,
                                    KhidkiDesignationFunc func,
                                    gpointer user_data)
{
  self->designation = func;
  self->designation_data = user_data;
}

static void
issue_free (Issue *issue)
{
  khidki_issuer_unref (issue->issuer);
  khidki_catalogue_unref (issue->catalogue);
  g_free (issue->number);
  g_clear_pointer (&issue->application, khidki_application_unref);
  g_free (issue->applicant);
  g_free (issue->officer);
  g_free (issue->token);
  g_clear_pointer (&issue->certificate, khidki_certificate_unref);
  g_clear_pointer (&issue->paper, khidki_paper_unref);
  g_free (issue);
}

static gboolean
check_state (KhidkiApplicationRow *row, gboolean *done, GError **error)
{
  *done = row->state == KHIDKI_STATE_ISSUED || row->state == KHIDKI_STATE_DELIVERED;
  if (*done || row->state == KHIDKI_STATE_APPROVED)
    return TRUE;
  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED,
               "Application %s is %s: only an approved one gets a certificate", row->number,
               khidki_state_to_string (row->state));
  return FALSE;
}

static char *
load_decider (KhidkiTransaction *transaction, const char *number, GError **error)
{
  g_autoptr (KhidkiRows) rows =
      khidki_transaction_query (transaction, "move-decider", "s", error, "s", number);
  const char *actor;

  if (rows == NULL)
    return NULL;
  actor = khidki_rows_get_n (rows) > 0 ? khidki_rows_get_text (rows, 0, 0) : "";
  return g_strdup (g_str_has_prefix (actor, "officer:") ? actor + strlen ("officer:") : "");
}

static gboolean
load (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Issue *issue = data;
  g_autoptr (KhidkiApplicationRow) row =
      khidki_application_row_load (transaction, issue->number, error);
  KhidkiService *service;
  gboolean done;

  if (row == NULL || !check_state (row, &done, error))
    return FALSE;
  if (done)
    return TRUE;
  service = khidki_pipeline_find_service (issue->catalogue, row, error);
  if (service == NULL)
    return FALSE;
  g_clear_pointer (&issue->officer, g_free);
  issue->officer = load_decider (transaction, issue->number, error);
  if (issue->officer == NULL)
    return FALSE;
  g_clear_pointer (&issue->applicant, g_free);
  issue->applicant = g_strdup (row->applicant);
  g_clear_pointer (&issue->application, khidki_application_unref);
  issue->application = khidki_pipeline_make_application (row, service, error);
  return issue->application != NULL;
}

static gboolean
compose (Issue *issue, GError **error)
{
  KhidkiIssuer *issuer = issue->issuer;
  guint8 randomness[KHIDKI_NUMBER_RANDOM_BYTES + KHIDKI_CERTIFICATE_TOKEN_BYTES];
  g_autofree char *number = NULL;
  g_autofree char *hindi = NULL;
  g_autofree char *english = NULL;
  KhidkiIssueTexts texts;

  issuer->random (randomness, sizeof randomness, issuer->random_data);
  number = khidki_certificate_number_new (g_date_get_year (&issue->today), randomness);
  issue->token = khidki_base64url_encode (randomness + KHIDKI_NUMBER_RANDOM_BYTES,
                                          KHIDKI_CERTIFICATE_TOKEN_BYTES);
  if (issuer->designation != NULL)
    {
      hindi = issuer->designation (issue->officer, &issue->today, "hi", issuer->designation_data);
      english = issuer->designation (issue->officer, &issue->today, "en", issuer->designation_data);
    }
  texts = (KhidkiIssueTexts){ issue->catalogue,   issue->application, issue->applicant, number,
                              { hindi, english }, issue->today,       issuer->timezone,
                              issuer->public_url, issuer->phone,      issuer->specimen };
  issue->certificate = khidki_issue_texts_compose (&texts, error);
  return issue->certificate != NULL;
}

static void
print (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Issue *issue = data;
  KhidkiIssuer *issuer = issue->issuer;
  g_autoptr (KhidkiCertificate) signed_certificate = NULL;
  g_autoptr (GBytes) bytes = NULL;
  GError *error = NULL;

  signed_certificate =
      khidki_certificate_sign (issue->certificate, issuer->key, issue->token, &error);
  if (signed_certificate != NULL)
    bytes = khidki_certificate_page_render (signed_certificate, &error);
  if (bytes != NULL)
    issue->paper = khidki_paper_store_keep_bytes (issuer->papers, bytes, &error);
  if (issue->paper != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* May run twice, when the batch that it was in has to be undone. */
static gboolean
record (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Issue *issue = data;
  g_autoptr (KhidkiApplicationRow) row =
      khidki_application_row_load (transaction, issue->number, error);
  const char *certificate = khidki_certificate_get_number (issue->certificate);
  g_autofree char *filename = NULL;
  g_autofree char *stage = NULL;
  KhidkiMove move = { issue->number, "issue", "server", NULL, "", "", certificate, NULL, issue->now };
  KhidkiMoveOutcome outcome = { 0 };
  gboolean done;

  if (row == NULL || !check_state (row, &done, error))
    return FALSE;
  if (done)
    return TRUE;
  if (!khidki_certificate_row_add (transaction, issue->certificate, issue->number,
                                   row->service_version, issue->token, issue->paper, issue->now,
                                   error))
    return FALSE;
  filename = g_strdup_printf ("%s-%s.pdf", row->service, row->number);
  stage = g_strdup (row->stage);
  outcome.rule = khidki_move_table_find (row->state, move.move);
  outcome.to = outcome.rule->to;
  outcome.stage = stage;
  outcome.certificate = certificate;
  outcome.paper = issue->paper;
  outcome.filename = filename;
  return khidki_pipeline_record (transaction, row, &move, &outcome, error);
}

static void
on_recorded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (khidki_store_write_finish (KHIDKI_STORE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_printed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Issue *issue = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return;
    }
  khidki_store_write_async (issue->issuer->store, record, issue, NULL,
                            g_task_get_cancellable (task), on_recorded, g_object_ref (task));
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Issue *issue = g_task_get_task_data (task);
  g_autoptr (GTask) printing = NULL;
  GError *error = NULL;

  if (!khidki_store_read_finish (KHIDKI_STORE (source), result, &error))
    g_task_return_error (task, error);
  else if (issue->application == NULL)
    g_task_return_boolean (task, TRUE);
  else if (!compose (issue, &error))
    {
      g_prefix_error (&error, "Application %s: ", issue->number);
      g_task_return_error (task, error);
    }
  else
    {
      printing = g_task_new (NULL, g_task_get_cancellable (task), on_printed, g_object_ref (task));
      g_task_set_task_data (printing, issue, NULL);
      g_task_run_in_thread (printing, print);
    }
}

/**
 * khidki_issuer_issue_async:
 * @self: an issuer
 * @catalogue: (transfer none): holds the service as it was at the submission
 * @number: an approved application
 * @now: UTC milliseconds
 * @today: the civil date
 * @cancellable: (nullable): a cancellable
 * @callback: when the certificate is durable
 *
 * What the job `certificate` does. An application that has its certificate
 * already is left as it is, and that is no error.
 *
 * Since: 0.1
 */
void
khidki_issuer_issue_async (KhidkiIssuer *self,
                           KhidkiCatalogue *catalogue,
                           const char *number,
                           gint64 now,
                           const GDate *today,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Issue *issue = g_new0 (Issue, 1);

  g_return_if_fail (self->random != NULL);
  issue->issuer = khidki_issuer_ref (self);
  issue->catalogue = khidki_catalogue_ref (catalogue);
  issue->number = g_strdup (number);
  issue->now = now;
  issue->today = *today;
  g_task_set_source_tag (task, khidki_issuer_issue_async);
  g_task_set_task_data (task, issue, (GDestroyNotify) issue_free);
  khidki_store_read_async (self->store, load, issue, NULL, cancellable, on_loaded, task);
}

/**
 * khidki_issuer_issue_finish:
 *
 * Returns: whether the application has a certificate now
 *
 * Since: 0.1
 */
gboolean
khidki_issuer_issue_finish (KhidkiIssuer *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
