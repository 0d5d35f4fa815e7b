/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Numbered records of which only the last so many, and so many bytes, are kept. */
typedef struct _KhidkiSandboxRing KhidkiSandboxRing;

KhidkiSandboxRing *khidki_sandbox_ring_new       (guint              max_records,
                                                  gsize              max_bytes);
void               khidki_sandbox_ring_free      (KhidkiSandboxRing *ring);
guint64            khidki_sandbox_ring_append    (KhidkiSandboxRing *ring,
                                                  JsonObject        *record);
guint64            khidki_sandbox_ring_get_last  (KhidkiSandboxRing *ring);
gboolean           khidki_sandbox_ring_has_lost  (KhidkiSandboxRing *ring,
                                                  guint64            after);
JsonArray         *khidki_sandbox_ring_since     (KhidkiSandboxRing *ring,
                                                  guint64            after);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiSandboxRing, khidki_sandbox_ring_free)

G_END_DECLS
