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

/* How often @key was being stepped when a process ended without a word: each
 * crash counts two, each kill from outside one. */
guint khidki_marks_get_suspicion (KhidkiMarks *self, const char *key);

/* FALSE if all slots are in use: then nothing more may be begun. */
gboolean khidki_marks_set (KhidkiMarks *self, const char *key);
void khidki_marks_clear (KhidkiMarks *self, const char *key);

/* Async-signal-safe: the process is crashing by its own doing. */
void khidki_marks_note_crash (KhidkiMarks *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiMarks, khidki_marks_close)

G_END_DECLS
