/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <khidki.h>

#include "khidki-whatsapp-template-update.h"

G_BEGIN_DECLS

/**
 * KhidkiWhatsappTemplates:
 *
 * What Meta has approved of the registered texts, in each language. Of what nobody has
 * spoken it is assumed that it may be sent. Pure.
 */
typedef struct _KhidkiWhatsappTemplates KhidkiWhatsappTemplates;

KhidkiWhatsappTemplates *khidki_whatsapp_templates_new (void);
void khidki_whatsapp_templates_free (KhidkiWhatsappTemplates *self);

gboolean khidki_whatsapp_templates_set (KhidkiWhatsappTemplates *self,
                                        const KhidkiWhatsappTemplateUpdate *update);
const KhidkiWhatsappTemplateUpdate *
khidki_whatsapp_templates_find (KhidkiWhatsappTemplates *self,
                                const char *name,
                                const char *language);
const char *khidki_whatsapp_templates_choose (KhidkiWhatsappTemplates *self,
                                              const char *name,
                                              const char *language,
                                              gint64 now,
                                              GError **error);
const KhidkiWhatsappTemplateUpdate *
khidki_whatsapp_templates_note_accepted (KhidkiWhatsappTemplates *self, KhidkiMessage *message);
GPtrArray *khidki_whatsapp_templates_set_all (KhidkiWhatsappTemplates *self,
                                              GPtrArray *updates,
                                              gint64 now);

gboolean khidki_whatsapp_templates_has_none (KhidkiWhatsappTemplates *self);
void khidki_whatsapp_templates_note_send (KhidkiWhatsappTemplates *self,
                                          const char *key,
                                          KhidkiMessage *message);
KhidkiMessage *khidki_whatsapp_templates_find_send (KhidkiWhatsappTemplates *self, const char *key);

typedef void (*KhidkiWhatsappTemplateFunc) (const KhidkiWhatsappTemplateUpdate *known,
                                            gpointer user_data);
void khidki_whatsapp_templates_foreach (KhidkiWhatsappTemplates *self,
                                        KhidkiWhatsappTemplateFunc func,
                                        gpointer user_data);
GVariant *khidki_whatsapp_templates_to_variant (KhidkiWhatsappTemplates *self);
gboolean khidki_whatsapp_templates_load (KhidkiWhatsappTemplates *self, GVariant *variant);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiWhatsappTemplates, khidki_whatsapp_templates_free)

G_END_DECLS
