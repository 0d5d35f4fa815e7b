/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "libkhidki/khidki.h"

static KhidkiAccount *
make_account (void)
{
  return khidki_account_new ("whatsapp", "1065", "IN.16487", "+919800000001", "सीता");
}

static void
test_event_round_trip (void)
{
  g_autoptr (KhidkiAccount) account = make_account ();
  g_autoptr (KhidkiEvent) event =
      khidki_event_new_media ("wamid.1", account, 1700000000123, "media-1", "image/jpeg", "आधार");
  g_autoptr (GVariant) variant = NULL;
  g_autoptr (KhidkiEvent) back = NULL;
  double latitude = 0;

  khidki_event_set_reply_to (event, "wamid.0");
  khidki_event_set_location (event, 28.5, 77.25);
  variant = khidki_event_to_variant (event);
  back = khidki_event_new_from_variant (variant);

  g_assert_nonnull (back);
  g_assert_cmpint (khidki_event_get_kind (back), ==, KHIDKI_EVENT_MEDIA);
  g_assert_cmpint (khidki_event_get_at (back), ==, 1700000000123);
  g_assert_cmpstr (khidki_event_get_key (back), ==, "wamid.1");
  g_assert_cmpstr (khidki_event_get_text (back), ==, "आधार");
  g_assert_cmpstr (khidki_event_get_reply_to (back), ==, "wamid.0");
  g_assert_cmpstr (khidki_account_get_name (khidki_event_get_account (back)), ==, "सीता");
  g_assert_true (khidki_event_get_location (back, &latitude, NULL));
  g_assert_cmpfloat (latitude, ==, 28.5);
}

static void
test_event_status_round_trip (void)
{
  g_autoptr (KhidkiAccount) account = make_account ();
  g_autoptr (KhidkiEvent) event = khidki_event_new_status ("wamid.9:failed", account, 5,
                                                           KHIDKI_SEND_STATUS_FAILED, "wamid.9", "k1");
  g_autoptr (GVariant) variant = NULL;
  g_autoptr (KhidkiEvent) back = NULL;

  khidki_event_set_error (event, 131047, "window");
  variant = khidki_event_to_variant (event);
  back = khidki_event_new_from_variant (variant);

  g_assert_cmpint (khidki_event_get_status (back), ==, KHIDKI_SEND_STATUS_FAILED);
  g_assert_cmpint (khidki_event_get_error_code (back), ==, 131047);
  g_assert_cmpstr (khidki_event_get_send_key (back), ==, "k1");
  g_assert_false (khidki_event_is_from_person (back));
}

static void
test_event_refuses_others (void)
{
  g_autoptr (GVariant) other = g_variant_ref_sink (g_variant_new ("(ux)", 1, (gint64) 2));
  g_autoptr (GVariant) empty =
      g_variant_ref_sink (g_variant_new_parsed ("(uint32 0, int64 5, @a{sv} {})"));

  g_assert_null (khidki_event_new_from_variant (other));
  g_assert_null (khidki_event_new_from_variant (empty));
}

static void
test_message_round_trip (void)
{
  g_autoptr (KhidkiPaper) paper = khidki_paper_new ("abc", "application/pdf", 5000000000);
  g_autoptr (KhidkiMessage) message = khidki_message_new_choices ("क्या?", "खोलें");
  g_autoptr (KhidkiMessage) fallback = khidki_message_new_template ("certificate_ready", "hi");
  g_autoptr (GVariant) variant = NULL;
  g_autoptr (KhidkiMessage) back = NULL;

  khidki_message_add_choice (message, "3:yes", "हाँ", NULL);
  khidki_message_add_choice (message, "3:no", "नहीं", "दूसरी पंक्ति");
  khidki_message_set_footer (message, "पाद");
  khidki_message_add_parameter (fallback, "26");
  khidki_message_set_paper (fallback, paper, "a.pdf");
  khidki_message_set_template (message, fallback);
  variant = khidki_message_to_variant (message);
  back = khidki_message_new_from_variant (variant);

  g_assert_nonnull (back);
  g_assert_cmpuint (khidki_message_get_n_choices (back), ==, 2);
  g_assert_null (khidki_message_get_choice_description (back, 0));
  g_assert_cmpstr (khidki_message_get_choice_description (back, 1), ==, "दूसरी पंक्ति");
  g_assert_cmpstr (khidki_message_get_footer (back), ==, "पाद");
  g_assert_cmpstr (khidki_message_get_parameters (khidki_message_get_template (back))[0], ==, "26");
  g_assert_cmpint (
      khidki_paper_get_size (khidki_message_get_paper (khidki_message_get_template (back))),
      ==, 5000000000);
}

/* A list that may be walked, though nothing is in it. */
static void
test_template_without_values (void)
{
  g_autoptr (KhidkiMessage) message = khidki_message_new_template ("application_news_hidden", "hi");
  g_autoptr (GVariant) variant = khidki_message_to_variant (message);
  g_autoptr (KhidkiMessage) back = khidki_message_new_from_variant (variant);

  g_assert_nonnull (khidki_message_get_parameters (message));
  g_assert_null (khidki_message_get_parameters (message)[0]);
  g_assert_null (khidki_message_get_parameters (back)[0]);
}

static void
test_request_parts (void)
{
  g_autoptr (KhidkiRequest) request =
      khidki_request_new ("GET", "/whatsapp/webhook?hub.mode=subscribe&hub.challenge=1%2F2");
  g_autoptr (KhidkiRequest) absolute = khidki_request_new ("GET", "https://a.example/b/c?d=e#f");

  khidki_request_set_header (request, "X-Hub-Signature-256", "sha256=00");
  g_assert_cmpstr (khidki_request_get_path (request), ==, "/whatsapp/webhook");
  g_assert_cmpstr (khidki_request_get_query (request, "hub.challenge"), ==, "1/2");
  g_assert_null (khidki_request_get_query (request, "other"));
  g_assert_cmpstr (khidki_request_get_header (request, "x-hub-signature-256"), ==, "sha256=00");
  g_assert_cmpstr (khidki_request_get_path (absolute), ==, "/b/c");
  g_assert_cmpstr (khidki_request_get_query (absolute, "d"), ==, "e");
}

static void
note_status (KhidkiResponse *response, gpointer user_data)
{
  guint *status = user_data;

  g_assert_cmpuint (*status, ==, 0);
  *status = khidki_response_get_status (response);
}

static void
test_responder (void)
{
  guint answered = 0, dropped = 0;
  KhidkiResponder *first = khidki_responder_new (note_status, &answered);
  KhidkiResponder *second = khidki_responder_new (note_status, &dropped);
  g_autoptr (KhidkiResponse) response = khidki_response_new (204);

  khidki_responder_finish (first, response);
  khidki_responder_unref (first);
  khidki_responder_unref (second);

  g_assert_cmpuint (answered, ==, 204);
  g_assert_cmpuint (dropped, ==, 500);
}

static void
test_measure (void)
{
  g_assert_cmpuint (khidki_limits_measure (NULL), ==, 0);
  g_assert_cmpuint (khidki_limits_measure ("abc"), ==, 3);
  g_assert_cmpuint (khidki_limits_measure ("की"), ==, 2);
  g_assert_cmpuint (khidki_limits_measure ("\xf0\x9f\x99\x8f"), ==, 2);
}

static void
test_secret (void)
{
  g_assert_true (khidki_secret_equal ("0a1b", "0a1b"));
  g_assert_true (khidki_secret_equal ("", ""));
  g_assert_false (khidki_secret_equal ("0a1b", "0a1c"));
  g_assert_false (khidki_secret_equal ("1a1b", "0a1b"));
  g_assert_false (khidki_secret_equal ("0a1b", "0a1"));
  g_assert_false (khidki_secret_equal ("", "0"));
  g_assert_false (khidki_secret_equal ("\x81", "\x01"));
}

static void
test_secrets (void)
{
  const char *const secrets[] = { "new", "", "old", NULL };

  g_assert_true (khidki_secret_is_one_of ("new", secrets));
  g_assert_true (khidki_secret_is_one_of ("old", secrets));
  g_assert_false (khidki_secret_is_one_of ("older", secrets));
  g_assert_false (khidki_secret_is_one_of ("", secrets));
  g_assert_false (khidki_secret_is_one_of (NULL, secrets));
  g_assert_false (khidki_secret_is_one_of ("new", secrets + 3));
}

/* A plugin that counts wrong is told so and gets nothing; the server goes on. */
static void
test_no_such_choice (void)
{
  g_autoptr (KhidkiMessage) message = khidki_message_new_choices ("Which?", NULL);
  const char *(*const ask[]) (KhidkiMessage *, guint) = {
    khidki_message_get_choice_id,
    khidki_message_get_choice_title,
    khidki_message_get_choice_description,
  };

  khidki_message_add_choice (message, "a", "A", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (ask); i++)
    {
      g_test_expect_message (G_LOG_DOMAIN, G_LOG_LEVEL_CRITICAL, "*index < *");
      g_assert_null (ask[i] (message, 1));
      g_test_assert_expected_messages ();
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/values/event", test_event_round_trip);
  g_test_add_func ("/values/event-status", test_event_status_round_trip);
  g_test_add_func ("/values/event-refuses-others", test_event_refuses_others);
  g_test_add_func ("/values/message", test_message_round_trip);
  g_test_add_func ("/values/template-without-values", test_template_without_values);
  g_test_add_func ("/values/request", test_request_parts);
  g_test_add_func ("/values/responder", test_responder);
  g_test_add_func ("/values/measure", test_measure);
  g_test_add_func ("/values/secret", test_secret);
  g_test_add_func ("/values/secrets", test_secrets);
  g_test_add_func ("/values/no-such-choice", test_no_such_choice);

  return g_test_run ();
}
