/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-paper.h"

G_BEGIN_DECLS

/**
 * KhidkiAnswers:
 *
 * What has been answered in one form: a path (`name`, `address.pin`,
 * `family.2.age`: the second member, they are counted from 1) to a canonical
 * text (see [enum@FieldType] for the form of each type), and papers by the path
 * of their group, several each. Copied when changed, immutable when shared;
 * serialises to a GVariant.
 *
 * Since: 0.1
 */
typedef struct _KhidkiAnswers KhidkiAnswers;

#define KHIDKI_TYPE_ANSWERS (khidki_answers_get_type ())

GType khidki_answers_get_type (void);

KhidkiAnswers *khidki_answers_new (void);
KhidkiAnswers *khidki_answers_copy (KhidkiAnswers *self);
KhidkiAnswers *khidki_answers_ref (KhidkiAnswers *self);
void khidki_answers_unref (KhidkiAnswers *self);

/* On a fresh copy only. */
void khidki_answers_set (KhidkiAnswers *self, const char *path, const char *value);
void khidki_answers_unset (KhidkiAnswers *self, const char *path);
void khidki_answers_unset_below (KhidkiAnswers *self, const char *prefix);
void khidki_answers_add_paper (KhidkiAnswers *self,
                               const char *path,
                               const char *kind,
                               KhidkiPaper *paper);
void khidki_answers_remove_papers (KhidkiAnswers *self, const char *path);
void khidki_answers_remove_paper (KhidkiAnswers *self, const char *path, guint index);
void khidki_answers_remove_member (KhidkiAnswers *self, const char *group, guint member);

const char *khidki_answers_get (KhidkiAnswers *self, const char *path);
guint khidki_answers_get_repeats (KhidkiAnswers *self, const char *group);
GStrv khidki_answers_list_paths (KhidkiAnswers *self);
guint khidki_answers_get_n_papers (KhidkiAnswers *self, const char *path);
KhidkiPaper *khidki_answers_get_paper (KhidkiAnswers *self,
                                       const char *path,
                                       guint index,
                                       const char **kind);
GStrv khidki_answers_list_paper_paths (KhidkiAnswers *self);
gboolean khidki_answers_equal (KhidkiAnswers *a, KhidkiAnswers *b);

GVariant *khidki_answers_to_variant (KhidkiAnswers *self);
KhidkiAnswers *khidki_answers_new_from_variant (GVariant *variant);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiAnswers, khidki_answers_unref)

G_END_DECLS
