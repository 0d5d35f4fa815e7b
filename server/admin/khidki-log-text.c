/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "admin/khidki-log-text.h"

#include <string.h>

#define MASK "[number]"
#define SHORTEST_PHONE 10
#define APPLICATION_NUMBER 14

/* Digits in groups, with at most one space, dot or hyphen between two groups. */
typedef struct
{
  const char *start;
  const char *end;
  guint n_groups;
  guint groups[8];
  guint total;
  gboolean plus;
  guint first;
} Digits;

static gboolean
is_separator (gunichar letter)
{
  return letter == ' ' || letter == '-' || letter == '.' || letter == 0xA0;
}

static const char *
read_group (const char *at, guint *length)
{
  *length = 0;
  while (g_unichar_isdigit (g_utf8_get_char (at)))
    {
      at = g_utf8_next_char (at);
      (*length)++;
    }
  return at;
}

/* @at stands on a digit. */
static void
read_digits (const char *text, const char *at, Digits *digits)
{
  memset (digits, 0, sizeof *digits);
  digits->start = at;
  digits->plus = at > text && at[-1] == '+';
  digits->first = (guint) g_unichar_digit_value (g_utf8_get_char (at));

  while (digits->n_groups < G_N_ELEMENTS (digits->groups))
    {
      const char *next;

      at = read_group (at, &digits->groups[digits->n_groups]);
      digits->total += digits->groups[digits->n_groups++];
      digits->end = at;
      next = *at != '\0' ? g_utf8_next_char (at) : at;
      if (!is_separator (g_utf8_get_char (at)) || !g_unichar_isdigit (g_utf8_get_char (next)))
        return;
      at = next;
    }
}

static gboolean
is_phone_in_groups (const Digits *digits)
{
  guint last = digits->n_groups;

  if (digits->plus)
    return digits->total >= SHORTEST_PHONE && digits->total <= 15;
  return last >= 2 && last <= 3 && digits->groups[last - 1] == 5 && digits->groups[last - 2] == 5
         && (last == 3 ? digits->groups[0] <= 2 : digits->first >= 6);
}

static gboolean
is_identity_in_groups (const Digits *digits)
{
  return digits->n_groups == 3 && digits->groups[0] == 4 && digits->groups[1] == 4
         && digits->groups[2] == 4;
}

/* The number of an application never begins with 0; a phone with its country's
 * prefix 00 may be as long. */
static gboolean
is_long_run (const Digits *digits)
{
  guint length = digits->groups[0];

  return length >= SHORTEST_PHONE
         && (length != APPLICATION_NUMBER || digits->plus || digits->first == 0);
}

/* How far the first thing in @digits reaches that is not to be shown; NULL if
 * its first group may be. */
static const char *
find_mask_end (const Digits *digits)
{
  guint length;

  if (is_phone_in_groups (digits) || is_identity_in_groups (digits))
    return digits->end;
  return is_long_run (digits) ? read_group (digits->start, &length) : NULL;
}

/**
 * khidki_log_mask:
 * @text: what is to be written, in any bytes
 * @length: its length, -1 if it ends with a zero
 *
 * The last net: takes out what looks like a phone number (ten digits or more in
 * one run, two groups of five, or any grouping behind a plus) or like three
 * groups of four, in the digits of any script. An application's 14 digits stay.
 *
 * Returns: (transfer full): valid UTF-8
 *
 * Since: 0.1
 */
char *
khidki_log_mask (const char *text, gssize length)
{
  g_autofree char *valid = g_utf8_make_valid (text, length);
  GString *masked = g_string_sized_new (strlen (valid));
  const char *at = valid;

  while (*at != '\0')
    {
      const char *end = g_utf8_next_char (at);

      if (g_unichar_isdigit (g_utf8_get_char (at)))
        {
          Digits digits;
          const char *mask_end;
          guint n;

          read_digits (valid, at, &digits);
          mask_end = find_mask_end (&digits);
          if (mask_end != NULL)
            {
              g_string_append (masked, MASK);
              at = mask_end;
              continue;
            }
          end = read_group (at, &n);
        }
      g_string_append_len (masked, at, end - at);
      at = end;
    }
  return g_string_free (masked, FALSE);
}

/* What could forge a line, move the cursor, or turn the direction of what is read. */
static gboolean
is_control (gunichar letter)
{
  return letter < 0x20 || (letter >= 0x7F && letter <= 0x9F)
         || (letter >= 0x202A && letter <= 0x202E) || (letter >= 0x2066 && letter <= 0x2069)
         || letter == 0x2028 || letter == 0x2029;
}

/* For people: a control character is shown as its number. */
void
khidki_log_append_escaped (GString *string, const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar letter = g_utf8_get_char (at);

      if (letter == '\n')
        g_string_append (string, "\\n");
      else if (is_control (letter))
        g_string_append_printf (string, letter < 0x100 ? "\\x%02x" : "\\u%04x", letter);
      else
        g_string_append_unichar (string, letter);
    }
}

/* With quotes; the text is valid UTF-8. */
void
khidki_log_append_json (GString *string, const char *text)
{
  g_string_append_c (string, '"');
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar letter = g_utf8_get_char (at);

      if (letter == '"' || letter == '\\')
        g_string_append_printf (string, "\\%c", (char) letter);
      else if (letter == '\n')
        g_string_append (string, "\\n");
      else if (is_control (letter))
        g_string_append_printf (string, "\\u%04x", letter);
      else
        g_string_append_unichar (string, letter);
    }
  g_string_append_c (string, '"');
}
