/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-words.h"

#include <khidki.h>
#include <string.h>

#define MOST_OPTIONS 12

typedef struct
{
  const char *name;
  const char *commands; /* that take it; all if NULL */
  char **value;
  gboolean *flag;
} Option;

static void
list_options (KhidkiWhatsappWords *self, Option *options)
{
  const Option all[] = {
    { "--config", NULL, &self->config, NULL },
    { "--credentials", NULL, &self->credentials, NULL },
    { "--number", NULL, &self->number, NULL },
    { "--json", NULL, NULL, &self->json },
    { "--help", NULL, NULL, &self->help },
    { "--language", "templates", &self->language, NULL },
    { "--missing", "templates", NULL, &self->missing },
    { "--output", "poster", &self->output, NULL },
    { "--digits", "poster", &self->digits, NULL },
    { NULL },
  };

  memcpy (options, all, sizeof all);
}

static gboolean fail (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
fail (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_propagate_error (error, g_error_new_valist (KHIDKI_ERROR, KHIDKI_ERROR_INVALID, format,
                                                arguments));
  va_end (arguments);
  return FALSE;
}

static const Option *
find_option (const Option *options, const char *word, gsize length)
{
  for (guint i = 0; options[i].name != NULL; i++)
    if (strlen (options[i].name) == length && strncmp (options[i].name, word, length) == 0)
      return &options[i];
  return NULL;
}

/* `--name VALUE`, `--name=VALUE` or `--name` at @at, which moves on. */
static gboolean
take_option (const Option *options, const char *const *words, guint *at, GError **error)
{
  const char *word = words[*at];
  gsize length = strcspn (word, "=");
  const Option *option = find_option (options, word, length);

  if (option == NULL || (option->flag != NULL && word[length] == '='))
    return fail (error, "there is no option %s", word);
  if (option->flag != NULL)
    {
      *option->flag = TRUE;
      return TRUE;
    }
  if (word[length] == '\0' && words[*at + 1] == NULL)
    return fail (error, "a value is missing after %s", word);
  g_free (*option->value);
  *option->value = g_strdup (word[length] == '=' ? word + length + 1 : words[++*at]);
  return TRUE;
}

static gboolean
take_command (KhidkiWhatsappWords *self, const char *word, GError **error)
{
  static const char *const commands[] = { "doctor", "templates", "poster", NULL };

  if (self->command != NULL || !g_strv_contains (commands, word))
    return fail (error, "“%s” is not expected", word);
  self->command = g_strdup (word);
  return TRUE;
}

static gboolean
is_set (const Option *option)
{
  return option->flag != NULL ? *option->flag : *option->value != NULL;
}

static gboolean
check (KhidkiWhatsappWords *self, const Option *options, GError **error)
{
  if (self->help)
    return TRUE;
  if (self->command == NULL)
    return fail (error, "%s is missing", "a command");
  if (self->config == NULL)
    return fail (error, "%s is missing", "--config FILE");
  for (guint i = 0; options[i].name != NULL; i++)
    if (options[i].commands != NULL && is_set (&options[i])
        && !g_str_equal (options[i].commands, self->command))
      return fail (error, "%s is for another command", options[i].name);
  if (g_str_equal (self->command, "poster") && self->output == NULL)
    return fail (error, "%s is missing", "--output FILE.pdf");
  return TRUE;
}

KhidkiWhatsappWords *
khidki_whatsapp_words_new (const char *const *words, GError **error)
{
  g_autoptr (KhidkiWhatsappWords) self = g_new0 (KhidkiWhatsappWords, 1);
  Option options[MOST_OPTIONS];

  list_options (self, options);
  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] == '-' ? !take_option (options, words, &i, error)
                         : !take_command (self, words[i], error))
      return NULL;
  return check (self, options, error) ? g_steal_pointer (&self) : NULL;
}

void
khidki_whatsapp_words_free (KhidkiWhatsappWords *self)
{
  g_free (self->command);
  g_free (self->config);
  g_free (self->credentials);
  g_free (self->number);
  g_free (self->language);
  g_free (self->output);
  g_free (self->digits);
  g_free (self);
}
