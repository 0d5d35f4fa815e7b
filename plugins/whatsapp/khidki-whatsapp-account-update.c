/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-account-update.h"

#include <string.h>

#include "khidki-whatsapp-json.h"

#define FIELD "account_update"
#define MAX_DEPTH 32
#define MAX_WORD 64
#define MAX_ID 32

static void
update_free (gpointer data)
{
  KhidkiWhatsappAccountUpdate *self = data;

  g_free (self->business_account);
  g_free (self->word);
  g_free (self);
}

/**
 * khidki_whatsapp_account_update_is_field:
 * @field: (nullable): the field of a change
 *
 * Returns: whether Meta tells by it what it does to a business account
 *
 * Since: 0.1
 */
gboolean
khidki_whatsapp_account_update_is_field (const char *field)
{
  return g_strcmp0 (field, FIELD) == 0;
}

/**
 * khidki_whatsapp_account_update_dup_word:
 * @value: (nullable): the value of a change
 *
 * Returns: (transfer full) (nullable): Meta's word of what it says
 *
 * Since: 0.1
 */
char *
khidki_whatsapp_account_update_dup_word (JsonObject *value)
{
  JsonObject *alert = khidki_whatsapp_json_get_object (value, "alert_info");
  JsonObject *ban = khidki_whatsapp_json_get_object (value, "ban_info");
  const char *state = khidki_whatsapp_json_get_string (ban, "waba_ban_state");
  const char *event = khidki_whatsapp_json_get_string (value, "event");
  g_autofree char *word = NULL;

  if (event == NULL)
    event = khidki_whatsapp_json_get_string (alert, "alert_type");
  if (event == NULL)
    return NULL;

  word = g_strconcat (event, state != NULL ? " " : NULL, state, NULL);
  return strlen (word) <= MAX_WORD ? g_steal_pointer (&word) : NULL;
}

static gboolean
is_id (const char *id)
{
  return id != NULL && *id != '\0' && strlen (id) <= MAX_ID
         && strspn (id, G_CSET_DIGITS) == strlen (id);
}

static void
add (GPtrArray *updates, JsonObject *entry, JsonObject *change)
{
  g_autofree char *id = khidki_whatsapp_json_dup_id (entry, "id");
  char *word = khidki_whatsapp_account_update_dup_word (
      khidki_whatsapp_json_get_object (change, "value"));
  KhidkiWhatsappAccountUpdate *update;

  if (word == NULL)
    return;
  update = g_new0 (KhidkiWhatsappAccountUpdate, 1);
  update->business_account = is_id (id) ? g_steal_pointer (&id) : NULL;
  update->word = word;
  g_ptr_array_add (updates, update);
}

/**
 * khidki_whatsapp_account_update_parse:
 * @body: a webhook's body, its signature checked
 *
 * Pure.
 *
 * Returns: (transfer full) (element-type KhidkiWhatsappAccountUpdate): what it says of business
 *   accounts, in its order; maybe nothing
 *
 * Since: 0.1
 */
GPtrArray *
khidki_whatsapp_account_update_parse (GBytes *body)
{
  g_autoptr (JsonNode) root = khidki_whatsapp_json_parse_signed (body, MAX_DEPTH, NULL);
  JsonObject *object = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root)
                                                                     : NULL;
  JsonArray *entries = khidki_whatsapp_json_get_array (object, "entry");
  GPtrArray *updates = g_ptr_array_new_with_free_func (update_free);

  for (guint i = 0; i < khidki_whatsapp_json_count (entries); i++)
    {
      JsonObject *entry = khidki_whatsapp_json_get_nth_object (entries, i);
      JsonArray *changes = khidki_whatsapp_json_get_array (entry, "changes");

      for (guint j = 0; j < khidki_whatsapp_json_count (changes); j++)
        {
          JsonObject *change = khidki_whatsapp_json_get_nth_object (changes, j);

          if (khidki_whatsapp_account_update_is_field (
                  khidki_whatsapp_json_get_string (change, "field")))
            add (updates, entry, change);
        }
    }

  return updates;
}
