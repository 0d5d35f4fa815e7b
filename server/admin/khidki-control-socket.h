/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GSocket *khidki_control_socket_open (const char *path, GError **error);
gboolean khidki_control_socket_check_peer (GSocket *socket, GError **error);

G_END_DECLS
