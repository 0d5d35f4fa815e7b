/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * KhidkiSession:
 *
 * Where one account's conversation stands: language, place, the turn's number,
 * what was offered in it. Immutable; a step gives a new one. Serialises to a
 * GVariant; an unknown or damaged form gives a fresh session, never a failure.
 */
typedef struct _KhidkiSession KhidkiSession;

KhidkiSession *khidki_session_new (void);
KhidkiSession *khidki_session_ref (KhidkiSession *self);
void khidki_session_unref (KhidkiSession *self);

GVariant *khidki_session_to_variant (KhidkiSession *self);
KhidkiSession *khidki_session_new_from_variant (GVariant *variant);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiSession, khidki_session_unref)

G_END_DECLS
