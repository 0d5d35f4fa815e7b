/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conversation/khidki-reasons.h"

#include "conversation/khidki-texts.h"

static char *
dup_part_text (KhidkiTurn *turn,
               KhidkiService *service,
               const char *kind,
               const char *id,
               const char *key)
{
  KhidkiPart *part = NULL;
  const char *text = NULL;

  if (service != NULL && id != NULL && *id != '\0')
    part = khidki_service_find_part (service, kind, id);
  if (part != NULL)
    text = khidki_part_get_text (part, key, khidki_turn_get_language (turn));

  return g_strdup (text != NULL ? text : "");
}

static KhidkiService *
find (KhidkiTurn *turn, const char *service)
{
  return service != NULL ? khidki_catalogue_find_service (turn->catalogue, service) : NULL;
}

/* Why: what the code says, and what the officer wrote. Never empty. */
char *
khidki_reasons_dup_why (KhidkiTurn *turn, const char *service, const char *code, const char *text)
{
  g_autofree char *reason = dup_part_text (turn, find (turn, service), "Reason", code, "Name");
  const char *words = text != NULL ? text : "";

  if (*reason == '\0' && *words == '\0')
    return khidki_turn_dup_word (turn, "rejected.no-reason");
  return g_strconcat (reason, *reason != '\0' && *words != '\0' ? " – " : "", words, NULL);
}

/* The names of the papers that the reason asks for. */
static char *
dup_papers (KhidkiTurn *turn, const char *service, const char *code)
{
  KhidkiService *definition = find (turn, service);
  KhidkiPart *reason = NULL;
  const char *const *papers = NULL;
  GString *names = g_string_new (NULL);

  if (definition != NULL && code != NULL && *code != '\0')
    reason = khidki_service_find_part (definition, "Reason", code);
  if (reason != NULL)
    papers = khidki_part_get_list (reason, "Bring");
  for (guint i = 0; papers != NULL && papers[i] != NULL; i++)
    {
      g_autofree char *name = dup_part_text (turn, definition, "Paper", papers[i], "Name");

      g_string_append_printf (names, "%s%s", i > 0 ? khidki_texts_get (khidki_turn_get_language (turn), "text.comma") : "", *name != '\0' ? name : papers[i]);
    }

  return g_string_free (names, FALSE);
}

/* What helps in this case, and what the law gives in every case. Never empty. */
char *
khidki_reasons_dup_what_now (KhidkiTurn *turn, const char *service, const char *code)
{
  KhidkiService *definition = find (turn, service);
  g_autofree char *papers = dup_papers (turn, service, code);
  g_autofree char *ready =
    *papers != '\0' ? khidki_turn_dup_text (turn, "rejected.papers", "papers", papers, NULL)
                    : g_strdup ("");
  g_autofree char *help = dup_part_text (turn, definition, "Reason", code, "Help");
  g_autofree char *own = khidki_turn_dup_text (turn, "rejected.remedy", NULL);
  const char *remedy = NULL;

  if (definition != NULL)
    remedy = khidki_service_get_text (definition, "Remedy", khidki_turn_get_language (turn));
  if (remedy == NULL || *remedy == '\0')
    remedy = own;

  return g_strconcat (help, *help != '\0' ? "\n" : "", ready, *ready != '\0' ? "\n" : "", remedy,
                      NULL);
}

char *
khidki_reasons_dup_stage (KhidkiTurn *turn, const char *service, const char *stage)
{
  return dup_part_text (turn, find (turn, service), "Stage", stage, "Name");
}
