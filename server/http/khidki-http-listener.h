/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A listening socket for `HOST:PORT`, `unix:PATH` or `fd:N`, with a backlog that
 * survives a morning's rush (libsoup's own is small). */
GSocket *khidki_http_listener_open (const char *address, GError **error);

/* Whether @address is one of these, without opening it. */
gboolean khidki_http_listener_check (const char *address, GError **error);

G_END_DECLS
