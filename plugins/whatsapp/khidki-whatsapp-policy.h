/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-whatsapp-account-update.h"
#include "khidki-whatsapp-line.h"
#include "khidki-whatsapp-templates.h"

G_BEGIN_DECLS

void khidki_whatsapp_policy_accepted (KhidkiWhatsappLine *line,
                                      KhidkiAccount *account,
                                      KhidkiMessage *message);
void khidki_whatsapp_policy_refused (KhidkiWhatsappLine *line,
                                     KhidkiAccount *account,
                                     KhidkiMessage *message,
                                     int meta_code,
                                     const char *text,
                                     gint64 at);
void khidki_whatsapp_policy_not_sent (KhidkiWhatsappLine *line, const GError *error);
void khidki_whatsapp_policy_call_refused (KhidkiWhatsappLine *line, int meta_code, const char *text);
void khidki_whatsapp_policy_take_account_update (GPtrArray *lines,
                                                 const KhidkiWhatsappAccountUpdate *update);
gboolean khidki_whatsapp_policy_take_updates (KhidkiWhatsappLine *line, GPtrArray *updates);
void khidki_whatsapp_policy_forget_templates (KhidkiWhatsappLine *line, GPtrArray *forgotten);
void khidki_whatsapp_policy_show_templates (KhidkiWhatsappLine *line);
KhidkiMessage *khidki_whatsapp_policy_dup_message (KhidkiWhatsappLine *line,
                                                   KhidkiMessage *message,
                                                   GError **error);

G_END_DECLS
