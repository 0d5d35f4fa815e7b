/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-keep.h"

#include <glib/gstdio.h>

#include "khidki-sandbox-json.h"

#define WAIT_SECONDS 1
#define FILE_NAME "sandbox.json"

static void
load_citizen (KhidkiSandbox *sandbox,
              JsonObject    *saved)
{
  KhidkiSandboxCitizen *citizen;

  citizen = khidki_sandbox_citizens_add (sandbox->citizens,
                                         khidki_sandbox_json_get_string (saved, "wa_id"),
                                         khidki_sandbox_json_get_string (saved, "user_id"),
                                         khidki_sandbox_json_get_string (saved, "name"), NULL);
  if (citizen == NULL)
    return;
  khidki_sandbox_json_get_integer (saved, "last_said", &citizen->last_said);
  citizen->hide_phone = khidki_sandbox_json_get_boolean (saved, "hide_phone", FALSE);
  citizen->unreachable = khidki_sandbox_json_get_boolean (saved, "unreachable", FALSE);
}

/**
 * khidki_sandbox_keep_load:
 * @sandbox: a sandbox
 * @error: place for an error
 *
 * Reads citizens and the clock's offset from the state directory, if there is one.
 *
 * Returns: whether there was nothing to read, or it could be read
 */
gboolean
khidki_sandbox_keep_load (KhidkiSandbox *sandbox,
                          GError       **error)
{
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  gsize length = 0;
  g_autoptr (JsonNode) node = NULL;
  JsonArray *list;
  gint64 offset = 0;

  if (sandbox->config->state_dir == NULL)
    return TRUE;
  path = g_build_filename (sandbox->config->state_dir, FILE_NAME, NULL);
  if (g_mkdir_with_parents (sandbox->config->state_dir, 0700) != 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "Cannot make %s",
                   sandbox->config->state_dir);
      return FALSE;
    }
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!g_file_get_contents (path, &text, &length, error))
    return FALSE;
  node = khidki_sandbox_json_parse (text, length, error);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      g_prefix_error (error, "%s: ", path);
      if (node != NULL)
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s: not an object", path);
      return FALSE;
    }
  list = khidki_sandbox_json_get_array (json_node_get_object (node), "citizens");
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    load_citizen (sandbox, khidki_sandbox_json_element_object (list, i));
  khidki_sandbox_json_get_integer (json_node_get_object (node), "offset", &offset);
  return khidki_sandbox_clock_set_offset (sandbox->clock, offset, error);
}

/**
 * khidki_sandbox_keep_now:
 * @sandbox: a sandbox
 *
 * Writes what has to last into the state directory, if there is one. Failing
 * to do so is told on standard error: what goes on in the chat does not hang on it.
 */
void
khidki_sandbox_keep_now (KhidkiSandbox *sandbox)
{
  GPtrArray *citizens = khidki_sandbox_citizens_list (sandbox->citizens);
  JsonObject *root;
  JsonArray *list;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_clear_handle_id (&sandbox->keep_timer, g_source_remove);
  if (sandbox->config->state_dir == NULL)
    return;
  root = json_object_new ();
  list = json_array_new ();
  for (guint i = 0; i < citizens->len; i++)
    json_array_add_object_element (list, khidki_sandbox_citizen_to_json (citizens->pdata[i], 0));
  json_object_set_int_member (root, "offset", khidki_sandbox_clock_get_offset (sandbox->clock));
  json_object_set_array_member (root, "citizens", list);
  node = khidki_sandbox_json_take (root);
  text = khidki_sandbox_json_to_string (node, TRUE);
  path = g_build_filename (sandbox->config->state_dir, FILE_NAME, NULL);
  if (!g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
    g_warning ("Cannot keep the sandbox's state: %s", error->message);
}

static gboolean
on_keep (gpointer data)
{
  KhidkiSandbox *sandbox = data;

  sandbox->keep_timer = 0;
  khidki_sandbox_keep_now (sandbox);
  return G_SOURCE_REMOVE;
}

void
khidki_sandbox_keep_soon (KhidkiSandbox *sandbox)
{
  if (sandbox->config->state_dir != NULL && sandbox->keep_timer == 0)
    sandbox->keep_timer = g_timeout_add_seconds (WAIT_SECONDS, on_keep, sandbox);
}
