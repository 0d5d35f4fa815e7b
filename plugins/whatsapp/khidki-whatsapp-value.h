/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <khidki.h>

#include "khidki-whatsapp-contacts.h"

G_BEGIN_DECLS

/**
 * KhidkiWhatsappValue:
 * @number: the id of the business number that it concerns, "" if it does not say
 * @ours: whether that number is the one of this channel
 * @received_at: when the body came in; stands in for a missing timestamp
 * @contacts: (nullable): what Meta says of the people in it
 * @alone: whether there is only one message or status in it
 *
 * What the messages and statuses of one change have in common.
 */
typedef struct
{
  const char *number;
  gboolean ours;
  gint64 received_at;
  KhidkiWhatsappContacts *contacts;
  gboolean alone;
} KhidkiWhatsappValue;

#define KHIDKI_WHATSAPP_CHANNEL "whatsapp"

G_END_DECLS
