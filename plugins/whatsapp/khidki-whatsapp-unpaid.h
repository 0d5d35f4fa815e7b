/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-whatsapp-line.h"

G_BEGIN_DECLS

void khidki_whatsapp_unpaid_note_refused (KhidkiWhatsappLine *line, const char *text);
void khidki_whatsapp_unpaid_note_taken (KhidkiWhatsappLine *line);
void khidki_whatsapp_unpaid_note_arrived (KhidkiWhatsappLine *line, const char *key);
gboolean khidki_whatsapp_unpaid_may_send (KhidkiWhatsappLine *line,
                                          KhidkiMessage *message,
                                          const char *key,
                                          GError **error);

G_END_DECLS
