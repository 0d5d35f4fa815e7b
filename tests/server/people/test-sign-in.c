/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <khidki-testing.h>
#include <string.h>
#include <unistd.h>

#include "people/khidki-sign-in.h"
#include "store-fixture.h"

#define MINUTE (G_GINT64_CONSTANT (60) * 1000)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define START G_GINT64_CONSTANT (1795400000000)
#define PASSWORD "blue kettle on the roof"
#define HOME "203.0.113.7"
#define ELSEWHERE "198.51.100.23"

typedef struct
{
  StoreFixture rows;
  KhidkiTestHost *host;
  GTimeZone *zone;
  KhidkiSignIn *sign_in;
} Fixture;

/* Everything that was logged, fields and all. */
static GString *logged;

static GLogWriterOutput
watch_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_has_prefix (fields[i].key, "KHIDKI_") || g_str_equal (fields[i].key, "MESSAGE"))
      g_string_append_printf (logged, "%s=%s ", fields[i].key, (const char *) fields[i].value);
  g_string_append_c (logged, '\n');
  return G_LOG_WRITER_HANDLED;
}

static KhidkiOperators *
new_operators (const char *more)
{
  g_autofree char *text =
      g_strconcat ("[Operator meena]\nName=Meena\nName[hi]=मीना\nRole=operator\nCentre=north\n"
                   "From=2026-01-01\n", more, "[Operator arif]\nName=Arif\nRole=operator\n"
                   "Centre=north\nFrom=2026-01-01\n", NULL);
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp ("khidki-operators-XXXXXX", &path, &error);
  KhidkiOperators *operators;

  g_assert_no_error (error);
  close (fd);
  g_file_set_contents (path, text, -1, NULL);
  operators = khidki_operators_new_from_file (path, &error);
  g_assert_no_error (error);
  unlink (path);
  return operators;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiOperators) operators = new_operators ("");

  g_string_truncate (logged, 0);
  store_fixture_set_up (&fixture->rows, NULL);
  fixture->host = khidki_test_host_new ("people");
  khidki_test_host_set_now (fixture->host, START);
  fixture->zone = g_time_zone_new_identifier ("Asia/Kolkata");
  fixture->sign_in = khidki_sign_in_new (KHIDKI_HOST (fixture->host), fixture->rows.store,
                                         operators, fixture->zone);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  khidki_test_settle ();
  g_assert_finalize_object (fixture->sign_in);
  store_fixture_tear_down (&fixture->rows, NULL);
  g_assert_finalize_object (fixture->host);
  g_time_zone_unref (fixture->zone);
  g_assert_null (strstr (logged->str, PASSWORD));
}

static char *
sign_in (Fixture *fixture, const char *id, const char *password, const char *remote, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  khidki_sign_in_begin_async (fixture->sign_in, id, password, remote, NULL, khidki_test_take_result,
                              &result);
  khidki_test_await (&result);
  return khidki_sign_in_begin_finish (fixture->sign_in, result, error);
}

static gboolean
do_nothing (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  return TRUE;
}

/* What nobody waits for is written when this is. */
static void
settle (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  khidki_store_write (fixture->rows.store, do_nothing, NULL, &error);
  g_assert_no_error (error);
  khidki_test_settle ();
}

/* (transfer full) (nullable) */
static KhidkiOperator *
find (Fixture *fixture, const char *session)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KhidkiOperator *who;

  khidki_sign_in_find_async (fixture->sign_in, session, NULL, khidki_test_take_result, &result);
  khidki_test_await (&result);
  who = khidki_sign_in_find_finish (fixture->sign_in, result, &error);
  if (who == NULL)
    g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED);
  settle (fixture);
  return who;
}

static gboolean
is_signed_in (Fixture *fixture, const char *session)
{
  g_autoptr (KhidkiOperator) who = find (fixture, session);

  return who != NULL;
}

static char *
invite (Fixture *fixture, const char *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *invitation;

  khidki_sign_in_invite_async (fixture->sign_in, id, NULL, khidki_test_take_result, &result);
  khidki_test_await (&result);
  invitation = khidki_sign_in_invite_finish (fixture->sign_in, result, &error);
  g_assert_no_error (error);
  return invitation;
}

static gboolean
set_password (Fixture *fixture, const char *id, const char *proof, const char *password, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  khidki_sign_in_set_password_async (fixture->sign_in, id, proof, password, NULL,
                                     khidki_test_take_result, &result);
  khidki_test_await (&result);
  return khidki_sign_in_set_password_finish (fixture->sign_in, result, error);
}

static void
give_password (Fixture *fixture, const char *id)
{
  g_autofree char *invitation = invite (fixture, id);
  g_autoptr (GError) error = NULL;

  g_assert_true (set_password (fixture, id, invitation, PASSWORD, &error));
  g_assert_no_error (error);
}

static char *
sign_in_well (Fixture *fixture, const char *remote)
{
  g_autoptr (GError) error = NULL;
  char *session = sign_in (fixture, "meena", PASSWORD, remote, &error);

  g_assert_no_error (error);
  return session;
}

static void
sign_in_badly (Fixture *fixture, const char *id, const char *remote, KhidkiError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (sign_in (fixture, id, "red kettle on the roof", remote, &error));
  g_assert_error (error, KHIDKI_ERROR, (gint) code);
}

static void
test_session (Fixture *fixture, gconstpointer data)
{
  g_autofree char *session = NULL;
  g_autofree char *other = NULL;
  g_autoptr (KhidkiOperator) who = NULL;

  give_password (fixture, "meena");
  session = sign_in_well (fixture, HOME);
  other = sign_in_well (fixture, HOME);
  g_assert_cmpuint (strlen (session), ==, 43);
  g_assert_cmpstr (session, !=, other);
  who = find (fixture, session);
  g_assert_cmpstr (khidki_operator_get_id (who), ==, "meena");
  g_assert_cmpstr (khidki_operator_get_centre (who), ==, "north");
  g_assert_cmpstr (khidki_operator_get_name (who, "hi"), ==, "मीना");
  g_assert_null (strstr (session, khidki_operator_get_session (who)));
  g_assert_false (is_signed_in (fixture, ""));
  g_assert_false (is_signed_in (fixture, "\xff\xfe"));
  g_assert_nonnull (strstr (logged->str, "KHIDKI_EVENT=sign-in"));
  g_assert_nonnull (strstr (logged->str, "KHIDKI_REMOTE=" HOME));
  g_assert_null (strstr (logged->str, session));
}

/* Idle for a quarter of an hour, or half a day whatever is done. */
static void
test_session_ends (Fixture *fixture, gconstpointer data)
{
  g_autofree char *idle = NULL;
  g_autofree char *busy = NULL;

  give_password (fixture, "meena");
  idle = sign_in_well (fixture, HOME);
  busy = sign_in_well (fixture, HOME);
  khidki_test_host_set_now (fixture->host, START + 15 * MINUTE - 1);
  g_assert_true (is_signed_in (fixture, busy));
  khidki_test_host_set_now (fixture->host, START + 15 * MINUTE);
  g_assert_false (is_signed_in (fixture, idle));
  for (gint64 at = 20 * MINUTE; at < 12 * HOUR; at += 10 * MINUTE)
    {
      khidki_test_host_set_now (fixture->host, START + at);
      g_assert_true (is_signed_in (fixture, busy));
    }
  khidki_test_host_set_now (fixture->host, START + 12 * HOUR);
  g_assert_false (is_signed_in (fixture, busy));
}

static guint64
count_commits (Fixture *fixture)
{
  KhidkiStoreCounters counters;

  settle (fixture);
  khidki_store_get_counters (fixture->rows.store, &counters);
  return counters.writes;
}

static void
test_view_costs_no_write (Fixture *fixture, gconstpointer data)
{
  g_autofree char *session = NULL;
  guint64 writes;

  give_password (fixture, "meena");
  session = sign_in_well (fixture, HOME);
  writes = count_commits (fixture);
  for (guint i = 0; i < 20; i++)
    g_assert_true (is_signed_in (fixture, session));
  /* One write each is the test's own, and one to count them. */
  g_assert_cmpuint (count_commits (fixture), ==, writes + 21);
  khidki_test_host_set_now (fixture->host, START + MINUTE);
  for (guint i = 0; i < 20; i++)
    g_assert_true (is_signed_in (fixture, session));
  g_assert_cmpuint (count_commits (fixture), ==, writes + 21 + 21 + 1);
}

static void
test_signs_out (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) again = NULL;
  g_autoptr (GAsyncResult) all = NULL;

  give_password (fixture, "meena");
  first = sign_in_well (fixture, HOME);
  second = sign_in_well (fixture, HOME);
  khidki_sign_in_end_async (fixture->sign_in, first, NULL, khidki_test_take_result, &result);
  khidki_test_await (&result);
  g_assert_true (khidki_sign_in_end_finish (fixture->sign_in, result, NULL));
  khidki_sign_in_end_async (fixture->sign_in, first, NULL, khidki_test_take_result, &again);
  khidki_test_await (&again);
  g_assert_true (khidki_sign_in_end_finish (fixture->sign_in, again, NULL));
  g_assert_false (is_signed_in (fixture, first));
  g_assert_true (is_signed_in (fixture, second));
  khidki_sign_in_end_all_async (fixture->sign_in, "meena", NULL, khidki_test_take_result, &all);
  khidki_test_await (&all);
  g_assert_cmpint (khidki_sign_in_end_all_finish (fixture->sign_in, all, NULL), ==, 1);
  g_assert_false (is_signed_in (fixture, second));
}

static gssize
end_all (Fixture *fixture, const char *id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  khidki_sign_in_end_all_async (fixture->sign_in, id, NULL, khidki_test_take_result, &result);
  khidki_test_await (&result);
  return khidki_sign_in_end_all_finish (fixture->sign_in, result, error);
}

/* A slip of the pen is none of the operator's, and no success. */
static void
test_signs_out_nobody (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiOperators) nobody = khidki_operators_new_empty ();
  g_autofree char *session = NULL;
  g_autoptr (GError) mistyped = NULL;
  g_autoptr (GError) gone = NULL;

  give_password (fixture, "meena");
  session = sign_in_well (fixture, HOME);
  g_assert_cmpint (end_all (fixture, "mena", &mistyped), ==, -1);
  g_assert_error (mistyped, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (mistyped->message, "the nearest is “meena”"));
  g_assert_true (is_signed_in (fixture, session));
  g_assert_cmpint (end_all (fixture, "arif", NULL), ==, 0);
  /* In the data no longer, and back with the next file: the session must not be. */
  khidki_sign_in_set_operators (fixture->sign_in, nobody);
  g_assert_cmpint (end_all (fixture, "meena", NULL), ==, 1);
  g_assert_cmpint (end_all (fixture, "meena", &gone), ==, -1);
  g_assert_error (gone, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND);
}

/* A new password, and a post that ends, end every session. */
static void
test_what_ends_sessions (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KhidkiOperators) gone = new_operators ("Until=2026-11-20\n");
  g_autofree char *session = NULL;
  g_autofree char *new_session = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) refused = NULL;

  give_password (fixture, "meena");
  session = sign_in_well (fixture, HOME);
  g_assert_false (set_password (fixture, "meena", "red kettle on the roof", "green kettle on the roof",
                                &refused));
  g_assert_error (refused, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED);
  g_assert_true (is_signed_in (fixture, session));
  g_assert_true (set_password (fixture, "meena", PASSWORD, "green kettle on the roof", &error));
  g_assert_no_error (error);
  g_assert_false (is_signed_in (fixture, session));
  sign_in_badly (fixture, "meena", HOME, KHIDKI_ERROR_REFUSED);

  new_session = sign_in (fixture, "meena", "green kettle on the roof", HOME, &error);
  g_assert_no_error (error);
  khidki_sign_in_set_operators (fixture->sign_in, gone);
  g_assert_false (is_signed_in (fixture, new_session));
  g_clear_error (&refused);
  g_assert_null (sign_in (fixture, "meena", "green kettle on the roof", HOME, &refused));
  g_assert_error (refused, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED);
}

/* Whoever knows the password is out with it, and cannot make it another. */
static void
test_invitation_ends_password (Fixture *fixture, gconstpointer data)
{
  g_autofree char *session = NULL;
  g_autofree char *invitation = NULL;
  g_autofree char *new_session = NULL;
  g_autoptr (GError) refused = NULL;
  g_autoptr (GError) unchanged = NULL;
  g_autoptr (GError) error = NULL;

  give_password (fixture, "meena");
  give_password (fixture, "arif");
  session = sign_in_well (fixture, HOME);
  invitation = invite (fixture, "meena");
  g_assert_false (is_signed_in (fixture, session));
  g_assert_null (sign_in (fixture, "meena", PASSWORD, HOME, &refused));
  g_assert_error (refused, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED);
  g_assert_false (set_password (fixture, "meena", PASSWORD, "red kettle on the roof", &unchanged));
  g_assert_error (unchanged, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED);
  g_assert_true (set_password (fixture, "meena", invitation, "green kettle on the roof", &error));
  new_session = sign_in (fixture, "meena", "green kettle on the roof", HOME, &error);
  g_assert_no_error (error);
  g_assert_true (is_signed_in (fixture, new_session));
  g_clear_pointer (&new_session, g_free);
  new_session = sign_in (fixture, "arif", PASSWORD, HOME, &error);
  g_assert_no_error (error);
}

/* The thief's tries are under way while the invitation is made. */
static void
test_invitation_overtakes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) begun = NULL;
  g_autoptr (GAsyncResult) changed = NULL;
  g_autoptr (GError) no_session = NULL;
  g_autoptr (GError) no_password = NULL;
  g_autofree char *invitation = NULL;

  give_password (fixture, "meena");
  khidki_sign_in_begin_async (fixture->sign_in, "meena", PASSWORD, HOME, NULL,
                              khidki_test_take_result, &begun);
  khidki_sign_in_set_password_async (fixture->sign_in, "meena", PASSWORD, "red kettle on the roof",
                                     NULL, khidki_test_take_result, &changed);
  invitation = invite (fixture, "meena");
  khidki_test_await (&begun);
  khidki_test_await (&changed);
  g_assert_null (khidki_sign_in_begin_finish (fixture->sign_in, begun, &no_session));
  g_assert_error (no_session, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED);
  g_assert_false (khidki_sign_in_set_password_finish (fixture->sign_in, changed, &no_password));
  g_assert_error (no_password, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED);
  g_assert_true (set_password (fixture, "meena", invitation, "green kettle on the roof", NULL));
}

static void
test_invitation (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = invite (fixture, "meena");
  g_autofree char *second = invite (fixture, "meena");
  g_autofree char *late = NULL;
  g_autofree char *upper = g_ascii_strup (second, -1);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (strlen (second), ==, 19);
  g_assert_false (set_password (fixture, "meena", first, PASSWORD, NULL));
  g_assert_false (set_password (fixture, "arif", second, PASSWORD, NULL));
  g_assert_false (set_password (fixture, "meena", second, "short", &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, "too-short");
  g_assert_true (set_password (fixture, "meena", upper, PASSWORD, NULL));
  g_assert_false (set_password (fixture, "meena", second, "green kettle on the roof", NULL));
  g_assert_null (strstr (logged->str, second));

  late = invite (fixture, "meena");
  khidki_test_host_set_now (fixture->host, START + DAY);
  g_assert_false (set_password (fixture, "meena", late, "green kettle on the roof", NULL));
}

/* Wrong name and wrong password are the same to whoever asks. */
static void
test_tells_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) unknown = NULL;
  g_autoptr (GError) wrong = NULL;
  g_autoptr (GError) without = NULL;
  gint64 times[2];

  give_password (fixture, "meena");
  times[0] = g_get_monotonic_time ();
  g_assert_null (sign_in (fixture, "nobody", PASSWORD, HOME, &unknown));
  times[0] = g_get_monotonic_time () - times[0];
  times[1] = g_get_monotonic_time ();
  g_assert_null (sign_in (fixture, "meena", "wrong and wrong again", HOME, &wrong));
  times[1] = g_get_monotonic_time () - times[1];
  g_assert_null (sign_in (fixture, "arif", PASSWORD, HOME, &without));
  g_assert_error (unknown, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED);
  g_assert_cmpstr (unknown->message, ==, wrong->message);
  g_assert_cmpstr (unknown->message, ==, without->message);
  g_test_message ("unknown %" G_GINT64_FORMAT " µs, wrong %" G_GINT64_FORMAT " µs", times[0], times[1]);
  /* Neither comes back without having hashed. */
  g_assert_cmpint (times[0], >, times[1] / 10);
  g_assert_cmpint (times[1], >, times[0] / 10);
  g_assert_nonnull (strstr (logged->str, "KHIDKI_OPERATOR=(unknown)"));
  g_assert_null (strstr (logged->str, "nobody"));
}

static void
test_guessing_slows (Fixture *fixture, gconstpointer data)
{
  g_autofree char *session = NULL;
  gint64 now = START;
  guint looked = 0;

  give_password (fixture, "meena");
  for (guint i = 0; i < 600; i++, now += 1000)
    {
      g_autoptr (GError) error = NULL;

      khidki_test_host_set_now (fixture->host, now);
      g_assert_null (sign_in (fixture, "meena", "red kettle on the roof", ELSEWHERE, &error));
      looked += g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED);
      if (i > 100 && looked > 15)
        break;
    }
  g_assert_cmpuint (looked, >=, 6);
  g_assert_cmpuint (looked, <=, 15);
  /* Never for good. */
  khidki_test_host_set_now (fixture->host, now + 15 * MINUTE);
  session = sign_in_well (fixture, ELSEWHERE);
}

/* Strangers who try an operator's name do not keep them out where they work. */
static void
test_no_lock (Fixture *fixture, gconstpointer data)
{
  g_autofree char *session = NULL;
  g_autofree char *again = NULL;

  give_password (fixture, "meena");
  session = sign_in_well (fixture, HOME);
  for (guint i = 0; i < 4; i++)
    sign_in_badly (fixture, "meena", ELSEWHERE, KHIDKI_ERROR_REFUSED);
  sign_in_badly (fixture, "meena", "192.0.2.9", KHIDKI_ERROR_BUSY);
  again = sign_in_well (fixture, HOME);
  /* Nor does one address try name after name. */
  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *id = g_strdup_printf ("somebody%u", i);

      sign_in_badly (fixture, id, ELSEWHERE, KHIDKI_ERROR_REFUSED);
    }
  sign_in_badly (fixture, "arif", ELSEWHERE, KHIDKI_ERROR_BUSY);
}

/* Many at once are as slow as one after the other. */
static void
test_many_at_once (Fixture *fixture, gconstpointer data)
{
  GAsyncResult *results[12] = { NULL };
  guint looked = 0;

  give_password (fixture, "meena");
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    khidki_sign_in_begin_async (fixture->sign_in, "meena", "wrong as all of them", ELSEWHERE, NULL,
                                khidki_test_take_result, &results[i]);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr (GError) error = NULL;

      khidki_test_await (&results[i]);
      g_assert_null (khidki_sign_in_begin_finish (fixture->sign_in, results[i], &error));
      looked += g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED);
      g_object_unref (results[i]);
    }
  g_assert_cmpuint (looked, ==, 4);
}

static void
add (const char *name, void (*test) (Fixture *fixture, gconstpointer data))
{
  g_autofree char *path = g_strconcat ("/sign-in/", name, NULL);

  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  logged = g_string_new (NULL);
  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  g_log_set_writer_func (watch_log, NULL, NULL);
  add ("session", test_session);
  add ("session-ends", test_session_ends);
  add ("no-write", test_view_costs_no_write);
  add ("signs-out", test_signs_out);
  add ("signs-out-nobody", test_signs_out_nobody);
  add ("ends-sessions", test_what_ends_sessions);
  add ("invitation", test_invitation);
  add ("invitation-ends-password", test_invitation_ends_password);
  add ("invitation-overtakes", test_invitation_overtakes);
  add ("tells-nothing", test_tells_nothing);
  add ("slows", test_guessing_slows);
  add ("no-lock", test_no_lock);
  add ("at-once", test_many_at_once);
  status = g_test_run ();
  g_string_free (logged, TRUE);
  return status;
}
