/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "gate/khidki-config.h"
#include "libkhidki/khidki-host.h"

G_BEGIN_DECLS

/**
 * KhidkiDaemon:
 *
 * The whole server: makes the rooms, hands each what it needs, and sees to the
 * order of start, reload and stop. What a room does is in the room.
 */
typedef struct _KhidkiDaemon KhidkiDaemon;

typedef void (*KhidkiDaemonEndedFunc) (int status, gpointer user_data);

/* @ended is told once, when everything has come to its end. */
KhidkiDaemon *khidki_daemon_new (KhidkiHost *host,
                                 KhidkiConfig *config,
                                 KhidkiDaemonEndedFunc ended,
                                 gpointer user_data);
void khidki_daemon_free (KhidkiDaemon *self);

/* Opens the store and makes the rooms, waiting for both; `/livez` answers from
 * then on. Plugins start and citizens are served while the main loop runs. */
gboolean khidki_daemon_start (KhidkiDaemon *self, GError **error);
/* Reads the configuration again. A mistake in it is reported and changes nothing. */
void khidki_daemon_reload (KhidkiDaemon *self);
/* Ends everything within ten seconds; safe to call again. */
void khidki_daemon_stop (KhidkiDaemon *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiDaemon, khidki_daemon_free)

G_END_DECLS
