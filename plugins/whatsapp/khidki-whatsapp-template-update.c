/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-template-update.h"

#include <string.h>

#include "khidki-whatsapp-json.h"

#define MAX_DEPTH 32
#define MAX_NAME 512
#define MAX_LANGUAGE 16
#define STATUS_FIELD "message_template_status_update"
#define QUALITY_FIELD "message_template_quality_update"
#define CATEGORY_FIELD "template_category_update"

static const struct
{
  const char *word;
  KhidkiWhatsappTemplateState state;
} states[] = {
  { "APPROVED", KHIDKI_WHATSAPP_TEMPLATE_APPROVED },
  { "REINSTATED", KHIDKI_WHATSAPP_TEMPLATE_APPROVED },
  { "UNARCHIVED", KHIDKI_WHATSAPP_TEMPLATE_APPROVED },
  /* A warning: it may still be sent. */
  { "FLAGGED", KHIDKI_WHATSAPP_TEMPLATE_APPROVED },
  { "PENDING", KHIDKI_WHATSAPP_TEMPLATE_WAITING },
  { "IN_APPEAL", KHIDKI_WHATSAPP_TEMPLATE_WAITING },
  { "PAUSED", KHIDKI_WHATSAPP_TEMPLATE_PAUSED },
  { "REJECTED", KHIDKI_WHATSAPP_TEMPLATE_GONE },
  { "DISABLED", KHIDKI_WHATSAPP_TEMPLATE_GONE },
  { "LOCKED", KHIDKI_WHATSAPP_TEMPLATE_GONE },
  { "ARCHIVED", KHIDKI_WHATSAPP_TEMPLATE_GONE },
  { "LIMIT_EXCEEDED", KHIDKI_WHATSAPP_TEMPLATE_GONE },
  { "PENDING_DELETION", KHIDKI_WHATSAPP_TEMPLATE_GONE },
  { "DELETED", KHIDKI_WHATSAPP_TEMPLATE_GONE },
};

/**
 * khidki_whatsapp_template_update_new:
 * @name: a template's name
 * @language: its language
 * @state: what Meta made of it
 * @at: when, UTC milliseconds
 *
 * Returns: (transfer full): an update
 *
 * Since: 0.1
 */
KhidkiWhatsappTemplateUpdate *
khidki_whatsapp_template_update_new (const char *name,
                                     const char *language,
                                     KhidkiWhatsappTemplateState state,
                                     gint64 at)
{
  KhidkiWhatsappTemplateUpdate *self = g_new0 (KhidkiWhatsappTemplateUpdate, 1);

  self->name = g_strdup (name);
  self->language = g_strdup (language);
  self->state = state;
  self->at = at;
  self->variables = -1;

  return self;
}

/**
 * khidki_whatsapp_template_update_free:
 * @self: (transfer full): an update
 *
 * Since: 0.1
 */
void
khidki_whatsapp_template_update_free (KhidkiWhatsappTemplateUpdate *self)
{
  g_free (self->name);
  g_free (self->language);
  g_free (self->business_account);
  g_free (self);
}

/* @word: (nullable): Meta's, in a webhook or in the list; FALSE if it is unknown */
static gboolean
find_state (const char *word, KhidkiWhatsappTemplateState *state)
{
  for (guint i = 0; word != NULL && i < G_N_ELEMENTS (states); i++)
    if (strcmp (states[i].word, word) == 0)
      {
        *state = states[i].state;
        return TRUE;
      }

  return FALSE;
}

static const char *const fields[] = { STATUS_FIELD, QUALITY_FIELD, CATEGORY_FIELD, NULL };

/**
 * khidki_whatsapp_template_update_is_field:
 * @field: (nullable): what a change of a webhook is about
 *
 * Returns: whether it tells of templates
 *
 * Since: 0.1
 */
gboolean
khidki_whatsapp_template_update_is_field (const char *field)
{
  return field != NULL && g_strv_contains (fields, field);
}

static GPtrArray *
new_updates (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_whatsapp_template_update_free);
}

/* How many different `{{…}}` are in @text. */
static int
count_placeholders (const char *text)
{
  g_autoptr (GHashTable) found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (const char *at = text; at != NULL && (at = strstr (at, "{{")) != NULL;)
    {
      const char *end = strstr (at, "}}");

      if (end == NULL)
        break;
      g_hash_table_add (found, g_strndup (at + 2, end - at - 2));
      at = end + 2;
    }

  return (int) g_hash_table_size (found);
}

static int
count_in_buttons (JsonArray *buttons)
{
  int n = 0;

  for (guint i = 0; i < khidki_whatsapp_json_count (buttons); i++)
    n += count_placeholders (
        khidki_whatsapp_json_get_string (khidki_whatsapp_json_get_nth_object (buttons, i), "url"));

  return n;
}

/**
 * khidki_whatsapp_template_update_count_variables:
 * @definition: a template in Meta's form
 *
 * Returns: how many values a send gives it, a document at its head being one; -1 if it
 *   does not say of what it is made
 *
 * Since: 0.1
 */
int
khidki_whatsapp_template_update_count_variables (JsonObject *definition)
{
  JsonArray *components = khidki_whatsapp_json_get_array (definition, "components");
  int n = 0;

  if (components == NULL)
    return -1;
  for (guint i = 0; i < khidki_whatsapp_json_count (components); i++)
    {
      JsonObject *component = khidki_whatsapp_json_get_nth_object (components, i);
      const char *format = khidki_whatsapp_json_get_string (component, "format");

      n += count_placeholders (khidki_whatsapp_json_get_string (component, "text"))
           + count_in_buttons (khidki_whatsapp_json_get_array (component, "buttons"));
      if (format != NULL && g_ascii_strcasecmp (format, "TEXT") != 0)
        n++;
    }

  return n;
}

/* (nullable): nothing is said yet */
static KhidkiWhatsappTemplateUpdate *
new_update (const char *name, const char *language, gint64 at)
{
  KhidkiWhatsappTemplateUpdate *update;

  if (name == NULL || language == NULL || strlen (name) > MAX_NAME || strlen (language) > MAX_LANGUAGE)
    return NULL;

  update = khidki_whatsapp_template_update_new (name, language, KHIDKI_WHATSAPP_TEMPLATE_APPROVED, at);
  update->stateless = TRUE;
  return update;
}

static void
say_state (KhidkiWhatsappTemplateUpdate *update, const char *word)
{
  update->stateless = !find_state (word, &update->state);
}

static void
say_mark (KhidkiWhatsappTemplateUpdate *update,
          KhidkiWhatsappTemplateMarks mark,
          const char *word,
          const char *bad)
{
  if (word == NULL)
    return;

  update->told |= mark;
  if (strcmp (word, bad) == 0)
    update->marks |= mark;
}

static void
add (GPtrArray *updates, KhidkiWhatsappTemplateUpdate *update)
{
  if (update->stateless && update->told == 0)
    khidki_whatsapp_template_update_free (update);
  else
    g_ptr_array_add (updates, update);
}

static void
add_change (GPtrArray *updates, JsonObject *change, const char *business_account, gint64 at)
{
  const char *field = khidki_whatsapp_json_get_string (change, "field");
  JsonObject *value = khidki_whatsapp_json_get_object (change, "value");
  KhidkiWhatsappTemplateUpdate *update;

  if (value == NULL || !khidki_whatsapp_template_update_is_field (field))
    return;
  update = new_update (khidki_whatsapp_json_get_string (value, "message_template_name"),
                       khidki_whatsapp_json_get_string (value, "message_template_language"), at);
  if (update == NULL)
    return;

  update->business_account = g_strdup (business_account);
  if (strcmp (field, STATUS_FIELD) == 0)
    say_state (update, khidki_whatsapp_json_get_string (value, "event"));
  else if (strcmp (field, QUALITY_FIELD) == 0)
    say_mark (update, KHIDKI_WHATSAPP_TEMPLATE_DISLIKED,
              khidki_whatsapp_json_get_string (value, "new_quality_score"), "RED");
  else
    say_mark (update, KHIDKI_WHATSAPP_TEMPLATE_MARKETING,
              khidki_whatsapp_json_get_string (value, "new_category"), "MARKETING");
  add (updates, update);
}

static void
add_listed (GPtrArray *updates, JsonObject *one, gint64 at)
{
  JsonObject *quality = khidki_whatsapp_json_get_object (one, "quality_score");
  KhidkiWhatsappTemplateUpdate *update
      = new_update (khidki_whatsapp_json_get_string (one, "name"),
                    khidki_whatsapp_json_get_string (one, "language"), at);

  if (update == NULL)
    return;

  update->variables = khidki_whatsapp_template_update_count_variables (one);
  say_state (update, khidki_whatsapp_json_get_string (one, "status"));
  say_mark (update, KHIDKI_WHATSAPP_TEMPLATE_DISLIKED,
            khidki_whatsapp_json_get_string (quality, "score"), "RED");
  say_mark (update, KHIDKI_WHATSAPP_TEMPLATE_MARKETING,
            khidki_whatsapp_json_get_string (one, "category"), "MARKETING");
  add (updates, update);
}

/**
 * khidki_whatsapp_template_update_parse:
 * @body: a webhook's body, its signature checked
 * @received_at: when it came in, UTC milliseconds, where Meta does not say when it was
 *
 * Pure.
 *
 * Returns: (transfer full) (element-type KhidkiWhatsappTemplateUpdate): what it says of
 *   templates, maybe nothing
 *
 * Since: 0.1
 */
GPtrArray *
khidki_whatsapp_template_update_parse (GBytes *body, gint64 received_at)
{
  g_autoptr (JsonNode) root = khidki_whatsapp_json_parse_signed (body, MAX_DEPTH, NULL);
  JsonObject *object = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root)
                                                                     : NULL;
  JsonArray *entries = khidki_whatsapp_json_get_array (object, "entry");
  GPtrArray *updates = new_updates ();

  for (guint i = 0; i < khidki_whatsapp_json_count (entries); i++)
    {
      JsonObject *entry = khidki_whatsapp_json_get_nth_object (entries, i);
      JsonArray *changes = khidki_whatsapp_json_get_array (entry, "changes");
      g_autofree char *business_account = khidki_whatsapp_json_dup_id (entry, "id");
      gint64 seconds = khidki_whatsapp_json_get_number (entry, "time");
      /* Seconds that have begun: not before what was refused within the same one. */
      gboolean told = seconds > 0 && seconds < G_MAXINT64 / 1000;

      for (guint j = 0; j < khidki_whatsapp_json_count (changes); j++)
        add_change (updates, khidki_whatsapp_json_get_nth_object (changes, j), business_account,
                    told ? seconds * 1000 + 999 : received_at);
    }

  return updates;
}

/**
 * khidki_whatsapp_template_update_parse_list:
 * @body: an answer of Meta's to the question which templates there are
 * @asked_at: when it was asked, UTC milliseconds
 * @after: (out) (transfer full) (nullable): where the next page begins; NULL after the last
 *
 * Pure.
 *
 * Returns: (transfer full) (nullable) (element-type KhidkiWhatsappTemplateUpdate): the
 *   templates of this page; NULL if it is no such answer
 *
 * Since: 0.1
 */
GPtrArray *
khidki_whatsapp_template_update_parse_list (GBytes *body, gint64 asked_at, char **after)
{
  g_autoptr (JsonNode) root = khidki_whatsapp_json_parse (body, MAX_DEPTH, NULL);
  JsonObject *object = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root)
                                                                     : NULL;
  JsonArray *data = khidki_whatsapp_json_get_array (object, "data");
  JsonObject *paging = khidki_whatsapp_json_get_object (object, "paging");
  JsonObject *cursors = khidki_whatsapp_json_get_object (paging, "cursors");
  GPtrArray *updates;

  *after = NULL;
  if (data == NULL)
    return NULL;

  updates = new_updates ();
  for (guint i = 0; i < khidki_whatsapp_json_count (data); i++)
    add_listed (updates, khidki_whatsapp_json_get_nth_object (data, i), asked_at);
  if (khidki_whatsapp_json_get_string (paging, "next") != NULL)
    *after = g_strdup (khidki_whatsapp_json_get_string (cursors, "after"));

  return updates;
}
