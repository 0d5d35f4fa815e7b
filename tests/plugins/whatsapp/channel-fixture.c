/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "channel-fixture.h"

#include <string.h>

#include "fixture.h"
#include "khidki-whatsapp-channel.h"

static void
set_secret (KhidkiTestHost *host, const char *key, const char *first, const char *second)
{
  const char *const values[] = { first, second, NULL };

  khidki_test_host_set_secrets (host, key, values);
}

void
channel_fixture_set_up (ChannelFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->host = khidki_test_host_new ("whatsapp");
  self->channel = g_object_new (KHIDKI_TYPE_WHATSAPP_CHANNEL, NULL);
  khidki_test_host_set_config (self->host, "graph-url", CHANNEL_GRAPH "/");
  khidki_test_host_set_config (self->host, "phone-number-id", FIXTURE_NUMBER);
  set_secret (self->host, "access-token", "a-token", NULL);
  set_secret (self->host, "app-secret", "a newer secret", CHANNEL_SECRET);
  set_secret (self->host, "verify-token", "a-verify-token", NULL);
  error = channel_fixture_start (self);
  g_assert_no_error (error);
}

/* (transfer full) (nullable) */
GError *
channel_fixture_start (ChannelFixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;

  khidki_channel_start_async (self->channel, KHIDKI_HOST (self->host), NULL,
                              khidki_test_take_result, &result);
  khidki_test_await (&result);
  g_assert_cmpint (khidki_channel_start_finish (self->channel, result, &error), ==, error == NULL);

  return error;
}

void
channel_fixture_stop (ChannelFixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;

  khidki_channel_stop_async (self->channel, NULL, khidki_test_take_result, &result);
  khidki_test_await (&result);
  g_assert_true (khidki_channel_stop_finish (self->channel, result, NULL));
}

void
channel_fixture_tear_down (ChannelFixture *self, gconstpointer data)
{
  channel_fixture_stop (self);
  khidki_test_host_remove_routes (self->host);
  khidki_test_settle ();
  g_assert_finalize_object (self->channel);
  g_assert_finalize_object (self->host);
}

/* (transfer full): a webhook as Meta would sign it */
KhidkiRequest *
channel_fixture_new_post (GBytes *body, const char *secret)
{
  KhidkiRequest *request = khidki_request_new ("POST", "/whatsapp/webhook");
  gsize length = 0;
  const guchar *bytes = g_bytes_get_data (body, &length);
  g_autofree char *hex = g_compute_hmac_for_data (G_CHECKSUM_SHA256, (const guchar *) secret,
                                                  strlen (secret), bytes, length);
  g_autofree char *signature = g_strconcat ("sha256=", hex, NULL);

  khidki_request_set_header (request, "X-Hub-Signature-256", signature);
  khidki_request_set_body (request, "application/json", body);

  return request;
}

void
channel_fixture_push_json (ChannelFixture *self, guint status, const char *json)
{
  g_autoptr (KhidkiResponse) response
      = khidki_response_new_text (status, "application/json", json);

  khidki_test_host_push_response (self->host, response);
}

/* Takes the message. (transfer full) (nullable) */
char *
channel_fixture_send (ChannelFixture *self, KhidkiMessage *message, GError **error)
{
  g_autoptr (KhidkiAccount) account
      = khidki_account_new ("whatsapp", FIXTURE_NUMBER, "IN.44", "+919811022331", NULL);
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

KhidkiRequest *
channel_fixture_get_request (ChannelFixture *self, guint index)
{
  GPtrArray *requests = khidki_test_host_get_requests (self->host);

  g_assert_cmpuint (index, <, requests->len);
  return g_ptr_array_index (requests, index);
}

/* (transfer full) */
char *
channel_fixture_dup_body (KhidkiRequest *request)
{
  GBytes *body = khidki_request_get_body (request);

  g_assert_nonnull (body);
  return g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
}
