/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "intake/khidki-media-job.h"
#include "jobs/khidki-job-rows.h"
#include "jobs/khidki-jobs.h"
#include "papers/khidki-paper-check.h"
#include "rooms-fixture.h"

/* A far end from which files are brought. What it answers the test says. */
#define MEDIA_TYPE_CHANNEL (media_channel_get_type ())

G_DECLARE_FINAL_TYPE (MediaChannel, media_channel, MEDIA, CHANNEL_FAKE, GObject)

struct _MediaChannel
{
  GObject parent_instance;

  GQueue errors;
  guint n_fetched;
  /* Whether what has no error takes its time. */
  gboolean hold;
  GTask *held;
};

static void
fetch_async (KhidkiMediaChannel *channel,
             KhidkiAccount *account,
             const char *media,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer user_data)
{
  MediaChannel *self = MEDIA_CHANNEL_FAKE (channel);
  g_autoptr (GTask) task = g_task_new (channel, cancellable, callback, user_data);
  g_autofree char *hash = g_strnfill (64, 'a');
  GError *error = g_queue_pop_head (&self->errors);

  self->n_fetched++;
  if (error != NULL)
    g_task_return_error (task, error);
  else if (self->hold)
    self->held = g_steal_pointer (&task);
  else
    g_task_return_pointer (task, khidki_paper_new (hash, "image/jpeg", 1000),
                           (GDestroyNotify) khidki_paper_unref);
}

static KhidkiPaper *
fetch_finish (KhidkiMediaChannel *channel, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
media_init (KhidkiMediaChannelInterface *iface)
{
  iface->fetch_media_async = fetch_async;
  iface->fetch_media_finish = fetch_finish;
}

static const KhidkiLimits *
get_limits (KhidkiChannel *channel)
{
  static const KhidkiLimits limits = { .max_text = 1000 };

  return &limits;
}

static void
channel_init (KhidkiChannelInterface *iface)
{
  iface->get_limits = get_limits;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (MediaChannel,
                               media_channel,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KHIDKI_TYPE_CHANNEL, channel_init)
                               G_IMPLEMENT_INTERFACE (KHIDKI_TYPE_MEDIA_CHANNEL, media_init))

static void
media_channel_class_init (MediaChannelClass *klass)
{
}

static void
media_channel_init (MediaChannel *self)
{
}

typedef struct
{
  RoomsFixture rooms;
  MediaChannel *channel;
  KhidkiOutbox *outbox;
  KhidkiJobs *jobs;
  KhidkiMarks *marks;
  GTimeZone *time_zone;
  KhidkiIntake *intake;
  KhidkiMediaJob *media;
  /* What the worker answers: a verdict, or an error at every try. */
  const char *verdict;
  int check_error;
  guint n_checked;
  /* What the conversation is told. */
  KhidkiEvent *told;
} Fixture;

static void
check (KhidkiPaper *paper,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data,
       gpointer check_data)
{
  Fixture *fixture = check_data;
  g_autoptr (GTask) task = g_task_new (fixture->channel, cancellable, callback, user_data);

  fixture->n_checked++;
  g_task_return_boolean (task, TRUE);
}

static char *
verdict (GAsyncResult *result, gpointer check_data, GError **error)
{
  Fixture *fixture = check_data;

  if (fixture->verdict != NULL)
    return g_strdup (fixture->verdict);
  g_set_error_literal (error, KHIDKI_ERROR, fixture->check_error, "the worker does not work");
  return NULL;
}

static void
take_event (KhidkiJobs *jobs, KhidkiJob *job, GCancellable *cancellable, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_null (fixture->told);
  fixture->told = khidki_event_new_from_variant (job->payload);
  khidki_jobs_done (jobs, job);
}

static void
make_jobs (Fixture *fixture)
{
  fixture->jobs = khidki_jobs_new (fixture->rooms.host, fixture->rooms.rows.store);
}

static void
start (Fixture *fixture)
{
  fixture->media =
      khidki_media_job_new (fixture->rooms.host, fixture->rooms.rows.store, fixture->rooms.channels,
                            fixture->intake, fixture->jobs, check, verdict, fixture);
  /* What would go to the conversation comes here. */
  khidki_jobs_add_handler (fixture->jobs, "event", 8, 60000, take_event, fixture);
  khidki_jobs_start (fixture->jobs);
  rooms_settle (&fixture->rooms);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  KhidkiIntakeSetup setup = { 0 };

  rooms_set_up (&fixture->rooms);
  path = g_build_filename (fixture->rooms.rows.folder, "marks", NULL);
  fixture->marks = khidki_marks_open (path, &error);
  g_assert_no_error (error);
  fixture->channel = g_object_new (MEDIA_TYPE_CHANNEL, NULL);
  khidki_channels_add (fixture->rooms.channels, CHANNEL, KHIDKI_CHANNEL (fixture->channel));
  fixture->time_zone = g_time_zone_new_utc ();
  fixture->outbox =
      khidki_outbox_new (fixture->rooms.host, fixture->rooms.rows.store, fixture->rooms.channels);
  make_jobs (fixture);
  setup.host = fixture->rooms.host;
  setup.store = fixture->rooms.rows.store;
  setup.channels = fixture->rooms.channels;
  setup.outbox = fixture->outbox;
  setup.jobs = fixture->jobs;
  setup.marks = fixture->marks;
  setup.time_zone = fixture->time_zone;
  setup.public_url = setup.helpline = setup.helpline_hours = "";
  fixture->intake = khidki_intake_new (&setup);
  start (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  khidki_jobs_stop (fixture->jobs);
  rooms_settle (&fixture->rooms);
  g_clear_pointer (&fixture->told, khidki_event_unref);
  g_clear_object (&fixture->media);
  g_assert_finalize_object (fixture->intake);
  g_assert_finalize_object (fixture->jobs);
  g_assert_finalize_object (fixture->outbox);
  g_clear_pointer (&fixture->marks, khidki_marks_close);
  g_clear_pointer (&fixture->time_zone, g_time_zone_unref);
  g_queue_clear_full (&fixture->channel->errors, (GDestroyNotify) g_error_free);
  rooms_tear_down (&fixture->rooms);
  g_assert_finalize_object (fixture->channel);
}

static gboolean
do_add (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Fixture *fixture = data;
  g_autoptr (KhidkiAccount) account = khidki_account_new (CHANNEL, "", "wa-1", NULL, NULL);
  g_autoptr (GVariant) value = khidki_account_to_variant (account);
  gint64 now = rooms_now (&fixture->rooms);

  return khidki_job_add (transaction, "media:1", "media", "asha", "file-1",
                         g_variant_new ("(@(sssss)ss)", value, "identity", ""), now, now, error);
}

static void
bring_file (Fixture *fixture)
{
  rooms_write (&fixture->rooms, do_add, fixture);
  khidki_jobs_wake (fixture->jobs);
  rooms_settle (&fixture->rooms);
}

static void
send_file (Fixture *fixture)
{
  bring_file (fixture);
  rooms_advance (&fixture->rooms, 4000, 1000);
}

static void
assert_told (Fixture *fixture, const char *detail, const char *expected)
{
  const char *found = "";

  g_assert_nonnull (fixture->told);
  g_assert_cmpstr (khidki_event_get_detail (fixture->told), ==, detail);
  g_variant_lookup (khidki_event_get_values (fixture->told), "verdict", "&s", &found);
  g_assert_cmpstr (found, ==, expected);
}

static void
test_kept (Fixture *fixture, gconstpointer data)
{
  fixture->verdict = KHIDKI_PAPER_GOOD;
  send_file (fixture);
  assert_told (fixture, "paper-kept", "ok");
}

/* Brought at once and told a little later: the next picture of an album may be under way. */
static void
test_told_later (Fixture *fixture, gconstpointer data)
{
  fixture->verdict = KHIDKI_PAPER_GOOD;
  bring_file (fixture);
  g_assert_cmpuint (fixture->n_checked, ==, 1);
  rooms_advance (&fixture->rooms, 2000, 1000);
  g_assert_null (fixture->told);
  rooms_advance (&fixture->rooms, 2000, 1000);
  assert_told (fixture, "paper-kept", "ok");
}

/* Too many bytes are never brought: the citizen hears why, and not to repeat it. */
static void
test_too_large (Fixture *fixture, gconstpointer data)
{
  g_queue_push_tail (&fixture->channel->errors,
                     g_error_new_literal (KHIDKI_ERROR, KHIDKI_ERROR_INVALID, "too large"));
  rooms_expect_warning ("*given up*");
  send_file (fixture);
  rooms_assert_warned ();
  assert_told (fixture, "paper-lost", "too-large");
  g_assert_cmpuint (fixture->channel->n_fetched, ==, 1);
}

static void
test_gone (Fixture *fixture, gconstpointer data)
{
  g_queue_push_tail (&fixture->channel->errors,
                     g_error_new_literal (KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND, "gone"));
  rooms_expect_warning ("*given up*");
  send_file (fixture);
  rooms_assert_warned ();
  assert_told (fixture, "paper-lost", "");
}

/* A worker that cannot look at the file at all: nobody waits for ever. */
static void
test_check_fails (Fixture *fixture, gconstpointer data)
{
  fixture->check_error = KHIDKI_ERROR_FAILED;
  rooms_expect_warning ("*given up*");
  send_file (fixture);
  rooms_assert_warned ();
  assert_told (fixture, "paper-lost", "");
  g_assert_null (g_variant_lookup_value (khidki_event_get_values (fixture->told), "paper", NULL));
}

static void
test_check_fails_for_a_while (Fixture *fixture, gconstpointer data)
{
  fixture->check_error = KHIDKI_ERROR_RETRY;
  send_file (fixture);
  g_assert_null (fixture->told);
  fixture->verdict = "too-dark";
  rooms_advance (&fixture->rooms, HOUR, 60000);
  assert_told (fixture, "paper-kept", "too-dark");
}

static void
test_check_never_works (Fixture *fixture, gconstpointer data)
{
  fixture->check_error = KHIDKI_ERROR_RETRY;
  rooms_expect_warning ("*given up*");
  send_file (fixture);
  rooms_advance (&fixture->rooms, 24 * HOUR, 60000);
  rooms_assert_warned ();
  assert_told (fixture, "paper-lost", "");
  g_assert_cmpuint (fixture->n_checked, >, 3);
}

static void
refuse_often (Fixture *fixture, KhidkiError code, guint times)
{
  for (guint i = 0; i < times; i++)
    g_queue_push_tail (&fixture->channel->errors,
                       g_error_new_literal (KHIDKI_ERROR, (int) code, "not for any file"));
}

/* A token that has run out is no fault of the file's: it comes when there is a new one. */
static void
test_until_the_administrator_acts (Fixture *fixture, gconstpointer data)
{
  fixture->verdict = KHIDKI_PAPER_GOOD;
  refuse_often (fixture, KHIDKI_ERROR_OPERATOR, 20);
  rooms_expect_warning ("*failed 10 times*");
  send_file (fixture);
  rooms_advance (&fixture->rooms, 4 * HOUR, 60000);
  rooms_assert_warned ();
  assert_told (fixture, "paper-kept", "ok");
  g_assert_cmpuint (fixture->channel->n_fetched, ==, 21);
}

/* But not for ever. */
static void
test_administrator_never_acts (Fixture *fixture, gconstpointer data)
{
  refuse_often (fixture, KHIDKI_ERROR_OPERATOR, 200);
  rooms_expect_warning ("*failed 10 times*");
  rooms_expect_warning ("*given up*");
  send_file (fixture);
  rooms_advance (&fixture->rooms, 30 * HOUR, 60000);
  rooms_assert_warned ();
  assert_told (fixture, "paper-lost", "");
}

/* Nor is a limit that the far end has for all of them. */
static void
test_limit (Fixture *fixture, gconstpointer data)
{
  fixture->verdict = KHIDKI_PAPER_GOOD;
  refuse_often (fixture, KHIDKI_ERROR_BUSY, 9);
  send_file (fixture);
  rooms_advance (&fixture->rooms, HOUR, 60000);
  assert_told (fixture, "paper-kept", "ok");
}

/* A channel that could not be started for an hour brings what was sent before. */
static void
test_channel_is_away (Fixture *fixture, gconstpointer data)
{
  fixture->verdict = KHIDKI_PAPER_GOOD;
  khidki_channels_remove (fixture->rooms.channels, CHANNEL);
  rooms_expect_warning ("*failed 10 times*");
  send_file (fixture);
  rooms_advance (&fixture->rooms, HOUR, 60000);
  rooms_assert_warned ();
  khidki_channels_add (fixture->rooms.channels, CHANNEL, KHIDKI_CHANNEL (fixture->channel));
  rooms_advance (&fixture->rooms, HOUR, 60000);
  assert_told (fixture, "paper-kept", "ok");
}

static void
assert_row (Fixture *fixture, const char *expected)
{
  g_autofree char *row =
      rooms_sql (&fixture->rooms, "SELECT kind || ' ' || state || ' ' || attempts FROM job");

  g_assert_cmpstr (row, ==, expected);
}

/* Five tries were in vain, and the last one is under way. */
static void
bring_to_last_try (Fixture *fixture)
{
  for (guint i = 0; i < 5; i++)
    g_queue_push_tail (&fixture->channel->errors,
                       g_error_new_literal (KHIDKI_ERROR, KHIDKI_ERROR_RETRY, "not now"));
  fixture->channel->hold = TRUE;
  fixture->verdict = KHIDKI_PAPER_GOOD;
  bring_file (fixture);
  while (fixture->channel->held == NULL)
    rooms_advance (&fixture->rooms, 1000, 1000);
  assert_row (fixture, "media running 6");
}

static void
end_fetch (Fixture *fixture, GQuark domain, int code)
{
  g_autoptr (GTask) task = g_steal_pointer (&fixture->channel->held);

  fixture->channel->hold = FALSE;
  g_task_return_new_error (task, domain, code, "cut off");
  rooms_settle (&fixture->rooms);
}

/* A stop of ours is no try: the file comes after the restart, and nobody hears that it is lost. */
static void
test_stopped_at_last_try (Fixture *fixture, gconstpointer data)
{
  bring_to_last_try (fixture);
  khidki_jobs_stop (fixture->jobs);
  end_fetch (fixture, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_row (fixture, "media waiting 5");

  g_clear_object (&fixture->media);
  g_object_unref (fixture->jobs);
  make_jobs (fixture);
  start (fixture);
  rooms_advance (&fixture->rooms, 5000, 1000);
  assert_told (fixture, "paper-kept", "ok");
}

/* Nor is a stop of the channel by a reload, whatever it says of what was under way. */
static void
test_channel_stopped_at_last_try (Fixture *fixture, gconstpointer data)
{
  bring_to_last_try (fixture);
  khidki_channels_remove (fixture->rooms.channels, CHANNEL);
  end_fetch (fixture, KHIDKI_ERROR, KHIDKI_ERROR_FAILED);
  assert_row (fixture, "media waiting 5");

  khidki_channels_add (fixture->rooms.channels, CHANNEL, KHIDKI_CHANNEL (fixture->channel));
  rooms_advance (&fixture->rooms, 6000, 1000);
  assert_told (fixture, "paper-kept", "ok");
}

#define ADD(name, func) g_test_add ("/media-job/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("kept", test_kept);
  ADD ("told-later", test_told_later);
  ADD ("too-large", test_too_large);
  ADD ("gone", test_gone);
  ADD ("check-fails", test_check_fails);
  ADD ("check-fails-for-a-while", test_check_fails_for_a_while);
  ADD ("check-never-works", test_check_never_works);
  ADD ("until-the-administrator-acts", test_until_the_administrator_acts);
  ADD ("administrator-never-acts", test_administrator_never_acts);
  ADD ("limit", test_limit);
  ADD ("channel-is-away", test_channel_is_away);
  ADD ("stopped-at-last-try", test_stopped_at_last_try);
  ADD ("channel-stopped-at-last-try", test_channel_stopped_at_last_try);

  return g_test_run ();
}
