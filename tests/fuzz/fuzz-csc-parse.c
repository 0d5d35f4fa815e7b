/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "khidki-csc-parse.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
try_values (const char *text)
{
  gint64 paise = 0;
  GDate date;
  g_autofree char *digits = khidki_csc_dup_digits (text, 20);
  g_autofree char *grouped = khidki_csc_dup_grouped (digits);
  g_autofree char *rupees = NULL;

  g_assert_cmpuint (strlen (digits), <=, 20);
  if (khidki_csc_parse_paise (text, &paise))
    g_assert_true (paise >= 0 && paise <= G_GINT64_CONSTANT (1000000099));
  if (khidki_csc_parse_date (text, &date))
    g_assert_true (g_date_valid (&date));
  if (khidki_csc_is_own_path (text))
    g_assert_true (g_str_has_prefix (text, "/counter/") && strpbrk (text, "\r\n\\") == NULL);
  rupees = khidki_csc_dup_rupees (paise);
}

static void
check_form (KhidkiCscForm *form)
{
  GHashTableIter iter;
  gpointer path;

  g_hash_table_iter_init (&iter, form->values);
  while (g_hash_table_iter_next (&iter, &path, NULL))
    g_assert_true (khidki_csc_is_path (path));
  g_assert_true (*form->target == '\0' || khidki_csc_is_path (form->target));
  g_assert_true (*form->detail == '\0' || strlen (form->detail) == 64);
  g_assert_cmpint (form->version, >=, -1);
}

/* A line for each field: name=value. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *bytes = g_strndup ((const char *) data, size);
  g_autofree char *text = g_utf8_make_valid (bytes, -1);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (KhidkiRequest) request = khidki_request_new ("POST", "/counter/draft/a");
  g_autoptr (KhidkiCscForm) form = NULL;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *value = strchr (lines[i], '=');

      if (value == NULL)
        continue;
      *value++ = '\0';
      khidki_request_add_field (request, lines[i], value);
      try_values (value);
    }
  form = khidki_csc_form_parse (request);
  check_form (form);
  return 0;
}
