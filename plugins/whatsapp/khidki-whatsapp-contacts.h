/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * KhidkiWhatsappContacts:
 *
 * What Meta says of the people in one change, found by their ids.
 */
typedef struct _KhidkiWhatsappContacts KhidkiWhatsappContacts;

KhidkiWhatsappContacts *khidki_whatsapp_contacts_new (JsonArray *array);
void khidki_whatsapp_contacts_free (KhidkiWhatsappContacts *self);
JsonObject *khidki_whatsapp_contacts_get_only (KhidkiWhatsappContacts *self);
JsonObject *khidki_whatsapp_contacts_find (KhidkiWhatsappContacts *self,
                                           const char *user_id,
                                           const char *wa_id);
void khidki_whatsapp_contacts_dup_ids (JsonObject *contact, char **user_id, char **wa_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiWhatsappContacts, khidki_whatsapp_contacts_free)

G_END_DECLS
