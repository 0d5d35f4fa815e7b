/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KhidkiVocabulary:
 *
 * The words of many names, each of them once: what somebody wrote is compared with each
 * word, and not with each name in which it stands. What is named has a number.
 *
 * Since: 0.1
 */
typedef struct _KhidkiVocabulary KhidkiVocabulary;

KhidkiVocabulary *khidki_vocabulary_new (void);
void khidki_vocabulary_free (KhidkiVocabulary *self);

void khidki_vocabulary_add (KhidkiVocabulary *self, guint number, GStrv name);
void khidki_vocabulary_hear (KhidkiVocabulary *self,
                             const char *const *words,
                             double *likeness,
                             gboolean *named);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiVocabulary, khidki_vocabulary_free)

G_END_DECLS
