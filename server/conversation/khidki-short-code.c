/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conversation/khidki-offer-code.h"
#include "conversation/khidki-rooms.h"
#include "conversation/khidki-short.h"

/* So many names fit beside the rest of the text. */
#define MOST_NAMES 6

/* What the form still lacks, by its names; those of papers first, for they are what
 * has to be carried along. */
static char *
dup_missing (KhidkiTurn *turn)
{
  GString *list = g_string_new (NULL);
  g_auto (GStrv) paths = NULL;
  KhidkiForm form;
  guint n = 0;

  if (khidki_turn_get_form (turn, &form))
    paths = khidki_form_check_all (&form, NULL);
  for (guint round = 0; round < 2; round++)
    for (guint i = 0; paths != NULL && paths[i] != NULL && n < MOST_NAMES; i++)
      {
        gboolean paper = khidki_service_find_part (form.service, "Paper", paths[i]) != NULL;
        g_autofree char *label = NULL;

        if (paper != (round == 0))
          continue;
        label = khidki_form_dup_label (&form, paths[i]);
        g_string_append_printf (list, "%s%s", n++ > 0 ? ", " : "", label);
      }
  if (n == 0)
    {
      g_autofree char *nothing = khidki_turn_dup_word (turn, "short.nothing-missing");

      g_string_append (list, nothing);
    }

  return g_string_free (list, FALSE);
}

/**
 * khidki_short_code_take:
 * @turn: a turn with an event of a person
 * @text: what they wrote
 *
 * Takes a code that a counter gave. Whether it is good, the rows say; the answer comes
 * as an event.
 *
 * Returns: FALSE if it is no code at all
 *
 * Since: 0.1
 */
gboolean
khidki_short_code_take (KhidkiTurn *turn, const char *text)
{
  g_autofree char *code = khidki_offer_code_parse (text);

  if (code == NULL)
    return FALSE;
  khidki_turn_act (turn, KHIDKI_ACTION_TAKE_DRAFT)->token = g_steal_pointer (&code);
  turn->silent = TRUE;
  return TRUE;
}

/* The form is this phone's now, which cannot fill it in: where it goes on. */
void
khidki_short_code_taken (KhidkiTurn *turn)
{
  g_autofree char *name = NULL;
  g_autofree char *missing = NULL;
  g_autofree char *code = NULL;
  g_autofree char *where = NULL;
  KhidkiAction *action;

  turn->silent = TRUE;
  khidki_identity_trust_draft (turn);
  /* Else it was sent or deleted before this could be told. */
  if (!khidki_turn_sees_draft (turn))
    return;
  name = khidki_turn_dup_service_name (turn, khidki_draft_get_service (turn->draft), FALSE);
  missing = dup_missing (turn);
  code = khidki_offer_code_show (turn->context->reserved_code);
  where = khidki_short_dup_where (turn);
  action = khidki_turn_act (turn, KHIDKI_ACTION_OFFER_DRAFT);
  action->draft = khidki_draft_ref (turn->draft);
  action->token = g_strdup (turn->context->reserved_code);
  khidki_short_say (turn, "draft_taken", name, missing, where, code, NULL);
}

/* Wrong, used, late, somebody else's, or one of ours for a counter: which, is not told. */
void
khidki_short_code_refused (KhidkiTurn *turn)
{
  khidki_short_say (turn, "code_refused", turn->context->helpline, NULL);
}
