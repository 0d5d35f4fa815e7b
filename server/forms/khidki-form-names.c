/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "catalogue/khidki-words.h"
#include "forms/khidki-form-private.h"

#define LONGEST_NAME 80
#define MOST_LEAD 4

static gboolean
is_name_letter (gunichar c)
{
  switch (g_unichar_get_script (c))
    {
    case G_UNICODE_SCRIPT_LATIN:
    case G_UNICODE_SCRIPT_DEVANAGARI:
    case G_UNICODE_SCRIPT_GURMUKHI:
    case G_UNICODE_SCRIPT_ARABIC:
      return g_unichar_isalpha (c) || g_unichar_ismark (c);
    case G_UNICODE_SCRIPT_INHERITED:
      return g_unichar_ismark (c) || c == 0x200C || c == 0x200D;
    default:
      return c == ' ' || c == '.' || c == '\'' || c == 0x2019 || c == '-';
    }
}

static gboolean
is_one_case (const char *text)
{
  g_autofree char *lower = g_utf8_strdown (text, -1);
  g_autofree char *upper = g_utf8_strup (text, -1);

  return strcmp (text, lower) == 0 || strcmp (text, upper) == 0;
}

/* On a certificate stands Sita Devi, whoever typed sita devi. */
static char *
write_name (const char *text)
{
  GString *name;
  gboolean begins = TRUE;

  if (!is_one_case (text))
    return g_strdup (text);
  name = g_string_new (NULL);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (name, begins ? g_unichar_toupper (c) : g_unichar_tolower (c));
      begins = c == ' ' || c == '.' || c == '-';
    }
  return g_string_free (name, FALSE);
}

static gboolean
is_lead (const char *folded)
{
  static const char *const plain[] = {
    "name",      "my name",     "my name is",   "name is",      "my full name is", "full name",
    "naam",      "mera naam",   "mera pura naam", "mera name",  "i am",          "myself",
    "नाम",        "मेरा नाम",      "मेरा पूरा नाम",   "ਨਾਮ",           "ਮੇਰਾ ਨਾਂ",
    "ਮੇਰਾ ਨਾਮ",    "ਮੇਰਾ ਪੂਰਾ ਨਾਂ", "ਮੇਰਾ ਪੂਰਾ ਨਾਮ",  "نام",         "میرا نام",      "میرا پورا نام",
    NULL,
  };
  static GHashTable *set;

  return khidki_form_is_phrase_of (&set, plain, folded);
}

/* What ends the name in a sentence: … hai, … and I am a widow. */
static gboolean
is_tail (const char *folded)
{
  static const char *const plain[] = { "hai", "hain", "and", "aur", "है", "हैं", "और", "ਹੈ", "ਅਤੇ", "ہے", "ہیں", "اور", NULL };
  static GHashTable *set;

  return khidki_form_is_phrase_of (&set, plain, folded);
}

/* On identity cards the father's or husband's name follows: Sita Devi W/o Ram. */
static gboolean
is_relation (const char *folded)
{
  static const char *const plain[] = {
    "w o",     "s o",    "d o",     "c o",    "h o",      "wife of", "son of", "daughter of", "care of", "patni",
    "putri",   "putra",  "पत्नी",     "पुत्री",    "पुत्र",      "सुपुत्री",   "सुपुत्र",   "ਪਤਨੀ",         "ਪੁੱਤਰ",     "ਪੁੱਤਰੀ",
    "ਸਪੁੱਤਰ",   "ਸਪੁੱਤਰੀ", "زوجہ",    "ولد",    "بنت",     "دختر",    NULL,
  };
  static GHashTable *set;

  return khidki_form_is_phrase_of (&set, plain, folded);
}

static char *
fold_run (char **words, guint first, guint n)
{
  g_autoptr (GString) run = g_string_new (NULL);

  for (guint i = first; i < first + n; i++)
    g_string_append_printf (run, "%s ", words[i]);
  return khidki_words_join (run->str);
}

static guint
count_lead (char **words, guint n)
{
  for (guint lead = MIN (MOST_LEAD, n > 0 ? n - 1 : 0); lead > 0; lead--)
    {
      g_autofree char *run = fold_run (words, 0, lead);

      if (is_lead (run))
        return lead;
    }
  return 0;
}

static gboolean
begins_relation (char **words, guint at, guint n)
{
  g_autofree char *one = fold_run (words, at, 1);
  g_autofree char *two = at + 1 < n ? fold_run (words, at, 2) : NULL;

  return is_relation (one) || (two != NULL && is_relation (two));
}

/* The name in what was said around it: My name is Sita Devi; Sita Devi W/o Ram. */
static char *
find_name (const char *text)
{
  g_autofree char *plain = g_strdup (text);
  g_auto (GStrv) words = g_strsplit (g_strdelimit (plain, ":=", ' '), " ", -1);
  g_autoptr (GString) name = g_string_new (NULL);
  guint n = g_strv_length (words);
  guint lead = count_lead (words, n);

  for (guint i = lead; i < n; i++)
    {
      g_autofree char *folded = khidki_words_join (words[i]);

      if ((lead > 0 && name->len > 0 && is_tail (folded)) || (name->len > 0 && begins_relation (words, i, n)))
        break;
      g_string_append_printf (name, "%s%s", name->len > 0 && *words[i] != '\0' ? " " : "", words[i]);
    }
  return g_strchomp (g_strdup (name->str));
}

/**
 * khidki_form_read_name:
 * @text: what a person wrote, in one line
 *
 * Returns: (transfer full) (nullable): the name that is in it
 */
char *
khidki_form_read_name (const char *text)
{
  g_autofree char *name = find_name (text);
  guint letters = 0;

  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!is_name_letter (c))
        return NULL;
      letters += g_unichar_isalpha (c) || g_unichar_ismark (c);
    }
  if (letters < 2 || g_utf8_strlen (name, -1) > LONGEST_NAME)
    return NULL;
  return write_name (name);
}
