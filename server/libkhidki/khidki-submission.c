/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-submission.h"

struct _KhidkiSubmission
{
  char *draft;
  gint64 version;
  char *consent;
  KhidkiPaper *sheet;
  gint64 government_fee;
  gint64 service_charge;
  char *language;
};

G_DEFINE_BOXED_TYPE (KhidkiSubmission,
                     khidki_submission,
                     khidki_submission_ref,
                     khidki_submission_unref)

/**
 * khidki_submission_new:
 * @draft: the draft's id
 * @version: its version as the citizen has seen it
 *
 * Returns: (transfer full): a submission without declaration and money; news of it
 *   will be in Hindi
 *
 * Since: 0.1
 */
KhidkiSubmission *
khidki_submission_new (const char *draft, gint64 version)
{
  KhidkiSubmission *self;

  g_return_val_if_fail (draft != NULL, NULL);

  self = g_atomic_rc_box_new0 (KhidkiSubmission);
  self->draft = g_strdup (draft);
  self->version = version;
  self->language = g_strdup ("hi");
  return self;
}

/**
 * khidki_submission_ref:
 * @self: a submission
 *
 * Returns: (transfer full): @self with one more reference; any thread may take one
 *
 * Since: 0.1
 */
KhidkiSubmission *
khidki_submission_ref (KhidkiSubmission *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
khidki_submission_clear (KhidkiSubmission *self)
{
  g_free (self->draft);
  g_free (self->consent);
  g_clear_pointer (&self->sheet, khidki_paper_unref);
  g_free (self->language);
}

/**
 * khidki_submission_unref:
 * @self: (transfer full): a submission
 *
 * Gives one reference back; the last one frees it.
 *
 * Since: 0.1
 */
void
khidki_submission_unref (KhidkiSubmission *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) khidki_submission_clear);
}

/**
 * khidki_submission_set_consent:
 * @self: a submission, right after its construction
 * @code: (nullable): the code that came to the applicant's phone, as typed
 *
 * Since: 0.1
 */
void
khidki_submission_set_consent (KhidkiSubmission *self, const char *code)
{
  g_free (self->consent);
  self->consent = g_strdup (code);
}

/**
 * khidki_submission_set_sheet:
 * @self: a submission, right after its construction
 * @sheet: (transfer none) (nullable): the printed declaration that the applicant signed
 *
 * Since: 0.1
 */
void
khidki_submission_set_sheet (KhidkiSubmission *self, KhidkiPaper *sheet)
{
  g_clear_pointer (&self->sheet, khidki_paper_unref);
  self->sheet = sheet != NULL ? khidki_paper_ref (sheet) : NULL;
}

/**
 * khidki_submission_set_cash:
 * @self: a submission, right after its construction
 * @government_fee: what was taken for the government, in paise
 * @service_charge: what was taken for the centre's work, in paise
 *
 * Since: 0.1
 */
void
khidki_submission_set_cash (KhidkiSubmission *self, gint64 government_fee, gint64 service_charge)
{
  self->government_fee = government_fee;
  self->service_charge = service_charge;
}

/**
 * khidki_submission_set_language:
 * @self: a submission, right after its construction
 * @language: `hi`, `en` …: in which the citizen wants to hear of it
 *
 * Since: 0.1
 */
void
khidki_submission_set_language (KhidkiSubmission *self, const char *language)
{
  g_return_if_fail (language != NULL);

  g_free (self->language);
  self->language = g_strdup (language);
}

/**
 * khidki_submission_get_draft:
 * @self: a submission
 *
 * Returns: (transfer none): the draft's id
 *
 * Since: 0.1
 */
const char *
khidki_submission_get_draft (KhidkiSubmission *self)
{
  return self->draft;
}

/**
 * khidki_submission_get_version:
 * @self: a submission
 *
 * Returns: the draft's version as the citizen has seen it
 *
 * Since: 0.1
 */
gint64
khidki_submission_get_version (KhidkiSubmission *self)
{
  return self->version;
}

/**
 * khidki_submission_get_consent:
 * @self: a submission
 *
 * Returns: (transfer none) (nullable): the code that came to the applicant's phone
 *
 * Since: 0.1
 */
const char *
khidki_submission_get_consent (KhidkiSubmission *self)
{
  return self->consent;
}

/**
 * khidki_submission_get_sheet:
 * @self: a submission
 *
 * Returns: (transfer none) (nullable): the declaration that the applicant signed
 *
 * Since: 0.1
 */
KhidkiPaper *
khidki_submission_get_sheet (KhidkiSubmission *self)
{
  return self->sheet;
}

/**
 * khidki_submission_get_government_fee:
 * @self: a submission
 *
 * Returns: what was taken for the government, in paise
 *
 * Since: 0.1
 */
gint64
khidki_submission_get_government_fee (KhidkiSubmission *self)
{
  return self->government_fee;
}

/**
 * khidki_submission_get_service_charge:
 * @self: a submission
 *
 * Returns: what was taken for the centre's work, in paise
 *
 * Since: 0.1
 */
gint64
khidki_submission_get_service_charge (KhidkiSubmission *self)
{
  return self->service_charge;
}

/**
 * khidki_submission_get_language:
 * @self: a submission
 *
 * Returns: (transfer none): in which the citizen wants to hear of it
 *
 * Since: 0.1
 */
const char *
khidki_submission_get_language (KhidkiSubmission *self)
{
  return self->language;
}
