/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <locale.h>

#include "chat-script.h"
#include "khidki-sms-encode.h"

static KhidkiSmsFamilies *families;
static KhidkiCatalogue *catalogue;
static guint n_texts;

/* The conversation knows names and values alone; here they meet their texts. */
static void
check (KhidkiMessage *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiSmsText) text = khidki_sms_encode (families, message, &error);

  g_assert_no_error (error);
  g_test_message ("%u parts: %s", text->size.segments, text->text);
  n_texts++;
}

static void
run (gconstpointer path)
{
  n_texts = 0;
  chat_script_run (catalogue, path);
  g_assert_cmpuint (n_texts, >, 0);
}

int
main (int argc, char *argv[])
{
  static const char *const chats[] = { "sms-codes", "sms-commands", "sms-languages", "sms-news", "sms-rate" };
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  int result;

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  families = khidki_sms_families_new_shipped ("7738299899", NULL);
  g_assert_nonnull (families);
  catalogue = chat_world_load_catalogue ();
  chat_world_check_template = check;
  for (guint i = 0; i < G_N_ELEMENTS (chats); i++)
    {
      g_autofree char *file = g_strconcat (chats[i], ".chat", NULL);
      g_autofree char *name = g_strconcat ("/sms/chats/", chats[i], NULL);

      g_ptr_array_add (paths, g_test_build_filename (G_TEST_DIST, file, NULL));
      g_test_add_data_func (name, paths->pdata[i], run);
    }
  result = g_test_run ();
  khidki_catalogue_unref (catalogue);
  khidki_sms_families_free (families);

  return result;
}
