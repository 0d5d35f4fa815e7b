/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <khidki.h>

G_BEGIN_DECLS

/**
 * KhidkiWhatsappTemplateState:
 * @KHIDKI_WHATSAPP_TEMPLATE_APPROVED: may be sent
 * @KHIDKI_WHATSAPP_TEMPLATE_WAITING: is being looked at; may be approved yet
 * @KHIDKI_WHATSAPP_TEMPLATE_PAUSED: not for some hours
 * @KHIDKI_WHATSAPP_TEMPLATE_GONE: rejected, disabled, deleted, or never made
 *
 * Since: 0.1
 */
typedef enum
{
  KHIDKI_WHATSAPP_TEMPLATE_APPROVED,
  KHIDKI_WHATSAPP_TEMPLATE_WAITING,
  KHIDKI_WHATSAPP_TEMPLATE_PAUSED,
  KHIDKI_WHATSAPP_TEMPLATE_GONE,
} KhidkiWhatsappTemplateState;

/**
 * KhidkiWhatsappTemplateMarks:
 * @KHIDKI_WHATSAPP_TEMPLATE_DISLIKED: people complain or do not read it: Meta will pause it
 * @KHIDKI_WHATSAPP_TEMPLATE_MARKETING: Meta counts it as marketing, which is dearer and limited
 *
 * What an administrator should know of a template that may be sent.
 *
 * Since: 0.1
 */
typedef enum
{
  KHIDKI_WHATSAPP_TEMPLATE_DISLIKED = 1 << 0,
  KHIDKI_WHATSAPP_TEMPLATE_MARKETING = 1 << 1,
} KhidkiWhatsappTemplateMarks;

/**
 * KhidkiWhatsappTemplateUpdate:
 * @name: the template's name
 * @language: its language
 * @state: what Meta made of it
 * @at: when, UTC milliseconds
 * @variables: how many values it takes, a document at its head being one; -1 if that was
 *   not said
 * @stateless: nothing is said of its state
 * @told: of which marks something is said
 * @marks: which of them it has
 * @business_account: (nullable): whose template it is; NULL if that was not said
 */
typedef struct
{
  char *name;
  char *language;
  KhidkiWhatsappTemplateState state;
  gint64 at;
  int variables;
  gboolean stateless;
  guint told;
  guint marks;
  char *business_account;
} KhidkiWhatsappTemplateUpdate;

/**
 * KhidkiWhatsappTemplates:
 *
 * What Meta has approved of the registered texts, in each language. Of what nobody has
 * spoken it is assumed that it may be sent. Pure.
 */
typedef struct _KhidkiWhatsappTemplates KhidkiWhatsappTemplates;

KhidkiWhatsappTemplates *khidki_whatsapp_templates_new (void);
void khidki_whatsapp_templates_free (KhidkiWhatsappTemplates *self);

gboolean khidki_whatsapp_templates_find_state (const char *word,
                                               KhidkiWhatsappTemplateState *state);
gboolean khidki_whatsapp_templates_set (KhidkiWhatsappTemplates *self,
                                        const KhidkiWhatsappTemplateUpdate *update);
const KhidkiWhatsappTemplateUpdate *
khidki_whatsapp_templates_find (KhidkiWhatsappTemplates *self,
                                const char *name,
                                const char *language);
const char *khidki_whatsapp_templates_choose (KhidkiWhatsappTemplates *self,
                                              const char *name,
                                              const char *language,
                                              GError **error);
GPtrArray *khidki_whatsapp_templates_set_all (KhidkiWhatsappTemplates *self,
                                              GPtrArray *updates,
                                              gint64 now);

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

KhidkiWhatsappTemplateUpdate *khidki_whatsapp_template_update_new (const char *name,
                                                                  const char *language,
                                                                  KhidkiWhatsappTemplateState state,
                                                                  gint64 at);
void khidki_whatsapp_template_update_free (KhidkiWhatsappTemplateUpdate *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiWhatsappTemplates, khidki_whatsapp_templates_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiWhatsappTemplateUpdate, khidki_whatsapp_template_update_free)

G_END_DECLS
