/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "channel-fixture.h"
#include "fixture.h"

#define CONTENT "a photo of a ration card"
#define LOOKUP(uri, type, size)                                                              \
  "{\"messaging_product\":\"whatsapp\",\"id\":\"4410\",\"url\":\"" uri "\",\"mime_type\":\"" type \
  "\",\"file_size\":" size ",\"sha256\":\"\"}"
#define AT_META "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=4410"
#define FOUND LOOKUP (AT_META, "image/jpeg", "24")

static char *
dup_handle (void)
{
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, CONTENT, -1);

  return g_strconcat ("4410#", digest, NULL);
}

static KhidkiPaper *
fetch (ChannelFixture *self, const char *media, GError **error)
{
  g_autoptr (KhidkiAccount) account = khidki_account_new ("whatsapp", "1", "x", NULL, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *handle = dup_handle ();
  KhidkiMediaChannel *channel = KHIDKI_MEDIA_CHANNEL (self->channel);

  khidki_media_channel_fetch_media_async (channel, account, media != NULL ? media : handle, NULL,
                                          khidki_test_take_result, &result);
  khidki_test_settle ();
  if (result == NULL)
    khidki_test_host_advance (self->host, 120000);
  khidki_test_await (&result);

  return khidki_media_channel_fetch_media_finish (channel, result, error);
}

static void
push_file (ChannelFixture *self, const char *content)
{
  g_autoptr (KhidkiResponse) response = khidki_response_new_text (200, "image/jpeg", content);

  khidki_test_host_push_response (self->host, response);
}

static void
check_error (ChannelFixture *self, const char *media, KhidkiError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiPaper) paper = fetch (self, media, &error);

  g_assert_null (paper);
  g_assert_error (error, KHIDKI_ERROR, (int) code);
}

static void
test_fetched (ChannelFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiPaper) paper = NULL;
  GBytes *bytes;
  KhidkiRequest *lookup, *download;

  channel_fixture_push_json (self, 200, FOUND);
  push_file (self, CONTENT);
  paper = fetch (self, NULL, &error);
  g_assert_no_error (error);
  bytes = khidki_test_host_get_paper_bytes (self->host, paper);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), CONTENT,
                   strlen (CONTENT));

  lookup = channel_fixture_get_request (self, 0);
  download = channel_fixture_get_request (self, 1);
  g_assert_cmpstr (khidki_request_get_uri (lookup), ==,
                   CHANNEL_GRAPH "/4410?phone_number_id=" FIXTURE_NUMBER);
  g_assert_cmpstr (khidki_request_get_uri (download), ==, AT_META);
  g_assert_cmpstr (khidki_request_get_header (download, "Authorization"), ==, "Bearer a-token");
  g_assert_true (khidki_request_get_keep_as_paper (download));
  g_assert_cmpuint (khidki_request_get_max_size (download), ==, 16 * 1024 * 1024);
}

/* Nobody answers in Meta's words where files lie: what is refused there twice is gone. */
static void
test_gone_without_words (ChannelFixture *self, gconstpointer data)
{
  for (guint i = 0; i < 2; i++)
    {
      channel_fixture_push_json (self, 200, FOUND);
      channel_fixture_push_json (self, 410, "");
    }
  check_error (self, NULL, KHIDKI_ERROR_NOT_FOUND);
}

/* Calls for files count for the same limits as messages. */
static void
test_limit (ChannelFixture *self, gconstpointer data)
{
  channel_fixture_push_json (self, 400, "{\"error\":{\"code\":80007,\"message\":\"Limit\"}}");
  check_error (self, NULL, KHIDKI_ERROR_BUSY);
  g_assert_nonnull (khidki_test_host_get_alarm (self->host, "account-limit"));
  channel_fixture_push_json (self, 429, "");
  check_error (self, NULL, KHIDKI_ERROR_BUSY);
}

static void
test_other_content (ChannelFixture *self, gconstpointer data)
{
  channel_fixture_push_json (self, 200, FOUND);
  push_file (self, "something else");
  check_error (self, NULL, KHIDKI_ERROR_RETRY);
}

/* The token is for Meta's eyes only. */
static void
test_foreign_hosts (ChannelFixture *self, gconstpointer data)
{
  static const char *const answers[] = {
    LOOKUP ("https://evil.example/x", "image/jpeg", "1"),
    LOOKUP ("https://fbsbx.com.evil.example/x", "image/jpeg", "1"),
    LOOKUP ("https://evilfbsbx.com/x", "image/jpeg", "1"),
    LOOKUP ("https://graph.example@evil.example/x", "image/jpeg", "1"),
    LOOKUP ("https://user@lookaside.fbsbx.com/x", "image/jpeg", "1"),
    LOOKUP ("http://lookaside.fbsbx.com/x", "image/jpeg", "1"),
    LOOKUP ("http://graph.example/x", "image/jpeg", "1"),
    LOOKUP ("file:///etc/passwd", "image/jpeg", "1"),
    LOOKUP ("/relative", "image/jpeg", "1"),
  };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_test_message ("%s", answers[i]);
      channel_fixture_push_json (self, 200, answers[i]);
      check_error (self, NULL, KHIDKI_ERROR_FAILED);
      g_assert_cmpuint (khidki_test_host_get_requests (self->host)->len, ==, i + 1);
    }
}

static void
test_further_host (ChannelFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiPaper) paper = NULL;

  channel_fixture_stop (self);
  khidki_test_host_remove_routes (self->host);
  khidki_test_host_set_config (self->host, "media-hosts", "a.example;files.example");
  error = channel_fixture_start (self);
  g_assert_no_error (error);

  channel_fixture_push_json (self, 200, LOOKUP ("https://FILES.example/x", "image/jpeg", "1"));
  push_file (self, CONTENT);
  paper = fetch (self, NULL, &error);
  g_assert_no_error (error);
}

static void
test_too_large (ChannelFixture *self, gconstpointer data)
{
  channel_fixture_push_json (self, 200, LOOKUP (AT_META, "image/jpeg", "16777217"));
  check_error (self, NULL, KHIDKI_ERROR_INVALID);
  channel_fixture_push_json (self, 200, LOOKUP (AT_META, "application/pdf", "26214401"));
  check_error (self, NULL, KHIDKI_ERROR_INVALID);
  g_assert_cmpuint (khidki_test_host_get_requests (self->host)->len, ==, 2);
}

/* It says it is small, and is not. */
static void
test_larger_than_said (ChannelFixture *self, gconstpointer data)
{
  g_autofree char *content = g_strnfill (16 * 1024 * 1024 + 1, 'x');

  channel_fixture_push_json (self, 200, FOUND);
  push_file (self, content);
  check_error (self, NULL, KHIDKI_ERROR_INVALID);
}

static void
test_expired_address (ChannelFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiPaper) paper = NULL;

  channel_fixture_push_json (self, 200, FOUND);
  channel_fixture_push_json (self, 404, "");
  channel_fixture_push_json (self, 200, FOUND);
  push_file (self, CONTENT);
  paper = fetch (self, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (paper);

  channel_fixture_push_json (self, 200, FOUND);
  channel_fixture_push_json (self, 404, "");
  channel_fixture_push_json (self, 200, FOUND);
  channel_fixture_push_json (self, 404, "");
  check_error (self, NULL, KHIDKI_ERROR_NOT_FOUND);
}

static void
test_refused (ChannelFixture *self, gconstpointer data)
{
  channel_fixture_push_json (self, 400, "{\"error\":{\"code\":100,\"message\":\"gone\"}}");
  check_error (self, NULL, KHIDKI_ERROR_NOT_FOUND);
  channel_fixture_push_json (self, 401, "{\"error\":{\"code\":190,\"message\":\"token\"}}");
  check_error (self, NULL, KHIDKI_ERROR_OPERATOR);
  channel_fixture_push_json (self, 500, "");
  check_error (self, NULL, KHIDKI_ERROR_RETRY);
  channel_fixture_push_json (self, 200, "not json");
  check_error (self, NULL, KHIDKI_ERROR_RETRY);
  khidki_test_host_push_silence (self->host);
  check_error (self, NULL, KHIDKI_ERROR_RETRY);
  check_error (self, "../settings", KHIDKI_ERROR_NOT_FOUND);
}

#define ADD(name, func)                                                                 \
  g_test_add ("/whatsapp/media/" name, ChannelFixture, NULL, channel_fixture_set_up, func, \
              channel_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("fetched", test_fetched);
  ADD ("gone-without-words", test_gone_without_words);
  ADD ("limit", test_limit);
  ADD ("other-content", test_other_content);
  ADD ("foreign-hosts", test_foreign_hosts);
  ADD ("further-host", test_further_host);
  ADD ("too-large", test_too_large);
  ADD ("larger-than-said", test_larger_than_said);
  ADD ("expired-address", test_expired_address);
  ADD ("refused", test_refused);

  return g_test_run ();
}
