/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "forms/khidki-form-private.h"
#include "libkhidki/khidki-digits.h"

static KhidkiAnswers *
refuse (const KhidkiForm *form, const char *key, char **complaint)
{
  *complaint = khidki_form_say (form->language, key, NULL);
  return NULL;
}

/* The further member that was asked for is there now: whether there is yet another one is
 * a new question. */
static void
settle_members (const KhidkiForm *form, KhidkiField *field, KhidkiAnswers *answers)
{
  const char *group = khidki_field_get_group (field);
  g_autofree char *more = group != NULL ? khidki_form_make_more_path (group) : NULL;

  if (group != NULL && g_strcmp0 (khidki_answers_get (answers, more), "yes") == 0
      && khidki_answers_get_repeats (answers, group) > khidki_answers_get_repeats (form->answers, group))
    khidki_answers_unset (answers, more);
}

static KhidkiAnswers *
set_field (const KhidkiForm *form, KhidkiField *field, const char *path, const char *text, char **complaint)
{
  g_autofree char *value = khidki_form_check_value (form, field, path, text, complaint);
  KhidkiAnswers *answers;

  if (value == NULL)
    return NULL;
  answers = khidki_answers_copy (form->answers);
  khidki_answers_set (answers, path, value);
  settle_members (form, field, answers);
  return answers;
}

/* A number in the list that was shown is a number of that list. */
static const char *
find_listed (const KhidkiForm *form, const KhidkiNeed *need, const char *text, char **ids)
{
  char *end = NULL;
  guint64 number = g_ascii_strtoull (text, &end, 10);

  if (end == text || *end != '\0' || number == 0 || ids == NULL || number > g_strv_length (ids))
    return NULL;
  return ids[number - 1];
}

/* (transfer full) (nullable): the only mobile number in a sentence: mera likh lo 98… */
static char *
dup_only_mobile (const char *text)
{
  static GRegex *mobile;
  g_autofree char *ascii = khidki_digits_to_ascii (text);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *number = NULL;

  if (g_once_init_enter (&mobile))
    g_once_init_leave (&mobile, g_regex_new ("(?<![0-9])(?:\\+?91[ -]?|0)?[6-9](?:[ -]?[0-9]){9}(?![0-9])", 0, 0, NULL));
  if (!g_regex_match (mobile, ascii, 0, &match))
    return NULL;
  number = g_match_info_fetch (match, 0);
  return g_match_info_next (match, NULL) ? NULL : g_steal_pointer (&number);
}

static KhidkiAnswers *
answer_field (const KhidkiForm *form, const KhidkiNeed *need, const char *text, char **complaint)
{
  g_auto (GStrv) ids = NULL;
  g_auto (GStrv) names = NULL;
  const char *listed = NULL;
  g_autofree char *mobile = NULL;
  KhidkiAnswers *nobody = khidki_form_answer_nobody (form, need, text);

  if (nobody != NULL)
    return nobody;
  if (khidki_field_get_field_type (need->field) == KHIDKI_FIELD_SUBDIVISION &&
      khidki_form_list_choices (form, need, &ids, &names))
    {
      listed = find_listed (form, need, text, ids);
      if (listed == NULL && ids[0] != NULL && ids[1] == NULL && khidki_form_match_yes_no (text) == 1)
        listed = ids[0];
    }
  if (khidki_field_get_field_type (need->field) == KHIDKI_FIELD_MOBILE)
    mobile = dup_only_mobile (text);
  if (mobile != NULL)
    listed = mobile;
  return set_field (form, need->field, need->path, listed != NULL ? listed : text, complaint);
}

static KhidkiAnswers *
answer_more (const KhidkiForm *form, const KhidkiNeed *need, const char *text, char **complaint)
{
  int answer = khidki_form_match_yes_no (text);
  const char *example = khidki_part_get_text (need->part, "Example", form->language);
  KhidkiAnswers *answers;

  if (answer < 0 && khidki_form_means_nobody (text))
    answer = 0;
  if (answer >= 0)
    {
      answers = khidki_answers_copy (form->answers);
      khidki_answers_set (answers, need->path, answer == 1 ? "yes" : "no");
      return answers;
    }

  answers = khidki_form_answer_group (form, need, text, complaint);
  if (answers == NULL && *complaint == NULL)
    *complaint = khidki_form_say (form->language, "more", "example", example, NULL);
  return answers;
}

/**
 * khidki_form_answer:
 * @form: a form
 * @need: what was asked
 * @text: what the person wrote
 * @said: (out) (optional) (nullable) (transfer full): what to tell them when it cannot
 *   be taken; with answers a remark, usually none
 *
 * Returns: (transfer full) (nullable): the answers with it, %NULL with @said
 */
KhidkiAnswers *
khidki_form_answer (const KhidkiForm *form,
                    const KhidkiNeed *need,
                    const char *text,
                    char **said)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *local = NULL;

  if (said == NULL)
    said = &local;
  *said = NULL;
  g_strstrip (valid);
  switch (need->kind)
    {
    case KHIDKI_NEED_FIELD:
      return answer_field (form, need, valid, said);
    case KHIDKI_NEED_GROUP:
      return khidki_form_answer_group (form, need, valid, said);
    case KHIDKI_NEED_MORE:
      return answer_more (form, need, valid, said);
    case KHIDKI_NEED_PRIVATE:
      return refuse (form, "private-here", said);
    case KHIDKI_NEED_PAPER:
      return refuse (form, "paper-here", said);
    case KHIDKI_NEED_REVIEW:
    default:
      return refuse (form, "pattern", said);
    }
}

/**
 * khidki_form_set:
 * @form: a form
 * @path: a field's path, or `family.more`
 * @value: a choice's id, what a page was given
 * @said: (out) (optional) (nullable) (transfer full): as in khidki_form_answer()
 *
 * Returns: (transfer full) (nullable): the answers with it, %NULL with @said
 */
KhidkiAnswers *
khidki_form_set (const KhidkiForm *form,
                 const char *path,
                 const char *value,
                 char **said)
{
  KhidkiField *field = khidki_service_find_field (form->service, path);
  g_autoptr (KhidkiNeed) need = NULL;
  g_autofree char *local = NULL;

  if (said == NULL)
    said = &local;
  *said = NULL;
  if (field != NULL)
    return set_field (form, field, path, value, said);
  need = khidki_form_need_for (form, path);
  if (need != NULL && (need->kind == KHIDKI_NEED_MORE || need->kind == KHIDKI_NEED_GROUP))
    return khidki_form_answer (form, need, value, said);
  return refuse (form, "pattern", said);
}

const char *
khidki_form_get_applicant_name (const KhidkiForm *form)
{
  const char *path = khidki_service_get_value (form->service, "Service", "Applicant");
  const char *name = khidki_answers_get (form->answers, path != NULL ? path : "name");

  return name != NULL ? name : "";
}
