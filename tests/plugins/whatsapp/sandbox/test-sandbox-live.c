/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gstdio.h>
#include <libsoup/soup.h>

#include "khidki-sandbox-door.h"
#include "khidki-sandbox-envelope.h"
#include "khidki-sandbox-json.h"

#define ASHA "919812345678"
#define TURN_SECONDS 20

/* The sandbox's program, and the webhook that it calls. */
typedef struct
{
  SoupServer  *receiver;
  KhidkiSandboxDoor *door;
  SoupSession *session;
  GSubprocess *program;
  char        *base;
  char        *directory;
  GPtrArray   *taken; /* JsonNode of each webhook answered with 200 */
  guint        refuse; /* webhooks still to be answered with 503 */
  guint        refused;
} Fixture;

typedef struct
{
  guint    status;
  GBytes  *bytes;
  JsonNode *json; /* nullable */
} Answer;

static void
answer_clear (Answer *answer)
{
  g_clear_pointer (&answer->bytes, g_bytes_unref);
  g_clear_pointer (&answer->json, json_node_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answer, answer_clear)

static void
on_webhook (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           data)
{
  Fixture *fixture = data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  g_autoptr (GBytes) body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  g_autofree char *signature = khidki_sandbox_envelope_sign ("app secret", body);
  gsize size = 0;
  const char *bytes = g_bytes_get_data (body, &size);

  if (g_str_equal (soup_server_message_get_method (message), "GET"))
    {
      const char *challenge = g_hash_table_lookup (query, "hub.challenge");

      g_assert_cmpstr (g_hash_table_lookup (query, "hub.mode"), ==, "subscribe");
      g_assert_cmpstr (g_hash_table_lookup (query, "hub.verify_token"), ==, "word & word");
      soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_COPY, challenge,
                                        strlen (challenge));
      soup_server_message_set_status (message, 200, NULL);
      return;
    }
  g_assert_cmpstr (soup_message_headers_get_one (headers, "X-Hub-Signature-256"), ==, signature);
  for (gsize i = 0; i < size; i++)
    g_assert_true (g_ascii_isprint (bytes[i]));
  if (fixture->refuse > 0)
    {
      fixture->refuse--;
      fixture->refused++;
      soup_server_message_set_status (message, 503, NULL);
      return;
    }
  g_ptr_array_add (fixture->taken, khidki_sandbox_json_parse (bytes, size, NULL));
  soup_server_message_set_status (message, 200, NULL);
}

static char *
read_base (GSubprocess *program)
{
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (program));
  g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);

  g_assert_nonnull (line);
  g_assert_true (g_str_has_prefix (line, "listening on http://127.0.0.1:"));
  return g_strdup (line + strlen ("listening on "));
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *address = NULL;
  g_autofree char *hook = NULL;

  fixture->directory = g_dir_make_tmp ("khidki-sandbox-XXXXXX", NULL);
  fixture->taken = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  fixture->receiver = soup_server_new (NULL, NULL);
  soup_server_add_handler (fixture->receiver, "/hook", on_webhook, fixture, NULL);
  fixture->door = khidki_sandbox_door_new (fixture->receiver, "127.0.0.1:0", &error);
  g_assert_no_error (error);
  address = khidki_sandbox_door_dup_address (fixture->door);
  hook = g_strconcat (address, "/hook", NULL);
  fixture->session = soup_session_new_with_options ("proxy-resolver", NULL, NULL);
  fixture->program = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                                       g_getenv ("KHIDKI_SANDBOX"), "--listen", "127.0.0.1:0",
                                       "--webhook", hook, "--phone-number-id", "1065",
                                       "--display-number", "919000000001", "--access-token", "TOKEN",
                                       "--app-secret", "app secret", "--verify-token", "word & word",
                                       "--sms-inbound", hook, "--sms-secret", "s", "--sms-password",
                                       "p", "--state-dir", fixture->directory, NULL);
  g_assert_no_error (error);
  fixture->base = read_base (fixture->program);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_autofree char *clock = g_build_filename (fixture->directory, "clock-offset", NULL);
  g_autofree char *state = g_build_filename (fixture->directory, "sandbox.json", NULL);

  g_subprocess_send_signal (fixture->program, SIGTERM);
  g_subprocess_wait (fixture->program, NULL, NULL);
  g_assert_true (g_subprocess_get_successful (fixture->program));
  g_unlink (clock);
  g_unlink (state);
  g_assert_cmpint (g_rmdir (fixture->directory), ==, 0);
  g_object_unref (fixture->program);
  g_object_unref (fixture->session);
  khidki_sandbox_door_free (fixture->door);
  g_object_unref (fixture->receiver);
  g_ptr_array_unref (fixture->taken);
  g_free (fixture->directory);
  g_free (fixture->base);
}

static void
on_answer (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static Answer
call (Fixture    *fixture,
      const char *method,
      const char *path,
      const char *token,
      const char *type,
      GBytes     *body)
{
  g_autofree char *address = g_str_has_prefix (path, "http") ? g_strdup (path)
                                                             : g_strconcat (fixture->base, path, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (method, address);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  Answer answer = { 0 };

  if (token != NULL)
    soup_message_headers_append (soup_message_get_request_headers (message), "Authorization", token);
  if (body != NULL)
    soup_message_set_request_body_from_bytes (message, type, body);
  soup_session_send_and_read_async (fixture->session, message, G_PRIORITY_DEFAULT, NULL, on_answer,
                                    &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  answer.bytes = soup_session_send_and_read_finish (fixture->session, result, &error);
  g_assert_no_error (error);
  answer.status = soup_message_get_status (message);
  answer.json = khidki_sandbox_json_parse (g_bytes_get_data (answer.bytes, NULL),
                                           g_bytes_get_size (answer.bytes), NULL);
  return answer;
}

static Answer
post (Fixture    *fixture,
      const char *path,
      const char *json)
{
  g_autoptr (GBytes) body = g_bytes_new (json, strlen (json));

  return call (fixture, "POST", path, "Bearer TOKEN", "application/json", body);
}

static void
drive (Fixture    *fixture,
       const char *path,
       const char *json)
{
  g_auto (Answer) answer = post (fixture, path, json);

  g_assert_cmpuint (answer.status, ==, 200);
}

static void
wait_for (Fixture *fixture,
          guint    n_webhooks)
{
  gint64 end = g_get_monotonic_time () + TURN_SECONDS * G_USEC_PER_SEC;

  while (fixture->taken->len < n_webhooks && g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  g_assert_cmpuint (fixture->taken->len, >=, n_webhooks);
}

/* Follows names and, from a list, takes the first element. */
static JsonNode *
at (JsonNode   *node,
    const char *path)
{
  g_auto (GStrv) names = g_strsplit (path, ".", -1);

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_assert_nonnull (node);
      node = json_object_get_member (json_node_get_object (node), names[i]);
      if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
        node = json_array_get_element (json_node_get_array (node), 0);
    }
  return node;
}

static const char *
text_at (JsonNode   *node,
         const char *path)
{
  JsonNode *found = at (node, path);

  return found == NULL ? NULL : json_node_get_string (found);
}

static JsonNode *
value_of (Fixture *fixture,
          guint    index)
{
  return at (g_ptr_array_index (fixture->taken, index), "entry.changes.value");
}

static void
begin (Fixture *fixture)
{
  drive (fixture, "/sandbox/citizens", "{\"wa_id\":\"" ASHA "\",\"name\":\"आशा\"}");
  drive (fixture, "/sandbox/citizens/" ASHA "/text", "{\"body\":\"नमस्ते / hi\"}");
  wait_for (fixture, 1);
}

static void
test_says (Fixture      *fixture,
           gconstpointer data)
{
  begin (fixture);
  g_assert_cmpstr (text_at (value_of (fixture, 0), "messages.text.body"), ==, "नमस्ते / hi");
  g_assert_cmpstr (text_at (value_of (fixture, 0), "messages.from"), ==, ASHA);
  g_assert_cmpstr (text_at (value_of (fixture, 0), "contacts.profile.name"), ==, "आशा");
  g_assert_cmpstr (text_at (value_of (fixture, 0), "metadata.phone_number_id"), ==, "1065");
  drive (fixture, "/sandbox/citizens/" ASHA "/tap",
         "{\"type\":\"list\",\"id\":\"inc\",\"title\":\"Income\",\"description\":\"7 days\"}");
  wait_for (fixture, 2);
  g_assert_cmpstr (text_at (value_of (fixture, 1), "messages.interactive.list_reply.id"), ==, "inc");
  drive (fixture, "/sandbox/citizens", "{\"wa_id\":\"" ASHA "\",\"hide_phone\":true}");
  drive (fixture, "/sandbox/citizens/" ASHA "/text", "{\"body\":\"x\"}");
  wait_for (fixture, 3);
  g_assert_null (text_at (value_of (fixture, 2), "messages.from"));
  g_assert_null (text_at (value_of (fixture, 2), "contacts.wa_id"));
  g_assert_true (g_str_has_prefix (text_at (value_of (fixture, 2), "contacts.user_id"), "IN."));
}

#define TEXT_TO(to, body, more) "{\"messaging_product\":\"whatsapp\",\"to\":\"" to "\",\"type\":\"text\"," \
                                "\"text\":{\"body\":\"" body "\"}" more "}"

static void
test_statuses (Fixture      *fixture,
               gconstpointer data)
{
  static const char *const order[] = { "sent", "delivered", "read" };
  const char *id;

  begin (fixture);
  {
    g_auto (Answer) sent = post (fixture, "/v25.0/1065/messages",
                                 TEXT_TO (ASHA, "hello", ",\"biz_opaque_callback_data\":\"o:1\""));
    g_auto (Answer) got = call (fixture, "GET", "/sandbox/citizens/" ASHA "/messages?after=0&wait=10",
                                NULL, NULL, NULL);

    g_assert_cmpuint (sent.status, ==, 200);
    id = text_at (sent.json, "messages.id");
    g_assert_cmpstr (text_at (got.json, "messages.id"), ==, id);
    g_assert_cmpstr (text_at (got.json, "messages.message.text.body"), ==, "hello");
    wait_for (fixture, 3);
    drive (fixture, "/sandbox/citizens/" ASHA "/read", "{}");
    wait_for (fixture, 4);
    for (guint i = 0; i < 3; i++)
      {
        g_assert_cmpstr (text_at (value_of (fixture, 1 + i), "statuses.status"), ==, order[i]);
        g_assert_cmpstr (text_at (value_of (fixture, 1 + i), "statuses.id"), ==, id);
        g_assert_cmpstr (text_at (value_of (fixture, 1 + i),
                                  "statuses.biz_opaque_callback_data"), ==, "o:1");
      }
  }
}

static void
check_code (Answer *answer,
            guint   status,
            gint64  code)
{
  g_assert_cmpuint (answer->status, ==, status);
  g_assert_cmpint (json_node_get_int (at (answer->json, "error.code")), ==, code);
  g_assert_nonnull (text_at (answer->json, "error.fbtrace_id"));
}

static void
test_refusals (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (GBytes) body = g_bytes_new_static ("{}", 2);
  g_auto (Answer) strange = call (fixture, "POST", "/v25.0/1065/messages", "Bearer other",
                                  "application/json", body);
  g_auto (Answer) wrong = { 0 };
  g_auto (Answer) broken = post (fixture, "/v25.0/1065/messages", "{\"to\":");
  g_auto (Answer) other = post (fixture, "/v25.0/9999/messages", TEXT_TO (ASHA, "x", ""));
  g_auto (Answer) template = { 0 };
  g_auto (Answer) medium = { 0 };
  g_auto (Answer) sends = { 0 };

  begin (fixture);
  check_code (&strange, 401, 190);
  check_code (&broken, 400, 100);
  check_code (&other, 400, 100);
  wrong = post (fixture, "/v25.0/1065/messages", TEXT_TO (ASHA, "", ""));
  check_code (&wrong, 400, 100);
  template = post (fixture, "/v25.0/1065/messages",
                   "{\"messaging_product\":\"whatsapp\",\"to\":\"" ASHA "\",\"type\":\"template\","
                   "\"template\":{\"name\":\"moved\",\"language\":{\"code\":\"hi\"}}}");
  check_code (&template, 404, 132001);
  medium = post (fixture, "/v25.0/1065/messages",
                 "{\"messaging_product\":\"whatsapp\",\"to\":\"" ASHA "\",\"type\":\"image\","
                 "\"image\":{\"id\":\"1\"}}");
  check_code (&medium, 400, 100);
  sends = call (fixture, "GET", "/sandbox/sends", NULL, NULL, NULL);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (
                      json_node_get_object (sends.json), "sends")), ==, 3);
}

static void
test_window (Fixture      *fixture,
             gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->directory, "clock-offset", NULL);
  g_autofree char *offset = NULL;

  begin (fixture);
  drive (fixture, "/sandbox/clock", "{\"advance\":\"23h\"}");
  drive (fixture, "/v25.0/1065/messages", TEXT_TO (ASHA, "in time", ""));
  wait_for (fixture, 3);
  g_assert_cmpstr (text_at (value_of (fixture, 1), "statuses.status"), ==, "sent");
  drive (fixture, "/sandbox/clock", "{\"advance\":\"2h\"}");
  g_assert_true (g_file_get_contents (path, &offset, NULL, NULL));
  g_assert_cmpstr (offset, ==, "90000\n");
  drive (fixture, "/v25.0/1065/messages", TEXT_TO (ASHA, "too late", ""));
  wait_for (fixture, 4);
  g_assert_cmpstr (text_at (value_of (fixture, 3), "statuses.status"), ==, "failed");
  g_assert_cmpint (json_node_get_int (at (value_of (fixture, 3), "statuses.errors.code")), ==, 131047);
  drive (fixture, "/sandbox/templates",
         "{\"name\":\"ask\",\"language\":\"en\",\"category\":\"UTILITY\","
         "\"components\":[{\"type\":\"BODY\",\"text\":\"Hello {{1}}\"}]}");
  drive (fixture, "/v25.0/1065/messages",
         "{\"messaging_product\":\"whatsapp\",\"to\":\"" ASHA "\",\"type\":\"template\",\"template\":{"
         "\"name\":\"ask\",\"language\":{\"code\":\"en\"},\"components\":[{\"type\":\"body\","
         "\"parameters\":[{\"type\":\"text\",\"text\":\"Asha\"}]}]}}");
  wait_for (fixture, 6);
  g_assert_cmpstr (text_at (value_of (fixture, 4), "statuses.status"), ==, "sent");
  g_assert_cmpstr (text_at (value_of (fixture, 4), "statuses.pricing.category"), ==, "utility");
  drive (fixture, "/v25.0/1065/messages", TEXT_TO ("919999999999", "nobody", ""));
  wait_for (fixture, 7);
  g_assert_cmpint (json_node_get_int (at (value_of (fixture, 6), "statuses.errors.code")), ==, 131026);
}

static void
test_media_in (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (GBytes) photo = g_bytes_new_static ("\x89PNG\0\r\n\x1a\n\0--", 13);
  g_auto (Answer) said = { 0 };
  g_auto (Answer) looked = { 0 };
  g_auto (Answer) bare = { 0 };
  g_auto (Answer) loaded = { 0 };
  g_auto (Answer) late = { 0 };
  g_autofree char *lookup = NULL;
  const char *url;

  begin (fixture);
  said = call (fixture, "POST", "/sandbox/citizens/" ASHA "/media?filename=a.png&caption=My%20card", NULL,
               "image/png", photo);
  g_assert_cmpuint (said.status, ==, 200);
  wait_for (fixture, 2);
  g_assert_cmpstr (text_at (value_of (fixture, 1), "messages.image.caption"), ==, "My card");
  lookup = g_strconcat ("/v25.0/", text_at (value_of (fixture, 1), "messages.image.id"), NULL);
  looked = call (fixture, "GET", lookup, "Bearer TOKEN", NULL, NULL);
  url = text_at (looked.json, "url");
  bare = call (fixture, "GET", url, NULL, NULL, NULL);
  g_assert_cmpuint (bare.status, ==, 401);
  loaded = call (fixture, "GET", url, "Bearer TOKEN", NULL, NULL);
  g_assert_true (g_bytes_equal (loaded.bytes, photo));
  drive (fixture, "/sandbox/clock", "{\"advance\":\"6m\"}");
  late = call (fixture, "GET", url, "Bearer TOKEN", NULL, NULL);
  g_assert_cmpuint (late.status, ==, 404);
}

static void
test_media_out (Fixture      *fixture,
                gconstpointer data)
{
  static const char form[] =
    "--b\r\nContent-Disposition: form-data; name=\"messaging_product\"\r\n\r\nwhatsapp\r\n"
    "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n"
    "Content-Type: application/pdf\r\n\r\n%PDF-1.4\r\n--b--\r\n";
  g_autoptr (GBytes) body = g_bytes_new_static (form, strlen (form));
  g_auto (Answer) up = { 0 };
  g_auto (Answer) got = { 0 };
  g_auto (Answer) seen = { 0 };
  g_auto (Answer) gone = { 0 };
  g_autofree char *send = NULL;
  g_autofree char *path = NULL;

  begin (fixture);
  up = call (fixture, "POST", "/v25.0/1065/media", "Bearer TOKEN", "multipart/form-data; boundary=b",
             body);
  g_assert_cmpuint (up.status, ==, 200);
  send = g_strdup_printf ("{\"messaging_product\":\"whatsapp\",\"to\":\"" ASHA "\",\"type\":\"document\","
                          "\"document\":{\"id\":\"%s\",\"filename\":\"c.pdf\"}}",
                          text_at (up.json, "id"));
  drive (fixture, "/v25.0/1065/messages", send);
  got = call (fixture, "GET", "/sandbox/citizens/" ASHA "/messages?wait=10", NULL, NULL, NULL);
  g_assert_cmpstr (text_at (got.json, "messages.media.filename"), ==, "c.pdf");
  seen = call (fixture, "GET", text_at (got.json, "messages.media.url"), NULL, NULL, NULL);
  g_assert_cmpmem (g_bytes_get_data (seen.bytes, NULL), g_bytes_get_size (seen.bytes), "%PDF-1.4", 8);
  path = g_strconcat ("/v25.0/", text_at (up.json, "id"), NULL);
  gone = call (fixture, "DELETE", path, "Bearer TOKEN", NULL, NULL);
  g_assert_cmpuint (gone.status, ==, 200);
  answer_clear (&gone);
  gone = call (fixture, "GET", path, "Bearer TOKEN", NULL, NULL);
  check_code (&gone, 400, 100);
}

/* While the webhook is down nothing is lost, and the order stays. */
static void
test_retries (Fixture      *fixture,
              gconstpointer data)
{
  drive (fixture, "/sandbox/citizens", "{\"wa_id\":\"" ASHA "\"}");
  fixture->refuse = 3;
  drive (fixture, "/sandbox/citizens/" ASHA "/text", "{\"body\":\"1\"}");
  drive (fixture, "/sandbox/citizens/" ASHA "/text", "{\"body\":\"2\"}");
  drive (fixture, "/sandbox/citizens/" ASHA "/text", "{\"body\":\"3\"}");
  wait_for (fixture, 3);
  g_assert_cmpuint (fixture->refused, ==, 3);
  g_assert_cmpstr (text_at (value_of (fixture, 0), "messages.text.body"), ==, "1");
  g_assert_cmpstr (text_at (value_of (fixture, 1), "messages.text.body"), ==, "2");
  g_assert_cmpstr (text_at (value_of (fixture, 2), "messages.text.body"), ==, "3");
}

static void
test_control (Fixture      *fixture,
              gconstpointer data)
{
  g_auto (Answer) verified = post (fixture, "/sandbox/verify", "{}");
  g_auto (Answer) nobody = post (fixture, "/sandbox/citizens/911111111111/text", "{\"body\":\"x\"}");
  g_auto (Answer) page = call (fixture, "GET", "/", NULL, NULL, NULL);
  g_auto (Answer) read = { 0 };
  g_auto (Answer) failing = { 0 };
  g_autofree char *mark = NULL;

  g_assert_cmpuint (verified.status, ==, 200);
  g_assert_cmpuint (nobody.status, ==, 404);
  g_assert_cmpuint (page.status, ==, 200);
  begin (fixture);
  mark = g_strdup_printf ("{\"messaging_product\":\"whatsapp\",\"status\":\"read\",\"message_id\":\"%s\","
                          "\"typing_indicator\":{\"type\":\"text\"}}",
                          text_at (value_of (fixture, 0), "messages.id"));
  read = post (fixture, "/v25.0/1065/messages", mark);
  g_assert_true (json_node_get_boolean (at (read.json, "success")));
  drive (fixture, "/sandbox/faults", "{\"next\":1,\"code\":130429}");
  failing = post (fixture, "/v25.0/1065/messages", TEXT_TO (ASHA, "x", ""));
  check_code (&failing, 400, 130429);
  drive (fixture, "/v25.0/1065/messages", TEXT_TO (ASHA, "x", ""));
}

/* A hundred of a hundred is every one. */
static void
test_weather (Fixture      *fixture,
              gconstpointer data)
{
  g_auto (Answer) limited = { 0 };
  g_auto (Answer) failed = { 0 };

  begin (fixture);
  drive (fixture, "/sandbox/weather", "{\"limited\":100}");
  limited = post (fixture, "/v25.0/1065/messages", TEXT_TO (ASHA, "x", ""));
  check_code (&limited, 429, 130429);
  drive (fixture, "/sandbox/weather", "{\"failed\":100}");
  failed = post (fixture, "/v25.0/1065/messages", TEXT_TO (ASHA, "x", ""));
  check_code (&failed, 500, 131000);
  drive (fixture, "/sandbox/weather", "{}");
  drive (fixture, "/v25.0/1065/messages", TEXT_TO (ASHA, "x", ""));
}

static guint
fetch_status (Fixture    *fixture,
              const char *path)
{
  g_auto (Answer) answer = call (fixture, "GET", path, "Bearer TOKEN", NULL, NULL);

  return answer.status;
}

static void
test_media_weather (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("photo", 5);
  g_auto (Answer) said = { 0 };
  g_auto (Answer) looked = { 0 };
  g_autofree char *path = NULL;

  drive (fixture, "/sandbox/citizens", "{\"wa_id\":\"" ASHA "\"}");
  said = call (fixture, "POST", "/sandbox/citizens/" ASHA "/media?filename=a.png", NULL, "image/png",
               bytes);
  wait_for (fixture, 1);
  path = g_strconcat ("/v25.0/", text_at (value_of (fixture, 0), "messages.image.id"), NULL);
  drive (fixture, "/sandbox/weather", "{\"gone\":100}");
  g_assert_cmpuint (fetch_status (fixture, path), ==, 400);
  drive (fixture, "/sandbox/weather", "{\"expired\":100}");
  looked = call (fixture, "GET", path, "Bearer TOKEN", NULL, NULL);
  g_assert_cmpuint (looked.status, ==, 200);
  g_assert_cmpuint (fetch_status (fixture, text_at (looked.json, "url")), ==, 404);
  drive (fixture, "/sandbox/weather", "{}");
  g_assert_cmpuint (fetch_status (fixture, text_at (looked.json, "url")), ==, 200);
}

/* A status that is late is overtaken by one that is not. */
static void
test_late_statuses (Fixture      *fixture,
                    gconstpointer data)
{
  begin (fixture);
  drive (fixture, "/sandbox/statuses", "{\"delay\":1500}");
  drive (fixture, "/v25.0/1065/messages", TEXT_TO (ASHA, "x", ",\"biz_opaque_callback_data\":\"late\""));
  drive (fixture, "/sandbox/statuses", "{\"delay\":0}");
  drive (fixture, "/v25.0/1065/messages", TEXT_TO (ASHA, "x", ",\"biz_opaque_callback_data\":\"soon\""));
  wait_for (fixture, 5);
  g_assert_cmpstr (text_at (value_of (fixture, 1), "statuses.biz_opaque_callback_data"), ==, "soon");
  g_assert_cmpstr (text_at (value_of (fixture, 3), "statuses.biz_opaque_callback_data"), ==, "late");
}

#define ASK(status) "{\"name\":\"ask\",\"language\":\"en\",\"category\":\"UTILITY\",\"status\":\"" status "\"," \
                    "\"components\":[{\"type\":\"BODY\",\"text\":\"Hello {{1}}, yes\"}]}"

static void
test_template_told (Fixture      *fixture,
                    gconstpointer data)
{
  drive (fixture, "/sandbox/templates", ASK ("APPROVED"));
  drive (fixture, "/sandbox/templates", ASK ("APPROVED"));
  drive (fixture, "/sandbox/templates", ASK ("PAUSED"));
  drive (fixture, "/sandbox/templates", ASK ("APPROVED"));
  wait_for (fixture, 2);
  g_assert_cmpstr (text_at (value_of (fixture, 0), "event"), ==, "PAUSED");
  g_assert_cmpstr (text_at (value_of (fixture, 0), "message_template_name"), ==, "ask");
  g_assert_cmpstr (text_at (value_of (fixture, 1), "event"), ==, "APPROVED");
}

#define SENDSMS "/cgi-bin/sendsms?username=khidki&password=p&from=JM-KHIDKI&to=919800000005&text="

/* A text that ends within a letter is refused, not read beyond its end. */
static void
test_broken_text (Fixture      *fixture,
                  gconstpointer data)
{
  g_auto (Answer) broken = call (fixture, "GET", SENDSMS "a%F0", NULL, NULL, NULL);
  g_auto (Answer) whole = call (fixture, "GET", SENDSMS "a%C3%A9", NULL, NULL, NULL);

  g_assert_cmpuint (broken.status, ==, 400);
  g_assert_cmpuint (whole.status, ==, 202);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) \
  g_test_add ("/sandbox/live/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("says", test_says);
  ADD ("statuses", test_statuses);
  ADD ("refusals", test_refusals);
  ADD ("window", test_window);
  ADD ("media-in", test_media_in);
  ADD ("media-out", test_media_out);
  ADD ("retries", test_retries);
  ADD ("control", test_control);
  ADD ("weather", test_weather);
  ADD ("media-weather", test_media_weather);
  ADD ("late-statuses", test_late_statuses);
  ADD ("template-told", test_template_told);
  ADD ("broken-text", test_broken_text);
  return g_test_run ();
}
