/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What came of the last deed. */
#include "chat-world.h"

#include <string.h>

/* `status hi: 1261 2300 0000 01 | …` */
static void
append_template (GString *said, KhidkiMessage *message)
{
  const char *const *parameters = khidki_message_get_parameters (message);
  g_autofree char *values = parameters != NULL ? g_strjoinv (" | ", (char **) parameters) : g_strdup ("");

  g_string_append_printf (said, "%s %s: %s\n", khidki_message_get_name (message),
                          khidki_message_get_language (message), values);
}

char *
chat_world_dup_said (ChatWorld *world)
{
  GString *said = g_string_new (NULL);

  for (guint i = 0; i < world->messages->len; i++)
    {
      KhidkiMessage *message = g_ptr_array_index (world->messages, i);

      if (khidki_message_get_kind (message) == KHIDKI_MESSAGE_TEMPLATE)
        append_template (said, message);
      else
        g_string_append_printf (said, "%s\n", khidki_message_get_text (message));
      for (guint j = 0; j < khidki_message_get_n_choices (message); j++)
        {
          const char *below = khidki_message_get_choice_description (message, j);

          g_string_append_printf (said, "[%s] %s\n", khidki_message_get_choice_title (message, j),
                                  below != NULL ? below : "");
        }
    }

  return g_string_free (said, FALSE);
}

KhidkiMessage *
chat_world_get_last (ChatWorld *world)
{
  return world->messages->len > 0 ? world->messages->pdata[world->messages->len - 1] : NULL;
}

const char *
chat_world_find_choice (ChatWorld *world, const char *title)
{
  KhidkiMessage *message = chat_world_get_last (world);

  for (guint i = 0; message != NULL && i < khidki_message_get_n_choices (message); i++)
    if (strcmp (khidki_message_get_choice_title (message, i), title) == 0)
      return khidki_message_get_choice_id (message, i);

  return NULL;
}

gboolean
chat_world_did (ChatWorld *world, KhidkiActionKind kind)
{
  for (guint i = 0; i < world->done->len; i++)
    if (GPOINTER_TO_INT (world->done->pdata[i]) == (int) kind)
      return TRUE;

  return FALSE;
}
