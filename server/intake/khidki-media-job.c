/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "intake/khidki-media-job.h"

#include "libkhidki/khidki-error.h"
#include "papers/khidki-paper-check.h"

#define MOST_FETCHES 8
#define MOST_EVENTS 128
#define FETCH_DEADLINE_MS 60000
#define EVENT_DEADLINE_MS 30000
#define LAST_TRY 6
/* A day, while nothing works until an administrator acts, or too much is asked: that is no
 * fault of the file's, and what would be told could not be sent either. */
#define LAST_PATIENT_TRY 150
/* What became of a file is told this much later: the phone sends an album picture by
 * picture, and all of it gets one answer. */
#define ALBUM_MS 3000

struct _KhidkiMediaJob
{
  GObject parent_instance;

  KhidkiHost *host;
  KhidkiStore *store;
  KhidkiChannels *channels;
  KhidkiIntake *intake;
  KhidkiPaperCheckFunc check;
  KhidkiPaperVerdictFunc verdict;
  gpointer check_data;
};

G_DEFINE_FINAL_TYPE (KhidkiMediaJob, khidki_media_job, G_TYPE_OBJECT)

typedef struct
{
  KhidkiMediaJob *self;
  KhidkiJobs *jobs;
  KhidkiJob *job;
  GCancellable *cancellable;
  KhidkiAccount *account;
  char *path;
  char *digest;
  KhidkiPaper *paper;
  gint64 now;
  KhidkiEvent *news;
  char *found;
} Fetch;

static void
fetch_free (Fetch *fetch)
{
  g_clear_object (&fetch->cancellable);
  g_clear_pointer (&fetch->account, khidki_account_unref);
  g_clear_pointer (&fetch->paper, khidki_paper_unref);
  g_clear_pointer (&fetch->news, khidki_event_unref);
  g_free (fetch->path);
  g_free (fetch->digest);
  g_free (fetch->found);
  g_object_unref (fetch->jobs);
  g_object_unref (fetch->self);
  g_free (fetch);
}

static gboolean
write_news (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Fetch *fetch = data;
  g_autoptr (GVariant) event = khidki_event_to_variant (fetch->news);

  if (fetch->paper != NULL
      && khidki_transaction_execute (transaction, "paper-add", error, "ssxxs",
                                     khidki_paper_get_hash (fetch->paper),
                                     khidki_paper_get_mime_type (fetch->paper),
                                     khidki_paper_get_size (fetch->paper), fetch->now,
                                     fetch->found) < 0)
    return FALSE;
  return khidki_job_add (transaction, khidki_event_get_key (fetch->news), "event", fetch->job->account,
                         "", event, fetch->now + ALBUM_MS, fetch->now, error)
         && khidki_job_end (transaction, fetch->job->id, error);
}

static void
news_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fetch *fetch = user_data;
  g_autoptr (GError) error = NULL;

  if (khidki_store_write_finish (KHIDKI_STORE (source), result, &error))
    khidki_jobs_done (fetch->jobs, fetch->job);
  else
    khidki_jobs_failed (fetch->jobs, fetch->job, error);
  fetch_free (fetch);
}

static void
tell (Fetch *fetch, const char *name)
{
  g_autofree char *key = g_strdup_printf ("%s:news", fetch->job->key);
  GVariantBuilder values;

  g_variant_builder_init (&values, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&values, "{sv}", "path", g_variant_new_string (fetch->path));
  g_variant_builder_add (&values, "{sv}", "media", g_variant_new_string (fetch->job->subject));
  if (fetch->found != NULL)
    g_variant_builder_add (&values, "{sv}", "verdict", g_variant_new_string (fetch->found));
  if (fetch->paper != NULL)
    {
      g_autoptr (GVariant) paper = khidki_paper_to_variant (fetch->paper);

      g_variant_builder_add (&values, "{sv}", "paper", paper);
    }

  fetch->now = khidki_host_now (fetch->self->host);
  fetch->news = khidki_event_new_server (key, fetch->account, fetch->now, name,
                                         g_variant_builder_end (&values));
  khidki_store_write_async (fetch->self->store, write_news, fetch, NULL, NULL, news_written, fetch);
}

/* What the server's stop has cut off may come at the next try. */
static gboolean
is_lost (Fetch *fetch, const GError *error)
{
  gboolean patient = g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_OPERATOR)
                     || g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_BUSY);

  if (khidki_jobs_are_stopping (fetch->jobs))
    return FALSE;
  if (fetch->job->attempts >= (patient ? LAST_PATIENT_TRY : LAST_TRY))
    return TRUE;
  return g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED)
         || g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID)
         || g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED)
         || g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND);
}

/* Tried again later, or told as lost: nobody waits for a file that never comes. */
static void
give_up (Fetch *fetch, const GError *error)
{
  if (is_lost (fetch, error))
    {
      g_warning ("media: a file is given up after %u tries: %s", fetch->job->attempts,
                 error->message);
      g_clear_pointer (&fetch->paper, khidki_paper_unref);
      tell (fetch, "paper-lost");
      return;
    }
  khidki_jobs_failed (fetch->jobs, fetch->job, error);
  fetch_free (fetch);
}

static void
checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fetch *fetch = user_data;
  g_autoptr (GError) error = NULL;

  fetch->found = fetch->self->verdict (result, fetch->self->check_data, &error);
  if (fetch->found != NULL)
    tell (fetch, "paper-kept");
  else
    give_up (fetch, error);
}

/* Whether no reload, nor the server's end, has stopped the channel meanwhile. */
static gboolean
is_at_work (Fetch *fetch, gpointer channel)
{
  const char *name = khidki_account_get_channel (fetch->account);

  return channel == khidki_channels_find (fetch->self->channels, name);
}

static void
fetched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fetch *fetch = user_data;
  g_autoptr (GError) error = NULL;

  fetch->paper =
      khidki_media_channel_fetch_media_finish (KHIDKI_MEDIA_CHANNEL (source), result, &error);
  if (fetch->paper == NULL && !is_at_work (fetch, source))
    {
      khidki_jobs_cut_off (fetch->jobs, fetch->job, error->message);
      fetch_free (fetch);
      return;
    }
  if (fetch->paper == NULL)
    {
      /* Too many bytes: they were not even brought. */
      if (g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID))
        fetch->found = g_strdup (khidki_paper_fault_to_string (KHIDKI_PAPER_TOO_LARGE));
      give_up (fetch, error);
      return;
    }

  /* What the far end announced is not what came. */
  if (*fetch->digest != '\0'
      && g_ascii_strcasecmp (fetch->digest, khidki_paper_get_hash (fetch->paper)) != 0)
    {
      tell (fetch, "paper-lost");
      return;
    }
  fetch->self->check (fetch->paper, fetch->cancellable, checked, fetch, fetch->self->check_data);
}

static void
run_media (KhidkiJobs *jobs, KhidkiJob *job, GCancellable *cancellable, gpointer user_data)
{
  KhidkiMediaJob *self = user_data;
  g_autoptr (GVariant) account = NULL;
  g_autoptr (GError) error = NULL;
  KhidkiChannel *channel;
  Fetch *fetch;

  if (!g_variant_is_of_type (job->payload, G_VARIANT_TYPE ("((sssss)ss)")))
    {
      error = g_error_new_literal (KHIDKI_ERROR, KHIDKI_ERROR_FAILED, "not a media job");
      khidki_jobs_failed (jobs, job, error);
      return;
    }

  fetch = g_new0 (Fetch, 1);
  fetch->self = g_object_ref (self);
  fetch->jobs = g_object_ref (jobs);
  fetch->job = job;
  fetch->cancellable = g_object_ref (cancellable);
  g_variant_get (job->payload, "(@(sssss)ss)", &account, &fetch->path, &fetch->digest);
  fetch->account = khidki_account_new_from_variant (account);
  channel = khidki_channels_find (self->channels, khidki_account_get_channel (fetch->account));
  if (channel == NULL || !KHIDKI_IS_MEDIA_CHANNEL (channel))
    {
      error = g_error_new_literal (KHIDKI_ERROR, KHIDKI_ERROR_RETRY, "the channel is not running");
      khidki_jobs_failed (jobs, job, error);
      fetch_free (fetch);
      return;
    }
  khidki_media_channel_fetch_media_async (KHIDKI_MEDIA_CHANNEL (channel), fetch->account, job->subject,
                                          cancellable, fetched, fetch);
}

typedef struct
{
  KhidkiJobs *jobs;
  KhidkiJob *job;
} EventCall;

static void
received (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree EventCall *call = user_data;
  g_autoptr (KhidkiJobs) jobs = call->jobs;
  g_autoptr (GError) error = NULL;

  if (khidki_intake_receive_finish (KHIDKI_INTAKE (source), result, &error))
    khidki_jobs_done (jobs, call->job);
  else
    khidki_jobs_failed (jobs, call->job, error);
}

static void
run_event (KhidkiJobs *jobs, KhidkiJob *job, GCancellable *cancellable, gpointer user_data)
{
  KhidkiMediaJob *self = user_data;
  g_autoptr (KhidkiEvent) event = khidki_event_new_from_variant (job->payload);
  g_autoptr (GPtrArray) events = NULL;
  EventCall *call;

  if (event == NULL)
    {
      g_autoptr (GError) error =
          g_error_new_literal (KHIDKI_ERROR, KHIDKI_ERROR_FAILED, "not an event");

      khidki_jobs_failed (jobs, job, error);
      return;
    }

  events = g_ptr_array_new ();
  g_ptr_array_add (events, event);
  call = g_new0 (EventCall, 1);
  call->jobs = g_object_ref (jobs);
  call->job = job;
  khidki_intake_receive_async (self->intake, events, NULL, received, call);
}

static void
khidki_media_job_finalize (GObject *object)
{
  KhidkiMediaJob *self = KHIDKI_MEDIA_JOB (object);

  g_object_unref (self->intake);
  g_object_unref (self->channels);
  g_object_unref (self->store);
  g_object_unref (self->host);

  G_OBJECT_CLASS (khidki_media_job_parent_class)->finalize (object);
}

static void
khidki_media_job_class_init (KhidkiMediaJobClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = khidki_media_job_finalize;
}

static void
khidki_media_job_init (KhidkiMediaJob *self)
{
}

/* @jobs keeps no reference to what is made here: keep it as long as @jobs. */
KhidkiMediaJob *
khidki_media_job_new (KhidkiHost *host,
                      KhidkiStore *store,
                      KhidkiChannels *channels,
                      KhidkiIntake *intake,
                      KhidkiJobs *jobs,
                      KhidkiPaperCheckFunc check,
                      KhidkiPaperVerdictFunc verdict,
                      gpointer check_data)
{
  KhidkiMediaJob *self = g_object_new (KHIDKI_TYPE_MEDIA_JOB, NULL);

  self->host = g_object_ref (host);
  self->store = g_object_ref (store);
  self->channels = g_object_ref (channels);
  self->intake = g_object_ref (intake);
  self->check = check;
  self->verdict = verdict;
  self->check_data = check_data;
  khidki_jobs_add_handler (jobs, "media", MOST_FETCHES, FETCH_DEADLINE_MS, run_media, self);
  khidki_jobs_set_patience (jobs, "media", LAST_PATIENT_TRY);
  khidki_jobs_add_handler (jobs, "event", MOST_EVENTS, EVENT_DEADLINE_MS, run_event, self);
  return self;
}
