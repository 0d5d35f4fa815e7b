/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>
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

KhidkiWhatsappTemplateUpdate *khidki_whatsapp_template_update_new (const char *name,
                                                                  const char *language,
                                                                  KhidkiWhatsappTemplateState state,
                                                                  gint64 at);
void khidki_whatsapp_template_update_free (KhidkiWhatsappTemplateUpdate *self);

gboolean khidki_whatsapp_template_update_is_field (const char *field);
GPtrArray *khidki_whatsapp_template_update_parse (GBytes *body, gint64 received_at);
int khidki_whatsapp_template_update_count_variables (JsonObject *definition);
GPtrArray *khidki_whatsapp_template_update_parse_list (GBytes *body, gint64 asked_at, char **after);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiWhatsappTemplateUpdate, khidki_whatsapp_template_update_free)

G_END_DECLS
