/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "khidki-whatsapp-settings.h"
#include "tools/khidki-tool-call.h"

G_BEGIN_DECLS

/**
 * KhidkiWhatsappMeta:
 * @call: what became of the request
 * @root: (nullable): the answer, if it was JSON
 * @object: (nullable): its object, if it was a success
 * @meta_code: Meta's error code, -1 if it has none
 * @words: (nullable): what went wrong, without anything personal
 *
 * An answer of the Graph API.
 */
typedef struct
{
  KhidkiToolAnswer *call;
  JsonNode *root;
  JsonObject *object;
  int meta_code;
  char *words;
} KhidkiWhatsappMeta;

/* (transfer full): the answer to `GET {graph-url}/@path` */
KhidkiWhatsappMeta *khidki_whatsapp_meta_ask (KhidkiWhatsappSettings *settings, const char *path);
void khidki_whatsapp_meta_free (KhidkiWhatsappMeta *self);

/* (transfer full) (nullable): where the next page of a list begins */
char *khidki_whatsapp_meta_dup_next (KhidkiWhatsappMeta *self);

/* (transfer full) (nullable) (element-type KhidkiWhatsappTemplateUpdate): all templates of
 * the business account; NULL, and in @failed (out) (transfer full) why. */
GPtrArray *khidki_whatsapp_meta_list_templates (KhidkiWhatsappSettings *settings,
                                                gint64 now,
                                                KhidkiWhatsappMeta **failed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiWhatsappMeta, khidki_whatsapp_meta_free)

G_END_DECLS
