/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <json-glib/json-glib.h>
#include <stdio.h>

#include "khidki-whatsapp-command.h"
#include "khidki-whatsapp-json.h"
#include "khidki-whatsapp-meta.h"
#include "khidki-whatsapp-poster.h"
#include "khidki-whatsapp-remedy.h"

#define BRAND "खिड़की · Khidki"
#define HELPLINE "1031"
#define NUMBERS_PATH "/numbers"

/* What the posters are made of; they only point to it. */
typedef struct
{
  GPtrArray *texts;  /* (element-type utf8) */
  GArray *posters;   /* (element-type KhidkiWhatsappPoster) */
  char *numbers_url;
  char *helpline;
} Stack;

static void
stack_clear (Stack *stack)
{
  g_ptr_array_unref (stack->texts);
  g_array_unref (stack->posters);
  g_free (stack->numbers_url);
  g_free (stack->helpline);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Stack, stack_clear)

static const char *
keep (Stack *stack, char *text)
{
  g_ptr_array_add (stack->texts, text);
  return text;
}

static char *
dup_config (KhidkiToolHost *host, const char *name, const char *key)
{
  return khidki_host_dup_group_config (KHIDKI_HOST (host), *name != '\0' ? name : NULL, key);
}

/* (transfer full) */
static char *
find_brand (KhidkiToolHost *host, const char *name)
{
  g_autofree char *brand = dup_config (host, name, "brand");

  return brand != NULL ? g_steal_pointer (&brand) : g_strdup (BRAND);
}

/* (transfer full) (nullable) */
static char *
ask_meta (KhidkiToolHost *host, const char *name, KhidkiWhatsappExit *how, GError **error)
{
  g_autoptr (KhidkiWhatsappSettings) settings
      = khidki_whatsapp_settings_new (KHIDKI_HOST (host), *name != '\0' ? name : NULL, error);
  g_autoptr (KhidkiWhatsappMeta) answer = NULL;
  g_autofree char *path = NULL;
  const char *number;

  if (settings == NULL)
    return NULL;
  path = g_strconcat (settings->number, "?fields=display_phone_number", NULL);
  answer = khidki_whatsapp_meta_ask (settings, path);
  number = khidki_whatsapp_json_get_string (answer->object, "display_phone_number");
  if (number != NULL)
    return g_strdup (number);
  if (answer->call->trouble != KHIDKI_TOOL_TROUBLE_NONE)
    *how = KHIDKI_WHATSAPP_EXIT_NOT_REACHABLE;
  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND,
               "Meta does not say the number: %s\n→ give it with --digits, or set display-number=",
               answer->words != NULL ? answer->words : "without it");
  return NULL;
}

/* (transfer full) (nullable): the number as people write it */
static char *
find_number (KhidkiToolHost *host,
             const char *name,
             const KhidkiWhatsappWords *words,
             KhidkiWhatsappExit *how,
             GError **error)
{
  g_autofree char *configured = dup_config (host, name, "display-number");

  if (words->digits != NULL)
    return g_strdup (words->digits);
  return configured != NULL ? g_steal_pointer (&configured) : ask_meta (host, name, how, error);
}

static gboolean
add_poster (Stack *stack,
            KhidkiToolHost *host,
            const char *name,
            const KhidkiWhatsappWords *words,
            KhidkiWhatsappExit *how,
            GError **error)
{
  char *number = find_number (host, name, words, how, error);
  KhidkiWhatsappPoster poster = { .numbers_url = stack->numbers_url, .helpline = stack->helpline };

  if (number == NULL)
    return FALSE;
  poster.number = keep (stack, number);
  poster.brand = keep (stack, find_brand (host, name));
  g_array_append_val (stack->posters, poster);
  return TRUE;
}

static gboolean
fill_stack (Stack *stack, KhidkiToolHost *host, GError **error)
{
  g_autofree char *public_url = khidki_tool_host_dup_server (host, "public-url");

  stack->texts = g_ptr_array_new_with_free_func (g_free);
  stack->posters = g_array_new (FALSE, FALSE, sizeof (KhidkiWhatsappPoster));
  stack->helpline = khidki_tool_host_dup_server (host, "helpline");
  if (stack->helpline == NULL)
    stack->helpline = g_strdup (HELPLINE);
  if (public_url == NULL)
    {
      g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID,
                           "[server] public-url= is missing: people look there which numbers are true");
      return FALSE;
    }
  stack->numbers_url = g_strconcat (public_url, NUMBERS_PATH + (g_str_has_suffix (public_url, "/") ? 1 : 0),
                                    NULL);
  return TRUE;
}

static void
tell (const KhidkiWhatsappWords *words, guint pages)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;

  if (!words->json)
    {
      fprintf (stdout, "%s: %u %s\n", words->output, pages, pages == 1 ? "page" : "pages");
      return;
    }
  json_node_take_object (root, json_object_new ());
  json_object_set_string_member (json_node_get_object (root), "output", words->output);
  json_object_set_int_member (json_node_get_object (root), "pages", pages);
  text = json_to_string (root, TRUE);
  fprintf (stdout, "%s\n", text);
}

static gboolean
print (Stack *stack, const char *path, GError **error)
{
  g_autoptr (GBytes) pdf = khidki_whatsapp_poster_print (
      (const KhidkiWhatsappPoster *) (gpointer) stack->posters->data, stack->posters->len, error);

  return pdf != NULL
         && g_file_set_contents (path, g_bytes_get_data (pdf, NULL), (gssize) g_bytes_get_size (pdf),
                                 error);
}

KhidkiWhatsappExit
khidki_whatsapp_command_poster (KhidkiToolHost *host,
                                const char *const *numbers,
                                const KhidkiWhatsappWords *words)
{
  g_auto (Stack) stack = { 0 };
  g_autoptr (GError) error = NULL;
  KhidkiWhatsappExit how = KHIDKI_WHATSAPP_EXIT_REFUSED;
  gboolean done = fill_stack (&stack, host, &error);

  if (words->digits != NULL && numbers[1] != NULL)
    return khidki_whatsapp_command_end (KHIDKI_WHATSAPP_EXIT_USAGE,
                                        "--digits is one number's: say whose with --number");
  for (guint i = 0; done && numbers[i] != NULL; i++)
    done = add_poster (&stack, host, numbers[i], words, &how, &error);
  if (!done || !print (&stack, words->output, &error))
    return khidki_whatsapp_command_end (how, error->message);
  tell (words, stack.posters->len);
  return KHIDKI_WHATSAPP_EXIT_DONE;
}
