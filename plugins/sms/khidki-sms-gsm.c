/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sms-gsm.h"

#include <string.h>

#define GSM_WHOLE 160
#define GSM_PART 153
#define UCS2_WHOLE 70
#define UCS2_PART 67

/* GSM 03.38, without the escape; the second takes an escape before each letter. */
static const char basic[] = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
                            "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
static const char extended[] = "\f^{}\\[~]|€";

/* What is written nicely here and can be written plainly there. */
static const struct
{
  gunichar letter;
  const char *plain;
} plain_forms[] = {
  { 0x00a0, " " },  { 0x2009, " " },  { 0x202f, " " }, { 0x2010, "-" }, { 0x2011, "-" },
  { 0x2012, "-" },  { 0x2013, "-" },  { 0x2014, "-" }, { 0x2212, "-" }, { 0x2018, "'" },
  { 0x2019, "'" },  { 0x201a, "'" },  { 0x2032, "'" }, { 0x201c, "\"" }, { 0x201d, "\"" },
  { 0x201e, "\"" }, { 0x2026, "..." }, { 0x20b9, "Rs " }, { 0x00d7, "x" }, { 0x2022, "-" },
  { 0x00b7, "," },
};

/**
 * khidki_sms_gsm_get_septets:
 * @letter: a letter
 *
 * Returns: 1, or 2 for one that takes an escape; 0 if it is not in the GSM alphabet
 *
 * Since: 0.1
 */
guint
khidki_sms_gsm_get_septets (gunichar letter)
{
  char utf8[7] = { 0 };

  if (letter == 0)
    return 0;
  g_unichar_to_utf8 (letter, utf8);
  if (strstr (basic, utf8) != NULL)
    return 1;
  return strstr (extended, utf8) != NULL ? 2 : 0;
}

static gboolean
is_gsm (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (khidki_sms_gsm_get_septets (g_utf8_get_char (text)) == 0)
      return FALSE;
  return TRUE;
}

/* A letter of two units is never torn between two parts. */
static guint
count_parts (const char *text, gboolean ucs2, guint part)
{
  guint parts = 1, used = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar letter = g_utf8_get_char (text);
      guint units = ucs2 ? (letter > 0xffff ? 2 : 1) : khidki_sms_gsm_get_septets (letter);

      if (used + units > part)
        {
          parts++;
          used = 0;
        }
      used += units;
    }

  return parts;
}

/**
 * khidki_sms_gsm_measure:
 * @text: UTF-8
 *
 * Returns: how long it is on the air; one part even if it is empty
 *
 * Since: 0.1
 */
KhidkiSmsSize
khidki_sms_gsm_measure (const char *text)
{
  KhidkiSmsSize size = { .ucs2 = !is_gsm (text) };
  guint whole = size.ucs2 ? UCS2_WHOLE : GSM_WHOLE;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar letter = g_utf8_get_char (at);

      size.units += size.ucs2 ? (letter > 0xffff ? 2 : 1) : khidki_sms_gsm_get_septets (letter);
    }
  size.segments = size.units <= whole
                      ? 1
                      : count_parts (text, size.ucs2, size.ucs2 ? UCS2_PART : GSM_PART);

  return size;
}

static const char *
find_plain (gunichar letter)
{
  for (guint i = 0; i < G_N_ELEMENTS (plain_forms); i++)
    if (plain_forms[i].letter == letter)
      return plain_forms[i].plain;
  return NULL;
}

/**
 * khidki_sms_gsm_simplify:
 * @text: UTF-8
 *
 * A single curled quote would more than double the price of an English text.
 *
 * Returns: (transfer full): the text with plain quotes, dashes, spaces and `Rs`
 *
 * Since: 0.1
 */
char *
khidki_sms_gsm_simplify (const char *text)
{
  GString *simple = g_string_new (NULL);

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar letter = g_utf8_get_char (text);
      const char *plain = find_plain (letter);

      if (plain != NULL)
        g_string_append (simple, plain);
      else
        g_string_append_unichar (simple, letter);
    }

  return g_string_free (simple, FALSE);
}
