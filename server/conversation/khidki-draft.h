/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "libkhidki/khidki-answers.h"

G_BEGIN_DECLS

/**
 * KhidkiDraft:
 *
 * An application that is being filled: the citizen's, not the channel's.
 * Immutable; serialises to a GVariant.
 */
typedef struct _KhidkiDraft KhidkiDraft;

KhidkiDraft *khidki_draft_new (const char *id,
                               const char *service,
                               const char *service_version,
                               const char *relation,
                               KhidkiAnswers *answers);
KhidkiDraft *khidki_draft_copy_with_answers (KhidkiDraft *self, KhidkiAnswers *answers);
KhidkiDraft *khidki_draft_ref (KhidkiDraft *self);
void khidki_draft_unref (KhidkiDraft *self);

const char *khidki_draft_get_id (KhidkiDraft *self);
const char *khidki_draft_get_service (KhidkiDraft *self);
const char *khidki_draft_get_service_version (KhidkiDraft *self);
/* `self` or `other`: whom it is for, seen from the account. */
const char *khidki_draft_get_relation (KhidkiDraft *self);
KhidkiAnswers *khidki_draft_get_answers (KhidkiDraft *self);

GVariant *khidki_draft_to_variant (KhidkiDraft *self);
KhidkiDraft *khidki_draft_new_from_variant (GVariant *variant);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiDraft, khidki_draft_unref)

G_END_DECLS
