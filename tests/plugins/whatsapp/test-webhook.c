/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "channel-fixture.h"
#include "fixture.h"

static guint
check (ChannelFixture *self, const char *query, const char *expected)
{
  g_autofree char *uri = g_strconcat ("/whatsapp/webhook?", query, NULL);
  g_autoptr (KhidkiRequest) request = khidki_request_new ("GET", uri);
  g_autoptr (KhidkiResponse) response = khidki_test_host_call (self->host, request);
  GBytes *body = khidki_response_get_body (response);
  gsize length = body != NULL ? g_bytes_get_size (body) : 0;
  const char *text = length > 0 ? g_bytes_get_data (body, NULL) : "";

  g_assert_cmpmem (text, length, expected, strlen (expected));
  return khidki_response_get_status (response);
}

static void
test_check (ChannelFixture *self, gconstpointer data)
{
  g_assert_cmpuint (check (self,
                           "hub.mode=subscribe&hub.challenge=1158201444&"
                           "hub.verify_token=a-verify-token",
                           "1158201444"),
                    ==, 200);
  g_assert_cmpuint (
      check (self, "hub.mode=subscribe&hub.challenge=1&hub.verify_token=another", ""), ==, 403);
  g_assert_cmpuint (
      check (self, "hub.mode=other&hub.challenge=1&hub.verify_token=a-verify-token", ""), ==, 403);
  g_assert_cmpuint (check (self, "hub.mode=subscribe&hub.verify_token=a-verify-token", ""), ==,
                    403);
  g_assert_cmpuint (check (self, "hub.mode=subscribe&hub.challenge=1", ""), ==, 403);
  g_assert_cmpuint (check (self, "", ""), ==, 403);
}

static guint
post (ChannelFixture *self, GBytes *body, const char *secret)
{
  g_autoptr (KhidkiRequest) request = channel_fixture_new_post (body, secret);
  g_autoptr (KhidkiResponse) response = khidki_test_host_call (self->host, request);

  return khidki_response_get_status (response);
}

static void
test_all_fixtures (ChannelFixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) names = fixture_list ();

  g_assert_cmpuint (names->len, >, 30);
  for (guint i = 0; i < names->len; i++)
    {
      g_autoptr (GBytes) body = fixture_load (g_ptr_array_index (names, i));

      g_test_message ("%s", (const char *) g_ptr_array_index (names, i));
      g_assert_cmpuint (post (self, body, CHANNEL_SECRET), ==, 200);
    }
  g_assert_cmpuint (khidki_test_host_get_events (self->host)->len, >, 100);
  g_assert_nonnull (strstr (khidki_test_host_get_log (self->host),
                            "Meta tells of message_template_status_update: APPROVED\n"));
  g_assert_null (strstr (khidki_test_host_get_log (self->host), "9811022331"));
}

static void
post_change (ChannelFixture *self, const char *field, const char *value)
{
  g_autofree char *text = g_strdup_printf (
      "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"1\",\"time\":1767590000,"
      "\"changes\":[{\"field\":\"%s\",\"value\":{%s}}]}]}", field, value);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

  g_assert_cmpuint (post (self, body, CHANNEL_SECRET), ==, 200);
}

static const char *
get_account_alarm (ChannelFixture *self)
{
  return khidki_test_host_get_alarm (self->host, "account-1");
}

/* What Meta does to the account an administrator sees before the numbers stand still. */
static void
test_account (ChannelFixture *self, gconstpointer data)
{
  post_change (self, "account_update", "\"event\":\"PARTNER_ADDED\"");
  post_change (self, "account_alerts", "\"alert_info\":{\"alert_type\":\"OBA_REJECTED\"}");
  g_assert_null (get_account_alarm (self));
  g_assert_nonnull (strstr (khidki_test_host_get_log (self->host),
                            "Meta tells of account_alerts: OBA_REJECTED\n"));
  post_change (self, "account_update", "\"event\":\"DISABLED_UPDATE\",\"ban_info\":{"
                                       "\"waba_ban_state\":\"SCHEDULE_FOR_DISABLE\"}");
  g_assert_nonnull (strstr (get_account_alarm (self), "SCHEDULE_FOR_DISABLE"));
  post_change (self, "account_update", "\"event\":\"DISABLED_UPDATE\",\"ban_info\":{"
                                       "\"waba_ban_state\":\"REINSTATE\"}");
  g_assert_null (get_account_alarm (self));
  post_change (self, "account_update", "\"event\":\"ACCOUNT_VIOLATION\"");
  g_assert_nonnull (strstr (get_account_alarm (self), "Request review"));
}

/* An error that concerns no message. */
static void
test_error (ChannelFixture *self, gconstpointer data)
{
  g_autoptr (GBytes) body = fixture_load ("errors");

  g_assert_cmpuint (post (self, body, CHANNEL_SECRET), ==, 200);
  g_assert_nonnull (strstr (khidki_test_host_get_log (self->host),
                            "Meta tells of an error: Meta's error 130429"));
}

static void
test_signature (ChannelFixture *self, gconstpointer data)
{
  g_autoptr (GBytes) body = fixture_load ("text");
  g_autoptr (KhidkiRequest) unsigned_post = khidki_request_new ("POST", "/whatsapp/webhook");
  g_autoptr (KhidkiResponse) response = NULL;

  khidki_request_set_body (unsigned_post, "application/json", body);
  response = khidki_test_host_call (self->host, unsigned_post);

  g_assert_cmpuint (khidki_response_get_status (response), ==, 401);
  g_assert_null (khidki_response_get_body (response));
  g_assert_cmpuint (post (self, body, "wrong"), ==, 401);
  g_assert_cmpuint (post (self, body, "a newer secret"), ==, 200);
  g_assert_cmpuint (post (self, body, CHANNEL_SECRET), ==, 200);
  g_assert_cmpuint (khidki_test_host_get_events (self->host)->len, ==, 2);
}

/* An administrator sees it; a stranger cannot fill the disk with it. */
static void
test_complaint (ChannelFixture *self, gconstpointer data)
{
  g_autoptr (GBytes) body = fixture_load ("text");
  g_auto (GStrv) lines = NULL;

  for (guint i = 0; i < 100; i++)
    {
      g_assert_cmpuint (post (self, body, "wrong"), ==, 401);
      khidki_test_host_advance (self->host, 500);
    }
  khidki_test_host_advance (self->host, 60000 - 100 * 500);
  g_assert_cmpuint (post (self, body, "wrong"), ==, 401);

  lines = g_strsplit (khidki_test_host_get_log (self->host), "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 3);
  g_assert_nonnull (strstr (lines[0], "app-secret="));
  g_assert_nonnull (strstr (lines[1], "(100 refused"));
}

static void
post_often (ChannelFixture *self, const char *json, guint times)
{
  g_autoptr (GBytes) body = g_bytes_new (json, strlen (json));

  for (guint i = 0; i < times; i++)
    g_assert_cmpuint (post (self, body, "wrong"), ==, 401);
}

/* Five bad ones about our number without a good one between are no strangers'; the doctor's own,
 * which tells of nothing, ends it as little. A secret that was right once may be wrong later. */
static void
test_unsigned_alarm (ChannelFixture *self, gconstpointer data)
{
  g_autoptr (GBytes) body = fixture_load ("text");
  static const char empty[] = "{\"object\":\"whatsapp_business_account\",\"entry\":[]}";
  g_autoptr (GBytes) nothing = g_bytes_new_static (empty, strlen (empty));

  for (guint round = 0; round < 2; round++)
    {
      for (guint i = 0; i < 4; i++)
        g_assert_cmpuint (post (self, body, "wrong"), ==, 401);
      g_assert_null (khidki_test_host_get_alarm (self->host, "unsigned"));
      g_assert_cmpuint (post (self, body, "wrong"), ==, 401);
      g_assert_nonnull (strstr (khidki_test_host_get_alarm (self->host, "unsigned"),
                                "X-Hub-Signature-256"));
      g_assert_cmpuint (post (self, nothing, CHANNEL_SECRET), ==, 200);
      g_assert_nonnull (khidki_test_host_get_alarm (self->host, "unsigned"));
      g_assert_cmpuint (post (self, body, CHANNEL_SECRET), ==, 200);
      g_assert_null (khidki_test_host_get_alarm (self->host, "unsigned"));
    }
}

/* Strangers do not know the number's id; a citizen who writes it changes nothing; and while
 * good ones come others cannot raise an alarm. */
static void
test_unsigned_strangers (ChannelFixture *self, gconstpointer data)
{
  g_autoptr (GBytes) body = fixture_load ("text");

  post_often (self, "{}", 100);
  post_often (self, "", 10);
  post_often (self, "{\"phone_number_id\":\"12345\",\"id\":\"" FIXTURE_NUMBER "\"}", 10);
  post_often (self, "{\"phone_number_id\":\"" FIXTURE_NUMBER "9\"}", 10);
  post_often (self, "{\"body\":\"\\\"phone_number_id\\\":\\\"" FIXTURE_NUMBER "\\\"\"}", 10);
  post_often (self, "{\"phone_number_id\"", 10);
  post_often (self, "{\"phone_number_id\" : \"2749", 10);
  g_assert_null (khidki_test_host_get_alarm (self->host, "unsigned"));
  for (guint i = 0; i < 20; i++)
    {
      post_often (self, "{\"phone_number_id\" :\n \"" FIXTURE_NUMBER "\"}", 4);
      g_assert_cmpuint (post (self, body, CHANNEL_SECRET), ==, 200);
    }
  g_assert_null (khidki_test_host_get_alarm (self->host, "unsigned"));
  post_often (self, "{\"phone_number_id\" :\n \"" FIXTURE_NUMBER "\"}", 5);
  g_assert_nonnull (khidki_test_host_get_alarm (self->host, "unsigned"));
}

static void
test_flipped_byte (ChannelFixture *self, gconstpointer data)
{
  g_autoptr (GBytes) body = fixture_load ("text");
  g_autoptr (KhidkiRequest) request = channel_fixture_new_post (body, CHANNEL_SECRET);
  gsize length = 0;
  g_autofree char *flipped = g_memdup2 (g_bytes_get_data (body, &length),
                                        g_bytes_get_size (body));
  g_autoptr (GBytes) other = NULL;
  g_autoptr (KhidkiResponse) response = NULL;

  flipped[length / 2] ^= 1;
  other = g_bytes_new_static (flipped, length);
  khidki_request_set_body (request, "application/json", other);
  response = khidki_test_host_call (self->host, request);

  g_assert_cmpuint (khidki_response_get_status (response), ==, 401);
  g_assert_cmpuint (khidki_test_host_get_events (self->host)->len, ==, 0);
}

/* Size before signature, signature before JSON. */
static void
test_hostile (ChannelFixture *self, gconstpointer data)
{
  const gsize size = 3 * 1024 * 1024 + 1;
  g_autofree char *large = g_strnfill (size, ' ');
  g_autofree char *deep = g_strnfill (100000, '[');
  g_autoptr (GBytes) large_body = g_bytes_new_static (large, size);
  g_autoptr (GBytes) deep_body = g_bytes_new_static (deep, 100000);
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);

  g_assert_cmpuint (post (self, large_body, CHANNEL_SECRET), ==, 413);
  g_assert_cmpuint (post (self, deep_body, "wrong"), ==, 401);
  g_assert_cmpuint (post (self, deep_body, CHANNEL_SECRET), ==, 400);
  g_assert_cmpuint (post (self, empty, CHANNEL_SECRET), ==, 400);
}

/* (transfer full) */
static GBytes *
load_batch_with (const char *words)
{
  g_autoptr (GBytes) batch = fixture_load ("batch");
  g_autofree char *text = g_strndup (g_bytes_get_data (batch, NULL), g_bytes_get_size (batch));
  g_auto (GStrv) halves = g_strsplit (text, "\"body\": \"", 2);
  char *changed;

  g_assert_cmpuint (g_strv_length (halves), ==, 2);
  changed = g_strconcat (halves[0], "\"body\": \"", words, halves[1], NULL);
  return g_bytes_new_take (changed, strlen (changed));
}

/* One of many wrote what is no text: Meta would bring all of it again for days. */
static void
test_odd_words (ChannelFixture *self, gconstpointer data)
{
  static const char *const words[] = { "\\u0000", "\\ud800", "\xff", "\\x", "\n" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autoptr (GBytes) body = load_batch_with (words[i]);

      g_assert_cmpuint (post (self, body, "wrong"), ==, 401);
      g_assert_cmpuint (post (self, body, CHANNEL_SECRET), ==, 200);
      g_assert_cmpuint (khidki_test_host_get_events (self->host)->len, ==, 11 * (i + 1));
    }
}

static void
test_busy (ChannelFixture *self, gconstpointer data)
{
  g_autoptr (GBytes) body = fixture_load ("batch");
  g_autoptr (KhidkiRequest) request = channel_fixture_new_post (body, CHANNEL_SECRET);
  g_autoptr (KhidkiResponse) busy = NULL;
  g_autoptr (KhidkiResponse) failed = NULL;

  khidki_test_host_fail_receive (self->host, KHIDKI_ERROR_BUSY, "full");
  busy = khidki_test_host_call (self->host, request);
  khidki_test_host_fail_receive (self->host, KHIDKI_ERROR_FAILED, "the disk is full");
  failed = khidki_test_host_call (self->host, request);

  g_assert_cmpuint (khidki_response_get_status (busy), ==, 503);
  g_assert_cmpstr (khidki_response_get_header (busy, "Retry-After"), ==, "2");
  g_assert_cmpuint (khidki_response_get_status (failed), ==, 503);
  g_assert_nonnull (khidki_response_get_header (failed, "Retry-After"));
  g_assert_nonnull (strstr (khidki_test_host_get_log (self->host), "the disk is full"));
}

/* No answer before everything is durable. */
static void
test_answer_waits (ChannelFixture *self, gconstpointer data)
{
  g_autoptr (GBytes) body = fixture_load ("batch");
  g_autoptr (KhidkiRequest) request = channel_fixture_new_post (body, CHANNEL_SECRET);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhidkiResponse) response = NULL;

  khidki_test_host_hold_receive (self->host, TRUE);
  khidki_test_host_call_async (self->host, request, khidki_test_take_result, &result);
  khidki_test_host_advance (self->host, 3600000);
  g_assert_null (result);

  khidki_test_host_hold_receive (self->host, FALSE);
  khidki_test_await (&result);
  response = khidki_test_host_call_finish (self->host, result, NULL);
  g_assert_cmpuint (khidki_response_get_status (response), ==, 200);
  g_assert_cmpuint (khidki_test_host_get_events (self->host)->len, ==, 11);
}

static void
test_after_stop (ChannelFixture *self, gconstpointer data)
{
  g_autoptr (GBytes) body = fixture_load ("text");

  channel_fixture_stop (self);
  g_assert_cmpuint (post (self, body, CHANNEL_SECRET), ==, 503);
  g_assert_cmpuint (khidki_test_host_get_events (self->host)->len, ==, 0);
}

/* A new secret needs no restart, and one that cannot be read changes nothing. */
static void
test_rotation (ChannelFixture *self, gconstpointer data)
{
  static const char *const rotated[] = { "the newest", NULL };
  g_autoptr (GBytes) body = fixture_load ("text");

  khidki_test_host_set_secrets (self->host, "app-secret", rotated);
  khidki_test_host_advance (self->host, 61000);
  g_assert_cmpuint (post (self, body, CHANNEL_SECRET), ==, 401);
  g_assert_cmpuint (post (self, body, "the newest"), ==, 200);

  khidki_test_host_set_secrets (self->host, "app-secret", NULL);
  khidki_test_host_advance (self->host, 61000);
  g_assert_cmpuint (post (self, body, "the newest"), ==, 200);
  g_assert_nonnull (strstr (khidki_test_host_get_log (self->host), "app-secret="));
}

static void
check_refused (ChannelFixture *self, const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;

  channel_fixture_stop (self);
  khidki_test_host_remove_routes (self->host);
  khidki_test_host_set_config (self->host, key, value);
  error = channel_fixture_start (self);
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
  g_assert_true (g_str_has_prefix (error->message, key));
  g_assert_false (khidki_test_host_has_route (self->host, "POST", "/whatsapp/webhook"));
}

static void
test_configuration (ChannelFixture *self, gconstpointer data)
{
  check_refused (self, "graph-url", NULL);
  check_refused (self, "graph-url", "ftp://graph.example");
  check_refused (self, "graph-url", "https:///v25.0");
  khidki_test_host_set_config (self->host, "graph-url", CHANNEL_GRAPH);
  check_refused (self, "phone-number-id", "1/../2");
  check_refused (self, "phone-number-id", NULL);
  khidki_test_host_set_config (self->host, "phone-number-id", "1");
  check_refused (self, "path", "webhook");
}

static void
test_other_headers (ChannelFixture *self, gconstpointer data)
{
  g_autoptr (GBytes) body = fixture_load ("text");
  g_autoptr (KhidkiRequest) request = channel_fixture_new_post (body, CHANNEL_SECRET);
  g_autoptr (KhidkiRequest) moved = khidki_request_new ("POST", "/wa");
  g_autoptr (KhidkiResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  channel_fixture_stop (self);
  khidki_test_host_remove_routes (self->host);
  khidki_test_host_set_config (self->host, "path", "/wa");
  khidki_test_host_set_config (self->host, "signature-header", "X-360dialog-Signature");
  error = channel_fixture_start (self);
  g_assert_no_error (error);

  khidki_request_set_body (moved, "application/json", body);
  khidki_request_set_header (moved, "x-360dialog-signature",
                             khidki_request_get_header (request, "X-Hub-Signature-256"));
  response = khidki_test_host_call (self->host, moved);
  g_assert_cmpuint (khidki_response_get_status (response), ==, 200);
}

#define ADD(name, func)                                                                   \
  g_test_add ("/whatsapp/webhook/" name, ChannelFixture, NULL, channel_fixture_set_up, func, \
              channel_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("check", test_check);
  ADD ("all-fixtures", test_all_fixtures);
  ADD ("account", test_account);
  ADD ("error", test_error);
  ADD ("signature", test_signature);
  ADD ("complaint", test_complaint);
  ADD ("unsigned-alarm", test_unsigned_alarm);
  ADD ("unsigned-strangers", test_unsigned_strangers);
  ADD ("flipped-byte", test_flipped_byte);
  ADD ("hostile", test_hostile);
  ADD ("odd-words", test_odd_words);
  ADD ("busy", test_busy);
  ADD ("answer-waits", test_answer_waits);
  ADD ("after-stop", test_after_stop);
  ADD ("rotation", test_rotation);
  ADD ("configuration", test_configuration);
  ADD ("other-headers", test_other_headers);

  return g_test_run ();
}
