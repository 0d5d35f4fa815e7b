/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * KhidkiContactKind:
 * @KHIDKI_CONTACT_CHAT: people chat with it
 * @KHIDKI_CONTACT_TEXT: people send it an SMS
 * @KHIDKI_CONTACT_VOICE: people ring it
 *
 * What a number is good for.
 *
 * Since: 0.1
 */
typedef enum
{
  KHIDKI_CONTACT_CHAT,
  KHIDKI_CONTACT_TEXT,
  KHIDKI_CONTACT_VOICE,
} KhidkiContactKind;

/**
 * KhidkiContact:
 *
 * A number of a channel's own that the public is to know, so that nobody takes another's
 * for it. Immutable.
 *
 * Since: 0.1
 */
typedef struct _KhidkiContact KhidkiContact;

#define KHIDKI_TYPE_CONTACT (khidki_contact_get_type ())

GType khidki_contact_get_type (void);

KhidkiContact *khidki_contact_new (KhidkiContactKind kind, const char *number, const char *brand);
KhidkiContact *khidki_contact_ref (KhidkiContact *self);
void khidki_contact_unref (KhidkiContact *self);

KhidkiContactKind khidki_contact_get_kind (KhidkiContact *self);
const char *khidki_contact_get_number (KhidkiContact *self);
const char *khidki_contact_get_brand (KhidkiContact *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiContact, khidki_contact_unref)

G_END_DECLS
