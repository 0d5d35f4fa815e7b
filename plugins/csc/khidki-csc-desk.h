/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <khidki.h>

G_BEGIN_DECLS

/**
 * KhidkiCscDesk:
 * @host: the plugin's world
 * @counter: the same, as a counter
 * @cancellable: ends what is under way when the plugin stops
 * @zone: in which citizens and operators read dates
 * @whatsapp: (nullable): where citizens ask how it stands, for receipts
 * @sms: (nullable): likewise
 * @helpline: (nullable): where they complain
 *
 * What every page needs. Unchanged from its construction on.
 */
typedef struct
{
  KhidkiHost *host;
  KhidkiCounter *counter;
  GCancellable *cancellable;
  GTimeZone *zone;
  char *whatsapp;
  char *sms;
  char *helpline;
} KhidkiCscDesk;

KhidkiCscDesk *khidki_csc_desk_new (KhidkiHost *host);
KhidkiCscDesk *khidki_csc_desk_ref (KhidkiCscDesk *self);
void khidki_csc_desk_unref (KhidkiCscDesk *self);

/* (transfer full): 32 hexadecimal digits of the host's randomness. */
char *khidki_csc_desk_make_key (KhidkiCscDesk *self);

/* The civil day of an instant; of now for 0. */
GDate khidki_csc_desk_get_day (KhidkiCscDesk *self, gint64 at);
char *khidki_csc_desk_dup_date (KhidkiCscDesk *self, gint64 at);
char *khidki_csc_desk_dup_time (KhidkiCscDesk *self, gint64 at);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiCscDesk, khidki_csc_desk_unref)

G_END_DECLS
