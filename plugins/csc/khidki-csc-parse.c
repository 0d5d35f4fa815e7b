/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-csc-parse.h"

#include <string.h>

#define MOST_PATH 120
#define MOST_OWN_PATH 300
/* Nobody pays more at a counter; it keeps sums far from their bounds. */
#define MOST_RUPEES 10000000
#define CODE_DIGITS 11

static void
file_free (KhidkiCscFile *file)
{
  g_free (file->path);
  khidki_paper_unref (file->paper);
  g_free (file);
}

void
khidki_csc_form_free (KhidkiCscForm *self)
{
  g_free (self->target);
  g_free (self->detail);
  g_hash_table_unref (self->values);
  g_hash_table_unref (self->before);
  g_hash_table_unref (self->again);
  g_hash_table_unref (self->kinds);
  g_ptr_array_unref (self->files);
  g_ptr_array_unref (self->left_out);
  g_free (self);
}

gboolean
khidki_csc_is_path (const char *text)
{
  gsize length = strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789.-");

  return length > 0 && text[length] == '\0' && length <= MOST_PATH;
}

gboolean
khidki_csc_is_own_path (const char *text)
{
  gsize length = strlen (text);

  return g_str_has_prefix (text, "/counter/") && length <= MOST_OWN_PATH
         && strspn (text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/?=&%+.-_")
                == length
         && strstr (text, "//") == NULL && strstr (text, "..") == NULL;
}

static gboolean
is_hash (const char *text)
{
  gsize length = strspn (text, "abcdef0123456789");

  return length == 64 && text[length] == '\0';
}

static const struct
{
  const char *word;
  KhidkiCscDeed deed;
  gboolean has_target;
  gboolean has_detail;
} deeds[] = {
  { "save", KHIDKI_CSC_DEED_SAVE, FALSE, FALSE },
  { "review", KHIDKI_CSC_DEED_REVIEW, FALSE, FALSE },
  { "offer", KHIDKI_CSC_DEED_OFFER, FALSE, FALSE },
  { "add", KHIDKI_CSC_DEED_ADD_MEMBER, TRUE, FALSE },
  { "remove", KHIDKI_CSC_DEED_REMOVE_MEMBER, TRUE, FALSE },
  { "paper", KHIDKI_CSC_DEED_ADD_PAPER, TRUE, FALSE },
  { "unpaper", KHIDKI_CSC_DEED_REMOVE_PAPER, TRUE, TRUE },
};

/* What is no deed of ours saves: nothing that was typed is lost. */
static void
read_deed (KhidkiCscForm *self, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", 3);
  guint n = g_strv_length (words);

  for (gsize i = 0; n > 0 && i < G_N_ELEMENTS (deeds); i++)
    {
      guint wanted = 1 + (deeds[i].has_target ? 1 : 0) + (deeds[i].has_detail ? 1 : 0);

      if (strcmp (words[0], deeds[i].word) != 0 || n != wanted
          || (n > 1 && !khidki_csc_is_path (words[1])) || (n > 2 && !is_hash (words[2])))
        continue;
      self->deed = deeds[i].deed;
      g_free (self->target);
      g_free (self->detail);
      self->target = g_strdup (n > 1 ? words[1] : "");
      self->detail = g_strdup (n > 2 ? words[2] : "");
      return;
    }
}

/* The first of a name counts, as everywhere. */
static void
note (GHashTable *table, const char *path, const char *value)
{
  if (khidki_csc_is_path (path) && !g_hash_table_contains (table, path))
    g_hash_table_insert (table, g_strdup (path), g_strdup (value));
}

static void
read_field (KhidkiCscForm *self, const char *name, const char *value)
{
  if (g_str_has_prefix (name, "f:"))
    note (self->values, name + 2, value);
  else if (g_str_has_prefix (name, "was:"))
    note (self->before, name + 4, value);
  else if (g_str_has_prefix (name, "again:"))
    note (self->again, name + 6, value);
  else if (g_str_has_prefix (name, "kind:"))
    note (self->kinds, name + 5, value);
  else if (strcmp (name, "do") == 0)
    read_deed (self, value);
  else if (strcmp (name, "version") == 0)
    g_ascii_string_to_signed (value, 10, 0, G_MAXINT64 - 1, &self->version, NULL);
}

/* @paper: (nullable): of a file that did not come along */
static void
read_file (KhidkiCscForm *self, const char *name, KhidkiPaper *paper)
{
  const char *path = NULL;
  KhidkiCscFile *file;

  if (g_str_has_prefix (name, "file:"))
    path = name + 5;
  else if (g_str_has_prefix (name, "camera:"))
    path = name + 7;
  if (path == NULL || !khidki_csc_is_path (path))
    return;
  if (paper == NULL)
    {
      g_ptr_array_add (self->left_out, g_strdup (path));
      return;
    }
  file = g_new0 (KhidkiCscFile, 1);
  file->path = g_strdup (path);
  file->paper = khidki_paper_ref (paper);
  g_ptr_array_add (self->files, file);
}

static GHashTable *
new_table (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/**
 * khidki_csc_form_parse:
 * @request: (transfer none): the form of a draft's page, whole or in part
 *
 * Pure. What it does not know is left out.
 *
 * Returns: (transfer full): what is meant
 */
KhidkiCscForm *
khidki_csc_form_parse (KhidkiRequest *request)
{
  KhidkiCscForm *self = g_new0 (KhidkiCscForm, 1);

  self->target = g_strdup ("");
  self->detail = g_strdup ("");
  self->version = -1;
  self->values = new_table ();
  self->before = new_table ();
  self->again = new_table ();
  self->kinds = new_table ();
  self->files = g_ptr_array_new_with_free_func ((GDestroyNotify) file_free);
  self->left_out = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < khidki_request_get_n_parts (request); i++)
    {
      const char *value = NULL;
      const char *filename = NULL;
      KhidkiPaper *paper = NULL;
      const char *name = khidki_request_get_part (request, i, &value, &filename, &paper);

      if (filename != NULL)
        read_file (self, name, paper);
      else if (value != NULL)
        read_field (self, name, value);
    }
  return self;
}

static const char *
find (GHashTable *table, const char *path)
{
  const char *value = g_hash_table_lookup (table, path);

  return value != NULL ? value : "";
}

gboolean
khidki_csc_form_is_changed (KhidkiCscForm *self, const char *path)
{
  return g_hash_table_contains (self->values, path)
         && strcmp (find (self->values, path), find (self->before, path)) != 0;
}

/* Digits in any script to ours; no rupee signs, words or separators around the amount. */
static char *
dup_plain_amount (const char *text)
{
  g_autofree char *ascii = khidki_digits_to_ascii (text);
  GString *plain = g_string_new (NULL);

  for (const char *p = ascii; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar letter = g_utf8_get_char (p);

      if (letter != ',' && letter != 0x20b9 && !g_unichar_isspace (letter))
        g_string_append_len (plain, p, g_utf8_next_char (p) - p);
    }
  if (g_str_has_suffix (plain->str, "/-"))
    g_string_truncate (plain, plain->len - 2);
  return g_string_free (plain, FALSE);
}

static gboolean
read_hundredths (const char *text, gint64 *paise)
{
  gsize length = strlen (text);
  guint64 hundredths;

  if (length == 0 || length > 2
      || !g_ascii_string_to_unsigned (text, 10, 0, 99, &hundredths, NULL))
    return FALSE;
  *paise += (gint64) (length == 1 ? hundredths * 10 : hundredths);
  return TRUE;
}

gboolean
khidki_csc_parse_paise (const char *text, gint64 *paise)
{
  g_autofree char *plain = g_utf8_validate (text, -1, NULL) ? dup_plain_amount (text) : NULL;
  char *dot = plain != NULL ? strchr (plain, '.') : NULL;
  guint64 rupees;

  if (plain == NULL)
    return FALSE;
  if (dot != NULL)
    *dot++ = '\0';
  if (!g_ascii_string_to_unsigned (plain, 10, 0, MOST_RUPEES, &rupees, NULL))
    return FALSE;
  *paise = (gint64) rupees * 100;
  return dot == NULL || read_hundredths (dot, paise);
}

static gboolean
read_parts (const char *text, guint64 parts[3], gsize lengths[3])
{
  g_auto (GStrv) words = g_strsplit_set (text, "/-. ", -1);
  guint n = 0;

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (*words[i] == '\0')
        continue;
      if (n == 3 || !g_ascii_string_to_unsigned (words[i], 10, 1, 9999, &parts[n], NULL))
        return FALSE;
      lengths[n++] = strlen (words[i]);
    }
  return n == 3;
}

gboolean
khidki_csc_parse_date (const char *text, GDate *date)
{
  g_autofree char *ascii = g_utf8_validate (text, -1, NULL) ? khidki_digits_to_ascii (text) : NULL;
  guint64 parts[3];
  gsize lengths[3];
  gboolean year_first;

  if (ascii == NULL || !read_parts (g_strstrip (ascii), parts, lengths))
    return FALSE;
  year_first = lengths[0] == 4;
  if (lengths[year_first ? 0 : 2] != 4 || lengths[1] > 2 || lengths[year_first ? 2 : 0] > 2
      || !g_date_valid_dmy ((GDateDay) parts[year_first ? 2 : 0], (GDateMonth) parts[1],
                            (GDateYear) parts[year_first ? 0 : 2]))
    return FALSE;
  g_date_clear (date, 1);
  g_date_set_dmy (date, (GDateDay) parts[year_first ? 2 : 0], (GDateMonth) parts[1],
                  (GDateYear) parts[year_first ? 0 : 2]);
  return TRUE;
}

char *
khidki_csc_dup_digits (const char *text, gsize most)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *ascii = khidki_digits_to_ascii (valid);
  GString *digits = g_string_new (NULL);

  for (const char *p = ascii; *p != '\0' && digits->len < most; p++)
    if (g_ascii_isdigit (*p))
      g_string_append_c (digits, *p);
  return g_string_free (digits, FALSE);
}

char *
khidki_csc_dup_rupees (gint64 paise)
{
  guint64 whole = (guint64) ABS (paise);
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, whole / 100);
  GString *text = g_string_new (paise < 0 ? "−₹ " : "₹ ");
  gsize length = strlen (digits);

  /* Thousands, then lakhs and crores in pairs. */
  for (gsize i = 0; i < length; i++)
    {
      gsize left = length - i;

      if (i > 0 && (left == 3 || (left > 3 && left % 2 == 1)))
        g_string_append_c (text, ',');
      g_string_append_c (text, digits[i]);
    }
  if (whole % 100 != 0)
    g_string_append_printf (text, ".%02u", (guint) (whole % 100));
  return g_string_free (text, FALSE);
}

char *
khidki_csc_dup_grouped (const char *digits)
{
  gsize length = strlen (digits);
  gsize first = length == CODE_DIGITS ? CODE_DIGITS % 4 : 4;
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && i >= first && (i - first) % 4 == 0)
        g_string_append_c (text, ' ');
      g_string_append_c (text, digits[i]);
    }
  return g_string_free (text, FALSE);
}
