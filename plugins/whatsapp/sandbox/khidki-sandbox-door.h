/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Where calls come in. libsoup's own listener loses the socket of every connection that it
 * accepts: it is given connections that were accepted here. */
typedef struct _KhidkiSandboxDoor KhidkiSandboxDoor;

KhidkiSandboxDoor *khidki_sandbox_door_new         (SoupServer        *server,
                                                    const char        *listen,
                                                    GError           **error);
void               khidki_sandbox_door_free        (KhidkiSandboxDoor *door);
char              *khidki_sandbox_door_dup_address (KhidkiSandboxDoor *door);
GSocket           *khidki_sandbox_door_find_socket (SoupServerMessage *message);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiSandboxDoor, khidki_sandbox_door_free)

G_END_DECLS
