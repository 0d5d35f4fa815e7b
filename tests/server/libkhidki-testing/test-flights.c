/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <khidki-testing.h>

typedef struct
{
  KhidkiTestHost *host;
  KhidkiFlights *flights;
  GAsyncResult *fetched;
  GAsyncResult *stopped;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->host = khidki_test_host_new ("example");
  self->flights = khidki_flights_new (KHIDKI_HOST (self->host));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->fetched);
  g_clear_object (&self->stopped);
  g_assert_cmpuint (khidki_test_host_get_n_timers (self->host), ==, 0);
  g_assert_finalize_object (self->flights);
  g_assert_finalize_object (self->host);
}

static void
fetch (Fixture *self, GCancellable *cancellable)
{
  g_autoptr (KhidkiRequest) request = khidki_request_new ("GET", "https://far.example/");

  khidki_flights_fetch_async (self->flights, request, cancellable, khidki_test_take_result,
                              &self->fetched);
}

static void
stop (Fixture *self, GCancellable *cancellable)
{
  khidki_flights_stop_async (self->flights, cancellable, khidki_test_take_result, &self->stopped);
}

static void
assert_stopped (Fixture *self)
{
  khidki_test_await (&self->stopped);
  g_assert_true (khidki_flights_stop_finish (self->flights, self->stopped, NULL));
  g_assert_true (khidki_flights_are_stopping (self->flights));
}

static void
assert_ended (Fixture *self, KhidkiError code)
{
  g_autoptr (GError) error = NULL;

  khidki_test_await (&self->fetched);
  g_assert_null (khidki_flights_fetch_finish (self->flights, self->fetched, &error));
  g_assert_error (error, KHIDKI_ERROR, (int) code);
}

static void
test_answered (Fixture *self, gconstpointer data)
{
  g_autoptr (KhidkiResponse) given = khidki_response_new (204);
  g_autoptr (KhidkiResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  khidki_test_host_push_response (self->host, given);
  fetch (self, NULL);
  stop (self, NULL);
  khidki_test_await (&self->fetched);
  response = khidki_flights_fetch_finish (self->flights, self->fetched, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (khidki_response_get_status (response), ==, 204);
  assert_stopped (self);
}

static void
test_refused (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (khidki_flights_are_stopping (self->flights));
  stop (self, NULL);
  assert_stopped (self);
  fetch (self, NULL);
  khidki_test_await (&self->fetched);
  g_assert_null (khidki_flights_fetch_finish (self->flights, self->fetched, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_RETRY);
  g_assert_cmpuint (khidki_test_host_get_requests (self->host)->len, ==, 0);
}

static void
test_grace (Fixture *self, gconstpointer data)
{
  khidki_test_host_push_silence (self->host);
  fetch (self, NULL);
  stop (self, NULL);
  khidki_test_host_advance (self->host, 2999);
  khidki_test_settle ();
  g_assert_null (self->stopped);
  khidki_test_host_advance (self->host, 1);
  assert_ended (self, KHIDKI_ERROR_UNCERTAIN);
  assert_stopped (self);
}

static void
test_no_time (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) no_time = g_cancellable_new ();

  khidki_test_host_push_silence (self->host);
  fetch (self, NULL);
  stop (self, no_time);
  khidki_test_settle ();
  g_assert_null (self->stopped);
  g_cancellable_cancel (no_time);
  assert_ended (self, KHIDKI_ERROR_UNCERTAIN);
  assert_stopped (self);
}

/* Whoever asked gives it up, before or while it is under way. */
static void
test_given_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  khidki_test_host_push_silence (self->host);
  fetch (self, cancellable);
  khidki_test_settle ();
  g_assert_null (self->fetched);
  g_cancellable_cancel (cancellable);
  assert_ended (self, KHIDKI_ERROR_UNCERTAIN);
  g_clear_object (&self->fetched);
  khidki_test_host_push_silence (self->host);
  fetch (self, cancellable);
  assert_ended (self, KHIDKI_ERROR_RETRY);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/flights/answered", Fixture, NULL, set_up, test_answered, tear_down);
  g_test_add ("/flights/refused", Fixture, NULL, set_up, test_refused, tear_down);
  g_test_add ("/flights/grace", Fixture, NULL, set_up, test_grace, tear_down);
  g_test_add ("/flights/no-time", Fixture, NULL, set_up, test_no_time, tear_down);
  g_test_add ("/flights/given-up", Fixture, NULL, set_up, test_given_up, tear_down);

  return g_test_run ();
}
