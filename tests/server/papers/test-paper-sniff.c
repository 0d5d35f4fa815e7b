/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "papers/khidki-paper-check.h"
#include "papers/khidki-paper-sniff.h"

#define CASE(bytes, mime_type) { bytes, sizeof (bytes) - 1, mime_type }

static const struct
{
  const char *bytes;
  gsize length;
  const char *mime_type;
} cases[] = {
  CASE ("\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"),
  CASE ("\xff\xd8", KHIDKI_PAPER_UNKNOWN),
  CASE ("\x89PNG\r\n\x1a\n\0\0", "image/png"),
  CASE ("\x89PNG\n\x1a\n", KHIDKI_PAPER_UNKNOWN),
  CASE ("%PDF-1.7\n", "application/pdf"),
  CASE ("junk before\r\n%PDF-1.4\n", "application/pdf"),
  CASE ("PK\x03\x04 with %PDF-1.4 inside", "application/zip"),
  CASE ("\xff\xd8\xff with %PDF-1.4 inside", "image/jpeg"),
  CASE ("RIFF\x10\0\0\0WEBPVP8 ", "image/webp"),
  CASE ("RIFF\x10\0\0\0WAVEfmt ", KHIDKI_PAPER_UNKNOWN),
  CASE ("\0\0\0\x18" "ftypheic", "image/heic"),
  CASE ("\0\0\0\x18" "ftypmp42", KHIDKI_PAPER_UNKNOWN),
  CASE ("GIF89a", "image/gif"),
  CASE ("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
  CASE ("\x7f" "ELF\x02", "application/x-executable"),
  CASE ("", KHIDKI_PAPER_UNKNOWN),
  CASE ("\0\0\0\0\0\0\0\0\0\0\0\0\0\0", KHIDKI_PAPER_UNKNOWN),
  CASE ("<svg xmlns=", KHIDKI_PAPER_UNKNOWN),
};

static void
test_types (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      /* An own copy, so that the address sanitizer sees the end of it. */
      g_autofree guint8 *copy = g_memdup2 (cases[i].bytes, cases[i].length);

      g_assert_cmpstr (khidki_paper_sniff (copy, cases[i].length), ==, cases[i].mime_type);
    }
}

static void
test_pdf_too_late (void)
{
  g_autofree guint8 *late = g_malloc0 (KHIDKI_PAPER_SNIFF_BYTES + 8);

  memcpy (late + KHIDKI_PAPER_SNIFF_BYTES - 2, "%PDF-", 5);
  g_assert_cmpstr (khidki_paper_sniff (late, KHIDKI_PAPER_SNIFF_BYTES + 8), ==,
                   KHIDKI_PAPER_UNKNOWN);
}

static void
test_answer (void)
{
  g_autoptr (KhidkiPaperCheck) check = khidki_paper_check_new ("image/png", KHIDKI_PAPER_TOO_DARK);
  g_autoptr (KhidkiPaperCheck) again = NULL;
  g_autofree char *text = NULL;

  check->width = 1200;
  check->height = 800;
  check->pages = 1;
  check->brightness = 12;
  text = khidki_paper_check_to_text (check);
  again = khidki_paper_check_new_from_text (text, strlen (text));
  g_assert_nonnull (again);
  g_assert_cmpstr (again->mime_type, ==, "image/png");
  g_assert_cmpint (again->width, ==, 1200);
  g_assert_cmpint (again->height, ==, 800);
  g_assert_cmpint (again->brightness, ==, 12);
  g_assert_cmpint (again->fault, ==, KHIDKI_PAPER_TOO_DARK);
}

static void
test_lying_answers (void)
{
  const char *rest = "width=1\nheight=1\npages=1\nbrightness=1\nreadable=true\n";
  const char *heads[] = {
    "[paper]\nkind=image/png\nreason=wonderful\n",
    "[paper]\nkind=text/html\nreason=fine\n",
    "[paper]\nkind=<script>\nreason=damaged\n",
    "[paper]\nreason=fine\n",
    "[other]\nkind=image/png\nreason=fine\n",
    "[paper]\nkind=image/png\nreason=fine\nwidth=-1\n[x]\n",
    "\xff\xfe",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      g_autofree char *text = g_strconcat (heads[i], rest, NULL);

      g_assert_null (khidki_paper_check_new_from_text (text, strlen (text)));
    }
  g_assert_null (khidki_paper_check_new_from_text ("", 0));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paper-sniff/types", test_types);
  g_test_add_func ("/paper-sniff/pdf-too-late", test_pdf_too_late);
  g_test_add_func ("/paper-check/answer", test_answer);
  g_test_add_func ("/paper-check/lying-answers", test_lying_answers);
  return g_test_run ();
}
