/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <khidki-testing.h>
#include <string.h>

typedef struct
{
  KhidkiTestHost *test;
  KhidkiHost *host;
  GString *story;
  gint64 start;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->test = khidki_test_host_new ("example");
  self->host = KHIDKI_HOST (self->test);
  self->story = g_string_new (NULL);
  self->start = khidki_host_now (self->host);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_string_free (self->story, TRUE);
  g_assert_finalize_object (self->test);
}

/* A timer of a story: its letter, and where it is told. */
typedef struct
{
  Fixture *fixture;
  char letter;
} Teller;

static void
tell (gpointer user_data)
{
  Teller *teller = user_data;

  g_string_append_printf (teller->fixture->story, "%c%d ", teller->letter,
                          (int) (khidki_host_now (teller->fixture->host)
                                 - teller->fixture->start));
}

static guint
add_teller (Fixture *self, guint milliseconds, char letter)
{
  Teller *teller = g_new0 (Teller, 1);

  teller->fixture = self;
  teller->letter = letter;
  return khidki_host_add_timer (self->host, milliseconds, tell, teller, g_free);
}

static void
add_another (gpointer user_data)
{
  add_teller (user_data, 5, 'x');
}

static void
test_timers (Fixture *self, gconstpointer data)
{
  guint removed;

  add_teller (self, 30, 'a');
  add_teller (self, 10, 'b');
  add_teller (self, 30, 'c');
  removed = add_teller (self, 20, 'd');
  khidki_host_add_timer (self->host, 12, add_another, self, NULL);
  khidki_host_remove_timer (self->host, removed);

  khidki_test_host_advance (self->test, 29);
  g_assert_cmpstr (self->story->str, ==, "b10 x17 ");
  g_assert_cmpint (khidki_host_now (self->host), ==, self->start + 29);
  khidki_test_host_advance (self->test, 1);
  g_assert_cmpstr (self->story->str, ==, "b10 x17 a30 c30 ");
  g_assert_cmpuint (khidki_test_host_get_n_timers (self->test), ==, 0);
}

static void
test_configuration (Fixture *self, gconstpointer data)
{
  static const char *const values[] = { "new", "old", NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *value = NULL;
  g_auto (GStrv) secrets = NULL;

  khidki_test_host_set_config (self->test, "key", "value");
  khidki_test_host_set_secrets (self->test, "secret", values);
  value = khidki_host_dup_config (self->host, "key");
  secrets = khidki_host_dup_secrets (self->host, "secret", NULL);
  g_assert_cmpstr (khidki_host_get_name (self->host), ==, "example");
  g_assert_cmpstr (value, ==, "value");
  g_assert_cmpstrv (secrets, values);
  g_assert_null (khidki_host_dup_config (self->host, "other"));
  g_assert_null (khidki_host_dup_secrets (self->host, "other", &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND);
}

static void
test_random (Fixture *self, gconstpointer data)
{
  guint8 first[16], second[16], again[16];

  khidki_test_host_set_seed (self->test, 7);
  khidki_host_fill_random (self->host, first, sizeof first);
  khidki_host_fill_random (self->host, second, sizeof second);
  khidki_test_host_set_seed (self->test, 7);
  khidki_host_fill_random (self->host, again, sizeof again);
  g_assert_cmpmem (first, sizeof first, again, sizeof again);
  g_assert_cmpint (memcmp (first, second, sizeof first), !=, 0);
}

static KhidkiResponse *
fetch (Fixture *self, KhidkiRequest *request, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  khidki_host_fetch_async (self->host, request, NULL, khidki_test_take_result, &result);
  khidki_test_settle ();
  if (result == NULL)
    khidki_test_host_advance (self->test, khidki_request_get_deadline (request));
  khidki_test_await (&result);

  return khidki_host_fetch_finish (self->host, result, error);
}

static KhidkiResponse *
answer_with_path (KhidkiRequest *request, gpointer user_data)
{
  return khidki_response_new_text (200, "text/plain", khidki_request_get_path (request));
}

static void
test_far_end (Fixture *self, gconstpointer data)
{
  g_autoptr (KhidkiRequest) request = khidki_request_new ("GET", "https://far.example/path");
  g_autoptr (KhidkiResponse) gone = khidki_response_new (410);
  g_autoptr (KhidkiResponse) first = NULL;
  g_autoptr (KhidkiResponse) second = NULL;
  g_autoptr (GError) failed = NULL;
  g_autoptr (GError) silent = NULL;

  khidki_test_host_set_far_end (self->test, answer_with_path, NULL, NULL);
  khidki_test_host_push_response (self->test, gone);
  khidki_test_host_push_error (self->test, KHIDKI_ERROR_RETRY, "no route");
  khidki_test_host_push_silence (self->test);

  first = fetch (self, request, NULL);
  g_assert_null (fetch (self, request, &failed));
  g_assert_null (fetch (self, request, &silent));
  second = fetch (self, request, NULL);

  g_assert_cmpuint (khidki_response_get_status (first), ==, 410);
  g_assert_error (failed, KHIDKI_ERROR, KHIDKI_ERROR_RETRY);
  g_assert_error (silent, KHIDKI_ERROR, KHIDKI_ERROR_UNCERTAIN);
  g_assert_cmpuint (khidki_response_get_status (second), ==, 200);
  g_assert_cmpuint (khidki_test_host_get_requests (self->test)->len, ==, 4);
}

static gboolean
receive (Fixture *self, const char *key, GError **error)
{
  g_autoptr (KhidkiAccount) account = khidki_account_new ("x", NULL, "y", NULL, NULL);
  g_autoptr (GPtrArray) events
      = g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_event_unref);
  g_autoptr (GAsyncResult) result = NULL;

  g_ptr_array_add (events, khidki_event_new_text (key, account, 1, "hi"));
  khidki_host_receive_async (self->host, events, NULL, khidki_test_take_result, &result);
  khidki_test_await (&result);

  return khidki_host_receive_finish (self->host, result, error);
}

static void
test_receive (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *events = khidki_test_host_get_events (self->test);

  g_assert_true (receive (self, "one", NULL));
  khidki_test_host_fail_receive (self->test, KHIDKI_ERROR_BUSY, "full");
  g_assert_false (receive (self, "two", &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_BUSY);
  khidki_test_host_fail_receive (self->test, KHIDKI_ERROR_BUSY, NULL);
  g_assert_true (receive (self, "three", NULL));

  g_assert_cmpuint (events->len, ==, 2);
  g_assert_cmpstr (khidki_event_get_key (g_ptr_array_index (events, 1)), ==, "three");
}

static gboolean
put (Fixture *self, const char *text, gint64 version, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (GAsyncResult) result = NULL;

  khidki_host_put_value_async (self->host, "key", bytes, version, NULL, khidki_test_take_result,
                               &result);
  khidki_test_await (&result);

  return khidki_host_put_value_finish (self->host, result, error);
}

static GBytes *
get (Fixture *self, gint64 *version)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GBytes *bytes;

  khidki_host_get_value_async (self->host, "key", NULL, khidki_test_take_result, &result);
  khidki_test_await (&result);
  bytes = khidki_host_get_value_finish (self->host, result, version, &error);
  g_assert_no_error (error);

  return bytes;
}

static void
test_values (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gint64 version = -1;

  g_assert_null (get (self, &version));
  g_assert_cmpint (version, ==, 0);
  g_assert_true (put (self, "one", 0, NULL));
  g_assert_false (put (self, "two", 0, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_CONFLICT);
  g_assert_true (put (self, "three", 1, NULL));

  bytes = get (self, &version);
  g_assert_cmpint (version, ==, 2);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "three", 5);
}

static void
on_request (KhidkiRequest *request, KhidkiResponder *responder, gpointer user_data)
{
  g_autoptr (KhidkiResponse) response = khidki_response_new (204);

  khidki_responder_finish (responder, response);
}

static guint
call (Fixture *self, const char *method, const char *uri)
{
  g_autoptr (KhidkiRequest) request = khidki_request_new (method, uri);
  g_autoptr (KhidkiResponse) response = khidki_test_host_call (self->test, request);

  return khidki_response_get_status (response);
}

static void
test_routes (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (khidki_host_add_route (self->host, "GET", "/x", on_request, NULL, NULL, NULL));
  g_assert_false (khidki_host_add_route (self->host, "GET", "/x", on_request, NULL, NULL, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_CONFLICT);
  g_assert_cmpuint (call (self, "GET", "/x?a=1"), ==, 204);
  g_assert_cmpuint (call (self, "POST", "/x"), ==, 404);
  khidki_test_host_remove_routes (self->test);
  g_assert_cmpuint (call (self, "GET", "/x"), ==, 404);
}

static void
say_which (KhidkiRequest *request, KhidkiResponder *responder, gpointer user_data)
{
  g_autoptr (KhidkiResponse) response = khidki_response_new (GPOINTER_TO_UINT (user_data));

  khidki_responder_finish (responder, response);
}

static void
test_routes_below (Fixture *self, gconstpointer data)
{
  khidki_host_add_route (self->host, "GET", "/a/", say_which, GUINT_TO_POINTER (201), NULL, NULL);
  khidki_host_add_route (self->host, "GET", "/a/b/", say_which, GUINT_TO_POINTER (202), NULL, NULL);
  khidki_host_add_route (self->host, "GET", "/a/b/c", say_which, GUINT_TO_POINTER (203), NULL, NULL);

  g_assert_cmpuint (call (self, "GET", "/a/x/y"), ==, 201);
  g_assert_cmpuint (call (self, "GET", "/a/b/x"), ==, 202);
  g_assert_cmpuint (call (self, "GET", "/a/b/c"), ==, 203);
  g_assert_cmpuint (call (self, "GET", "/a"), ==, 404);
}

/* Asked at the head, before there is a body; then with the files. */
static void
admit (KhidkiRequest *request, KhidkiResponder *responder, gpointer user_data)
{
  gboolean in = g_strcmp0 (khidki_request_get_cookie (request, "session"), "good") == 0;
  g_autoptr (KhidkiResponse) response = khidki_response_new (in ? 100 : 403);

  g_assert_cmpuint (khidki_request_get_n_parts (request), ==, 0);
  khidki_responder_finish (responder, response);
}

static void
count_files (KhidkiRequest *request, KhidkiResponder *responder, gpointer user_data)
{
  g_autoptr (KhidkiResponse) response =
      khidki_response_new (200 + khidki_request_get_n_parts (request));

  khidki_responder_finish (responder, response);
}

static void
test_uploads (Fixture *self, gconstpointer data)
{
  g_autoptr (KhidkiRequest) request = khidki_request_new ("POST", "/papers/identity");
  g_autoptr (KhidkiPaper) paper = khidki_paper_new ("abc", "image/jpeg", 5);
  g_autoptr (KhidkiResponse) refused = NULL;
  g_autoptr (KhidkiResponse) taken = NULL;

  khidki_request_add_field (request, "kind", "voter-id");
  khidki_request_add_paper (request, "file", "a.jpg", paper);
  g_assert_true (khidki_host_add_upload_route (self->host, "/papers/", admit, count_files, NULL,
                                               NULL, NULL));
  refused = khidki_test_host_call (self->test, request);
  g_assert_cmpuint (khidki_response_get_status (refused), ==, 403);
  khidki_request_set_header (request, "Cookie", "session=good");
  taken = khidki_test_host_call (self->test, request);
  g_assert_cmpuint (khidki_response_get_status (taken), ==, 202);
}

static void
test_page (Fixture *self, gconstpointer data)
{
  const KhidkiPageLink links[] = { { "Drafts", "/d", TRUE } };
  const KhidkiPageFrame frame = { .title = "A & B", .language = "en", .links = links, .n_links = 1,
                                  .user = "Ravi", .sign_out = "/out", .sign_out_token = "t", .status = 404 };
  g_autoptr (KhidkiHtml) body = khidki_html_new ();
  g_autoptr (KhidkiResponse) page = NULL;
  g_autofree char *text = NULL;
  GBytes *bytes;

  khidki_html_element (body, "p", "<hello>", NULL);
  page = khidki_host_make_page (self->host, &frame, body);
  bytes = khidki_response_get_body (page);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_cmpuint (khidki_response_get_status (page), ==, 404);
  g_assert_nonnull (strstr (text, "<h1>A &amp; B</h1><p>&lt;hello&gt;</p>"));
  g_assert_nonnull (strstr (text, "<a href=\"/d\" aria-current=\"page\">Drafts</a>"));
  g_assert_nonnull (strstr (text, "name=\"token\" value=\"t\""));
}

/* Somebody sets the clock: timers and deadlines go on as if nobody had. */
static void
test_clock_is_set (Fixture *self, gconstpointer data)
{
  gint64 begin = khidki_host_get_monotonic (self->host);
  gint64 hour = 60 * 60 * 1000;

  g_assert_cmpint (begin, !=, self->start);
  add_teller (self, 100, 'a');
  khidki_test_host_advance (self->test, 40);
  khidki_test_host_set_now (self->test, self->start - hour);
  g_assert_cmpint (khidki_host_get_monotonic (self->host), ==, begin + 40);
  khidki_test_host_advance (self->test, 59);
  g_assert_cmpstr (self->story->str, ==, "");
  khidki_test_host_advance (self->test, 1);
  g_assert_cmpstr (self->story->str, ==, "a-3599940 ");
  g_assert_cmpint (khidki_host_get_monotonic (self->host), ==, begin + 100);

  add_teller (self, 100, 'b');
  khidki_test_host_set_now (self->test, self->start + hour);
  khidki_test_host_advance (self->test, 99);
  g_assert_cmpint (khidki_host_get_monotonic (self->host), ==, begin + 199);
  g_assert_cmpstr (self->story->str, ==, "a-3599940 ");
}

#define ADD(name, func) \
  g_test_add ("/testing/host/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("timers", test_timers);
  ADD ("clock-is-set", test_clock_is_set);
  ADD ("configuration", test_configuration);
  ADD ("random", test_random);
  ADD ("far-end", test_far_end);
  ADD ("receive", test_receive);
  ADD ("values", test_values);
  ADD ("routes", test_routes);
  ADD ("routes-below", test_routes_below);
  ADD ("uploads", test_uploads);
  ADD ("page", test_page);

  return g_test_run ();
}
