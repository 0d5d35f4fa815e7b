/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <json-glib/json-glib.h>
#include <string.h>

#include "fixture.h"
#include "khidki-whatsapp-message.h"
#include "khidki-whatsapp-parse.h"

/* One letter an event: Text, Choice, Media, Location, Other, Status, Identity, Notice. */
static const char letters[] = "TCMLOSIN";

static const struct
{
  const char *fixture;
  const char *kinds;
} shapes[] = {
  { "another-object", "N" },
  { "batch", "TTMSSSTSNCO" },
  { "broken-elements", "NNNNNNNONOTNNNNNSNNNNNNNNNNNN" },
  { "button", "CTO" },
  { "contacts", "OO" },
  { "document", "MM" },
  { "edit-and-revoke", "ON" },
  { "empty", "" },
  { "errors", "N" },
  { "errors-beside-a-message", "ON" },
  { "group", "N" },
  { "group-fields", "NNN" },
  { "image", "MO" },
  { "interactive", "CCOOOT" },
  { "location", "LLOO" },
  { "order", "O" },
  { "other-fields", "NNNNN" },
  { "other-number", "NN" },
  { "reaction", "NN" },
  { "sounds-and-pictures", "OOOOO" },
  { "status-user-id", "S" },
  { "statuses", "SSSSNSS" },
  { "statuses-group", "SS" },
  { "statuses-payment", "NNN" },
  { "system", "IIIINN" },
  { "text", "T" },
  { "text-both-ids", "T" },
  { "text-escaped", "T" },
  { "text-referral", "T" },
  { "text-reply", "TTT" },
  { "text-user-id", "T" },
  { "text-user-id-in-from", "T" },
  { "unknown-types", "OOOOO" },
  { "unsupported", "OO" },
  { "welcome", "O" },
  { "without-sender", "N" },
};

static GPtrArray *
parse (const char *name)
{
  g_autoptr (GBytes) body = fixture_load (name);
  g_autoptr (GError) error = NULL;
  GPtrArray *events = khidki_whatsapp_parse (body, FIXTURE_NUMBERS, FIXTURE_RECEIVED_AT, &error);

  g_assert_no_error (error);
  return events;
}

static KhidkiEvent *
get (GPtrArray *events, guint index)
{
  g_assert_cmpuint (index, <, events->len);
  return g_ptr_array_index (events, index);
}

static char *
spell_kinds (GPtrArray *events)
{
  GString *kinds = g_string_new (NULL);

  for (guint i = 0; i < events->len; i++)
    g_string_append_c (kinds, letters[khidki_event_get_kind (get (events, i))]);

  return g_string_free (kinds, FALSE);
}

static void
test_shapes (void)
{
  g_autoptr (GPtrArray) names = fixture_list ();

  g_assert_cmpuint (names->len, ==, G_N_ELEMENTS (shapes));
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr (GPtrArray) events = parse (shapes[i].fixture);
      g_autofree char *kinds = spell_kinds (events);

      g_test_message ("%s", shapes[i].fixture);
      g_assert_cmpstr (kinds, ==, shapes[i].kinds);
    }
}

static void
test_keys (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr (GPtrArray) first = parse (shapes[i].fixture);
      g_autoptr (GPtrArray) second = parse (shapes[i].fixture);

      g_assert_cmpuint (first->len, ==, second->len);
      for (guint j = 0; j < first->len; j++)
        {
          const char *key = khidki_event_get_key (get (first, j));

          g_test_message ("%s: %s", shapes[i].fixture, key);
          g_assert_cmpstr (key, ==, khidki_event_get_key (get (second, j)));
          g_assert_true (g_hash_table_add (seen, g_strdup (key)));
        }
    }
}

/* The keys of what has no id do not depend on how it was written. */
static void
test_keys_of_other_spelling (void)
{
  static const char one[] = "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"1\","
                            "\"changes\":[{\"field\":\"x\",\"value\":{\"a\":\"\\u00e4/\",\"b\":[1,"
                            "2.5,null,true]}}]}]}";
  static const char other[] = "{ \"entry\": [{\"changes\": [{\"value\": {\"b\": [1, 2.5, null, "
                              "true], \"a\": \"ä\\/\"}, \"field\": \"x\"}], \"id\": \"1\"}], "
                              "\"object\": \"whatsapp_business_account\"}";
  g_autoptr (GBytes) one_body = g_bytes_new_static (one, strlen (one));
  g_autoptr (GBytes) other_body = g_bytes_new_static (other, strlen (other));
  g_autoptr (GPtrArray) ones = khidki_whatsapp_parse (one_body, FIXTURE_NUMBERS, 1, NULL);
  g_autoptr (GPtrArray) others = khidki_whatsapp_parse (other_body, FIXTURE_NUMBERS, 2, NULL);

  g_assert_cmpstr (khidki_event_get_key (get (ones, 0)), ==,
                   khidki_event_get_key (get (others, 0)));
}

static void
test_text (void)
{
  g_autoptr (GPtrArray) events = parse ("text");
  KhidkiEvent *event = get (events, 0);
  KhidkiAccount *account = khidki_event_get_account (event);

  g_assert_cmpstr (khidki_event_get_text (event), ==, "नमस्ते, आय प्रमाण पत्र चाहिए");
  g_assert_true (g_str_has_prefix (khidki_event_get_key (event), "wamid."));
  g_assert_cmpint (khidki_event_get_at (event), ==, G_GINT64_CONSTANT (1767590007000));
  g_assert_true (khidki_event_is_from_person (event));
  g_assert_cmpstr (khidki_account_get_channel (account), ==, "whatsapp");
  g_assert_cmpstr (khidki_account_get_line (account), ==, FIXTURE_NUMBER);
  g_assert_cmpstr (khidki_account_get_id (account), ==, "919811022331");
  g_assert_cmpstr (khidki_account_get_phone (account), ==, "+919811022331");
  g_assert_cmpstr (khidki_account_get_name (account), ==, "Savita Rawat");
}

static void
test_escaped (void)
{
  g_autoptr (GPtrArray) events = parse ("text-escaped");

  g_assert_cmpstr (khidki_event_get_text (get (events, 0)), ==, "आय का प्रमाण 🙏 1/2");
}

static void
check_account (const char *fixture, const char *id, const char *phone, const char *name)
{
  g_autoptr (GPtrArray) events = parse (fixture);
  KhidkiAccount *account = khidki_event_get_account (get (events, 0));

  g_assert_cmpstr (khidki_account_get_id (account), ==, id);
  g_assert_cmpstr (khidki_account_get_phone (account), ==, phone);
  g_assert_cmpstr (khidki_account_get_name (account), ==, name);
}

static void
test_accounts (void)
{
  check_account ("text-user-id", "IN.5520981134700126", NULL, "Imran");
  check_account ("text-both-ids", "IN.77001122334455", "+919811077665", "Gurpreet Kaur");
  check_account ("text-user-id-in-from", "IN.909", NULL, NULL);
  check_account ("status-user-id", "IN.5520981134700126", NULL, "Imran");
  check_account ("group", "", NULL, NULL);
}

/* Each of several people is told apart by the contacts beside them. */
static void
test_several_people (void)
{
  g_autoptr (GPtrArray) events = parse ("batch");

  g_assert_cmpstr (khidki_account_get_name (khidki_event_get_account (get (events, 0))), ==,
                   "Savita Rawat");
  g_assert_cmpstr (khidki_account_get_name (khidki_event_get_account (get (events, 1))), ==,
                   "Harish");
  g_assert_cmpstr (khidki_event_get_text (get (events, 0)), ==, "one");
  g_assert_cmpstr (khidki_event_get_text (get (events, 1)), ==, "two");
  g_assert_cmpstr (khidki_event_get_text (get (events, 6)), ==, "three");
  g_assert_cmpstr (khidki_event_get_choice (get (events, 9)), ==, "9:2");
}

static void
test_replies (void)
{
  g_autoptr (GPtrArray) events = parse ("text-reply");
  g_autoptr (GPtrArray) taps = parse ("interactive");
  g_autoptr (GPtrArray) buttons = parse ("button");

  g_assert_cmpstr (khidki_event_get_reply_to (get (events, 0)), ==, "wamid.T1VSLU1FU1NBR0U=");
  g_assert_null (khidki_event_get_reply_to (get (events, 2)));
  g_assert_cmpstr (khidki_event_get_choice (get (taps, 0)), ==, "7:yes");
  g_assert_cmpstr (khidki_event_get_text (get (taps, 0)), ==, "हाँ");
  g_assert_cmpstr (khidki_event_get_choice (get (taps, 1)), ==, "8:REV-INC");
  g_assert_cmpstr (khidki_event_get_reply_to (get (taps, 1)), ==, "wamid.TElTVA==");
  g_assert_cmpstr (khidki_event_get_detail (get (taps, 2)), ==, "nfm_reply");
  g_assert_cmpstr (khidki_event_get_choice (get (buttons, 0)), ==, "get-certificate");
  g_assert_cmpstr (khidki_event_get_text (get (buttons, 1)), ==, "प्रमाण पत्र");
}

static void
test_files (void)
{
  g_autoptr (GPtrArray) images = parse ("image");
  g_autoptr (GPtrArray) documents = parse ("document");
  g_autofree char *digest = NULL;
  g_autofree char *id
      = khidki_whatsapp_message_split_media (khidki_event_get_media (get (images, 0)), &digest);

  g_assert_cmpstr (id, ==, "4410098877001");
  g_assert_cmpstr (digest, ==, khidki_event_get_media_digest (get (images, 0)));
  g_assert_cmpstr (digest, ==,
                   "299a3a7d42376d8841e1c1e0ecef2b0938d4bcc6776051f7b4f9f46cc71a465b");
  g_assert_cmpstr (khidki_event_get_mime_type (get (images, 0)), ==, "image/jpeg");
  g_assert_cmpstr (khidki_event_get_text (get (images, 0)), ==, "राशन कार्ड");
  g_assert_cmpstr (khidki_event_get_media_digest (get (documents, 0)), ==,
                   "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
  g_assert_null (khidki_event_get_media_digest (get (documents, 1)));
  g_assert_cmpstr (khidki_event_get_media (get (documents, 1)), ==, "4410098877003");
}

static void
test_hostile_handles (void)
{
  static const char *const handles[]
      = { "", "#00", "../me", "1/2", "1?access_token=x", "a b", "1%2f2", "1..2" };

  for (guint i = 0; i < G_N_ELEMENTS (handles); i++)
    {
      g_autofree char *digest = NULL;
      g_autofree char *id = khidki_whatsapp_message_split_media (handles[i], &digest);

      g_assert_null (id);
    }
}

static void
test_location (void)
{
  g_autoptr (GPtrArray) events = parse ("location");
  double latitude, longitude;

  g_assert_true (khidki_event_get_location (get (events, 0), &latitude, &longitude));
  g_assert_cmpfloat_with_epsilon (latitude, 28.5921, 1e-9);
  g_assert_cmpfloat_with_epsilon (longitude, 77.0460, 1e-9);
}

static void
test_details (void)
{
  g_autoptr (GPtrArray) sounds = parse ("sounds-and-pictures");
  g_autoptr (GPtrArray) unknown = parse ("unknown-types");
  g_autoptr (GPtrArray) unsupported = parse ("unsupported");

  g_assert_cmpstr (khidki_event_get_detail (get (sounds, 0)), ==, "voice");
  g_assert_cmpstr (khidki_event_get_detail (get (sounds, 1)), ==, "audio");
  g_assert_cmpstr (khidki_event_get_detail (get (sounds, 2)), ==, "voice");
  g_assert_cmpstr (khidki_event_get_detail (get (unknown, 3)), ==, "something_new_in_2027");
  g_assert_cmpstr (khidki_event_get_detail (get (unknown, 4)), ==, "unknown");
  g_assert_cmpint (khidki_event_get_error_code (get (unsupported, 0)), ==, 131051);
}

static void
check_identity (KhidkiEvent *event, const char *old_id, const char *new_id, const char *new_phone)
{
  g_assert_cmpstr (khidki_account_get_id (khidki_event_get_account (event)), ==, old_id);
  g_assert_cmpstr (khidki_event_get_new_id (event), ==, new_id);
  g_assert_cmpstr (khidki_event_get_new_phone (event), ==, new_phone);
}

static void
test_identity (void)
{
  g_autoptr (GPtrArray) events = parse ("system");

  check_identity (get (events, 0), "919811022331", "919899100200", "+919899100200");
  check_identity (get (events, 1), "IN.21", "IN.22", "+919899100201");
  check_identity (get (events, 2), "IN.31", "IN.32", NULL);
  check_identity (get (events, 3), "919811022331", NULL, NULL);
}

static void
test_statuses (void)
{
  g_autoptr (GPtrArray) events = parse ("statuses");
  static const KhidkiSendStatus expected[]
      = { KHIDKI_SEND_STATUS_SENT, KHIDKI_SEND_STATUS_DELIVERED, KHIDKI_SEND_STATUS_READ };

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_assert_cmpint (khidki_event_get_status (get (events, i)), ==, expected[i]);
      g_assert_cmpstr (khidki_event_get_far_id (get (events, i)), ==, "wamid.T1VULTAwMDE=");
      g_assert_cmpstr (khidki_event_get_send_key (get (events, i)), ==, "out:17:2");
    }

  g_assert_cmpstr (khidki_event_get_key (get (events, 0)), ==, "wamid.T1VULTAwMDE=:sent");
  g_assert_cmpint (khidki_event_get_status (get (events, 5)), ==, KHIDKI_SEND_STATUS_FAILED);
  g_assert_cmpint (khidki_event_get_error_code (get (events, 5)), ==, 131047);
  g_assert_cmpstr (khidki_event_get_detail (get (events, 5)), ==, "window");
  g_assert_cmpstr (khidki_event_get_detail (get (events, 6)), ==, "recipient");
}

static void
test_notices (void)
{
  g_autoptr (GPtrArray) fields = parse ("other-fields");
  g_autoptr (GPtrArray) numbers = parse ("other-number");
  g_autoptr (GPtrArray) errors = parse ("errors");

  g_assert_cmpstr (khidki_event_get_detail (get (fields, 1)), ==,
                   "message_template_status_update: APPROVED");
  g_assert_cmpstr (khidki_event_get_detail (get (fields, 4)), ==, "field_of_next_year");
  g_assert_cmpint (khidki_event_get_at (get (fields, 0)), ==, FIXTURE_RECEIVED_AT);
  g_assert_cmpstr (khidki_event_get_detail (get (numbers, 0)), ==, "other-number");
  g_assert_cmpint (khidki_event_get_error_code (get (errors, 0)), ==, 130429);
}

static void
test_refused (void)
{
  static const char *const bodies[] = { "", "{", "[]", "null", "\"x\"", "{}x", "{\"a\":1,}",
                                        "\xff{}" };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (GBytes) body = g_bytes_new_static (bodies[i], strlen (bodies[i]));
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) events = khidki_whatsapp_parse (body, FIXTURE_NUMBERS, 0, &error);

      g_assert_null (events);
      g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
    }
}

static void
test_deep (void)
{
  g_autofree char *text = g_strnfill (200000, '[');
  g_autoptr (GBytes) body = g_bytes_new_static (text, 200000);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) events = khidki_whatsapp_parse (body, FIXTURE_NUMBERS, 0, &error);

  g_assert_null (events);
  g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
}

/* A thousand updates in one body, as Meta may send them. */
static void
test_thousand (void)
{
  g_autoptr (GString) text = g_string_new ("{\"object\":\"whatsapp_business_account\",\"entry\":"
                                           "[{\"id\":\"1\",\"changes\":[");
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GPtrArray) events = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (text,
                            "%s{\"field\":\"messages\",\"value\":{\"metadata\":{"
                            "\"phone_number_id\":\"" FIXTURE_NUMBER "\"},\"messages\":[{\"from\":"
                            "\"9198110%05u\",\"id\":\"wamid.%u\",\"timestamp\":\"1767590000\","
                            "\"type\":\"text\",\"text\":{\"body\":\"%u\"}}]}}",
                            i > 0 ? "," : "", i, i, i);
  g_string_append (text, "]}]}");
  body = g_bytes_new (text->str, text->len);
  events = khidki_whatsapp_parse (body, FIXTURE_NUMBERS, 0, NULL);

  g_assert_cmpuint (events->len, ==, 1000);
  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *expected = g_strdup_printf ("%u", i);

      g_assert_cmpstr (khidki_event_get_text (get (events, i)), ==, expected);
    }
}

/* (transfer full): one change with these contacts and messages */
static GPtrArray *
parse_with_contacts (const char *contacts, const char *messages)
{
  char *text = g_strconcat ("{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"1\",\"changes\":[{"
                            "\"field\":\"messages\",\"value\":{\"metadata\":{\"phone_number_id\":\""
                            FIXTURE_NUMBER "\"},\"contacts\":[", contacts, "],\"messages\":[", messages,
                            "]}}]}]}", NULL);
  g_autoptr (GBytes) body = g_bytes_new_take (text, strlen (text));
  g_autoptr (GError) error = NULL;
  GPtrArray *events = khidki_whatsapp_parse (body, FIXTURE_NUMBERS, FIXTURE_RECEIVED_AT, &error);

  g_assert_no_error (error);
  return events;
}

/* Who it is, is found by the user id where both have one, else by the number; the first counts. */
static void
test_contacts (void)
{
  static const char contacts[] =
      "17,{\"wa_id\":\"919811022331\",\"user_id\":\"IN.1\",\"profile\":{\"name\":\"one\"}},"
      "{\"wa_id\":\"919811022332\",\"profile\":{\"name\":\"two\"}},"
      "{\"wa_id\":\"919811022331\",\"profile\":{\"name\":\"three\"}},"
      "{\"wa_id\":\"919811022332\",\"user_id\":\"IN.4\",\"profile\":{\"name\":\"four\"}},"
      "{\"wa_id\":\"IN.5\",\"profile\":{\"name\":\"five\"}},{\"wa_id\":\"x\",\"profile\":{\"name\":\"six\"}}";
  static const struct
  {
    const char *sender;
    const char *name; /* (nullable) */
  } cases[] = {
    { "\"from\":\"919811022331\",\"from_user_id\":\"IN.1\"", "one" },
    { "\"from\":\"+919811022331\"", "one" },
    { "\"from\":\"919811022331\",\"from_user_id\":\"IN.9\"", "three" },
    { "\"from\":\"919811022332\"", "two" },
    { "\"from\":\"919811022332\",\"from_user_id\":\"IN.4\"", "two" },
    { "\"from_user_id\":\"IN.4\"", "four" },
    { "\"from\":\"IN.5\"", "five" },
    { "\"from\":\"x\"", "six" },
    { "\"from\":\"919811022333\"", NULL },
    { "\"from_user_id\":\"IN.7\"", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *message = g_strdup_printf (
          "{\"id\":\"a\",\"type\":\"text\",\"text\":{\"body\":\"Hi\"},%s}", cases[i].sender);
      g_autoptr (GPtrArray) events = parse_with_contacts (contacts, message);

      g_assert_cmpstr (khidki_account_get_name (khidki_event_get_account (get (events, 0))), ==,
                       cases[i].name);
    }
}

/* As many as a body may hold, each with a contact, are no work of minutes. */
static void
test_many_contacts (void)
{
  const guint n = 8000;
  g_autoptr (GString) contacts = g_string_new (NULL);
  g_autoptr (GString) messages = g_string_new (NULL);
  g_autoptr (GPtrArray) events = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_string_append_printf (contacts, "%s{\"wa_id\":\"91981%07u\",\"profile\":{\"name\":\"%u\"}}",
                              i > 0 ? "," : "", i, i);
      g_string_append_printf (messages, "%s{\"from\":\"91981%07u\",\"id\":\"%u\",\"type\":\"text\"}",
                              i > 0 ? "," : "", n - 1 - i, i);
    }
  events = parse_with_contacts (contacts->str, messages->str);
  g_assert_cmpuint (events->len, ==, n);
  g_assert_cmpstr (khidki_account_get_name (khidki_event_get_account (get (events, n - 1))), ==, "0");
  g_assert_cmpstr (khidki_account_get_name (khidki_event_get_account (get (events, 1))), ==, "7998");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/whatsapp/parse/shapes", test_shapes);
  g_test_add_func ("/whatsapp/parse/keys", test_keys);
  g_test_add_func ("/whatsapp/parse/keys-of-other-spelling", test_keys_of_other_spelling);
  g_test_add_func ("/whatsapp/parse/text", test_text);
  g_test_add_func ("/whatsapp/parse/escaped", test_escaped);
  g_test_add_func ("/whatsapp/parse/accounts", test_accounts);
  g_test_add_func ("/whatsapp/parse/several-people", test_several_people);
  g_test_add_func ("/whatsapp/parse/replies", test_replies);
  g_test_add_func ("/whatsapp/parse/files", test_files);
  g_test_add_func ("/whatsapp/parse/hostile-handles", test_hostile_handles);
  g_test_add_func ("/whatsapp/parse/location", test_location);
  g_test_add_func ("/whatsapp/parse/details", test_details);
  g_test_add_func ("/whatsapp/parse/identity", test_identity);
  g_test_add_func ("/whatsapp/parse/statuses", test_statuses);
  g_test_add_func ("/whatsapp/parse/notices", test_notices);
  g_test_add_func ("/whatsapp/parse/refused", test_refused);
  g_test_add_func ("/whatsapp/parse/deep", test_deep);
  g_test_add_func ("/whatsapp/parse/thousand", test_thousand);
  g_test_add_func ("/whatsapp/parse/contacts", test_contacts);
  g_test_add_func ("/whatsapp/parse/many-contacts", test_many_contacts);

  return g_test_run ();
}
