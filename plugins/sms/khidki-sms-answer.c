/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sms-answer.h"

#include <string.h>

#define MAX_WORDS 200
#define MIN_PERSONAL_DIGITS 7

/* What Kannel says with a refusal, and what it asks of us. */
static const struct
{
  const char *part;
  KhidkiError code;
} sentences[] = {
  { "Authorization failed", KHIDKI_ERROR_OPERATOR },
  { "User not allowed", KHIDKI_ERROR_OPERATOR },
  { "Sender missing", KHIDKI_ERROR_OPERATOR },
  { "Not routable", KHIDKI_ERROR_FAILED },
  { "Empty receiver", KHIDKI_ERROR_RECIPIENT },
  { "Garbage 'to'", KHIDKI_ERROR_RECIPIENT },
  { "Number(s) has/have been denied", KHIDKI_ERROR_RECIPIENT },
  { "white- and/or black-list", KHIDKI_ERROR_RECIPIENT },
  { "Temporal failure", KHIDKI_ERROR_RETRY },
  { "try again later", KHIDKI_ERROR_RETRY },
};

static char *
dup_words (GBytes *body)
{
  gsize size = 0;
  const char *data = body != NULL ? g_bytes_get_data (body, &size) : NULL;
  g_autofree char *raw = g_strndup (data != NULL ? data : "", MIN (size, MAX_WORDS));
  g_autofree char *valid = g_utf8_make_valid (raw, -1);
  GString *words = g_string_new (NULL);
  const char *at = valid;

  while (*at != '\0')
    {
      gsize digits = strspn (at, "0123456789");

      if (digits >= MIN_PERSONAL_DIGITS)
        g_string_append (words, "…");
      else
        g_string_append_len (words, at, (gssize) digits);
      at += digits;
      if (*at != '\0')
        g_string_append_unichar (words, g_ascii_iscntrl (*at) ? ' ' : g_utf8_get_char (at));
      at += *at != '\0' ? g_utf8_next_char (at) - at : 0;
    }

  return g_strstrip (g_string_free (words, FALSE));
}

static KhidkiError
judge (guint status, const char *words)
{
  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    if (strstr (words, sentences[i].part) != NULL)
      return sentences[i].code;
  if (status == 401 || status == 403 || status == 404)
    return KHIDKI_ERROR_OPERATOR;
  if (status == 429 || status == 503)
    return KHIDKI_ERROR_RETRY;
  /* Not Kannel's own words: somebody between us and it, and it may have been sent. */
  if (status >= 500 || status == 408)
    return KHIDKI_ERROR_UNCERTAIN;

  return KHIDKI_ERROR_FAILED;
}

/**
 * khidki_sms_answer_check:
 * @status: the HTTP status of Kannel's answer
 * @body: (nullable): what it says
 * @error: return location for an error
 *
 * Returns: whether Kannel took the text, to send it now or when its line is up
 *   (`0: Accepted for delivery`, `3: Queued for later delivery`); FALSE with the
 *   error that says what to do
 *
 * Since: 0.1
 */
gboolean
khidki_sms_answer_check (guint status, GBytes *body, GError **error)
{
  g_autofree char *words = dup_words (body);

  if (status >= 200 && status < 300
      && (g_str_has_prefix (words, "0:") || g_str_has_prefix (words, "3:")
          || g_str_has_prefix (words, "Sent")))
    return TRUE;

  if (status >= 200 && status < 300)
    g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_UNCERTAIN, "Kannel answered %u in other words: %s",
                 status, words);
  else
    g_set_error (error, KHIDKI_ERROR, judge (status, words), "Kannel refused, HTTP %u: %s", status,
                 *words != '\0' ? words : "without words");
  return FALSE;
}
