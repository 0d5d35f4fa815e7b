/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-application.h"

struct _KhidkiApplication
{
  char *number;
  KhidkiService *service;
  KhidkiAnswers *answers;
  GDate submitted;
  char *subdivision;
};

G_DEFINE_BOXED_TYPE (KhidkiApplication, khidki_application, khidki_application_ref, khidki_application_unref)

/**
 * khidki_application_new:
 * @number: its number
 * @service: (transfer none): the service as it was on that day
 * @answers: (transfer none): what was answered; not to be changed any more
 * @submitted: the civil date
 * @subdivision: (nullable): the id of the sub-division that it belongs to
 *
 * Returns: (transfer full): the application
 *
 * Since: 0.1
 */
KhidkiApplication *
khidki_application_new (const char *number,
                        KhidkiService *service,
                        KhidkiAnswers *answers,
                        const GDate *submitted,
                        const char *subdivision)
{
  KhidkiApplication *self;

  g_return_val_if_fail (number != NULL, NULL);
  g_return_val_if_fail (service != NULL, NULL);
  g_return_val_if_fail (answers != NULL, NULL);
  g_return_val_if_fail (submitted != NULL && g_date_valid (submitted), NULL);

  self = g_atomic_rc_box_new0 (KhidkiApplication);
  self->number = g_strdup (number);
  self->service = khidki_service_ref (service);
  self->answers = khidki_answers_ref (answers);
  self->submitted = *submitted;
  self->subdivision = g_strdup (subdivision);

  return self;
}

/**
 * khidki_application_ref:
 * @self: an application
 *
 * Returns: (transfer full): @self with one more reference; any thread may take one
 *
 * Since: 0.1
 */
KhidkiApplication *
khidki_application_ref (KhidkiApplication *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
khidki_application_clear (KhidkiApplication *self)
{
  g_free (self->number);
  khidki_service_unref (self->service);
  khidki_answers_unref (self->answers);
  g_free (self->subdivision);
}

/**
 * khidki_application_unref:
 * @self: (transfer full): an application
 *
 * Gives one reference back; the last one frees it.
 *
 * Since: 0.1
 */
void
khidki_application_unref (KhidkiApplication *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) khidki_application_clear);
}

/**
 * khidki_application_get_number:
 * @self: an application
 *
 * Returns: (transfer none): its number
 *
 * Since: 0.1
 */
const char *
khidki_application_get_number (KhidkiApplication *self)
{
  return self->number;
}

/**
 * khidki_application_get_service:
 * @self: an application
 *
 * Returns: (transfer none): the service as it was on the day of submission
 *
 * Since: 0.1
 */
KhidkiService *
khidki_application_get_service (KhidkiApplication *self)
{
  return self->service;
}

/**
 * khidki_application_get_answers:
 * @self: an application
 *
 * Returns: (transfer none): frozen
 *
 * Since: 0.1
 */
KhidkiAnswers *
khidki_application_get_answers (KhidkiApplication *self)
{
  return self->answers;
}

/**
 * khidki_application_get_submitted:
 * @self: an application
 *
 * Returns: (transfer none): the civil date on which it was handed in
 *
 * Since: 0.1
 */
const GDate *
khidki_application_get_submitted (KhidkiApplication *self)
{
  return &self->submitted;
}

/**
 * khidki_application_get_subdivision:
 * @self: an application
 *
 * Returns: (nullable): the id of the sub-division
 *
 * Since: 0.1
 */
const char *
khidki_application_get_subdivision (KhidkiApplication *self)
{
  return self->subdivision;
}
