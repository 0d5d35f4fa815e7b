/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "policy-fixture.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "khidki-whatsapp-channel.h"

typedef struct
{
  guint status;
  int code;
} Refusal;

static void
send_free (gpointer data)
{
  PolicySend *send = data;

  g_free (send->key);
  g_free (send->template_name);
  g_free (send->language);
  g_free (send);
}

static PolicySend *
read_send (PolicyFixture *self, KhidkiRequest *request)
{
  GBytes *body = khidki_request_get_body (request);
  g_autoptr (JsonNode) root = NULL;
  PolicySend *send = g_new0 (PolicySend, 1);
  JsonObject *object;
  g_autofree char *text
      = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));

  root = json_from_string (text, NULL);
  g_assert_nonnull (root);
  object = json_node_get_object (root);
  send->key = g_strdup (json_object_get_string_member (object, "biz_opaque_callback_data"));
  send->at = khidki_host_get_monotonic (self->rooms.host) - self->begun;
  if (json_object_has_member (object, "template"))
    {
      JsonObject *template_object = json_object_get_object_member (object, "template");
      JsonObject *language = json_object_get_object_member (template_object, "language");

      send->template_name = g_strdup (json_object_get_string_member (template_object, "name"));
      send->language = g_strdup (json_object_get_string_member (language, "code"));
    }
  g_ptr_array_add (self->sends, send);

  return send;
}

static KhidkiResponse *
refuse (const Refusal *refusal)
{
  g_autofree char *body = g_strdup_printf (
      "{\"error\":{\"message\":\"(#%d) No\",\"type\":\"OAuthException\",\"code\":%d,"
      "\"error_data\":{\"messaging_product\":\"whatsapp\",\"details\":\"Why\"}}}",
      refusal->code, refusal->code);

  return refusal->code < 0 ? khidki_response_new (refusal->status)
                           : khidki_response_new_text (refusal->status, "application/json", body);
}

static KhidkiResponse *
answer_send (PolicyFixture *self, KhidkiRequest *request)
{
  PolicySend *send = read_send (self, request);
  gboolean second = strstr (khidki_request_get_uri (request), POLICY_SECOND) != NULL;
  g_autofree Refusal *refusal = second ? NULL : g_queue_pop_head (&self->refusals);
  g_autofree char *body = NULL;

  send->second = second;
  send->taken = refusal == NULL;
  if (refusal != NULL)
    return refuse (refusal);

  body = g_strdup_printf ("{\"messaging_product\":\"whatsapp\",\"messages\":[{\"id\":\"wamid.%s.%u\"}]}",
                          send->key, policy_count (self, send->key));
  return khidki_response_new_text (200, "application/json", body);
}

static KhidkiResponse *
answer (KhidkiRequest *request, gpointer user_data)
{
  PolicyFixture *self = user_data;
  const char *uri = khidki_request_get_uri (request);

  if (g_str_has_suffix (uri, "/" POLICY_NUMBER "/messages")
      || g_str_has_suffix (uri, "/" POLICY_SECOND "/messages"))
    return answer_send (self, request);
  if (strstr (uri, "/" POLICY_BUSINESS "/message_templates?") != NULL)
    {
      Refusal refusal = { 400, self->list_code };

      self->n_lists++;
      if (self->list_post != NULL)
        policy_post_only (self, self->list_post);
      if (self->list_code != 0)
        return refuse (&refusal);
      return self->list != NULL ? khidki_response_new_text (200, "application/json", self->list)
                                : khidki_response_new (503);
    }
  if (strstr (uri, "/" POLICY_SECOND_BUSINESS "/message_templates?") != NULL)
    return khidki_response_new (503);
  g_assert_true (g_str_has_suffix (uri, "/media"));
  return khidki_response_new_text (200, "application/json", "{\"id\":\"4711\"}");
}

static void
start (PolicyFixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  self->channel = g_object_new (KHIDKI_TYPE_WHATSAPP_CHANNEL, NULL);
  khidki_channel_start_async (self->channel, self->rooms.host, NULL, khidki_test_take_result,
                              &result);
  khidki_test_await (&result);
  khidki_channel_start_finish (self->channel, result, &error);
  g_assert_no_error (error);
  khidki_channels_add (self->rooms.channels, CHANNEL, self->channel);
  self->outbox = khidki_outbox_new (self->rooms.host, self->rooms.rows.store,
                                    self->rooms.channels);
  khidki_outbox_start (self->outbox);
  rooms_settle (&self->rooms);
}

static void
stop (PolicyFixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) stopped = NULL;

  rooms_settle (&self->rooms);
  khidki_outbox_stop_async (self->outbox, 1, khidki_test_take_result, &stopped);
  khidki_test_await (&stopped);
  g_clear_object (&stopped);
  rooms_settle (&self->rooms);
  g_assert_finalize_object (self->outbox);
  khidki_channels_remove (self->rooms.channels, CHANNEL);
  khidki_channel_stop_async (self->channel, NULL, khidki_test_take_result, &result);
  khidki_test_await (&result);
  g_clear_object (&result);
  khidki_test_host_remove_routes (self->rooms.test_host);
  khidki_test_settle ();
  g_assert_finalize_object (self->channel);
}

static const char *const token[] = { "a-token", NULL };
static const char *const secret[] = { POLICY_SECRET, NULL };

static void
prepare (PolicyFixture *self, const char *rate)
{
  KhidkiTestHost *host;

  rooms_set_up (&self->rooms);
  host = self->rooms.test_host;
  self->begun = khidki_host_get_monotonic (self->rooms.host);
  self->sends = g_ptr_array_new_with_free_func (send_free);
  g_queue_init (&self->refusals);
  khidki_test_host_set_config (host, "graph-url", "https://graph.example/v25.0");
  khidki_test_host_set_config (host, "phone-number-id", POLICY_NUMBER);
  khidki_test_host_set_config (host, "business-account-id", POLICY_BUSINESS);
  if (rate != NULL)
    khidki_test_host_set_config (host, "rate", rate);
  khidki_test_host_set_secrets (host, "access-token", token);
  khidki_test_host_set_secrets (host, "app-secret", secret);
  khidki_test_host_set_secrets (host, "verify-token", token);
  khidki_test_host_set_far_end (host, answer, self, NULL);
}

static void
begin (PolicyFixture *self)
{
  start (self);
  rooms_add_account (&self->rooms, "asha", rooms_now (&self->rooms));
  rooms_add_account (&self->rooms, "bina", rooms_now (&self->rooms));
}

void
policy_set_up_with_rate (PolicyFixture *self, gconstpointer rate)
{
  prepare (self, rate);
  begin (self);
}

void
policy_set_up_two (PolicyFixture *self, gconstpointer data)
{
  KhidkiTestHost *host;

  prepare (self, NULL);
  host = self->rooms.test_host;
  khidki_test_host_set_config (host, "health/graph-url", "https://graph.example/v25.0");
  khidki_test_host_set_config (host, "health/phone-number-id", POLICY_SECOND);
  khidki_test_host_set_config (host, "health/business-account-id", POLICY_SECOND_BUSINESS);
  khidki_test_host_set_secrets (host, "health/access-token", token);
  khidki_test_host_set_secrets (host, "health/app-secret", secret);
  khidki_test_host_set_secrets (host, "health/verify-token", token);
  begin (self);
}

void
policy_set_up (PolicyFixture *self, gconstpointer data)
{
  policy_set_up_with_rate (self, NULL);
}

void
policy_tear_down (PolicyFixture *self, gconstpointer data)
{
  stop (self);
  if (self->sms != NULL)
    {
      khidki_channels_remove (self->rooms.channels, "sms");
      g_assert_finalize_object (self->sms);
    }
  g_queue_clear_full (&self->refusals, g_free);
  g_ptr_array_unref (self->sends);
  g_free (self->list);
  khidki_test_host_set_far_end (self->rooms.test_host, NULL, NULL, NULL);
  rooms_assert_warned ();
  rooms_tear_down (&self->rooms);
}

void
policy_restart (PolicyFixture *self)
{
  stop (self);
  start (self);
}

void
policy_add_sms (PolicyFixture *self)
{
  self->sms = fake_channel_new (self->rooms.host);
  fake_channel_set_templates_only (self->sms, TRUE);
  khidki_channels_add (self->rooms.channels, "sms", KHIDKI_CHANNEL (self->sms));
  rooms_settle (&self->rooms);
}

void
policy_refuse (PolicyFixture *self, guint status, int code)
{
  Refusal *refusal = g_new0 (Refusal, 1);

  refusal->status = status;
  refusal->code = code;
  g_queue_push_tail (&self->refusals, refusal);
}

void
policy_say (PolicyFixture *self,
            const char *account,
            KhidkiLane lane,
            const char *text,
            const char *template_name)
{
  rooms_add_message (&self->rooms, account, lane, text, template_name);
  khidki_outbox_wake (self->outbox);
  rooms_settle (&self->rooms);
}

void
policy_advance (PolicyFixture *self, gint64 milliseconds, gint64 step)
{
  rooms_advance (&self->rooms, milliseconds, step);
}

typedef struct
{
  KhidkiEvent *event;
  gint64 now;
  gboolean queued;
  gboolean unanswered;
} Apply;

static gboolean
write_status (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Apply *apply = data;
  g_autofree char *delivered = NULL;

  return khidki_outbox_apply_status (transaction, apply->event, apply->now, &delivered,
                                     &apply->queued, &apply->unanswered, error);
}

guint
policy_post_only (PolicyFixture *self, const char *json)
{
  g_autoptr (GBytes) body = g_bytes_new (json, strlen (json));
  g_autoptr (KhidkiRequest) request = khidki_request_new ("POST", "/whatsapp/webhook");
  g_autofree char *hex
      = g_compute_hmac_for_string (G_CHECKSUM_SHA256, (const guchar *) POLICY_SECRET,
                                   strlen (POLICY_SECRET), json, (gssize) strlen (json));
  g_autofree char *signature = g_strconcat ("sha256=", hex, NULL);
  g_autoptr (KhidkiResponse) response = NULL;

  khidki_request_set_header (request, "X-Hub-Signature-256", signature);
  khidki_request_set_body (request, "application/json", body);
  response = khidki_test_host_call (self->rooms.test_host, request);
  return khidki_response_get_status (response);
}

void
policy_post (PolicyFixture *self, const char *json)
{
  GPtrArray *events = khidki_test_host_get_events (self->rooms.test_host);
  guint first = events->len;

  g_assert_cmpuint (policy_post_only (self, json), ==, 200);

  for (guint i = first; i < events->len; i++)
    {
      Apply apply = { g_ptr_array_index (events, i), rooms_now (&self->rooms), FALSE };

      if (khidki_event_get_kind (apply.event) != KHIDKI_EVENT_STATUS)
        continue;
      rooms_write (&self->rooms, write_status, &apply);
      if (apply.queued)
        khidki_outbox_wake (self->outbox);
    }
  rooms_settle (&self->rooms);
}

char *
policy_dup_status (PolicyFixture *self, const char *key, const char *status, int code)
{
  g_autofree char *errors = g_strdup_printf (
      ",\"errors\":[{\"code\":%d,\"title\":\"No\",\"error_data\":{\"details\":\"Why\"}}]", code);

  return g_strdup_printf (
      "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"" POLICY_BUSINESS "\","
      "\"changes\":[{\"field\":\"messages\",\"value\":{\"messaging_product\":\"whatsapp\","
      "\"metadata\":{\"display_phone_number\":\"1\",\"phone_number_id\":\"" POLICY_NUMBER "\"},"
      "\"statuses\":[{\"id\":\"wamid.%s.%u\",\"status\":\"%s\",\"recipient_user_id\":\"%s\","
      "\"timestamp\":\"%" G_GINT64_FORMAT "\",\"biz_opaque_callback_data\":\"%s\"%s}]}}]}]}",
      key, policy_count (self, key), status, "asha", rooms_now (&self->rooms) / 1000, key,
      g_str_equal (status, "failed") ? errors : "");
}

void
policy_report (PolicyFixture *self, const char *key, const char *status, int code)
{
  g_autofree char *json = policy_dup_status (self, key, status, code);

  policy_post (self, json);
}

char *
policy_dup_template_change (PolicyFixture *self,
                            const char *business,
                            const char *name,
                            const char *language,
                            const char *field,
                            const char *key,
                            const char *word)
{
  return g_strdup_printf (
      "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"%s\","
      "\"time\":%" G_GINT64_FORMAT ",\"changes\":[{\"field\":\"%s\","
      "\"value\":{\"%s\":\"%s\",\"message_template_id\":17,\"message_template_name\":\"%s\","
      "\"message_template_language\":\"%s\",\"reason\":null}}]}]}",
      business, rooms_now (&self->rooms) / 1000, field, key, word, name, language);
}

void
policy_report_template (PolicyFixture *self,
                        const char *name,
                        const char *language,
                        const char *event)
{
  g_autofree char *json = policy_dup_template_change (
      self, POLICY_BUSINESS, name, language, "message_template_status_update", "event", event);

  policy_post (self, json);
}

PolicySend *
policy_get_last (PolicyFixture *self, const char *key)
{
  for (guint i = self->sends->len; i > 0; i--)
    {
      PolicySend *send = g_ptr_array_index (self->sends, i - 1);

      if (g_strcmp0 (send->key, key) == 0)
        return send;
    }
  return NULL;
}

guint
policy_count (PolicyFixture *self, const char *key)
{
  guint n = 0;

  for (guint i = 0; i < self->sends->len; i++)
    n += g_strcmp0 (((PolicySend *) g_ptr_array_index (self->sends, i))->key, key) == 0;
  return n;
}
