/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-csc-pages.h"

#include <string.h>

#include "khidki-csc-kept.h"
#include "khidki-csc-page.h"

static void
answer (KhidkiCscVisit *visit, KhidkiPaper *paper)
{
  g_autoptr (KhidkiResponse) response = khidki_response_new (200);

  khidki_response_set_paper (response, paper);
  khidki_response_set_header (response, "Content-Disposition", "inline");
  khidki_response_set_header (response, "Content-Security-Policy",
                              "default-src 'none'");
  khidki_response_set_header (response, "Cache-Control", "private, max-age=300");
  khidki_response_set_header (response, "X-Content-Type-Options", "nosniff");
  khidki_csc_visit_answer (visit, response);
}

static void
show (KhidkiCscVisit *visit)
{
  KhidkiAnswers *answers = khidki_draft_get_answers (visit->draft);
  const char *path = visit->parts[1];

  for (guint i = 0; i < khidki_answers_get_n_papers (answers, path); i++)
    {
      KhidkiPaper *paper = khidki_answers_get_paper (answers, path, i, NULL);

      if (strcmp (khidki_paper_get_hash (paper), visit->parts[2]) == 0)
        {
          answer (visit, paper);
          return;
        }
    }
  khidki_csc_visit_tell (visit, 404, "not-found");
}

/* A paper of a draft, to whoever has the draft before them. */
void
khidki_csc_paper_show (KhidkiCscVisit *visit)
{
  khidki_csc_visit_load (visit, show);
}
