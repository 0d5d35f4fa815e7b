/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KhidkiMarks:
 *
 * Which events are being stepped right now, in a file mapped into memory: it
 * outlives the process (not the machine), costs no sync, and tells the next
 * start which message may have killed this one.
 */
typedef struct _KhidkiMarks KhidkiMarks;

KhidkiMarks *khidki_marks_open (const char *path, GError **error);
void khidki_marks_close (KhidkiMarks *self);
/* The process ends for another reason: nothing that is under way is to blame. */
void khidki_marks_forgive (KhidkiMarks *self);

/* Whether a process ended without a word while @key was being stepped, by whatever
 * death: 0 for never; KHIDKI_MARKS_PARK and more if @key is the reason, because it
 * was so twice, the second time with nothing else under way. */
#define KHIDKI_MARKS_PARK 3
guint khidki_marks_get_suspicion (KhidkiMarks *self, const char *key);

/* FALSE if all slots are in use: then nothing more may be begun. */
gboolean khidki_marks_set (KhidkiMarks *self, const char *key);
void khidki_marks_clear (KhidkiMarks *self, const char *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiMarks, khidki_marks_close)

G_END_DECLS
