/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gio/gio.h>

#include "khidki-whatsapp-words.h"

#define READ(...) khidki_whatsapp_words_new ((const char *const[]){ __VA_ARGS__, NULL }, NULL)

static void
test_right (void)
{
  g_autoptr (KhidkiWhatsappWords) doctor
      = READ ("--config", "/k.conf", "--json", "doctor", "--number=ward");
  g_autoptr (KhidkiWhatsappWords) templates
      = READ ("--config=/k.conf", "templates", "--language", "hi", "--missing");
  g_autoptr (KhidkiWhatsappWords) poster
      = READ ("poster", "--digits", "+91 1", "--config", "/k", "--output", "p.pdf", "--number=");
  g_autoptr (KhidkiWhatsappWords) help = READ ("--help");

  g_assert_cmpstr (doctor->command, ==, "doctor");
  g_assert_cmpstr (doctor->config, ==, "/k.conf");
  g_assert_cmpstr (doctor->number, ==, "ward");
  g_assert_true (doctor->json);
  g_assert_cmpstr (templates->language, ==, "hi");
  g_assert_true (templates->missing);
  g_assert_cmpstr (poster->output, ==, "p.pdf");
  g_assert_cmpstr (poster->digits, ==, "+91 1");
  g_assert_cmpstr (poster->number, ==, "");
  g_assert_true (help->help);
}

static void
test_wrong (void)
{
  g_assert_null (READ ("doctor"));
  g_assert_null (READ ("--config", "/k"));
  g_assert_null (READ ("--config", "/k", "physician"));
  g_assert_null (READ ("--config", "/k", "doctor", "poster"));
  g_assert_null (READ ("--config", "/k", "doctor", "--langauge", "hi"));
  g_assert_null (READ ("--config", "/k", "doctor", "--missing"));
  g_assert_null (READ ("--config", "/k", "doctor", "--json=yes"));
  g_assert_null (READ ("--config", "/k", "poster"));
  g_assert_null (READ ("--config", "/k", "templates", "--language"));
  g_assert_null (READ ("--config", "/k", "templates", "--output", "x"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/whatsapp/control/words/right", test_right);
  g_test_add_func ("/whatsapp/control/words/wrong", test_wrong);
  return g_test_run ();
}
