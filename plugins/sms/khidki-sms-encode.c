/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sms-encode.h"

#include <string.h>

#define DOTS "..."
/* What a word variable keeps even when the whole is too long. */
#define LEAST_WORDS 12
#define STEP 8

void
khidki_sms_text_free (KhidkiSmsText *text)
{
  g_free (text->text);
  g_free (text);
}

/* The rules allow letters, digits and the marks that are passed over when a text
 * is compared with its registration. */
static gboolean
is_allowed (gunichar letter)
{
  return g_unichar_isalnum (letter) || g_unichar_ismark (letter) || letter == 0x200c
         || letter == 0x200d || letter == 0x0964
         || (letter < 0x80 && strchr (".,-/:", (int) letter) != NULL);
}

/* One line of letters, digits and single spaces. */
static char *
clean (const char *value)
{
  g_autofree char *simple = khidki_sms_gsm_simplify (value);
  GString *line = g_string_new (NULL);

  for (const char *at = simple; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar letter = g_utf8_get_char (at);

      if (is_allowed (letter))
        g_string_append_unichar (line, letter);
      else if (letter != '\'' && line->len > 0 && line->str[line->len - 1] != ' ')
        g_string_append_c (line, ' ');
    }

  return g_strchomp (g_string_free (line, FALSE));
}

/* Where a word that is longer than a whole variable may be cut: never between a
 * letter and the marks upon it. */
static gsize
find_letter_end (const char *text, guint maximum)
{
  const char *at = text, *border = text;
  guint units = 0;

  while (*at != '\0')
    {
      gunichar letter = g_utf8_get_char (at);

      if (!g_unichar_ismark (letter) && letter != 0x200d && at > text
          && g_utf8_get_char (g_utf8_prev_char (at)) != 0x094d)
        border = at;
      units += letter > 0xffff ? 2 : 1;
      if (units > maximum)
        return (gsize) ((border > text ? border : at) - text);
      at = g_utf8_next_char (at);
    }

  return (gsize) (at - text);
}

/* Bytes of the beginning of @text that fit into one variable, whole words if any do. */
static gsize
find_slot_end (const char *text, guint maximum)
{
  gsize end = find_letter_end (text, maximum);
  const char *space;

  if (text[end] == '\0' || text[end] == ' ')
    return end;
  space = g_strrstr_len (text, (gssize) end, " ");
  return space != NULL && space > text ? (gsize) (space - text) : end;
}

/**
 * khidki_sms_encode_words:
 * @value: prose
 * @slots: how many variables it may fill
 * @maximum: UTF-16 units that all of it may have
 *
 * Returns: (transfer full): the words that fit, one variable of at most 40 units
 *   after the other; three points where more was said
 *
 * Since: 0.1
 */
char *
khidki_sms_encode_words (const char *value, guint slots, guint maximum)
{
  g_autofree char *line = clean (value);
  GString *words = g_string_new (NULL);
  const char *at = line;

  for (guint slot = 0; slot < slots && *at != '\0'; slot++)
    {
      guint used = khidki_limits_measure (words->str) + (words->len > 0 ? 1 : 0);
      guint left = maximum > used ? MIN (maximum - used, KHIDKI_SMS_MAX_VALUE) : 0;
      /* Another one is begun only if there is room in it for words, and for the points. */
      gboolean last = slot + 1 == slots || used + KHIDKI_SMS_MAX_VALUE + 1 + LEAST_WORDS > maximum;
      gsize length = find_slot_end (at, left);

      if (at[length] != '\0' && last)
        length = left > strlen (DOTS) ? find_slot_end (at, left - (guint) strlen (DOTS)) : 0;
      if (length == 0)
        break;
      if (words->len > 0)
        g_string_append_c (words, ' ');
      g_string_append_len (words, at, (gssize) length);
      at += length;
      while (*at == ' ')
        at++;
      if (last)
        break;
    }
  if (*at != '\0')
    g_string_append (words, DOTS);

  return g_string_free (words, FALSE);
}

static char *
fail (GError **error, const KhidkiSmsFamily *family, const KhidkiSmsVariable *variable, const char *text)
{
  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED, "The text %s: its {%s} %s", family->name,
               variable->name, text);
  return NULL;
}

/* A number that lost its end is another number. */
static char *
encode_exact (const KhidkiSmsFamily *family,
              const KhidkiSmsVariable *variable,
              const char *value,
              GError **error)
{
  g_autofree char *line = clean (value);

  /* A line may be without a helpline, a case is never without its number. */
  if (*line == '\0' && variable->kind != KHIDKI_SMS_PHONE)
    return fail (error, family, variable, "is empty");
  if (khidki_limits_measure (line) > KHIDKI_SMS_MAX_VALUE)
    return fail (error, family, variable, "is longer than 40 letters and must not be cut");
  if (variable->kind == KHIDKI_SMS_DIGITS && line[strspn (line, "0123456789")] != '\0')
    return fail (error, family, variable, "has something else than digits");

  return g_steal_pointer (&line);
}

/* @budgets: how many units each of the variables may have. */
static GPtrArray *
encode_values (const KhidkiSmsFamily *family,
               const char *const *parameters,
               const guint *budgets,
               GError **error)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < family->variables->len; i++)
    {
      const KhidkiSmsVariable *variable = g_ptr_array_index (family->variables, i);
      char *value;

      if (variable->kind == KHIDKI_SMS_WORDS)
        value = khidki_sms_encode_words (parameters[i], variable->slots, budgets[i]);
      else
        value = encode_exact (family, variable, parameters[i], error);
      if (value == NULL)
        return NULL;
      /* An empty variable is refused at the operator's. */
      if (*value == '\0')
        {
          g_free (value);
          value = g_strdup ("-");
        }
      g_ptr_array_add (values, value);
    }

  return g_steal_pointer (&values);
}

static char *
fill (const KhidkiSmsFamily *family, const char *text, GPtrArray *values)
{
  GString *filled = g_string_new (NULL);

  while (*text != '\0')
    {
      gsize plain = strcspn (text, "{");
      guint index = 0;

      g_string_append_len (filled, text, (gssize) plain);
      text += plain;
      if (*text == '{')
        {
          gsize length = strcspn (text + 1, "}");

          khidki_sms_family_find_variable (family, text + 1, length, &index);
          g_string_append (filled, g_ptr_array_index (values, index));
          text += length + 2;
        }
    }

  return g_string_free (filled, FALSE);
}

/* The longest prose gives way first. FALSE when there is nothing left to give. */
static gboolean
shorten (const KhidkiSmsFamily *family, GPtrArray *values, guint *budgets)
{
  guint longest = 0, most = LEAST_WORDS;

  for (guint i = 0; i < values->len; i++)
    {
      const KhidkiSmsVariable *variable = g_ptr_array_index (family->variables, i);
      guint units = khidki_limits_measure (g_ptr_array_index (values, i));

      if (variable->kind == KHIDKI_SMS_WORDS && units > most)
        {
          longest = i;
          most = units;
        }
    }
  if (most == LEAST_WORDS)
    return FALSE;

  budgets[longest] = MAX (LEAST_WORDS, MIN (budgets[longest], most) - MIN (STEP, most - LEAST_WORDS));
  return TRUE;
}

static char *
encode_within (const KhidkiSmsFamily *family,
               const char *text,
               const char *const *parameters,
               KhidkiSmsSize *size,
               GError **error)
{
  g_autofree guint *budgets = g_new (guint, family->variables->len + 1);

  for (guint i = 0; i < family->variables->len; i++)
    budgets[i] = G_MAXUINT / 2;
  for (;;)
    {
      g_autoptr (GPtrArray) values = encode_values (family, parameters, budgets, error);
      g_autofree char *filled = NULL;

      if (values == NULL)
        return NULL;
      filled = fill (family, text, values);
      *size = khidki_sms_gsm_measure (filled);
      if (size->segments <= KHIDKI_SMS_MAX_SEGMENTS)
        return g_steal_pointer (&filled);
      if (!shorten (family, values, budgets))
        {
          g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED,
                       "The text %s takes %u parts by SMS, at most %d are sent", family->name,
                       size->segments, KHIDKI_SMS_MAX_SEGMENTS);
          return NULL;
        }
    }
}

static const char *
choose_language (const KhidkiSmsFamily *family, const char *language)
{
  return language != NULL && g_hash_table_contains (family->texts, language) ? language : "hi";
}

static const KhidkiSmsFamily *
find_family (KhidkiSmsFamilies *families, KhidkiMessage *message, GError **error)
{
  const char *name = khidki_message_get_name (message);
  const KhidkiSmsFamily *family = NULL;
  const char *const *parameters = khidki_message_get_parameters (message);
  guint given = parameters != NULL ? g_strv_length ((GStrv) parameters) : 0;

  if (khidki_message_get_kind (message) == KHIDKI_MESSAGE_TEMPLATE)
    family = khidki_sms_families_find (families, name);
  if (family == NULL)
    g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED, "By SMS only registered texts go out, and %s is none",
                 name != NULL ? name : "this message");
  else if (given != family->variables->len)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED, "The text %s has %u variables, %u values came",
                   family->name, family->variables->len, given);
      return NULL;
    }

  return family;
}

/**
 * khidki_sms_encode:
 * @families: the registered texts
 * @message: (transfer none): names one of them, with its values
 * @error: return location for an error
 *
 * Values are fitted: prose is cut at a word, numbers never; the whole takes at
 * most three parts. A language without texts is answered in Hindi.
 *
 * Returns: (transfer full) (nullable): what is sent; %NULL with
 *   KHIDKI_ERROR_FAILED if it is no registered text or a number does not fit
 *
 * Since: 0.1
 */
KhidkiSmsText *
khidki_sms_encode (KhidkiSmsFamilies *families, KhidkiMessage *message, GError **error)
{
  const KhidkiSmsFamily *family = find_family (families, message, error);
  const char *language, *id;
  g_autoptr (KhidkiSmsText) text = NULL;

  if (family == NULL)
    return NULL;

  language = choose_language (family, khidki_message_get_language (message));
  id = g_hash_table_lookup (family->ids, language);
  text = g_new0 (KhidkiSmsText, 1);
  text->template_id = id != NULL ? id : "";
  text->text = encode_within (family, g_hash_table_lookup (family->texts, language),
                              khidki_message_get_parameters (message), &text->size, error);

  return text->text != NULL ? g_steal_pointer (&text) : NULL;
}
