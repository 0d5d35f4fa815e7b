/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "channel-fixture.h"
#include "fixture.h"
#include "khidki-whatsapp-uploads.h"

#define ACCEPTED "{\"messaging_product\":\"whatsapp\",\"contacts\":[{\"input\":\"+919811022331\"}]," \
                 "\"messages\":[{\"id\":\"wamid.U0VOVA==\",\"message_status\":\"accepted\"}]}"

static KhidkiMessage *
new_document (ChannelFixture *self, const char *content)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (content, strlen (content));
  g_autoptr (KhidkiPaper) paper = khidki_test_host_keep (self->host, "application/pdf", bytes);

  return khidki_message_new_document (paper, "income.pdf", "caption");
}

static void
test_sent (ChannelFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autofree char *body = NULL;
  KhidkiRequest *request;

  channel_fixture_push_json (self, 200, ACCEPTED);
  id = channel_fixture_send (self, khidki_message_new_text ("नमस्ते"), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (id, ==, "wamid.U0VOVA==");

  request = channel_fixture_get_request (self, 0);
  body = channel_fixture_dup_body (request);
  g_assert_cmpstr (khidki_request_get_method (request), ==, "POST");
  g_assert_cmpstr (khidki_request_get_uri (request), ==,
                   CHANNEL_GRAPH "/" FIXTURE_NUMBER "/messages");
  g_assert_cmpstr (khidki_request_get_header (request, "Authorization"), ==, "Bearer a-token");
  g_assert_cmpstr (khidki_request_get_content_type (request), ==, "application/json");
  g_assert_cmpuint (khidki_request_get_deadline (request), ==, 20000);
  /* Doing it twice would tell the citizen twice. */
  g_assert_false (khidki_request_get_repeatable (request));
  g_assert_nonnull (strstr (body, "\"biz_opaque_callback_data\":\"out:17:2\""));
}

static void
check_error_of (ChannelFixture *self, KhidkiMessage *message, KhidkiError code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = channel_fixture_send (self, message, &error);

  g_assert_null (id);
  g_assert_error (error, KHIDKI_ERROR, (int) code);
}

static void
check_error (ChannelFixture *self, KhidkiError code)
{
  check_error_of (self, khidki_message_new_text ("x"), code);
}

static void
test_refused (ChannelFixture *self, gconstpointer data)
{
  channel_fixture_push_json (self, 429, "");
  check_error (self, KHIDKI_ERROR_RETRY);
  channel_fixture_push_json (self, 400, "{\"error\":{\"code\":130429,\"message\":\"Rate\"}}");
  check_error (self, KHIDKI_ERROR_RETRY);
  channel_fixture_push_json (self, 400, "{\"error\":{\"code\":131047,\"message\":\"Window\"}}");
  check_error (self, KHIDKI_ERROR_WINDOW);
  channel_fixture_push_json (self, 400, "{\"error\":{\"code\":131026,\"message\":\"Nobody\"}}");
  check_error (self, KHIDKI_ERROR_RECIPIENT);
  channel_fixture_push_json (self, 401, "{\"error\":{\"code\":190,\"message\":\"Token\"}}");
  check_error (self, KHIDKI_ERROR_OPERATOR);
  channel_fixture_push_json (self, 400, "{\"error\":{\"code\":131009,\"message\":\"Value\"}}");
  check_error (self, KHIDKI_ERROR_FAILED);
  channel_fixture_push_json (self, 404, "<html>");
  check_error (self, KHIDKI_ERROR_OPERATOR);
}

static void
test_unknown_outcome (ChannelFixture *self, gconstpointer data)
{
  khidki_test_host_push_silence (self->host);
  check_error (self, KHIDKI_ERROR_UNCERTAIN);
  khidki_test_host_push_error (self->host, KHIDKI_ERROR_UNCERTAIN, "reset");
  check_error (self, KHIDKI_ERROR_UNCERTAIN);
  khidki_test_host_push_error (self->host, KHIDKI_ERROR_RETRY, "no route");
  check_error (self, KHIDKI_ERROR_RETRY);
  channel_fixture_push_json (self, 502, "<html>");
  check_error (self, KHIDKI_ERROR_UNCERTAIN);
  channel_fixture_push_json (self, 200, "{}");
  check_error (self, KHIDKI_ERROR_UNCERTAIN);
  channel_fixture_push_json (self, 200, "not json");
  check_error (self, KHIDKI_ERROR_UNCERTAIN);
}

static void
test_never_sent (ChannelFixture *self, gconstpointer data)
{
  g_autofree char *text = g_strnfill (5000, 'x');
  g_autoptr (GError) error = NULL;
  g_autofree char *id = channel_fixture_send (self, khidki_message_new_text (text), &error);

  g_assert_null (id);
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED);
  g_assert_cmpuint (khidki_test_host_get_requests (self->host)->len, ==, 0);
}

static void
send_document (ChannelFixture *self, const char *content)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = channel_fixture_send (self, new_document (self, content), &error);

  g_assert_no_error (error);
  g_assert_nonnull (id);
}

static void
test_document (ChannelFixture *self, gconstpointer data)
{
  KhidkiRequest *upload;
  g_autoptr (KhidkiPaper) paper = NULL;
  g_autofree char *body = NULL;
  const char *value = NULL, *filename = NULL;

  channel_fixture_push_json (self, 200, "{\"id\":\"770011\"}");
  channel_fixture_push_json (self, 200, ACCEPTED);
  send_document (self, "%PDF one");

  upload = channel_fixture_get_request (self, 0);
  body = channel_fixture_dup_body (channel_fixture_get_request (self, 1));
  g_assert_cmpstr (khidki_request_get_uri (upload), ==, CHANNEL_GRAPH "/" FIXTURE_NUMBER "/media");
  g_assert_cmpuint (khidki_request_get_n_parts (upload), ==, 3);
  g_assert_cmpstr (khidki_request_get_part (upload, 0, &value, NULL, NULL), ==,
                   "messaging_product");
  g_assert_cmpstr (value, ==, "whatsapp");
  g_assert_cmpstr (khidki_request_get_part (upload, 2, NULL, &filename, NULL), ==, "file");
  g_assert_cmpstr (filename, ==, "income.pdf");
  g_assert_nonnull (strstr (body, "\"id\":\"770011\""));
}

/* Meta has it for 30 days. */
static void
test_upload_once (ChannelFixture *self, gconstpointer data)
{
  GPtrArray *requests = khidki_test_host_get_requests (self->host);

  channel_fixture_push_json (self, 200, "{\"id\":\"770011\"}");
  channel_fixture_push_json (self, 200, ACCEPTED);
  send_document (self, "%PDF one");
  channel_fixture_push_json (self, 200, ACCEPTED);
  send_document (self, "%PDF one");
  g_assert_cmpuint (requests->len, ==, 3);

  channel_fixture_push_json (self, 200, "{\"id\":\"770012\"}");
  channel_fixture_push_json (self, 200, ACCEPTED);
  send_document (self, "%PDF two");
  g_assert_cmpuint (requests->len, ==, 5);

  khidki_test_host_advance (self->host, 29 * 24 * G_GINT64_CONSTANT (3600000));
  channel_fixture_push_json (self, 200, "{\"id\":\"770013\"}");
  channel_fixture_push_json (self, 200, ACCEPTED);
  send_document (self, "%PDF one");
  g_assert_cmpuint (requests->len, ==, 7);
}

/* What Meta has lost before its time is uploaded again at the next attempt. */
static void
test_upload_lost (ChannelFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  channel_fixture_push_json (self, 200, "{\"id\":\"770011\"}");
  channel_fixture_push_json (self, 200, ACCEPTED);
  send_document (self, "%PDF one");
  channel_fixture_push_json (self, 400, "{\"error\":{\"code\":100,\"message\":\"No such id\"}}");
  id = channel_fixture_send (self, new_document (self, "%PDF one"), &error);
  g_assert_null (id);
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_RETRY);
  /* It is nobody's mistake, as it were if the new one is refused as well. */
  g_assert_null (khidki_test_host_get_alarm (self->host, "wrong-request"));

  channel_fixture_push_json (self, 200, "{\"id\":\"770012\"}");
  channel_fixture_push_json (self, 400, "{\"error\":{\"code\":100,\"message\":\"No such id\"}}");
  g_clear_error (&error);
  id = channel_fixture_send (self, new_document (self, "%PDF one"), &error);
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED);
  g_assert_nonnull (khidki_test_host_get_alarm (self->host, "wrong-request"));
}

/* Nobody would see otherwise that somebody got no answer. */
static void
test_not_sayable (ChannelFixture *self, gconstpointer data)
{
  g_autofree char *label = g_strnfill (300, 'x');
  KhidkiMessage *message = khidki_message_new_choices ("Which?", "Choose");

  khidki_message_add_choice (message, "1", label, NULL);
  check_error_of (self, message, KHIDKI_ERROR_FAILED);
  g_assert_nonnull (strstr (khidki_test_host_get_alarm (self->host, "wrong-request"), "300 characters"));
  g_assert_cmpuint (khidki_test_host_get_requests (self->host)->len, ==, 0);
}

/* An upload counts for the same limits as a message. */
static void
test_upload_limit (ChannelFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  channel_fixture_push_json (self, 400, "{\"error\":{\"code\":4,\"message\":\"Limit\"}}");
  id = channel_fixture_send (self, new_document (self, "%PDF one"), &error);
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_RETRY);
  g_assert_nonnull (khidki_test_host_get_alarm (self->host, "app-limit"));
}

static void
post_failure (ChannelFixture *self, const char *key, int code)
{
  g_autofree char *json = g_strdup_printf (
      "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"1\",\"changes\":[{"
      "\"field\":\"messages\",\"value\":{\"messaging_product\":\"whatsapp\",\"metadata\":{"
      "\"display_phone_number\":\"1\",\"phone_number_id\":\"" FIXTURE_NUMBER "\"},"
      "\"statuses\":[{\"id\":\"wamid.U0VOVA==\",\"status\":\"failed\","
      "\"timestamp\":\"1795415400\",\"recipient_id\":\"919811022331\","
      "\"biz_opaque_callback_data\":\"%s\",\"errors\":[{\"code\":%d,\"title\":\"x\"}]}]}}]}]}",
      key, code);
  g_autoptr (GBytes) body = g_bytes_new (json, strlen (json));
  g_autoptr (KhidkiRequest) request = channel_fixture_new_post (body, CHANNEL_SECRET);
  g_autoptr (KhidkiResponse) response = khidki_test_host_call (self->host, request);

  g_assert_cmpuint (khidki_response_get_status (response), ==, 200);
}

/* Meta takes the message and tells later that it could not deliver the file. */
static void
test_upload_undeliverable (ChannelFixture *self, gconstpointer data)
{
  GPtrArray *requests = khidki_test_host_get_requests (self->host);

  channel_fixture_push_json (self, 200, "{\"id\":\"770011\"}");
  channel_fixture_push_json (self, 200, ACCEPTED);
  send_document (self, "%PDF one");
  post_failure (self, "out:17:2", 131000);
  post_failure (self, "out:18:1", 131053);
  channel_fixture_push_json (self, 200, ACCEPTED);
  send_document (self, "%PDF one");
  g_assert_cmpuint (requests->len, ==, 3);

  post_failure (self, "out:17:2", 131053);
  channel_fixture_push_json (self, 200, "{\"id\":\"770012\"}");
  channel_fixture_push_json (self, 200, ACCEPTED);
  send_document (self, "%PDF one");
  g_assert_cmpuint (requests->len, ==, 5);
  g_assert_cmpstr (khidki_request_get_uri (channel_fixture_get_request (self, 3)), ==,
                   CHANNEL_GRAPH "/" FIXTURE_NUMBER "/media");
}

/* What is remembered has an end; the newest counts. */
static void
test_uploads_are_bounded (void)
{
  g_autoptr (KhidkiWhatsappUploads) uploads = khidki_whatsapp_uploads_new (2);

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *hash = g_strdup_printf ("hash-%u", i);
      g_autofree char *key = g_strdup_printf ("key-%u", i);

      khidki_whatsapp_uploads_note_send (uploads, hash, key);
      khidki_whatsapp_uploads_note_send (uploads, hash, key);
    }
  khidki_whatsapp_uploads_remember (uploads, "hash-0", "0", 0);
  khidki_whatsapp_uploads_remember (uploads, "hash-2", "2", 0);
  khidki_whatsapp_uploads_forget_sent (uploads, "key-0");
  khidki_whatsapp_uploads_forget_sent (uploads, "key-2");
  g_assert_cmpstr (khidki_whatsapp_uploads_lookup (uploads, "hash-0", 0), ==, "0");
  g_assert_null (khidki_whatsapp_uploads_lookup (uploads, "hash-2", 0));
}

static void
check_upload_error (ChannelFixture *self, KhidkiError code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = channel_fixture_send (self, new_document (self, "%PDF"), &error);

  g_assert_null (id);
  g_assert_error (error, KHIDKI_ERROR, (int) code);
  g_assert_true (g_str_has_prefix (error->message, "Uploading"));
}

/* Nobody was told anything yet. */
static void
test_upload_fails (ChannelFixture *self, gconstpointer data)
{
  khidki_test_host_push_silence (self->host);
  check_upload_error (self, KHIDKI_ERROR_RETRY);
  channel_fixture_push_json (self, 502, "<html>");
  check_upload_error (self, KHIDKI_ERROR_RETRY);
  channel_fixture_push_json (self, 200, "{}");
  check_upload_error (self, KHIDKI_ERROR_RETRY);
  channel_fixture_push_json (self, 401, "{\"error\":{\"code\":190}}");
  check_upload_error (self, KHIDKI_ERROR_OPERATOR);
}

static void
test_read (ChannelFixture *self, gconstpointer data)
{
  g_autoptr (KhidkiAccount) account = khidki_account_new ("whatsapp", "1", "x", NULL, NULL);
  GPtrArray *requests = khidki_test_host_get_requests (self->host);
  g_autofree char *body = NULL;

  channel_fixture_push_json (self, 200, "{\"success\":true}");
  khidki_read_channel_mark_read (KHIDKI_READ_CHANNEL (self->channel), account, "wamid.QQ==");
  khidki_read_channel_mark_read (KHIDKI_READ_CHANNEL (self->channel), account, "sha256:00");
  khidki_test_settle ();

  g_assert_cmpuint (requests->len, ==, 1);
  body = channel_fixture_dup_body (channel_fixture_get_request (self, 0));
  g_assert_nonnull (strstr (body, "\"message_id\":\"wamid.QQ==\""));
  g_assert_nonnull (strstr (body, "\"typing_indicator\""));
}

/* While the far end is slow, replies need what it can take. */
static void
test_read_is_left_out (ChannelFixture *self, gconstpointer data)
{
  g_autoptr (KhidkiAccount) account = khidki_account_new ("whatsapp", "1", "x", NULL, NULL);
  GPtrArray *requests = khidki_test_host_get_requests (self->host);

  for (guint i = 0; i < 40; i++)
    {
      khidki_test_host_push_silence (self->host);
      khidki_read_channel_mark_read (KHIDKI_READ_CHANNEL (self->channel), account, "wamid.QQ==");
    }
  khidki_test_settle ();
  g_assert_cmpuint (requests->len, ==, 4);
  khidki_test_host_advance (self->host, 6000);
  khidki_read_channel_mark_read (KHIDKI_READ_CHANNEL (self->channel), account, "wamid.QQ==");
  khidki_test_settle ();
  g_assert_cmpuint (requests->len, ==, 5);
  /* Nor does anybody wait for it at the end. */
  channel_fixture_stop (self);
}

static void
begin_send (ChannelFixture *self, GCancellable *cancellable, GAsyncResult **result)
{
  g_autoptr (KhidkiAccount) account
      = khidki_account_new ("whatsapp", FIXTURE_NUMBER, "IN.44", NULL, NULL);
  g_autoptr (KhidkiMessage) message = khidki_message_new_text ("x");

  khidki_channel_send_async (self->channel, account, message, "k", cancellable,
                             khidki_test_take_result, result);
  khidki_test_settle ();
}

static void
test_given_up (ChannelFixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  begin_send (self, cancellable, &result);
  g_assert_null (result);
  g_cancellable_cancel (cancellable);
  khidki_test_await (&result);
  g_assert_null (khidki_channel_send_finish (self->channel, result, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_UNCERTAIN);
}

static void
test_stop_in_flight (ChannelFixture *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) sent = NULL;
  g_autoptr (GAsyncResult) late = NULL;
  g_autoptr (GAsyncResult) stopped = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) late_error = NULL;

  begin_send (self, NULL, &sent);
  khidki_channel_stop_async (self->channel, NULL, khidki_test_take_result, &stopped);
  begin_send (self, NULL, &late);
  khidki_test_host_advance (self->host, 2999);
  g_assert_null (stopped);
  g_assert_null (sent);
  g_assert_null (khidki_channel_send_finish (self->channel, late, &late_error));
  g_assert_error (late_error, KHIDKI_ERROR, KHIDKI_ERROR_RETRY);

  khidki_test_host_advance (self->host, 1);
  g_assert_nonnull (stopped);
  g_assert_null (khidki_channel_send_finish (self->channel, sent, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_UNCERTAIN);
  g_assert_cmpuint (khidki_test_host_get_n_timers (self->host), ==, 0);
}

/* The server has no time left: what is in flight ends before its grace does. */
static void
test_stop_at_once (ChannelFixture *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) sent = NULL;
  g_autoptr (GAsyncResult) stopped = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  begin_send (self, NULL, &sent);
  khidki_channel_stop_async (self->channel, cancellable, khidki_test_take_result, &stopped);
  khidki_test_host_advance (self->host, 1000);
  g_assert_null (stopped);
  g_cancellable_cancel (cancellable);
  khidki_test_settle ();
  g_assert_nonnull (stopped);
  g_assert_null (khidki_channel_send_finish (self->channel, sent, &error));
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_UNCERTAIN);
}

static void
test_provider_header (ChannelFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  KhidkiRequest *request;
  g_autofree char *id = NULL;

  channel_fixture_stop (self);
  khidki_test_host_remove_routes (self->host);
  khidki_test_host_set_config (self->host, "auth-header", "D360-API-KEY");
  error = channel_fixture_start (self);
  g_assert_no_error (error);

  channel_fixture_push_json (self, 200, ACCEPTED);
  id = channel_fixture_send (self, khidki_message_new_text ("x"), NULL);
  request = channel_fixture_get_request (self, 0);
  g_assert_cmpstr (khidki_request_get_header (request, "D360-API-KEY"), ==, "a-token");
  g_assert_null (khidki_request_get_header (request, "Authorization"));
}

static gint64
take (ChannelFixture *self, const char *who)
{
  g_autoptr (KhidkiAccount) account = khidki_account_new ("whatsapp", FIXTURE_NUMBER, who, NULL, NULL);
  gboolean all;

  return khidki_paced_channel_take (KHIDKI_PACED_CHANNEL (self->channel), account, FALSE, &all);
}

static void
restart_with_one_a_second (ChannelFixture *self)
{
  g_autoptr (GError) error = NULL;

  channel_fixture_stop (self);
  khidki_test_host_remove_routes (self->host);
  khidki_test_host_set_config (self->host, "rate", "1");
  error = channel_fixture_start (self);
  g_assert_no_error (error);
}

/* A second counts from when a message left, however long after it was let go. */
static void
test_rate_follows_what_leaves (ChannelFixture *self, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autofree char *none = NULL;

  restart_with_one_a_second (self);
  g_assert_cmpint (take (self, "asha"), ==, 0);
  khidki_test_host_advance (self->host, 5000);
  g_assert_cmpint (take (self, "bina"), >, 0);
  channel_fixture_push_json (self, 200, ACCEPTED);
  id = channel_fixture_send (self, khidki_message_new_text ("x"), NULL);
  g_assert_nonnull (id);
  khidki_test_host_advance (self->host, 900);
  g_assert_cmpint (take (self, "bina"), >, 100);
  khidki_test_host_advance (self->host, 200);
  g_assert_cmpint (take (self, "bina"), ==, 0);

  /* Refused: Meta saw it all the same. */
  channel_fixture_push_json (self, 429, "");
  none = channel_fixture_send (self, khidki_message_new_text ("x"), NULL);
  g_assert_null (none);
  khidki_test_host_advance (self->host, 900);
  g_assert_cmpint (take (self, "cara"), >, 0);
}

/* What ends before it has left is there for the next at once. */
static void
test_rate_without_what_stays (ChannelFixture *self, gconstpointer data)
{
  restart_with_one_a_second (self);
  g_assert_cmpint (take (self, "asha"), ==, 0);
  check_error_of (self, khidki_message_new_text (""), KHIDKI_ERROR_FAILED);
  g_assert_cmpint (take (self, "bina"), ==, 0);
  khidki_test_host_push_error (self->host, KHIDKI_ERROR_RETRY, "no route");
  check_error (self, KHIDKI_ERROR_RETRY);
  g_assert_cmpint (take (self, "cara"), ==, 0);
  channel_fixture_push_json (self, 500, "");
  check_error_of (self, new_document (self, "%PDF"), KHIDKI_ERROR_RETRY);
  g_assert_cmpint (take (self, "dina"), ==, 0);
  /* Nobody knows whether this one left: it counts as one that did. */
  khidki_test_host_push_error (self->host, KHIDKI_ERROR_UNCERTAIN, "reset");
  check_error (self, KHIDKI_ERROR_UNCERTAIN);
  g_assert_cmpint (take (self, "emma"), >, 0);
}

/* A courtesy costs no call while Meta says that there were too many. */
static void
test_read_rests (ChannelFixture *self, gconstpointer data)
{
  g_autoptr (KhidkiAccount) account
      = khidki_account_new ("whatsapp", FIXTURE_NUMBER, "IN.44", NULL, NULL);
  GPtrArray *requests = khidki_test_host_get_requests (self->host);

  channel_fixture_push_json (self, 400, "{\"error\":{\"code\":4,\"message\":\"Limit\"}}");
  check_error (self, KHIDKI_ERROR_RETRY);
  khidki_read_channel_mark_read (KHIDKI_READ_CHANNEL (self->channel), account, "wamid.1");
  g_assert_cmpuint (requests->len, ==, 1);
  khidki_test_host_advance (self->host, 1001);
  channel_fixture_push_json (self, 200, "{\"success\":true}");
  khidki_read_channel_mark_read (KHIDKI_READ_CHANNEL (self->channel), account, "wamid.2");
  khidki_test_settle ();
  g_assert_cmpuint (requests->len, ==, 2);
}

#define ADD(name, func)                                                                \
  g_test_add ("/whatsapp/send/" name, ChannelFixture, NULL, channel_fixture_set_up, func, \
              channel_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("sent", test_sent);
  ADD ("refused", test_refused);
  ADD ("unknown-outcome", test_unknown_outcome);
  ADD ("never-sent", test_never_sent);
  ADD ("document", test_document);
  ADD ("upload-once", test_upload_once);
  ADD ("upload-lost", test_upload_lost);
  ADD ("upload-limit", test_upload_limit);
  ADD ("not-sayable", test_not_sayable);
  ADD ("upload-undeliverable", test_upload_undeliverable);
  g_test_add_func ("/whatsapp/uploads/bounded", test_uploads_are_bounded);
  ADD ("upload-fails", test_upload_fails);
  ADD ("read", test_read);
  ADD ("given-up", test_given_up);
  ADD ("read-left-out", test_read_is_left_out);
  ADD ("read-rests", test_read_rests);
  ADD ("stop-in-flight", test_stop_in_flight);
  ADD ("stop-at-once", test_stop_at_once);
  ADD ("provider-header", test_provider_header);
  ADD ("rate-follows-what-leaves", test_rate_follows_what_leaves);
  ADD ("rate-without-what-stays", test_rate_without_what_stays);

  return g_test_run ();
}
