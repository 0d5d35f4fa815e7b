/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "khidki-whatsapp-report.h"

G_BEGIN_DECLS

/**
 * KhidkiWhatsappShipped:
 *
 * The templates that Khidki sends and Meta has to approve, in Meta's form.
 */
typedef struct _KhidkiWhatsappShipped KhidkiWhatsappShipped;

KhidkiWhatsappShipped *khidki_whatsapp_shipped_new_from_file (const char *path, GError **error);
/* Pure. */
KhidkiWhatsappShipped *khidki_whatsapp_shipped_new (GBytes *text, GError **error);
void khidki_whatsapp_shipped_free (KhidkiWhatsappShipped *self);

/* (transfer full): the languages, in the order of the file */
GStrv khidki_whatsapp_shipped_list_languages (KhidkiWhatsappShipped *self);

/* (transfer full): those of @language (nullable: all), as Meta's JSON. With @account
 * (nullable) (element-type KhidkiWhatsappTemplateUpdate), what Meta has, only those that
 * it does not have approved as they are. Pure. */
char *khidki_whatsapp_shipped_to_json (KhidkiWhatsappShipped *self,
                                       const char *language,
                                       GPtrArray *account);

/* Judges what Meta has, a line a language. Pure. */
void khidki_whatsapp_shipped_check (KhidkiWhatsappShipped *self,
                                    GPtrArray *account,
                                    KhidkiWhatsappReport *report);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiWhatsappShipped, khidki_whatsapp_shipped_free)

G_END_DECLS
