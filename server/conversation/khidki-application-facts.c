/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conversation/khidki-conversation.h"

/**
 * khidki_application_facts_free:
 * @facts: (transfer full): facts with all they hold, allocated by g_new0()
 *
 * Since: 0.1
 */
void
khidki_application_facts_free (KhidkiApplicationFacts *facts)
{
  g_free (facts->number);
  g_free (facts->service);
  g_free (facts->service_version);
  g_free (facts->state);
  g_free (facts->stage);
  g_free (facts->applicant);
  g_free (facts->reason);
  g_free (facts->text);
  g_free (facts->query);
  g_free (facts->certificate_number);
  g_free (facts->birth);
  g_free (facts->relation);
  g_clear_pointer (&facts->certificate, khidki_paper_unref);
  g_clear_pointer (&facts->answers, khidki_answers_unref);
  g_free (facts);
}
