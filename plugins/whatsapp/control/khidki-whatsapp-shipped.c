/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-shipped.h"

#include <gio/gio.h>

#include "khidki-whatsapp-json.h"
#include "khidki-whatsapp-template-update.h"

#define MAX_DEPTH 32

struct _KhidkiWhatsappShipped
{
  JsonNode *root;
  JsonArray *templates;
};

/* What can be wrong with one; the remedy of the first that occurs is shown. */
enum
{
  MISSING,
  OTHER_VARIABLES,
  GONE,
  PAUSED,
  WAITING,
  N_FAULTS,
};

static const struct
{
  const char *words;
  const char *remedy;
} faults[N_FAULTS] = {
  [MISSING] = { "missing",
                "hand them in: khidkictl whatsapp templates --missing (docs/go-live.md, section 7)" },
  [OTHER_VARIABLES] = { "with other variables than Khidki fills",
                        "delete them in WhatsApp Manager, Message templates, and hand them in again "
                        "(docs/go-live.md, section 7)" },
  [GONE] = { "rejected or disabled",
             "see the reason in WhatsApp Manager, Message templates; ask for a review, or delete them "
             "and hand them in again (docs/go-live.md, sections 7 and 8)" },
  [PAUSED] = { "paused",
               "people reported them: wait some hours, or edit them in WhatsApp Manager, Message "
               "templates; meanwhile another language is sent (docs/go-live.md, section 8)" },
  [WAITING] = { "still looked at by Meta",
                "wait: it takes minutes to a day; meanwhile another language is sent "
                "(docs/go-live.md, section 7)" },
};

static JsonObject *
get_template (KhidkiWhatsappShipped *self, guint index)
{
  JsonNode *node = json_array_get_element (self->templates, index);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static gboolean
is_whole (KhidkiWhatsappShipped *self)
{
  for (guint i = 0; i < json_array_get_length (self->templates); i++)
    if (khidki_whatsapp_json_get_string (get_template (self, i), "name") == NULL
        || khidki_whatsapp_json_get_string (get_template (self, i), "language") == NULL)
      return FALSE;
  return json_array_get_length (self->templates) > 0;
}

KhidkiWhatsappShipped *
khidki_whatsapp_shipped_new (GBytes *text, GError **error)
{
  g_autoptr (KhidkiWhatsappShipped) self = g_new0 (KhidkiWhatsappShipped, 1);

  self->root = khidki_whatsapp_json_parse (text, MAX_DEPTH, error);
  if (self->root == NULL)
    return NULL;
  self->templates = JSON_NODE_HOLDS_ARRAY (self->root) ? json_node_get_array (self->root) : NULL;
  if (self->templates == NULL || !is_whole (self))
    {
      g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID,
                           "expected an array of templates, each with name and language");
      return NULL;
    }
  return g_steal_pointer (&self);
}

KhidkiWhatsappShipped *
khidki_whatsapp_shipped_new_from_file (const char *path, GError **error)
{
  g_autofree char *content = NULL;
  g_autoptr (GBytes) text = NULL;
  KhidkiWhatsappShipped *self;
  gsize length;

  if (!g_file_get_contents (path, &content, &length, error))
    return NULL;
  text = g_bytes_new_take (g_steal_pointer (&content), length);
  self = khidki_whatsapp_shipped_new (text, error);
  if (self == NULL)
    g_prefix_error (error, "%s: ", path);
  return self;
}

void
khidki_whatsapp_shipped_free (KhidkiWhatsappShipped *self)
{
  g_clear_pointer (&self->root, json_node_unref);
  g_free (self);
}

GStrv
khidki_whatsapp_shipped_list_languages (KhidkiWhatsappShipped *self)
{
  GPtrArray *languages = g_ptr_array_new ();

  for (guint i = 0; i < json_array_get_length (self->templates); i++)
    {
      const char *language = khidki_whatsapp_json_get_string (get_template (self, i), "language");

      if (!g_ptr_array_find_with_equal_func (languages, language, g_str_equal, NULL))
        g_ptr_array_add (languages, g_strdup (language));
    }
  g_ptr_array_add (languages, NULL);
  return (GStrv) g_ptr_array_free (languages, FALSE);
}

static int
judge_state (KhidkiWhatsappTemplateState state)
{
  if (state == KHIDKI_WHATSAPP_TEMPLATE_GONE)
    return GONE;
  if (state == KHIDKI_WHATSAPP_TEMPLATE_PAUSED)
    return PAUSED;
  return state == KHIDKI_WHATSAPP_TEMPLATE_WAITING ? WAITING : N_FAULTS;
}

/* N_FAULTS if nothing is wrong. */
static int
judge (JsonObject *template, GPtrArray *account)
{
  const char *name = khidki_whatsapp_json_get_string (template, "name");
  const char *language = khidki_whatsapp_json_get_string (template, "language");
  int variables = khidki_whatsapp_template_update_count_variables (template);

  for (guint i = 0; i < account->len; i++)
    {
      const KhidkiWhatsappTemplateUpdate *has = g_ptr_array_index (account, i);

      if (has->stateless || !g_str_equal (has->name, name) || !g_str_equal (has->language, language))
        continue;
      if (has->variables >= 0 && has->variables != variables)
        return OTHER_VARIABLES;
      return judge_state (has->state);
    }
  return MISSING;
}

char *
khidki_whatsapp_shipped_to_json (KhidkiWhatsappShipped *self,
                                 const char *language,
                                 GPtrArray *account)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_ARRAY);
  JsonArray *chosen = json_array_new ();

  for (guint i = 0; i < json_array_get_length (self->templates); i++)
    {
      JsonObject *template = get_template (self, i);
      const char *its = khidki_whatsapp_json_get_string (template, "language");

      if ((language == NULL || g_str_equal (its, language))
          && (account == NULL || judge (template, account) != N_FAULTS))
        json_array_add_element (chosen, json_array_dup_element (self->templates, i));
    }
  json_node_take_array (root, chosen);
  return json_to_string (root, TRUE);
}

static void
check_language (KhidkiWhatsappShipped *self,
                const char *language,
                GPtrArray *account,
                KhidkiWhatsappReport *report)
{
  g_autofree char *check = g_strconcat ("templates ", language, NULL);
  g_autoptr (GString) wrong = g_string_new (NULL);
  int first = N_FAULTS;
  guint n = 0;

  for (guint i = 0; i < json_array_get_length (self->templates); i++)
    {
      JsonObject *template = get_template (self, i);
      int fault;

      if (!g_str_equal (khidki_whatsapp_json_get_string (template, "language"), language))
        continue;
      n++;
      fault = judge (template, account);
      if (fault == N_FAULTS)
        continue;
      first = MIN (first, fault);
      g_string_append_printf (wrong, "%s%s is %s", wrong->len > 0 ? ", " : "",
                              khidki_whatsapp_json_get_string (template, "name"),
                              faults[fault].words);
    }
  if (first == N_FAULTS)
    khidki_whatsapp_report_ok (report, check, "all %u are approved", n);
  else
    khidki_whatsapp_report_wrong (report, check, faults[first].remedy, "%s", wrong->str);
}

void
khidki_whatsapp_shipped_check (KhidkiWhatsappShipped *self,
                               GPtrArray *account,
                               KhidkiWhatsappReport *report)
{
  g_auto (GStrv) languages = khidki_whatsapp_shipped_list_languages (self);

  for (guint i = 0; languages[i] != NULL; i++)
    check_language (self, languages[i], account, report);
}
