/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "intake-fixture.h"

static char *
source_path (const char *first, const char *second, const char *third)
{
  return g_test_build_filename (G_TEST_DIST, "..", "..", "..", first, second, third, NULL);
}

static KhidkiCatalogue *
load_catalogue (IntakeFixture *fixture)
{
  g_autofree char *places_path = source_path ("data", "places", "delhi.ini");
  g_autofree char *folder = source_path ("plugins", "departments", "revenue");
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiPlaces) places = khidki_places_new_from_file (places_path, &error);
  KhidkiCatalogue *catalogue;

  g_assert_no_error (error);
  catalogue = khidki_catalogue_new (places);
  fixture->department = held_department_new (folder);
  khidki_catalogue_add_department (catalogue, KHIDKI_DEPARTMENT (fixture->department), &error);
  g_assert_no_error (error);
  return catalogue;
}

static void
open_marks (IntakeFixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->rooms.rows.folder, "marks", NULL);
  g_autoptr (GError) error = NULL;

  fixture->marks = khidki_marks_open (path, &error);
  g_assert_no_error (error);
}

void
intake_fixture_make_intake (IntakeFixture *fixture)
{
  KhidkiIntakeSetup setup = {
    .host = fixture->rooms.host,
    .store = fixture->rooms.rows.store,
    .channels = fixture->rooms.channels,
    .outbox = fixture->outbox,
    .jobs = fixture->jobs,
    .marks = fixture->marks,
    .time_zone = fixture->time_zone,
    .public_url = "https://khidki.example",
    .helpline = "1031",
    .helpline_hours = "8–22",
  };

  fixture->intake = khidki_intake_new (&setup);
}

void
intake_fixture_set_up (IntakeFixture *fixture, gconstpointer data)
{
  rooms_set_up (&fixture->rooms);
  khidki_channels_add (fixture->rooms.channels, CHANNEL, KHIDKI_CHANNEL (fixture->rooms.channel));
  fixture->catalogue = load_catalogue (fixture);
  fixture->time_zone = g_time_zone_new_identifier ("Asia/Kolkata");
  fixture->outbox = khidki_outbox_new (fixture->rooms.host, fixture->rooms.rows.store,
                                       fixture->rooms.channels);
  fixture->jobs = khidki_jobs_new (fixture->rooms.host, fixture->rooms.rows.store);
  fixture->keys = g_ptr_array_new_with_free_func (g_free);
  open_marks (fixture);
  intake_fixture_make_intake (fixture);
  khidki_intake_set_catalogue (fixture->intake, fixture->catalogue);
  khidki_outbox_start (fixture->outbox);
  rooms_settle (&fixture->rooms);
}

void
intake_fixture_tear_down (IntakeFixture *fixture, gconstpointer data)
{
  rooms_settle (&fixture->rooms);
  g_assert_true (khidki_intake_is_idle (fixture->intake));
  g_assert_finalize_object (fixture->intake);
  g_assert_finalize_object (fixture->jobs);
  g_assert_finalize_object (fixture->outbox);
  g_clear_pointer (&fixture->keys, g_ptr_array_unref);
  g_clear_pointer (&fixture->marks, khidki_marks_close);
  g_clear_pointer (&fixture->time_zone, g_time_zone_unref);
  g_clear_pointer (&fixture->catalogue, khidki_catalogue_unref);
  g_assert_finalize_object (fixture->department);
  rooms_tear_down (&fixture->rooms);
}

KhidkiEvent *
intake_fixture_text_from (IntakeFixture *fixture, const char *id, const char *phone, const char *key, const char *text)
{
  g_autoptr (KhidkiAccount) account = khidki_account_new (CHANNEL, LINE, id, phone, "Asha");

  return khidki_event_new_text (key, account, rooms_now (&fixture->rooms), text);
}

void
intake_fixture_begin (IntakeFixture *fixture, GPtrArray *events, GAsyncResult **result)
{
  for (guint i = 0; i < events->len; i++)
    g_ptr_array_add (fixture->keys, g_strdup (khidki_event_get_key (events->pdata[i])));
  khidki_intake_receive_async (fixture->intake, events, NULL, khidki_test_take_result, result);
}

/* (transfer full) for @events */
void
intake_fixture_feed_all (IntakeFixture *fixture, GPtrArray *events)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) owned = events;
  g_autoptr (GError) error = NULL;

  intake_fixture_begin (fixture, owned, &result);
  khidki_test_await (&result);
  khidki_intake_receive_finish (fixture->intake, result, &error);
  g_assert_no_error (error);
  rooms_settle (&fixture->rooms);
}

GPtrArray *
intake_fixture_new_events (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_event_unref);
}

void
intake_fixture_feed (IntakeFixture *fixture, KhidkiEvent *event)
{
  GPtrArray *events = intake_fixture_new_events ();

  g_ptr_array_add (events, event);
  intake_fixture_feed_all (fixture, events);
}

void
intake_fixture_say (IntakeFixture *fixture, const char *key, const char *text)
{
  intake_fixture_feed (fixture, intake_fixture_text_from (fixture, DIGITS, PHONE, key, text));
}

/* Keys are kept as digests; tests name them as they were fed. */
void
intake_fixture_assert_sql (IntakeFixture *fixture, const char *sql, const char *expected)
{
  KhidkiSeal *seal = khidki_store_get_seal (fixture->rooms.rows.store);
  g_autoptr (GString) asked = g_string_new (sql);
  g_autoptr (GString) found = NULL;
  g_autofree char *answer = NULL;

  for (guint i = 0; i < fixture->keys->len; i++)
    {
      g_autofree char *digest = khidki_seal_digest (seal, "event", fixture->keys->pdata[i]);
      g_autofree char *quoted = g_strdup_printf ("'%s'", (char *) fixture->keys->pdata[i]);
      g_autofree char *sealed = g_strdup_printf ("'%s'", digest);

      g_string_replace (asked, quoted, sealed, 0);
    }
  answer = rooms_sql (&fixture->rooms, asked->str);
  found = g_string_new (answer);
  for (guint i = 0; i < fixture->keys->len; i++)
    {
      g_autofree char *digest = khidki_seal_digest (seal, "event", fixture->keys->pdata[i]);

      g_string_replace (found, digest, fixture->keys->pdata[i], 0);
    }
  g_assert_cmpstr (found->str, ==, expected);
}

guint64
intake_fixture_count_reads (IntakeFixture *fixture)
{
  KhidkiStoreCounters counters;

  khidki_store_get_counters (fixture->rooms.rows.store, &counters);
  return counters.reads;
}

guint
intake_fixture_n_sent (IntakeFixture *fixture)
{
  return fake_channel_get_n_sent (fixture->rooms.channel);
}

/* As if the process had died while it stepped @key, alone. */
void
intake_fixture_die_on (IntakeFixture *fixture, const char *key)
{
  g_assert_finalize_object (fixture->intake);
  g_assert_true (khidki_marks_set (fixture->marks, key));
  khidki_marks_close (fixture->marks);
  open_marks (fixture);
  intake_fixture_make_intake (fixture);
  khidki_intake_set_catalogue (fixture->intake, fixture->catalogue);
}
