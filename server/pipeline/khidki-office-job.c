/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipeline/khidki-office-job.h"

#include "catalogue/khidki-measured-department.h"
#include "libkhidki/khidki-error.h"
#include "pipeline/khidki-pipeline-private.h"

#define MOST_AT_ONCE 4
#define DEADLINE_MS 60000
/* A week: offices are shut at night, and over long holidays. */
#define MOST_ATTEMPTS 1000
#define LONGEST_REFERENCE 200

struct _KhidkiOfficeJob
{
  GObject parent_instance;

  KhidkiHost *host;
  KhidkiStore *store;
  KhidkiCatalogue *catalogue;
  /* (unowned) (nullable): it has this object's handlers. */
  KhidkiJobs *jobs;
  GHashTable *kinds;
};

G_DEFINE_FINAL_TYPE (KhidkiOfficeJob, khidki_office_job, G_TYPE_OBJECT)

char *
khidki_office_job_dup_kind (KhidkiDepartment *department)
{
  KhidkiDepartment *inner = khidki_measured_department_find_inner (department);

  return KHIDKI_IS_BACK_OFFICE (inner)
             ? g_strconcat ("office:", khidki_department_get_id (inner), NULL)
             : NULL;
}

/* One application on its way. @job is NULL once the job has ended: the plugin's
 * answer may come later than that. */
typedef struct
{
  KhidkiStore *store;
  KhidkiHost *host;
  KhidkiCatalogue *catalogue;
  KhidkiJobs *jobs;
  KhidkiJob *job;
  GCancellable *cancellable;
  gulong on_cancel;
  char *number;
  KhidkiApplication *application;
  char *reference;
  gboolean is_wanted;
} Call;

static void
call_free (Call *call)
{
  g_clear_signal_handler (&call->on_cancel, call->cancellable);
  g_object_unref (call->cancellable);
  g_object_unref (call->store);
  g_object_unref (call->host);
  g_object_unref (call->jobs);
  khidki_catalogue_unref (call->catalogue);
  g_clear_pointer (&call->application, khidki_application_unref);
  g_free (call->number);
  g_free (call->reference);
  g_free (call);
}

/* @error: (nullable): NULL when it is done */
static void
end_job (Call *call, const GError *error)
{
  KhidkiJob *job = g_steal_pointer (&call->job);

  if (job == NULL)
    return;
  if (error == NULL)
    khidki_jobs_done (call->jobs, job);
  else
    khidki_jobs_failed (call->jobs, job, error);
}

static void
end_call (Call *call, const GError *error)
{
  end_job (call, error);
  call_free (call);
}

static gboolean
write_reference (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Call *call = data;
  KhidkiMove move = {
    .number = call->number,
    .move = "register",
    .actor = "server",
    .role = "",
    .reason = "",
    .text = call->reference,
    .now = khidki_host_now (call->host),
  };

  return khidki_pipeline_move (transaction, call->catalogue, &move, error);
}

static void
reference_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Call *call = user_data;
  g_autoptr (GError) error = NULL;

  if (!khidki_store_write_finish (KHIDKI_STORE (source), result, &error))
    g_prefix_error (&error, "the office has %s as %s, which could not be noted: ", call->number,
                    call->reference);
  end_call (call, error);
}

/* Of a back office only RETRY and BUSY are tried again. */
static gboolean
take_reference (Call *call, char *reference, GError **error)
{
  if (reference == NULL)
    {
      if (error != NULL && !g_error_matches (*error, KHIDKI_ERROR, KHIDKI_ERROR_RETRY)
          && !g_error_matches (*error, KHIDKI_ERROR, KHIDKI_ERROR_BUSY))
        {
          (*error)->domain = KHIDKI_ERROR;
          (*error)->code = KHIDKI_ERROR_FAILED;
        }
      return FALSE;
    }
  call->reference = reference;
  if (*reference != '\0' && g_utf8_validate (reference, -1, NULL)
      && g_utf8_strlen (reference, -1) <= LONGEST_REFERENCE)
    return TRUE;

  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED,
               "the office of %s: expected a reference of 1 to %d characters, found another",
               call->number, LONGEST_REFERENCE);
  return FALSE;
}

static void
submitted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Call *call = user_data;
  g_autoptr (GError) error = NULL;
  char *reference =
      khidki_back_office_submit_finish (KHIDKI_BACK_OFFICE (source), result, &error);

  g_clear_signal_handler (&call->on_cancel, call->cancellable);
  if (call->job == NULL)
    {
      g_message ("the office of %s answered when nobody waited any more; it is asked again",
                 call->number);
      g_free (reference);
      call_free (call);
    }
  else if (take_reference (call, reference, &error))
    khidki_store_write_async (call->store, write_reference, call, NULL, NULL, reference_written,
                              call);
  else
    end_call (call, error);
}

/* The deadline has passed, or the server stops; who ignores it is not waited for. */
static void
cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GError) error = g_error_new_literal (KHIDKI_ERROR, KHIDKI_ERROR_RETRY,
                                                  "the office did not answer in time");

  end_job (user_data, error);
}

static KhidkiDepartment *
find_office (Call *call, GError **error)
{
  KhidkiService *service = khidki_application_get_service (call->application);
  const char *id = khidki_service_get_department (service);
  KhidkiDepartment *department = khidki_measured_department_find_inner (
      khidki_catalogue_find_department (call->catalogue, id));

  if (department == NULL)
    g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_RETRY, "the department %s is not running", id);
  else if (!KHIDKI_IS_BACK_OFFICE (department))
    g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED,
                 "the department %s has no office of its own any more", id);
  else
    return department;
  return NULL;
}

static void
loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Call *call = user_data;
  g_autoptr (GError) error = NULL;
  KhidkiDepartment *department = NULL;

  if (khidki_store_read_finish (KHIDKI_STORE (source), result, &error) && call->is_wanted)
    department = find_office (call, &error);
  if (department == NULL)
    {
      end_call (call, error);
      return;
    }
  call->on_cancel =
      g_signal_connect (call->cancellable, "cancelled", G_CALLBACK (cancelled), call);
  khidki_back_office_submit_async (KHIDKI_BACK_OFFICE (department), call->application,
                                   call->cancellable, submitted, call);
}

/* What is withdrawn, decided or registered already is not handed over. */
static gboolean
load (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Call *call = data;
  g_autoptr (KhidkiApplicationRow) row =
      khidki_application_row_load (transaction, call->number, error);

  if (row == NULL)
    return FALSE;
  call->is_wanted = *row->office_reference == '\0'
                    && khidki_move_table_find (row->state, "register") != NULL;
  if (!call->is_wanted)
    return TRUE;
  call->application =
      khidki_pipeline_load_application (transaction, call->catalogue, call->number, error);
  return call->application != NULL;
}

static void
run (KhidkiJobs *jobs, KhidkiJob *job, GCancellable *cancellable, gpointer user_data)
{
  KhidkiOfficeJob *self = user_data;
  Call *call;

  if (self->catalogue == NULL)
    {
      g_autoptr (GError) error = g_error_new_literal (KHIDKI_ERROR, KHIDKI_ERROR_RETRY,
                                                      "there is no catalogue yet");

      khidki_jobs_failed (jobs, job, error);
      return;
    }
  call = g_new0 (Call, 1);
  call->store = g_object_ref (self->store);
  call->host = g_object_ref (self->host);
  call->catalogue = khidki_catalogue_ref (self->catalogue);
  call->jobs = g_object_ref (jobs);
  call->job = job;
  call->cancellable = g_object_ref (cancellable);
  call->number = g_strdup (job->subject);
  khidki_store_read_async (self->store, load, call, NULL, cancellable, loaded, call);
}

/* An office that hangs holds up no other department's. Jobs of a department that is not
 * there wait for it. */
static gboolean
hear_department (KhidkiOfficeJob *self, KhidkiDepartment *department)
{
  g_autofree char *kind = khidki_office_job_dup_kind (department);

  if (kind == NULL || !g_hash_table_add (self->kinds, g_strdup (kind)))
    return FALSE;
  khidki_jobs_add_handler (self->jobs, kind, MOST_AT_ONCE, DEADLINE_MS, run, self);
  khidki_jobs_set_patience (self->jobs, kind, MOST_ATTEMPTS);
  return TRUE;
}

void
khidki_office_job_set_catalogue (KhidkiOfficeJob *self, KhidkiCatalogue *catalogue)
{
  KhidkiCatalogue *old = self->catalogue;
  gboolean more = FALSE;

  self->catalogue = khidki_catalogue_ref (catalogue);
  g_clear_pointer (&old, khidki_catalogue_unref);
  for (guint i = 0; self->jobs != NULL && i < khidki_catalogue_get_n_departments (catalogue); i++)
    more |= hear_department (self, khidki_catalogue_get_department (catalogue, i));
  if (more)
    khidki_jobs_wake (self->jobs);
}

static void
khidki_office_job_finalize (GObject *object)
{
  KhidkiOfficeJob *self = KHIDKI_OFFICE_JOB (object);

  g_clear_pointer (&self->catalogue, khidki_catalogue_unref);
  g_clear_weak_pointer (&self->jobs);
  g_hash_table_unref (self->kinds);
  g_object_unref (self->store);
  g_object_unref (self->host);

  G_OBJECT_CLASS (khidki_office_job_parent_class)->finalize (object);
}

static void
khidki_office_job_class_init (KhidkiOfficeJobClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = khidki_office_job_finalize;
}

static void
khidki_office_job_init (KhidkiOfficeJob *self)
{
  self->kinds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

KhidkiOfficeJob *
khidki_office_job_new (KhidkiHost *host, KhidkiJobs *jobs, KhidkiStore *store)
{
  KhidkiOfficeJob *self = g_object_new (KHIDKI_TYPE_OFFICE_JOB, NULL);

  self->host = g_object_ref (host);
  self->store = g_object_ref (store);
  g_set_weak_pointer (&self->jobs, jobs);
  /* Rows from when all departments had one kind. */
  khidki_jobs_add_handler (jobs, "office", MOST_AT_ONCE, DEADLINE_MS, run, self);
  return self;
}
