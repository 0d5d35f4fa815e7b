/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-whatsapp-templates.h"

G_BEGIN_DECLS

/**
 * KhidkiWhatsappTemplateStore:
 *
 * What is known of a number's templates, kept in the plugin's own small store: a pause
 * outlasts a restart.
 */
#define KHIDKI_TYPE_WHATSAPP_TEMPLATE_STORE (khidki_whatsapp_template_store_get_type ())

G_DECLARE_FINAL_TYPE (KhidkiWhatsappTemplateStore,
                      khidki_whatsapp_template_store,
                      KHIDKI,
                      WHATSAPP_TEMPLATE_STORE,
                      GObject)

KhidkiWhatsappTemplateStore *khidki_whatsapp_template_store_new (KhidkiHost *host,
                                                                const char *number);
KhidkiWhatsappTemplates *khidki_whatsapp_template_store_get (KhidkiWhatsappTemplateStore *self);
void khidki_whatsapp_template_store_touch (KhidkiWhatsappTemplateStore *self);
gboolean khidki_whatsapp_template_store_is_dirty (KhidkiWhatsappTemplateStore *self);

void khidki_whatsapp_template_store_load_async (KhidkiWhatsappTemplateStore *self,
                                                GAsyncReadyCallback callback,
                                                gpointer user_data);
gboolean khidki_whatsapp_template_store_load_finish (KhidkiWhatsappTemplateStore *self,
                                                     GAsyncResult *result,
                                                     GError **error);
void khidki_whatsapp_template_store_save_async (KhidkiWhatsappTemplateStore *self,
                                                GAsyncReadyCallback callback,
                                                gpointer user_data);
gboolean khidki_whatsapp_template_store_save_finish (KhidkiWhatsappTemplateStore *self,
                                                     GAsyncResult *result,
                                                     GError **error);

G_END_DECLS
