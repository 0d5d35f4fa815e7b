/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-meta.h"

#include "khidki-whatsapp-error.h"
#include "khidki-whatsapp-json.h"
#include "khidki-whatsapp-template-update.h"

#define DEADLINE_MS 20000
#define MAX_SIZE (4 * 1024 * 1024)
#define MAX_DEPTH 32
#define PAGE 200
#define MOST_PAGES 40

static void
read_error (KhidkiWhatsappMeta *self)
{
  JsonObject *object = self->root != NULL && JSON_NODE_HOLDS_OBJECT (self->root)
                           ? json_node_get_object (self->root)
                           : NULL;
  JsonObject *error = khidki_whatsapp_json_get_object (object, "error");
  g_autofree char *text = error != NULL ? khidki_whatsapp_error_describe (error, &self->meta_code)
                                        : g_strdup ("without an error of Meta's");

  self->words = g_strdup_printf ("HTTP %u: %s", self->call->status, text);
}

static void
read_answer (KhidkiWhatsappMeta *self)
{
  if (self->call->trouble != KHIDKI_TOOL_TROUBLE_NONE)
    {
      self->words = g_strdup (self->call->words);
      return;
    }
  self->root = khidki_whatsapp_json_parse (self->call->body, MAX_DEPTH, NULL);
  if (self->call->status == 200 && self->root != NULL && JSON_NODE_HOLDS_OBJECT (self->root))
    self->object = json_node_get_object (self->root);
  else if (self->call->status == 200)
    self->words = g_strdup ("the answer is not JSON");
  else
    read_error (self);
}

KhidkiWhatsappMeta *
khidki_whatsapp_meta_ask (KhidkiWhatsappSettings *settings, const char *path)
{
  g_autofree char *uri = g_strconcat (settings->graph_url, "/", path, NULL);
  g_autoptr (KhidkiRequest) request = khidki_whatsapp_settings_new_request (settings, "GET", uri);
  KhidkiWhatsappMeta *self = g_new0 (KhidkiWhatsappMeta, 1);

  khidki_request_set_deadline (request, DEADLINE_MS);
  khidki_request_set_max_size (request, MAX_SIZE);
  self->meta_code = -1;
  self->call = khidki_tool_call (request);
  read_answer (self);
  return self;
}

void
khidki_whatsapp_meta_free (KhidkiWhatsappMeta *self)
{
  g_clear_pointer (&self->call, khidki_tool_answer_free);
  g_clear_pointer (&self->root, json_node_unref);
  g_free (self->words);
  g_free (self);
}

char *
khidki_whatsapp_meta_dup_next (KhidkiWhatsappMeta *self)
{
  JsonObject *paging = khidki_whatsapp_json_get_object (self->object, "paging");
  JsonObject *cursors = khidki_whatsapp_json_get_object (paging, "cursors");

  return khidki_whatsapp_json_get_string (paging, "next") != NULL
             ? g_strdup (khidki_whatsapp_json_get_string (cursors, "after"))
             : NULL;
}

/* (transfer full) (nullable) */
static GPtrArray *
read_page (KhidkiWhatsappSettings *settings,
           gint64 now,
           char **after,
           KhidkiWhatsappMeta **failed)
{
  g_autofree char *escaped = *after != NULL ? g_uri_escape_string (*after, NULL, FALSE) : NULL;
  g_autofree char *path = g_strdup_printf (
      "%s/message_templates?fields=name,language,status,components&limit=%u%s%s",
      settings->business_account, PAGE, escaped != NULL ? "&after=" : "",
      escaped != NULL ? escaped : "");
  g_autoptr (KhidkiWhatsappMeta) answer = khidki_whatsapp_meta_ask (settings, path);
  GPtrArray *page;

  g_clear_pointer (after, g_free);
  page = answer->object != NULL
             ? khidki_whatsapp_template_update_parse_list (answer->call->body, now, after)
             : NULL;
  if (page == NULL)
    *failed = g_steal_pointer (&answer);
  return page;
}

GPtrArray *
khidki_whatsapp_meta_list_templates (KhidkiWhatsappSettings *settings,
                                     gint64 now,
                                     KhidkiWhatsappMeta **failed)
{
  g_autoptr (GPtrArray) all = NULL;
  g_autofree char *after = NULL;
  guint pages = 0;

  do
    {
      g_autoptr (GPtrArray) page = read_page (settings, now, &after, failed);

      if (page == NULL)
        return NULL;
      if (all == NULL)
        all = g_steal_pointer (&page);
      else
        g_ptr_array_extend_and_steal (all, g_steal_pointer (&page));
    }
  while (after != NULL && ++pages < MOST_PAGES);
  return g_steal_pointer (&all);
}
