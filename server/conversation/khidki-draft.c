/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conversation/khidki-draft.h"

struct _KhidkiDraft
{
  char *id;
  char *service;
  char *service_version;
  char *relation;
  KhidkiAnswers *answers;
};

/**
 * khidki_draft_new:
 * @id: a name of its own
 * @service: the service's id
 * @service_version: the version of its definition
 * @relation: `self` or `other`
 * @answers: (transfer none): what was answered; not changed any more
 *
 * Returns: (transfer full): a new draft
 *
 * Since: 0.1
 */
KhidkiDraft *
khidki_draft_new (const char *id,
                  const char *service,
                  const char *service_version,
                  const char *relation,
                  KhidkiAnswers *answers)
{
  KhidkiDraft *self;

  g_return_val_if_fail (id != NULL && service != NULL && service_version != NULL, NULL);
  g_return_val_if_fail (relation != NULL && answers != NULL, NULL);

  self = g_atomic_rc_box_new0 (KhidkiDraft);
  self->id = g_strdup (id);
  self->service = g_strdup (service);
  self->service_version = g_strdup (service_version);
  self->relation = g_strdup (relation);
  self->answers = khidki_answers_ref (answers);

  return self;
}

/**
 * khidki_draft_copy_with_answers:
 * @self: a draft
 * @answers: (transfer none): what is answered now
 *
 * Returns: (transfer full): the same draft with other answers
 *
 * Since: 0.1
 */
KhidkiDraft *
khidki_draft_copy_with_answers (KhidkiDraft *self, KhidkiAnswers *answers)
{
  return khidki_draft_new (self->id, self->service, self->service_version, self->relation, answers);
}

KhidkiDraft *
khidki_draft_ref (KhidkiDraft *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
khidki_draft_clear (KhidkiDraft *self)
{
  g_free (self->id);
  g_free (self->service);
  g_free (self->service_version);
  g_free (self->relation);
  khidki_answers_unref (self->answers);
}

void
khidki_draft_unref (KhidkiDraft *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) khidki_draft_clear);
}

const char *
khidki_draft_get_id (KhidkiDraft *self)
{
  return self->id;
}

const char *
khidki_draft_get_service (KhidkiDraft *self)
{
  return self->service;
}

const char *
khidki_draft_get_service_version (KhidkiDraft *self)
{
  return self->service_version;
}

const char *
khidki_draft_get_relation (KhidkiDraft *self)
{
  return self->relation;
}

/**
 * khidki_draft_get_answers:
 * @self: a draft
 *
 * Returns: (transfer none): the answers, which must not be changed
 *
 * Since: 0.1
 */
KhidkiAnswers *
khidki_draft_get_answers (KhidkiDraft *self)
{
  return self->answers;
}

/**
 * khidki_draft_to_variant:
 * @self: a draft
 *
 * Returns: (transfer floating): the draft as a value
 *
 * Since: 0.1
 */
GVariant *
khidki_draft_to_variant (KhidkiDraft *self)
{
  g_autoptr (GVariant) answers = khidki_answers_to_variant (self->answers);

  return g_variant_new ("(ssssv)", self->id, self->service, self->service_version, self->relation,
                        answers);
}

/**
 * khidki_draft_new_from_variant:
 * @variant: (transfer none): what khidki_draft_to_variant() gave
 *
 * Returns: (transfer full) (nullable): the draft, %NULL if @variant is none
 *
 * Since: 0.1
 */
KhidkiDraft *
khidki_draft_new_from_variant (GVariant *variant)
{
  const char *id, *service, *service_version, *relation;
  g_autoptr (GVariant) value = NULL;
  g_autoptr (KhidkiAnswers) answers = NULL;

  if (variant == NULL || !g_variant_is_of_type (variant, G_VARIANT_TYPE ("(ssssv)")))
    return NULL;

  g_variant_get (variant, "(&s&s&s&sv)", &id, &service, &service_version, &relation, &value);
  answers = khidki_answers_new_from_variant (value);
  if (answers == NULL)
    return NULL;

  return khidki_draft_new (id, service, service_version, relation, answers);
}
