/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Two business numbers in one server: one at Meta, one at a provider company that has
 * headers of its own. */
#include <string.h>

#include "channel-fixture.h"
#include "fixture.h"

#define SECOND_NUMBER "300400500600700"
#define SECOND_GRAPH "https://provider.example/v1"
#define SECOND_SECRET "the provider's secret"

static void
set_secret (KhidkiTestHost *host, const char *key, const char *value)
{
  const char *const values[] = { value, NULL };

  khidki_test_host_set_secrets (host, key, values);
}

static void
set_up (ChannelFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  channel_fixture_set_up (self, data);
  channel_fixture_stop (self);
  khidki_test_host_remove_routes (self->host);
  khidki_test_host_set_config (self->host, "health/graph-url", SECOND_GRAPH);
  khidki_test_host_set_config (self->host, "health/phone-number-id", SECOND_NUMBER);
  khidki_test_host_set_config (self->host, "health/auth-header", "D360-API-KEY");
  khidki_test_host_set_config (self->host, "health/signature-header", "x-360dialog-signature");
  set_secret (self->host, "health/access-token", "a-key");
  set_secret (self->host, "health/app-secret", SECOND_SECRET);
  set_secret (self->host, "health/verify-token", "another-verify-token");
  error = channel_fixture_start (self);
  g_assert_no_error (error);
}

static guint
post_json (ChannelFixture *self, const char *json, const char *header, const char *secret)
{
  g_autoptr (GBytes) body = g_bytes_new (json, strlen (json));
  g_autofree char *hex = g_compute_hmac_for_string (G_CHECKSUM_SHA256, (const guchar *) secret,
                                                    strlen (secret), json, (gssize) strlen (json));
  g_autofree char *signature = g_strconcat ("sha256=", hex, NULL);
  g_autoptr (KhidkiRequest) request = khidki_request_new ("POST", "/whatsapp/webhook");
  g_autoptr (KhidkiResponse) response = NULL;

  khidki_request_set_header (request, header, signature);
  khidki_request_set_body (request, "application/json", body);
  response = khidki_test_host_call (self->host, request);

  return khidki_response_get_status (response);
}

static guint
post (ChannelFixture *self, const char *number, const char *header, const char *secret)
{
  g_autofree char *json = g_strdup_printf (
      "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"1\",\"changes\":[{"
      "\"field\":\"messages\",\"value\":{\"messaging_product\":\"whatsapp\",\"metadata\":{"
      "\"display_phone_number\":\"1\",\"phone_number_id\":\"%s\"},\"messages\":[{"
      "\"from\":\"919811022331\",\"id\":\"wamid.%s\",\"timestamp\":\"1767594600\","
      "\"type\":\"text\",\"text\":{\"body\":\"hi\"}}]}}]}]}", number, number);

  return post_json (self, json, header, secret);
}

static KhidkiEvent *
last_event (ChannelFixture *self)
{
  GPtrArray *events = khidki_test_host_get_events (self->host);

  g_assert_cmpuint (events->len, >, 0);
  return g_ptr_array_index (events, events->len - 1);
}

/* The same person at two numbers is two accounts: what they began at one goes on there. */
static void
test_inbound (ChannelFixture *self, gconstpointer data)
{
  g_assert_cmpuint (post (self, FIXTURE_NUMBER, "X-Hub-Signature-256", CHANNEL_SECRET), ==, 200);
  g_assert_cmpint (khidki_event_get_kind (last_event (self)), ==, KHIDKI_EVENT_TEXT);
  g_assert_cmpstr (khidki_account_get_line (khidki_event_get_account (last_event (self))), ==,
                   FIXTURE_NUMBER);
  g_assert_cmpuint (post (self, SECOND_NUMBER, "x-360dialog-signature", SECOND_SECRET), ==, 200);
  g_assert_cmpint (khidki_event_get_kind (last_event (self)), ==, KHIDKI_EVENT_TEXT);
  g_assert_cmpstr (khidki_account_get_line (khidki_event_get_account (last_event (self))), ==,
                   SECOND_NUMBER);
  g_assert_cmpstr (khidki_account_get_channel (khidki_event_get_account (last_event (self))), ==,
                   "whatsapp");
}

/* One app, and so one secret, for both: what each body is about, it says itself. */
static void
test_shared_secret (ChannelFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  channel_fixture_stop (self);
  khidki_test_host_remove_routes (self->host);
  khidki_test_host_set_config (self->host, "health/signature-header", "X-Hub-Signature-256");
  set_secret (self->host, "health/app-secret", CHANNEL_SECRET);
  error = channel_fixture_start (self);
  g_assert_no_error (error);
  g_assert_cmpuint (post (self, SECOND_NUMBER, "X-Hub-Signature-256", CHANNEL_SECRET), ==, 200);
  g_assert_cmpint (khidki_event_get_kind (last_event (self)), ==, KHIDKI_EVENT_TEXT);
  g_assert_cmpstr (khidki_account_get_line (khidki_event_get_account (last_event (self))), ==,
                   SECOND_NUMBER);
  g_assert_cmpuint (post (self, FIXTURE_NUMBER, "X-Hub-Signature-256", CHANNEL_SECRET), ==, 200);
  g_assert_cmpstr (khidki_account_get_line (khidki_event_get_account (last_event (self))), ==,
                   FIXTURE_NUMBER);
  g_assert_cmpuint (post (self, "99", "X-Hub-Signature-256", CHANNEL_SECRET), ==, 200);
  g_assert_cmpstr (khidki_event_get_detail (last_event (self)), ==, "other-number");
}

/* A number whose own secret is wrong is not heard, though that of another signs for its
 * webhooks. */
static void
test_wrong_secret (ChannelFixture *self, gconstpointer data)
{
  for (guint i = 0; i < 5; i++)
    {
      g_assert_null (khidki_test_host_get_alarm (self->host, "health:unsigned"));
      g_assert_cmpuint (post (self, SECOND_NUMBER, "X-Hub-Signature-256", CHANNEL_SECRET), ==, 200);
      g_assert_cmpstr (khidki_event_get_detail (last_event (self)), ==, "other-number");
    }
  g_assert_nonnull (strstr (khidki_test_host_get_alarm (self->host, "health:unsigned"),
                            "x-360dialog-signature"));
  g_assert_null (khidki_test_host_get_alarm (self->host, "unsigned"));
  g_assert_cmpuint (post (self, SECOND_NUMBER, "x-360dialog-signature", SECOND_SECRET), ==, 200);
  g_assert_null (khidki_test_host_get_alarm (self->host, "health:unsigned"));
}

static void
assert_contact (GPtrArray *contacts, guint index, const char *number, const char *brand)
{
  KhidkiContact *contact = g_ptr_array_index (contacts, index);

  g_assert_cmpint (khidki_contact_get_kind (contact), ==, KHIDKI_CONTACT_CHAT);
  g_assert_cmpstr (khidki_contact_get_number (contact), ==, number);
  g_assert_cmpstr (khidki_contact_get_brand (contact), ==, brand);
}

/* Each number that people can dial is told, under its own name, while the channel runs. */
static void
test_contacts (ChannelFixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) none = khidki_channel_list_contacts (self->channel);
  g_autoptr (GPtrArray) contacts = NULL;
  g_autoptr (GPtrArray) stopped = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (none->len, ==, 0);
  channel_fixture_stop (self);
  stopped = khidki_channel_list_contacts (self->channel);
  g_assert_cmpuint (stopped->len, ==, 0);
  khidki_test_host_remove_routes (self->host);
  khidki_test_host_set_config (self->host, "display-number", "+91 11 2000 0000");
  khidki_test_host_set_config (self->host, "brand", "Delhi Revenue");
  khidki_test_host_set_config (self->host, "health/display-number", "+91 11 2000 0001");
  error = channel_fixture_start (self);
  g_assert_no_error (error);
  contacts = khidki_channel_list_contacts (self->channel);
  g_assert_cmpuint (contacts->len, ==, 2);
  assert_contact (contacts, 0, "+91 11 2000 0000", "Delhi Revenue");
  assert_contact (contacts, 1, "+91 11 2000 0001", NULL);
}

/* Whoever knows the secret of one number does not speak for the other. */
static void
test_secrets_apart (ChannelFixture *self, gconstpointer data)
{
  g_assert_cmpuint (post (self, SECOND_NUMBER, "X-Hub-Signature-256", SECOND_SECRET), ==, 401);
  g_assert_cmpuint (post (self, FIXTURE_NUMBER, "x-360dialog-signature", CHANNEL_SECRET), ==, 401);
  g_assert_cmpuint (khidki_test_host_get_events (self->host)->len, ==, 0);
  g_assert_cmpuint (post (self, FIXTURE_NUMBER, "x-360dialog-signature", SECOND_SECRET), ==, 200);
  g_assert_cmpint (khidki_event_get_kind (last_event (self)), ==, KHIDKI_EVENT_NOTICE);
  g_assert_cmpstr (khidki_event_get_detail (last_event (self)), ==, "other-number");
}

static KhidkiRequest *
send (ChannelFixture *self, const char *number)
{
  g_autoptr (KhidkiAccount) account
      = khidki_account_new ("whatsapp", number, "919811022331", "+919811022331", NULL);
  g_autoptr (KhidkiMessage) message = khidki_message_new_text ("नमस्ते");
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  GPtrArray *requests = khidki_test_host_get_requests (self->host);

  channel_fixture_push_json (self, 200, "{\"messages\":[{\"id\":\"wamid.1\"}]}");
  khidki_channel_send_async (self->channel, account, message, "key", NULL, khidki_test_take_result,
                             &result);
  khidki_test_await (&result);
  id = khidki_channel_send_finish (self->channel, result, &error);
  g_assert_no_error (error);
  g_assert_nonnull (id);

  return g_ptr_array_index (requests, requests->len - 1);
}

/* The answer leaves by the number that was written to, with what its company wants. */
static void
test_outbound (ChannelFixture *self, gconstpointer data)
{
  KhidkiRequest *request = send (self, SECOND_NUMBER);

  g_assert_cmpstr (khidki_request_get_uri (request), ==, SECOND_GRAPH "/" SECOND_NUMBER "/messages");
  g_assert_cmpstr (khidki_request_get_header (request, "D360-API-KEY"), ==, "a-key");
  g_assert_null (khidki_request_get_header (request, "Authorization"));
  request = send (self, FIXTURE_NUMBER);
  g_assert_cmpstr (khidki_request_get_uri (request), ==, CHANNEL_GRAPH "/" FIXTURE_NUMBER "/messages");
  g_assert_cmpstr (khidki_request_get_header (request, "Authorization"), ==, "Bearer a-token");
  g_assert_null (khidki_request_get_header (request, "D360-API-KEY"));
  /* A number that is no longer ours: by the first. */
  request = send (self, "99");
  g_assert_cmpstr (khidki_request_get_uri (request), ==, CHANNEL_GRAPH "/" FIXTURE_NUMBER "/messages");
}

/* Each has a rate of its own. */
static void
test_rates_apart (ChannelFixture *self, gconstpointer data)
{
  gboolean all = FALSE;

  for (guint i = 0; i < 81; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i);
      g_autoptr (KhidkiAccount) account = khidki_account_new ("whatsapp", FIXTURE_NUMBER, id, NULL, NULL);
      gint64 wait = khidki_paced_channel_take (KHIDKI_PACED_CHANNEL (self->channel), account, FALSE, &all);

      g_assert_cmpint (wait > 0, ==, i == 80);
      khidki_test_host_advance (self->host, 13);
    }
  {
    g_autoptr (KhidkiAccount) account = khidki_account_new ("whatsapp", SECOND_NUMBER, "0", NULL, NULL);

    g_assert_cmpint (khidki_paced_channel_take (KHIDKI_PACED_CHANNEL (self->channel), account, FALSE,
                                                &all), ==, 0);
  }
}

/* Meta's limits beyond one number, as far as the configuration tells who shares them. */
typedef struct
{
  const char *name;
  int code;
  gboolean token; /* shared, as the following */
  gboolean secret;
  const char *account; /* of the second number; the first has 17 */
  gboolean provider;   /* another graph */
  gboolean together;
} Limit;

static const Limit limits[] = {
  { "app/token", 4, TRUE, FALSE, "18", FALSE, TRUE },
  { "app/secret", 4, FALSE, TRUE, "18", FALSE, TRUE },
  { "app/other", 4, FALSE, FALSE, "17", FALSE, FALSE },
  { "app/provider", 4, TRUE, TRUE, "17", TRUE, FALSE },
  { "account/same", 80007, FALSE, FALSE, "17", FALSE, TRUE },
  { "account/other", 80007, TRUE, TRUE, "18", FALSE, FALSE },
  { "account/not-said", 80007, TRUE, FALSE, NULL, FALSE, TRUE },
  { "account/not-said-other-token", 80007, FALSE, TRUE, NULL, FALSE, FALSE },
  { "account/provider", 80007, TRUE, TRUE, "17", TRUE, FALSE },
  { "number", 130429, TRUE, TRUE, "17", FALSE, FALSE },
};

static void
set_up_limit (ChannelFixture *self, gconstpointer data)
{
  const Limit *limit = data;
  g_autoptr (GError) error = NULL;

  set_up (self, NULL);
  channel_fixture_stop (self);
  khidki_test_host_remove_routes (self->host);
  khidki_test_host_set_config (self->host, "business-account-id", "17");
  khidki_test_host_set_config (self->host, "health/business-account-id", limit->account);
  if (!limit->provider)
    khidki_test_host_set_config (self->host, "health/graph-url", CHANNEL_GRAPH);
  if (limit->token)
    set_secret (self->host, "health/access-token", "a-token");
  if (limit->secret)
    set_secret (self->host, "health/app-secret", CHANNEL_SECRET);
  error = channel_fixture_start (self);
  g_assert_no_error (error);
  khidki_test_settle ();
}

static gint64
take (ChannelFixture *self, const char *number)
{
  g_autoptr (KhidkiAccount) account = khidki_account_new ("whatsapp", number, "IN.9", NULL, NULL);
  gboolean all;

  return khidki_paced_channel_take (KHIDKI_PACED_CHANNEL (self->channel), account, FALSE, &all);
}

static void
test_limit (ChannelFixture *self, gconstpointer data)
{
  const Limit *limit = data;
  g_autofree char *json = g_strdup_printf ("{\"error\":{\"code\":%d,\"message\":\"Limit\"}}", limit->code);
  g_autofree char *id = NULL;

  /* Lists of templates, which have an answer as well. */
  khidki_test_host_advance (self->host, 60000);
  channel_fixture_push_json (self, 400, json);
  id = channel_fixture_send (self, khidki_message_new_text ("x"), NULL);
  g_assert_null (id);
  g_assert_cmpint (take (self, FIXTURE_NUMBER), ==, 1000);
  g_assert_cmpint (take (self, SECOND_NUMBER), ==, limit->together ? 1000 : 0);
  g_assert_cmpint (khidki_test_host_get_alarm (self->host, "app-limit") != NULL, ==, limit->code == 4);
  g_assert_cmpint (khidki_test_host_get_alarm (self->host, "account-limit") != NULL, ==,
                   limit->code == 80007);
}

static void
tell_of_account (ChannelFixture *self, const char *account, const char *value)
{
  g_autofree char *json = g_strdup_printf (
      "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"%s\",\"time\":1767590000,"
      "\"changes\":[{\"field\":\"account_update\",\"value\":{%s}}]}]}", account, value);

  g_assert_cmpuint (post_json (self, json, "X-Hub-Signature-256", CHANNEL_SECRET), ==, 200);
}

#define DISABLE "\"event\":\"DISABLED_UPDATE\",\"ban_info\":{\"waba_ban_state\":\"DISABLE\"}"
#define REINSTATE "\"event\":\"DISABLED_UPDATE\",\"ban_info\":{\"waba_ban_state\":\"REINSTATE\"}"

/* One app serves two business accounts: which of them Meta acts against, its alarm says, and
 * what ends the one leaves the other. An account that no number names is told of as well. */
static void
test_accounts (ChannelFixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  channel_fixture_stop (self);
  khidki_test_host_remove_routes (self->host);
  khidki_test_host_set_config (self->host, "business-account-id", "17");
  khidki_test_host_set_config (self->host, "health/business-account-id", "18");
  khidki_test_host_set_config (self->host, "health/signature-header", "X-Hub-Signature-256");
  set_secret (self->host, "health/app-secret", CHANNEL_SECRET);
  error = channel_fixture_start (self);
  g_assert_no_error (error);
  khidki_test_settle ();
  /* Lists of templates, which have an answer as well. */
  khidki_test_host_advance (self->host, 60000);

  tell_of_account (self, "18", DISABLE);
  g_assert_null (khidki_test_host_get_alarm (self->host, "account-17"));
  g_assert_nonnull (strstr (khidki_test_host_get_alarm (self->host, "health:account-18"),
                            "the business account 18"));
  tell_of_account (self, "17", DISABLE);
  tell_of_account (self, "19", DISABLE);
  tell_of_account (self, "18", REINSTATE);
  g_assert_null (khidki_test_host_get_alarm (self->host, "health:account-18"));
  g_assert_nonnull (strstr (khidki_test_host_get_alarm (self->host, "account-17"),
                            "the business account 17"));
  g_assert_nonnull (strstr (khidki_test_host_get_alarm (self->host, "account-19"),
                            "the business account 19"));
  /* Whatever else stands in the body. */
  tell_of_account (self, "20", DISABLE ",\"name\":\"\\u0000\"");
  g_assert_nonnull (khidki_test_host_get_alarm (self->host, "account-20"));
}

static guint
check (ChannelFixture *self, const char *token)
{
  g_autofree char *uri = g_strconcat ("/whatsapp/webhook?hub.mode=subscribe&hub.challenge=1&"
                                      "hub.verify_token=", token, NULL);
  g_autoptr (KhidkiRequest) request = khidki_request_new ("GET", uri);
  g_autoptr (KhidkiResponse) response = khidki_test_host_call (self->host, request);

  return khidki_response_get_status (response);
}

static void
test_check (ChannelFixture *self, gconstpointer data)
{
  g_assert_cmpuint (check (self, "a-verify-token"), ==, 200);
  g_assert_cmpuint (check (self, "another-verify-token"), ==, 200);
  g_assert_cmpuint (check (self, "a-third"), ==, 403);
}

/* A mistake names the group and the key. */
static void
test_mistakes (ChannelFixture *self, gconstpointer data)
{
  g_autoptr (GError) twice = NULL;
  g_autoptr (GError) wrong = NULL;
  g_autoptr (GError) right = NULL;

  channel_fixture_stop (self);
  khidki_test_host_remove_routes (self->host);
  khidki_test_host_set_config (self->host, "health/phone-number-id", FIXTURE_NUMBER);
  twice = channel_fixture_start (self);
  g_assert_error (twice, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
  g_assert_nonnull (strstr (twice->message, "[whatsapp health] phone-number-id="));
  khidki_test_host_set_config (self->host, "health/phone-number-id", SECOND_NUMBER);
  khidki_test_host_set_config (self->host, "health/rate", "fast");
  wrong = channel_fixture_start (self);
  g_assert_error (wrong, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
  g_assert_nonnull (strstr (wrong->message, "[whatsapp health] rate="));
  khidki_test_host_set_config (self->host, "health/rate", "1000");
  right = channel_fixture_start (self);
  g_assert_no_error (right);
}

#define ADD(name, func) g_test_add ("/whatsapp/numbers/" name, ChannelFixture, NULL, set_up, func, channel_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("inbound", test_inbound);
  ADD ("shared-secret", test_shared_secret);
  ADD ("wrong-secret", test_wrong_secret);
  ADD ("contacts", test_contacts);
  ADD ("secrets-apart", test_secrets_apart);
  ADD ("outbound", test_outbound);
  ADD ("rates-apart", test_rates_apart);
  ADD ("accounts", test_accounts);
  ADD ("check", test_check);
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      g_autofree char *path = g_strconcat ("/whatsapp/numbers/limit/", limits[i].name, NULL);

      g_test_add (path, ChannelFixture, &limits[i], set_up_limit, test_limit, channel_fixture_tear_down);
    }
  ADD ("mistakes", test_mistakes);

  return g_test_run ();
}
