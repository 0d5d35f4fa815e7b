/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "sms-fixture.h"

static void
push (SmsFixture *self, guint status, const char *words)
{
  g_autoptr (KhidkiResponse) response = khidki_response_new_text (status, "text/html", words);

  khidki_test_host_push_response (self->host, response);
}

static KhidkiMessage *
new_stopped (const char *language)
{
  return khidki_message_new_template ("stopped", language);
}

/* Takes the message. (transfer full) (nullable) */
static char *
send_to (SmsFixture *self, const char *phone, KhidkiMessage *message, GError **error)
{
  g_autoptr (KhidkiAccount) account
      = khidki_account_new ("sms", "", phone != NULL ? phone + 1 : "x", phone, NULL);
  g_autoptr (KhidkiMessage) owned = message;
  g_autoptr (GAsyncResult) result = NULL;

  khidki_channel_send_async (self->channel, account, owned, "out:17:2", NULL,
                             khidki_test_take_result, &result);
  khidki_test_settle ();
  if (result == NULL)
    khidki_test_host_advance (self->host, 60000);
  khidki_test_await (&result);

  return khidki_channel_send_finish (self->channel, result, error);
}

static void
check_query (KhidkiRequest *request, const char *name, const char *value)
{
  g_assert_cmpstr (khidki_request_get_query (request, name), ==, value);
}

static void
test_sent (SmsFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  KhidkiRequest *request;
  const char *report;

  push (self, 202, "0: Accepted for delivery");
  id = send_to (self, "+919810000001", new_stopped ("hi"), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (id, ==, "out:17:2");

  request = g_ptr_array_index (khidki_test_host_get_requests (self->host), 0);
  g_assert_cmpstr (khidki_request_get_method (request), ==, "GET");
  g_assert_true (g_str_has_prefix (khidki_request_get_uri (request), SMS_SEND_URL "?"));
  g_assert_cmpstr (khidki_request_get_path (request), ==, "/cgi-bin/sendsms");
  /* Doing it twice would tell the citizen twice. */
  g_assert_false (khidki_request_get_repeatable (request));
  check_query (request, "username", "khidki");
  check_query (request, "password", "a pass&word");
  check_query (request, "from", "KHIDKI");
  check_query (request, "to", "+919810000001");
  check_query (request, "charset", "UTF-8");
  check_query (request, "coding", "2");
  check_query (request, "dlr-mask", "31");
  check_query (request, "meta-data", "?smpp?entity_id=1101000000000000001&template_id=1107111111111100015");
  g_assert_true (g_str_has_prefix (khidki_request_get_query (request, "text"), "अब आम संदेश"));
  /* Kannel makes one per cent sign of two, and a value of what follows one. */
  report = khidki_request_get_query (request, "dlr-url");
  g_assert_cmpstr (report, ==,
                   "http://127.0.0.1:8080/sms/delivery?key=out%%3A17%%3A2&phone=%%2B919810000001"
                   "&secret=a%%20newer%%20secret%%20%%25&status=%d&far=%F&reply=%A&at=%T");
}

static void
test_english (SmsFixture *self, gconstpointer data)
{
  KhidkiRequest *request;
  g_autofree char *id = NULL;

  push (self, 202, "3: Queued for later delivery");
  id = send_to (self, "+919810000001", new_stopped ("en"), NULL);
  g_assert_cmpstr (id, ==, "out:17:2");
  request = g_ptr_array_index (khidki_test_host_get_requests (self->host), 0);
  check_query (request, "coding", "0");
}

static void
check_error (SmsFixture *self, KhidkiError code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = send_to (self, "+919810000001", new_stopped ("en"), &error);

  g_assert_null (id);
  g_assert_error (error, KHIDKI_ERROR, (int) code);
}

static void
test_refused (SmsFixture *self, gconstpointer data)
{
  push (self, 503, "2: Temporal failure, try again later.");
  check_error (self, KHIDKI_ERROR_RETRY);
  push (self, 403, "Authorization failed for sendsms");
  check_error (self, KHIDKI_ERROR_OPERATOR);
  push (self, 400, "Garbage 'to' field, rejected.");
  check_error (self, KHIDKI_ERROR_RECIPIENT);
  khidki_test_host_push_error (self->host, KHIDKI_ERROR_RETRY, "nobody listens");
  check_error (self, KHIDKI_ERROR_RETRY);
  khidki_test_host_push_error (self->host, KHIDKI_ERROR_UNCERTAIN, "reset");
  check_error (self, KHIDKI_ERROR_UNCERTAIN);
  khidki_test_host_push_silence (self->host);
  check_error (self, KHIDKI_ERROR_UNCERTAIN);
}

static void
test_nothing_sent (SmsFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) plain_error = NULL;

  g_assert_null (send_to (self, NULL, new_stopped ("en"), &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_RECIPIENT);
  g_assert_null (send_to (self, "+919810000001", khidki_message_new_text ("x"), &plain_error));
  g_assert_error (plain_error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED);
  g_assert_cmpuint (khidki_test_host_get_requests (self->host)->len, ==, 0);
}

static void
test_limits (SmsFixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) contacts = khidki_channel_list_contacts (self->channel);

  g_assert_cmpuint (contacts->len, ==, 1);
  g_assert_cmpint (khidki_contact_get_kind (contacts->pdata[0]), ==, KHIDKI_CONTACT_TEXT);
  g_assert_cmpstr (khidki_contact_get_number (contacts->pdata[0]), ==, SMS_NUMBER);
  g_assert_true (khidki_channel_get_limits (self->channel)->templates_only);
  g_assert_cmpint (khidki_channel_get_limits (self->channel)->window, ==, 0);
}

/* What is under way when it stops has three seconds, less if there is no time left,
 * and is uncertain then. */
static void
check_stop (SmsFixture *self, gboolean in_haste)
{
  g_autoptr (GCancellable) no_time = g_cancellable_new ();
  g_autoptr (KhidkiAccount) account = khidki_account_new ("sms", "", "919810000001", "+919810000001", NULL);
  g_autoptr (KhidkiMessage) message = new_stopped ("en");
  g_autoptr (GAsyncResult) sent = NULL;
  g_autoptr (GAsyncResult) stopped = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) late = NULL;

  khidki_test_host_push_silence (self->host);
  khidki_channel_send_async (self->channel, account, message, "k", NULL, khidki_test_take_result, &sent);
  khidki_channel_stop_async (self->channel, no_time, khidki_test_take_result, &stopped);
  khidki_test_host_advance (self->host, 2999);
  khidki_test_settle ();
  g_assert_null (stopped);
  if (in_haste)
    g_cancellable_cancel (no_time);
  else
    khidki_test_host_advance (self->host, 1);
  khidki_test_await (&stopped);
  khidki_test_await (&sent);
  g_assert_null (khidki_channel_send_finish (self->channel, sent, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_UNCERTAIN);
  g_assert_null (send_to (self, "+919810000001", new_stopped ("en"), &late));
  g_assert_error (late, KHIDKI_ERROR, KHIDKI_ERROR_RETRY);
}

static void
test_stop (SmsFixture *self, gconstpointer data)
{
  check_stop (self, FALSE);
}

static void
test_stop_in_haste (SmsFixture *self, gconstpointer data)
{
  check_stop (self, TRUE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) \
  g_test_add ("/sms/send/" name, SmsFixture, NULL, sms_fixture_set_up, func, sms_fixture_tear_down)
  ADD ("sent", test_sent);
  ADD ("english", test_english);
  ADD ("refused", test_refused);
  ADD ("nothing-sent", test_nothing_sent);
  ADD ("limits", test_limits);
  ADD ("stop", test_stop);
  ADD ("stop-in-haste", test_stop_in_haste);
#undef ADD

  return g_test_run ();
}
