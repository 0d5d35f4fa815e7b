/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-standing.h"

struct _KhidkiStanding
{
  char *number;
  char *service;
  char *state;
  char *stage;
  char *applicant;
  gint64 submitted;
  gint64 due;
  char *query;
  char *reason;
  char *text;
  char *certificate;
  KhidkiPaper *certificate_paper;
};

G_DEFINE_BOXED_TYPE (KhidkiStanding, khidki_standing, khidki_standing_ref, khidki_standing_unref)

/**
 * khidki_standing_new:
 * @number: the application's
 * @service: the service's id
 * @state: the application's state, as `khidkictl app show` names it
 * @stage: the id of the stage that it is at, "" if it is at none
 *
 * Returns: (transfer full): how it stands
 *
 * Since: 0.1
 */
KhidkiStanding *
khidki_standing_new (const char *number, const char *service, const char *state, const char *stage)
{
  KhidkiStanding *self;

  g_return_val_if_fail (number != NULL && service != NULL, NULL);
  g_return_val_if_fail (state != NULL && stage != NULL, NULL);

  self = g_atomic_rc_box_new0 (KhidkiStanding);
  self->number = g_strdup (number);
  self->service = g_strdup (service);
  self->state = g_strdup (state);
  self->stage = g_strdup (stage);
  self->applicant = g_strdup ("");
  self->query = g_strdup ("");
  self->reason = g_strdup ("");
  self->text = g_strdup ("");
  self->certificate = g_strdup ("");
  return self;
}

/**
 * khidki_standing_ref:
 * @self: a standing
 *
 * Returns: (transfer full): @self with one more reference; any thread may take one
 *
 * Since: 0.1
 */
KhidkiStanding *
khidki_standing_ref (KhidkiStanding *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
khidki_standing_clear (KhidkiStanding *self)
{
  g_free (self->number);
  g_free (self->service);
  g_free (self->state);
  g_free (self->stage);
  g_free (self->applicant);
  g_free (self->query);
  g_free (self->reason);
  g_free (self->text);
  g_free (self->certificate);
  g_clear_pointer (&self->certificate_paper, khidki_paper_unref);
}

/**
 * khidki_standing_unref:
 * @self: (transfer full): a standing
 *
 * Gives one reference back; the last one frees it.
 *
 * Since: 0.1
 */
void
khidki_standing_unref (KhidkiStanding *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) khidki_standing_clear);
}

static void
replace (char **text, const char *with)
{
  g_free (*text);
  *text = g_strdup (with != NULL ? with : "");
}

/**
 * khidki_standing_set_applicant:
 * @self: a standing, right after its construction
 * @applicant: (nullable): the name of whom the application is for
 *
 * Since: 0.1
 */
void
khidki_standing_set_applicant (KhidkiStanding *self, const char *applicant)
{
  replace (&self->applicant, applicant);
}

/**
 * khidki_standing_set_dates:
 * @self: a standing, right after its construction
 * @submitted: when it was handed in, UTC milliseconds
 * @due: by when the office has to decide, UTC milliseconds
 *
 * Since: 0.1
 */
void
khidki_standing_set_dates (KhidkiStanding *self, gint64 submitted, gint64 due)
{
  self->submitted = submitted;
  self->due = due;
}

/**
 * khidki_standing_set_query:
 * @self: a standing, right after its construction
 * @query: (nullable): what the office asks and waits for
 *
 * Since: 0.1
 */
void
khidki_standing_set_query (KhidkiStanding *self, const char *query)
{
  replace (&self->query, query);
}

/**
 * khidki_standing_set_reason:
 * @self: a standing, right after its construction
 * @reason: (nullable): the id of the service's `[Reason …]`
 * @text: (nullable): what the officer added
 *
 * Since: 0.1
 */
void
khidki_standing_set_reason (KhidkiStanding *self, const char *reason, const char *text)
{
  replace (&self->reason, reason);
  replace (&self->text, text);
}

/**
 * khidki_standing_set_certificate:
 * @self: a standing, right after its construction
 * @number: (nullable): the certificate's
 * @paper: (transfer none) (nullable): the certificate
 *
 * Since: 0.1
 */
void
khidki_standing_set_certificate (KhidkiStanding *self, const char *number, KhidkiPaper *paper)
{
  replace (&self->certificate, number);
  g_clear_pointer (&self->certificate_paper, khidki_paper_unref);
  self->certificate_paper = paper != NULL ? khidki_paper_ref (paper) : NULL;
}

/**
 * khidki_standing_get_number:
 * @self: a standing
 *
 * Returns: (transfer none): the application's number
 *
 * Since: 0.1
 */
const char *
khidki_standing_get_number (KhidkiStanding *self)
{
  return self->number;
}

/**
 * khidki_standing_get_service:
 * @self: a standing
 *
 * Returns: (transfer none): the service's id
 *
 * Since: 0.1
 */
const char *
khidki_standing_get_service (KhidkiStanding *self)
{
  return self->service;
}

/**
 * khidki_standing_get_state:
 * @self: a standing
 *
 * Returns: (transfer none): the application's state, as `khidkictl app show` names it
 *
 * Since: 0.1
 */
const char *
khidki_standing_get_state (KhidkiStanding *self)
{
  return self->state;
}

/**
 * khidki_standing_get_stage:
 * @self: a standing
 *
 * Returns: (transfer none): the id of the service's `[Stage …]`, `""` if it is at none
 *
 * Since: 0.1
 */
const char *
khidki_standing_get_stage (KhidkiStanding *self)
{
  return self->stage;
}

/**
 * khidki_standing_get_applicant:
 * @self: a standing
 *
 * Returns: (transfer none): the name of whom the application is for, `""` if unknown
 *
 * Since: 0.1
 */
const char *
khidki_standing_get_applicant (KhidkiStanding *self)
{
  return self->applicant;
}

/**
 * khidki_standing_get_submitted:
 * @self: a standing
 *
 * Returns: when it was handed in, UTC milliseconds
 *
 * Since: 0.1
 */
gint64
khidki_standing_get_submitted (KhidkiStanding *self)
{
  return self->submitted;
}

/**
 * khidki_standing_get_due:
 * @self: a standing
 *
 * Returns: by when the office has to decide, UTC milliseconds
 *
 * Since: 0.1
 */
gint64
khidki_standing_get_due (KhidkiStanding *self)
{
  return self->due;
}

/**
 * khidki_standing_get_query:
 * @self: a standing
 *
 * Returns: (transfer none): what the office asks and waits for, `""` if nothing
 *
 * Since: 0.1
 */
const char *
khidki_standing_get_query (KhidkiStanding *self)
{
  return self->query;
}

/**
 * khidki_standing_get_reason:
 * @self: a standing
 *
 * Returns: (transfer none): the id of the service's `[Reason …]`, `""` unless it was rejected
 *
 * Since: 0.1
 */
const char *
khidki_standing_get_reason (KhidkiStanding *self)
{
  return self->reason;
}

/**
 * khidki_standing_get_text:
 * @self: a standing
 *
 * Returns: (transfer none): what the officer added to the reason, `""` if nothing
 *
 * Since: 0.1
 */
const char *
khidki_standing_get_text (KhidkiStanding *self)
{
  return self->text;
}

/**
 * khidki_standing_get_certificate:
 * @self: a standing
 *
 * Returns: (transfer none): the certificate's number, `""` if there is none
 *
 * Since: 0.1
 */
const char *
khidki_standing_get_certificate (KhidkiStanding *self)
{
  return self->certificate;
}

/**
 * khidki_standing_get_certificate_paper:
 * @self: a standing
 *
 * Returns: (transfer none) (nullable): the certificate, to be printed
 *
 * Since: 0.1
 */
KhidkiPaper *
khidki_standing_get_certificate_paper (KhidkiStanding *self)
{
  return self->certificate_paper;
}
