/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "sms-fixture.h"

#define FORM "application/x-www-form-urlencoded"

static KhidkiRequest *
new_post (const char *path, const char *body)
{
  KhidkiRequest *request = khidki_request_new ("POST", path);
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

  khidki_request_set_body (request, FORM, bytes);
  return request;
}

/* An answer is never anything but a status: Kannel would send it to the citizen. */
static void
check_answer (SmsFixture *self, KhidkiRequest *request, guint status)
{
  g_autoptr (KhidkiRequest) owned = request;
  g_autoptr (KhidkiResponse) response = khidki_test_host_call (self->host, request);
  GBytes *body = khidki_response_get_body (response);

  g_assert_cmpuint (khidki_response_get_status (response), ==, status);
  g_assert_true (body == NULL || g_bytes_get_size (body) == 0);
}

static KhidkiEvent *
get_event (SmsFixture *self, guint index)
{
  GPtrArray *events = khidki_test_host_get_events (self->host);

  g_assert_cmpuint (events->len, >, index);
  return g_ptr_array_index (events, index);
}

#define TEXT "from=919810000001&to=7738299899&text=%09%38%09%3F%06%CC&charset=UTF-16BE&coding=2&id=1"

static void
test_text (SmsFixture *self, gconstpointer data)
{
  check_answer (self, khidki_request_new ("GET", "/sms/inbound?" TEXT "&secret=a+secret+of+the+line"), 200);
  check_answer (self, new_post ("/sms/inbound", TEXT "&secret=a+newer+secret+%25"), 200);
  check_answer (self, new_post ("/sms/inbound?secret=a+secret+of+the+line", TEXT), 200);
  for (guint i = 0; i < 3; i++)
    {
      KhidkiEvent *event = get_event (self, i);

      g_assert_cmpstr (khidki_event_get_text (event), ==, "सिی");
      g_assert_cmpstr (khidki_event_get_key (event), ==, "1");
    }
}

static void
test_delivery (SmsFixture *self, gconstpointer data)
{
  check_answer (self,
                khidki_request_new ("GET", "/sms/delivery?key=out%3A7&phone=%2B919810000001&secret="
                                           "a+secret+of+the+line&status=1&far=&reply=&at=5"),
                200);
  g_assert_cmpint (khidki_event_get_status (get_event (self, 0)), ==, KHIDKI_SEND_STATUS_DELIVERED);
  g_assert_cmpstr (khidki_event_get_send_key (get_event (self, 0)), ==, "out:7");
}

static void
test_secret (SmsFixture *self, gconstpointer data)
{
  static const char *const wrong[] = { "", "&secret=", "&secret=x", "&secret=a+secret+of+the+lin",
                                       "&secret=a+secret+of+the+line+", "&secret=%00" };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *inbound = g_strconcat ("/sms/inbound?" TEXT, wrong[i], NULL);
      g_autofree char *delivery = g_strconcat ("/sms/delivery?key=a&status=1", wrong[i], NULL);
      g_autofree char *body = g_strconcat (TEXT, wrong[i], NULL);

      check_answer (self, khidki_request_new ("GET", inbound), 403);
      check_answer (self, khidki_request_new ("GET", delivery), 403);
      check_answer (self, new_post ("/sms/inbound", body), 403);
    }
  g_assert_cmpuint (khidki_test_host_get_events (self->host)->len, ==, 0);
  g_assert_null (strstr (khidki_test_host_get_log (self->host), "9810000001"));
}

static void
test_unreadable (SmsFixture *self, gconstpointer data)
{
  g_autofree char *long_text = g_strnfill (70000, 'a');
  g_autofree char *body = g_strconcat ("from=9810000001&secret=a+secret+of+the+line&text=", long_text, NULL);

  check_answer (self, khidki_request_new ("GET", "/sms/inbound?text=a&secret=a+secret+of+the+line"), 400);
  check_answer (self, khidki_request_new ("GET", "/sms/delivery?key=a&secret=a+secret+of+the+line"), 400);
  check_answer (self, khidki_request_new ("GET", "/sms/inbound"), 403);
  check_answer (self, new_post ("/sms/inbound", body), 413);
  g_assert_cmpuint (khidki_test_host_get_events (self->host)->len, ==, 0);
}

/* Kannel asks again for what was answered 503. */
static void
test_not_kept (SmsFixture *self, gconstpointer data)
{
  static const char good[] = "/sms/inbound?" TEXT "&secret=a+secret+of+the+line";

  khidki_test_host_fail_receive (self->host, KHIDKI_ERROR_BUSY, "full");
  check_answer (self, khidki_request_new ("GET", good), 503);
  khidki_test_host_fail_receive (self->host, KHIDKI_ERROR_RETRY, "no store");
  check_answer (self, khidki_request_new ("GET", good), 503);
  khidki_test_host_fail_receive (self->host, KHIDKI_ERROR_RETRY, NULL);
  check_answer (self, khidki_request_new ("GET", good), 200);
}

/* The answer waits until the event is durable. */
static void
test_waits (SmsFixture *self, gconstpointer data)
{
  g_autoptr (KhidkiRequest) request
      = khidki_request_new ("GET", "/sms/inbound?" TEXT "&secret=a+secret+of+the+line");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhidkiResponse) response = NULL;

  khidki_test_host_hold_receive (self->host, TRUE);
  khidki_test_host_call_async (self->host, request, khidki_test_take_result, &result);
  khidki_test_settle ();
  g_assert_null (result);
  khidki_test_host_hold_receive (self->host, FALSE);
  khidki_test_await (&result);
  response = khidki_test_host_call_finish (self->host, result, NULL);
  g_assert_cmpuint (khidki_response_get_status (response), ==, 200);
}

static void
check_start (SmsFixture *self, const char *key, const char *value, const char *words)
{
  g_autofree char *before = khidki_host_dup_config (KHIDKI_HOST (self->host), key);
  g_autoptr (GError) error = NULL;

  khidki_test_host_set_config (self->host, key, value);
  error = sms_fixture_start (self);
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
  if (strstr (error->message, words) == NULL)
    g_error ("no “%s” in: %s", words, error->message);
  khidki_test_host_set_config (self->host, key, before);
}

static void
test_settings (SmsFixture *self, gconstpointer data)
{
  static const char *const urls[] = { "", "kannel", "ftp://a/b", "http://a/b?c", "http://u:p@a/b" };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    check_start (self, "send-url", urls[i], "send-url=");
  check_start (self, "number", "", "number=");
  check_start (self, "number", "+917738299899", "number=");
  check_start (self, "header", " ", "header=");
  check_start (self, "entity-id", "x", "entity-id=");
  check_start (self, "delivery-url", "here", "delivery-url=");
  check_start (self, "template-ids", "", "template-ids=");
  check_start (self, "template-ids", "/no/such/file", "template-ids=/no/such/file");
  check_start (self, "families", "/no/such/file", "families=/no/such/file");
  g_assert_false (khidki_test_host_has_route (self->host, "GET", "/sms/inbound"));
  error = sms_fixture_start (self);
  g_assert_no_error (error);
}

/* One line that names each text without an id. */
static void
test_missing_id (SmsFixture *self, gconstpointer data)
{
  g_autoptr (GKeyFile) ids = g_key_file_new ();
  g_autoptr (GError) error = NULL;

  g_key_file_load_from_file (ids, self->ids, G_KEY_FILE_KEEP_TRANSLATIONS, NULL);
  g_key_file_remove_key (ids, "Family help", "TemplateId[hi]", NULL);
  g_key_file_remove_group (ids, "Family status", NULL);
  g_key_file_save_to_file (ids, self->ids, NULL);
  error = sms_fixture_start (self);
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "help (hi), status (en), status (hi)"));
  g_assert_null (strchr (error->message, '\n'));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, set_up, func) \
  g_test_add ("/sms/inbound/" name, SmsFixture, NULL, set_up, func, sms_fixture_tear_down)
  ADD ("text", sms_fixture_set_up, test_text);
  ADD ("delivery", sms_fixture_set_up, test_delivery);
  ADD ("secret", sms_fixture_set_up, test_secret);
  ADD ("unreadable", sms_fixture_set_up, test_unreadable);
  ADD ("not-kept", sms_fixture_set_up, test_not_kept);
  ADD ("waits", sms_fixture_set_up, test_waits);
  ADD ("settings", sms_fixture_prepare, test_settings);
  ADD ("missing-id", sms_fixture_prepare, test_missing_id);
#undef ADD

  return g_test_run ();
}
