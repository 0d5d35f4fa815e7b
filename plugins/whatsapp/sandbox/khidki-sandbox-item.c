/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-citizens.h"

static void
item_clear (KhidkiSandboxItem *item)
{
  g_free (item->id);
  g_free (item->wa_id);
  g_free (item->callback_data);
  json_object_unref (item->message);
  g_clear_pointer (&item->shown, json_object_unref);
  g_clear_pointer (&item->medium, json_object_unref);
  g_clear_pointer (&item->error, json_object_unref);
}

KhidkiSandboxItem *
khidki_sandbox_item_ref (KhidkiSandboxItem *item)
{
  return g_rc_box_acquire (item);
}

void
khidki_sandbox_item_unref (KhidkiSandboxItem *item)
{
  g_rc_box_release_full (item, (GDestroyNotify) item_clear);
}

/**
 * khidki_sandbox_item_to_json:
 * @item: a message
 *
 * Returns: (transfer full): the message as the page and tests read it
 */
JsonObject *
khidki_sandbox_item_to_json (const KhidkiSandboxItem *item)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "seq", item->number);
  json_object_set_string_member (object, "id", item->id);
  json_object_set_string_member (object, "wa_id", item->wa_id);
  json_object_set_boolean_member (object, "business", item->business);
  json_object_set_int_member (object, "time", item->time);
  json_object_set_string_member (object, "status", item->status);
  json_object_set_object_member (object, "message", json_object_ref (item->message));
  if (item->shown != NULL)
    json_object_set_object_member (object, "template", json_object_ref (item->shown));
  if (item->medium != NULL)
    json_object_set_object_member (object, "media", json_object_ref (item->medium));
  if (item->error != NULL)
    json_object_set_object_member (object, "error", json_object_ref (item->error));
  return object;
}
