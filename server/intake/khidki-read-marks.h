/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "outbox/khidki-outbox.h"

G_BEGIN_DECLS

/**
 * KhidkiReadMarks:
 *
 * Shows people that they were heard, where an answer takes its time: at once if
 * there is none yet, as while a paper is looked at; else only if the answer has
 * not left a moment later. A courtesy: it is dropped rather than that anybody
 * waits for it.
 */
typedef struct _KhidkiReadMarks KhidkiReadMarks;

/* (transfer none): they outlive it */
KhidkiReadMarks *khidki_read_marks_new (KhidkiHost *host,
                                        KhidkiChannels *channels,
                                        KhidkiOutbox *outbox);
void khidki_read_marks_free (KhidkiReadMarks *self);

/* @event_key: of a person's message that was acted on; @answered: whether there is
 * a reply on its way */
void khidki_read_marks_add (KhidkiReadMarks *self,
                            const char *account_key,
                            KhidkiAccount *account,
                            const char *event_key,
                            gboolean answered);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiReadMarks, khidki_read_marks_free)

G_END_DECLS
