/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-csc-kept.h"

#include <string.h>

static char *
make_mark (KhidkiCscVisit *visit, const char *purpose, const char *handle)
{
  const char *draft = visit->draft != NULL ? khidki_draft_get_id (visit->draft) : "";
  g_autofree char *text = g_strconcat ("kept\n", draft, "\n", purpose, "\n", handle, NULL);

  return g_compute_hmac_for_string (G_CHECKSUM_SHA256, (const guchar *) visit->session,
                                    strlen (visit->session), text, -1);
}

char *
khidki_csc_kept_seal (KhidkiCscVisit *visit, const char *purpose, KhidkiPaper *paper)
{
  g_autofree char *handle
      = g_strdup_printf ("%s %" G_GINT64_FORMAT " %s", khidki_paper_get_hash (paper),
                         khidki_paper_get_size (paper), khidki_paper_get_mime_type (paper));
  g_autofree char *mark = make_mark (visit, purpose, handle);

  return g_strconcat (mark, " ", handle, NULL);
}

KhidkiPaper *
khidki_csc_kept_open (KhidkiCscVisit *visit, const char *purpose, const char *sealed)
{
  g_auto (GStrv) words = g_strsplit (sealed, " ", 4);
  const char *handle = strchr (sealed, ' ');
  g_autofree char *mark = NULL;
  gint64 size;

  if (handle == NULL || g_strv_length (words) != 4)
    return NULL;
  mark = make_mark (visit, purpose, handle + 1);
  if (strcmp (mark, words[0]) != 0
      || !g_ascii_string_to_signed (words[2], 10, 0, G_MAXINT64, &size, NULL))
    return NULL;
  return khidki_paper_new (words[1], words[3], size);
}
