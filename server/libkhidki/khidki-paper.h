/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * KhidkiPaper:
 *
 * A handle to a file that Khidki keeps: a photo of a citizen's paper, a
 * certificate. Papers cross between plugins and the server as handles, never as
 * bytes; the bytes are reached by [iface@Host] only. Immutable.
 *
 * Since: 0.1
 */
typedef struct _KhidkiPaper KhidkiPaper;

#define KHIDKI_TYPE_PAPER (khidki_paper_get_type ())

GType khidki_paper_get_type (void);

KhidkiPaper *khidki_paper_new (const char *hash,
                               const char *mime_type,
                               gint64 size);
KhidkiPaper *khidki_paper_ref (KhidkiPaper *self);
void khidki_paper_unref (KhidkiPaper *self);

const char *khidki_paper_get_hash (KhidkiPaper *self);
const char *khidki_paper_get_mime_type (KhidkiPaper *self);
gint64 khidki_paper_get_size (KhidkiPaper *self);

GVariant *khidki_paper_to_variant (KhidkiPaper *self);
KhidkiPaper *khidki_paper_new_from_variant (GVariant *variant);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiPaper, khidki_paper_unref)

G_END_DECLS
