/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "daemon/khidki-daemon-data.h"

G_BEGIN_DECLS

/* Adds a line to @mistakes (element-type utf8) for whatever in [server] and
 * [store] would keep the server from starting: file, key, expected, found. Looks
 * only; nothing is made or opened for writing. @data is what the files of dated
 * data say if none of them has a mistake, and as it was otherwise. */
void khidki_daemon_check (KhidkiConfig *config, KhidkiDaemonData *data, GPtrArray *mistakes);

/* Adds a line for each gap of the dated data at the instant @now (UTC milliseconds):
 * a sub-division without a service centre, an operator at a centre that is not open.
 * Days that pass open them: a server starts and reloads in spite of them. */
void khidki_daemon_check_gaps (KhidkiConfig *config,
                               KhidkiDaemonData *data,
                               gint64 now,
                               GPtrArray *mistakes);

/* Adds what khidki_daemon_list_texts() lists on the day of @now to @notes. */
void khidki_daemon_check_texts (KhidkiConfig *config, gint64 now, GPtrArray *notes);

/* khidki_daemon_check() as one error, KHIDKI_ERROR_INVALID, a mistake a line. */
gboolean khidki_daemon_check_or_fail (KhidkiConfig *config, KhidkiDaemonData *data, GError **error);

G_END_DECLS
