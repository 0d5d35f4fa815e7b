/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "daemon/khidki-daemon-data.h"

G_BEGIN_DECLS

/* Adds a line to @mistakes (element-type utf8) for whatever in [server] and
 * [store] would keep the server from starting: file, key, expected, found. Looks
 * only; nothing is made or opened for writing. @data is what the files of dated
 * data say if none of them has a mistake, and as it was otherwise. */
void khidki_daemon_check (KhidkiConfig *config, KhidkiDaemonData *data, GPtrArray *mistakes);

/* The same as one error, KHIDKI_ERROR_INVALID, a mistake a line. */
gboolean khidki_daemon_check_or_fail (KhidkiConfig *config, KhidkiDaemonData *data, GError **error);

G_END_DECLS
