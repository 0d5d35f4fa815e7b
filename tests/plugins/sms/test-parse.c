/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "khidki-sms-form.h"
#include "khidki-sms-parse.h"

#define NOW G_GINT64_CONSTANT (1795413600000)

static GHashTable *
parse (const char *query)
{
  return khidki_sms_form_parse (query, strlen (query));
}

static void
test_form (void)
{
  g_autoptr (GHashTable) form = parse ("a=1+2%2B3&b=%00%41&a=second&&c&=x&d=%zz%2&e=");
  g_autofree char *a = khidki_sms_form_dup_word (form, "a");
  g_autofree char *d = khidki_sms_form_dup_word (form, "d");
  g_autofree char *e = khidki_sms_form_dup_word (form, "e");
  g_autofree char *none = khidki_sms_form_dup_word (form, "none");

  g_assert_cmpstr (a, ==, "1 2+3");
  g_assert_cmpuint (g_bytes_get_size (khidki_sms_form_get (form, "b")), ==, 2);
  g_assert_cmpstr (d, ==, "%zz%2");
  g_assert_cmpstr (e, ==, "");
  g_assert_cmpstr (none, ==, "");
  g_assert_null (khidki_sms_form_get (form, "c"));
}

static void
test_phone (void)
{
  static const struct
  {
    const char *sender;
    const char *phone;
  } cases[] = {
    { "9810000001", "+919810000001" },   { "919810000001", "+919810000001" },
    { "+919810000001", "+919810000001" }, { "00919810000001", "+919810000001" },
    { "09810000001", "+919810000001" },  { "+91 98100-00001", "+919810000001" },
    { "+4915112345678", "+4915112345678" }, { "0014155550100", "+14155550100" },
    { "AX-HDFCBK", NULL }, { "VM-KHIDKI", NULL }, { "1031", NULL }, { "567678", NULL }, { "", NULL },
    { "+", NULL }, { "1234567890123456", NULL }, { "0001234567", NULL }, { "९८१०००००००१", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *phone = khidki_sms_parse_phone (cases[i].sender);

      g_test_message ("%s", cases[i].sender);
      g_assert_cmpstr (phone, ==, cases[i].phone);
    }
}

static void
check_text (const char *bytes, gsize size, const char *charset, const char *coding, const char *expected)
{
  g_autoptr (GBytes) data = g_bytes_new (bytes, size);
  g_autofree char *text = khidki_sms_parse_text (data, charset, coding);

  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpstr (text, ==, expected);
}

static void
test_text (void)
{
  check_text (" STATUS 1 ", 10, "UTF-8", "0", "STATUS 1");
  check_text ("\x09\x28\x09\x2e\x00 \x00" "1", 8, "UTF-16BE", "2", "नम 1");
  check_text ("\x09\x28\x09\x2e", 4, "", "2", "नम");
  check_text ("\x06\xcc\x06\x27", 4, "UTF-16BE", "2", "یا");
  check_text ("\xd8\x3d\xde\x4f", 4, "UTF-16BE", "2", "🙏");
  check_text ("\xd8\x3d\x00" "a\xde\x4f\x00", 7, "UTF-16BE", "2", "\xef\xbf\xbd" "a" "\xef\xbf\xbd");
  check_text ("\xd8\x3d", 2, "UTF-16BE", "2", "\xef\xbf\xbd");
  check_text ("\xfe\xff\x00" "A", 4, "UTF-16BE", "2", "A");
  check_text ("caf\xe9", 4, "ISO-8859-1", "0", "café");
  check_text ("caf\xe9", 4, "WINDOWS-1252", "0", "café");
  check_text ("a\x00" "b\xff", 4, "", "0", "a b\xef\xbf\xbd");
  check_text ("line\r\ntwo\x07", 10, "UTF-8", "0", "line\ntwo");
  check_text ("", 0, "", "", "");
}

static KhidkiEvent *
parse_inbound (const char *query, gint64 now)
{
  g_autoptr (GHashTable) form = parse (query);
  g_autoptr (GError) error = NULL;
  KhidkiEvent *event = khidki_sms_parse_inbound (form, now, &error);

  g_assert_true ((event == NULL) == (error != NULL));
  if (error != NULL)
    g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
  return event;
}

static void
test_inbound (void)
{
  g_autoptr (KhidkiEvent) event = parse_inbound (
      "from=919810000001&to=7738299899&text=%09%38%09%3F%00+%001&charset=UTF-16BE&coding=2"
      "&id=5ad300f1-4e69&at=1795413599",
      NOW);
  KhidkiAccount *account = khidki_event_get_account (event);

  g_assert_cmpint (khidki_event_get_kind (event), ==, KHIDKI_EVENT_TEXT);
  g_assert_cmpstr (khidki_event_get_text (event), ==, "सि 1");
  g_assert_cmpstr (khidki_event_get_key (event), ==, "5ad300f1-4e69");
  g_assert_cmpint (khidki_event_get_at (event), ==, NOW - 1000);
  g_assert_cmpstr (khidki_account_get_channel (account), ==, "sms");
  g_assert_cmpstr (khidki_account_get_id (account), ==, "919810000001");
  g_assert_cmpstr (khidki_account_get_phone (account), ==, "+919810000001");
}

static void
check_same_key (const char *one, gint64 first, const char *other, gint64 second, gboolean same)
{
  g_autoptr (KhidkiEvent) a = parse_inbound (one, first);
  g_autoptr (KhidkiEvent) b = parse_inbound (other, second);

  g_assert_cmpint (g_str_equal (khidki_event_get_key (a), khidki_event_get_key (b)), ==, same);
}

/* Without an id a repeated call is known by its time, or comes soon. */
static void
test_keys (void)
{
  check_same_key ("from=9810000001&text=a&at=5", NOW, "from=919810000001&text=a&at=5", NOW * 2, TRUE);
  check_same_key ("from=9810000001&text=a&at=5", NOW, "from=9810000001&text=a&at=6", NOW, FALSE);
  check_same_key ("from=9810000001&text=a&at=5", NOW, "from=9810000002&text=a&at=5", NOW, FALSE);
  check_same_key ("from=9810000001&text=a&at=5", NOW, "from=9810000001&text=b&at=5", NOW, FALSE);
  check_same_key ("from=9810000001&text=a", NOW, "from=9810000001&text=a", NOW + 60000, TRUE);
  check_same_key ("from=9810000001&text=a", NOW, "from=9810000001&text=a", NOW + 3600000, FALSE);
  check_same_key ("from=9810000001&text=a&id=x", NOW, "from=9810000001&text=b&id=x", NOW * 2, TRUE);
}

static void
test_no_person (void)
{
  g_autoptr (KhidkiEvent) company = parse_inbound ("from=VM-BANKXX&text=OTP&id=7", NOW);
  g_autoptr (KhidkiEvent) nobody = parse_inbound ("text=HELP", NOW);
  g_autoptr (KhidkiEvent) empty = parse_inbound ("from=9810000001", NOW);
  g_autoptr (KhidkiEvent) late = parse_inbound ("from=9810000001&text=a&at=99999999999", NOW);

  g_assert_cmpint (khidki_event_get_kind (company), ==, KHIDKI_EVENT_NOTICE);
  g_assert_cmpstr (khidki_account_get_id (khidki_event_get_account (company)), ==, "");
  g_assert_null (nobody);
  g_assert_cmpstr (khidki_event_get_text (empty), ==, "");
  g_assert_cmpint (khidki_event_get_at (late), ==, NOW);
}

static void
test_delivery (void)
{
  static const struct
  {
    const char *word;
    KhidkiSendStatus status;
  } cases[] = {
    { "1", KHIDKI_SEND_STATUS_DELIVERED }, { "2", KHIDKI_SEND_STATUS_FAILED },
    { "4", KHIDKI_SEND_STATUS_SENT },      { "8", KHIDKI_SEND_STATUS_SENT },
    { "16", KHIDKI_SEND_STATUS_FAILED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *query = g_strdup_printf (
          "key=out%%3A7&phone=%%2B919810000001&status=%s&far=f1&reply=NACK%%2Fno+919810000001", cases[i].word);
      g_autofree char *key = g_strdup_printf ("delivery:out:7:%s:f1", cases[i].word);
      g_autoptr (GHashTable) form = parse (query);
      g_autoptr (GError) error = NULL;
      g_autoptr (KhidkiEvent) event = khidki_sms_parse_delivery (form, NOW, &error);

      g_assert_no_error (error);
      g_assert_cmpint (khidki_event_get_kind (event), ==, KHIDKI_EVENT_STATUS);
      g_assert_cmpint (khidki_event_get_status (event), ==, cases[i].status);
      g_assert_cmpstr (khidki_event_get_send_key (event), ==, "out:7");
      g_assert_cmpstr (khidki_event_get_key (event), ==, key);
      g_assert_cmpstr (khidki_account_get_id (khidki_event_get_account (event)), ==, "919810000001");
      if (cases[i].status == KHIDKI_SEND_STATUS_FAILED)
        {
          g_assert_nonnull (strstr (khidki_event_get_error_message (event), "NACK/no …"));
          g_assert_null (strstr (khidki_event_get_error_message (event), "9810000001"));
        }
    }
}

static void
test_no_delivery (void)
{
  static const char *const queries[] = { "", "key=a", "key=a&status=", "key=a&status=3", "status=1",
                                         "key=a&status=1x" };

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autoptr (GHashTable) form = parse (queries[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (khidki_sms_parse_delivery (form, NOW, &error));
      g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sms/parse/form", test_form);
  g_test_add_func ("/sms/parse/phone", test_phone);
  g_test_add_func ("/sms/parse/text", test_text);
  g_test_add_func ("/sms/parse/inbound", test_inbound);
  g_test_add_func ("/sms/parse/keys", test_keys);
  g_test_add_func ("/sms/parse/no-person", test_no_person);
  g_test_add_func ("/sms/parse/delivery", test_delivery);
  g_test_add_func ("/sms/parse/no-delivery", test_no_delivery);

  return g_test_run ();
}
