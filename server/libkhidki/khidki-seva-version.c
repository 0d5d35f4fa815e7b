/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-service-private.h"

#include <string.h>

#define VERSION_LETTERS 32

/* How a question is worded may be mended while drafts are open; what is asked,
 * decided, declared and certified may not. */
static gboolean
is_structure (const char *key)
{
  static const char *const wording[] = { "Ask",     "AskSelf",   "More",  "Help",
                                         "Example", "Complaint", "Words", "Who", "Reviewed" };
  gsize length = strcspn (key, "[.");

  for (guint i = 0; i < G_N_ELEMENTS (wording); i++)
    if (strlen (wording[i]) == length && strncmp (wording[i], key, length) == 0)
      return FALSE;
  return TRUE;
}

/* The length goes first, so that no two different files give the same bytes. */
static void
digest_text (GChecksum *digest, const char *text)
{
  gsize length = strlen (text);
  g_autofree char *prefix = g_strdup_printf ("%" G_GSIZE_FORMAT ":", length);

  g_checksum_update (digest, (const guchar *) prefix, (gssize) strlen (prefix));
  g_checksum_update (digest, (const guchar *) text, (gssize) length);
}

static void
digest_part (GChecksum *digest, KhidkiPart *part)
{
  g_autoptr (GList) keys = g_list_sort (g_hash_table_get_keys (part->values), (GCompareFunc) strcmp);

  digest_text (digest, part->kind);
  digest_text (digest, part->id);
  for (GList *l = keys; l != NULL; l = l->next)
    if (is_structure (l->data))
      {
        digest_text (digest, l->data);
        digest_text (digest, g_hash_table_lookup (part->values, l->data));
      }
  digest_text (digest, "");
}

/* The order of the groups counts: it is the order of the questions. */
char *
khidki_seva_make_version (KhidkiService *service)
{
  g_autoptr (GChecksum) digest = g_checksum_new (G_CHECKSUM_SHA256);

  digest_text (digest, "seva-1");
  for (guint i = 0; i < service->parts->len; i++)
    digest_part (digest, g_ptr_array_index (service->parts, i));

  return g_strndup (g_checksum_get_string (digest), VERSION_LETTERS);
}
