/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "libkhidki/khidki-host.h"

G_BEGIN_DECLS

/**
 * KhidkiNotify:
 *
 * Tells the service manager how the server is: the datagrams of sd_notify(3).
 * Without `NOTIFY_SOCKET` it says nothing.
 */
typedef struct _KhidkiNotify KhidkiNotify;

KhidkiNotify *khidki_notify_new (void);
void khidki_notify_free (KhidkiNotify *self);

gboolean khidki_notify_status (KhidkiNotify *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
gboolean khidki_notify_ready (KhidkiNotify *self);
gboolean khidki_notify_reloading (KhidkiNotify *self);
gboolean khidki_notify_stopping (KhidkiNotify *self);

guint khidki_notify_get_watchdog (KhidkiNotify *self);
void khidki_notify_start_watchdog (KhidkiNotify *self, KhidkiHost *host);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiNotify, khidki_notify_free)

G_END_DECLS
