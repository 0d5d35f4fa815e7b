/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-answers.h"

G_BEGIN_DECLS

/**
 * KhidkiDraft:
 *
 * An application that is being filled: the citizen's, not the channel's. Each
 * answer keeps who typed it. Immutable; serialises to a GVariant.
 *
 * Since: 0.1
 */
typedef struct _KhidkiDraft KhidkiDraft;

#define KHIDKI_TYPE_DRAFT (khidki_draft_get_type ())

GType khidki_draft_get_type (void);

KhidkiDraft *khidki_draft_new (const char *id,
                               const char *service,
                               const char *service_version,
                               const char *relation,
                               KhidkiAnswers *answers);
KhidkiDraft *khidki_draft_copy_with_answers (KhidkiDraft *self,
                                             KhidkiAnswers *answers,
                                             const char *author);
KhidkiDraft *khidki_draft_copy_without_member (KhidkiDraft *self, const char *group, guint member);
KhidkiDraft *khidki_draft_copy_with_relation (KhidkiDraft *self, const char *relation);
KhidkiDraft *khidki_draft_copy_with_version (KhidkiDraft *self, gint64 version);
KhidkiDraft *khidki_draft_ref (KhidkiDraft *self);
void khidki_draft_unref (KhidkiDraft *self);

const char *khidki_draft_get_id (KhidkiDraft *self);
const char *khidki_draft_get_service (KhidkiDraft *self);
const char *khidki_draft_get_service_version (KhidkiDraft *self);
const char *khidki_draft_get_relation (KhidkiDraft *self);
KhidkiAnswers *khidki_draft_get_answers (KhidkiDraft *self);
const char *khidki_draft_get_author (KhidkiDraft *self, const char *path);
GStrv khidki_draft_list_authors (KhidkiDraft *self);
gint64 khidki_draft_get_version (KhidkiDraft *self);

GVariant *khidki_draft_to_variant (KhidkiDraft *self);
KhidkiDraft *khidki_draft_new_from_variant (GVariant *variant);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiDraft, khidki_draft_unref)

G_END_DECLS
