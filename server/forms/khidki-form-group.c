/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "forms/khidki-form-private.h"
#include "libkhidki/khidki-digits.h"


static guint
count_fields (const KhidkiForm *form, KhidkiPart *group)
{
  guint n = 0;

  for (guint i = 0; i < khidki_service_get_n_fields (form->service); i++)
    {
      KhidkiField *field = khidki_service_get_field (form->service, i);

      if (g_strcmp0 (khidki_field_get_group (field), khidki_part_get_id (group)) == 0 &&
          !khidki_field_is_optional (field) && khidki_form_is_asked_together (field))
        n++;
    }
  return n;
}

/* A question back is no address: of three fields two must be there. */
static guint
count_needed (const KhidkiForm *form, KhidkiPart *group)
{
  return count_fields (form, group) >= 3 ? 2 : 1;
}

/* What has a number in it, or says beside what it is, is no question back: the rest is
 * asked field by field. */
static guint
count_needed_once (const KhidkiForm *form, KhidkiPart *group, const char *text)
{
  g_autofree char *ascii = khidki_digits_to_ascii (text);

  return strpbrk (ascii, "0123456789") != NULL || khidki_form_names_place (text) ? 1 : count_needed (form, group);
}

static KhidkiAnswers *
fail_line (const KhidkiForm *form, KhidkiPart *group, const char *line, char **complaint)
{
  const char *example = khidki_part_get_text (group, "Example", form->language);

  if (*complaint == NULL)
    *complaint = khidki_form_say (form->language, line != NULL ? "group-line" : "group", "example",
                                  example != NULL ? example : "", "line", line, NULL);
  return NULL;
}

/* Each step sees what the steps before it have filled. */
static guint
read_record (const KhidkiForm *form, KhidkiPart *group, guint repeat, const char *text, KhidkiAnswers *answers,
             char **complaint)
{
  KhidkiForm at = *form;

  at.answers = answers;
  return khidki_form_read_record (&at, group, repeat, text, answers, complaint);
}

/* A locality that is known is a beginning of an address. */
static gboolean
has_locality (const KhidkiForm *form, KhidkiPart *group, KhidkiAnswers *answers)
{
  for (guint i = 0; i < khidki_service_get_n_fields (form->service); i++)
    {
      KhidkiField *field = khidki_service_get_field (form->service, i);

      if (g_strcmp0 (khidki_field_get_group (field), khidki_part_get_id (group)) == 0 &&
          khidki_field_get_field_type (field) == KHIDKI_FIELD_LOCALITY &&
          khidki_answers_get (answers, khidki_field_get_path (field)) != NULL)
        return TRUE;
    }
  return FALSE;
}

static KhidkiAnswers *
answer_once (const KhidkiForm *form, KhidkiPart *group, const char *text, char **complaint)
{
  g_autoptr (KhidkiAnswers) answers = khidki_answers_copy (form->answers);
  guint found;

  khidki_answers_unset_below (answers, khidki_part_get_id (group));
  found = read_record (form, group, 0, text, answers, complaint);
  if (found < count_needed_once (form, group, text) && (found == 0 || !has_locality (form, group, answers)))
    return fail_line (form, group, NULL, complaint);
  return g_steal_pointer (&answers);
}

static GPtrArray *
list_lines (const char *text)
{
  g_auto (GStrv) raw = g_strsplit_set (text, "\r\n", -1);
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; raw[i] != NULL; i++)
    if (*g_strstrip (raw[i]) != '\0')
      g_ptr_array_add (lines, g_strdup (raw[i]));
  return lines;
}

/* Whether a piece of a line tells of somebody by itself: who it is, and how old or what
 * they earn. */
static gboolean
is_member (const KhidkiForm *form, KhidkiPart *group, const char *text)
{
  g_autoptr (KhidkiAnswers) scratch = khidki_answers_copy (form->answers);
  g_autofree char *complaint = NULL;
  g_autofree char *ascii = khidki_digits_to_ascii (text);

  return strpbrk (ascii, "0123456789") != NULL && read_record (form, group, 1, text, scratch, &complaint) > 2;
}

/* Mohan husband 38 120000, Ravi son 12 0; ਘਰਵਾਲੀ ਜਸਵੀਰ 48 ਤੇ ਮੁੰਡਾ ਮਨਦੀਪ 22: several in one
 * line, if every piece is one. */
static gboolean
add_members (const KhidkiForm *form, KhidkiPart *group, const char *line, const char *between, GPtrArray *members)
{
  g_auto (GStrv) pieces = g_regex_split_simple (between, line, G_REGEX_CASELESS, 0);
  guint n = g_strv_length (pieces);

  for (guint i = 0; i < n; i++)
    if (n < 2 || !is_member (form, group, g_strstrip (pieces[i])))
      return FALSE;
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (members, g_strdup (pieces[i]));
  return n > 0;
}

#define JOINERS "\\s(?:and|aur|te|tatha|और|तथा|ਤੇ|ਅਤੇ|اور)\\s"

/* (transfer full): the lines, one for each that is told of */
static GPtrArray *
list_members (const KhidkiForm *form, KhidkiPart *group, GPtrArray *lines)
{
  static const char *const between[] = { ";", JOINERS, "[;,،؛&]|" JOINERS };
  GPtrArray *members = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < lines->len; i++)
    {
      const char *line = g_ptr_array_index (lines, i);
      gboolean several = FALSE;

      for (guint j = 0; j < G_N_ELEMENTS (between) && !several; j++)
        several = add_members (form, group, line, between[j], members);
      if (!several)
        g_ptr_array_add (members, g_strdup (line));
    }
  return members;
}

/* One member may also be spread over several lines, a field each. */
static gboolean
is_one_record (const KhidkiForm *form, KhidkiPart *group, GPtrArray *lines)
{
  g_autoptr (KhidkiAnswers) scratch = khidki_answers_copy (form->answers);
  g_autofree char *complaint = NULL;

  return lines->len > 1 && lines->len <= count_fields (form, group) + 1 &&
         read_record (form, group, 1, g_ptr_array_index (lines, 0), scratch, &complaint) < 2;
}

static void
set_more (KhidkiPart *group, KhidkiAnswers *answers, const char *value)
{
  g_autofree char *path = khidki_form_make_more_path (khidki_part_get_id (group));

  khidki_answers_set (answers, path, value);
}

static gboolean
is_more (KhidkiService *service, const char *path)
{
  g_autofree char *id = g_strndup (path, strlen (path) - MIN (strlen (path), strlen (KHIDKI_FORM_MORE)));
  KhidkiPart *group = khidki_service_find_part (service, "Group", id);
  guint minimum, maximum;

  return g_str_has_suffix (path, KHIDKI_FORM_MORE) && group != NULL
         && khidki_part_get_repeat (group, &minimum, &maximum);
}

/* Whether it was asked once, and another answer has made it needless since. A path that
 * is none of the service's form is not asked about. */
static gboolean
is_void (const KhidkiForm *form, const char *path)
{
  gboolean known = khidki_service_find_field (form->service, path) != NULL ||
                   khidki_service_find_part (form->service, "Paper", path) != NULL;

  return known && !khidki_form_applies (form, path);
}

KhidkiAnswers *
khidki_form_dup_declared (KhidkiService *service, KhidkiAnswers *answers)
{
  const KhidkiForm form = { .service = service, .answers = answers };
  KhidkiAnswers *declared = khidki_answers_copy (answers);
  g_auto (GStrv) paths = khidki_answers_list_paths (answers);
  g_auto (GStrv) papers = khidki_answers_list_paper_paths (answers);

  for (guint i = 0; paths[i] != NULL; i++)
    if (is_more (service, paths[i]) || is_void (&form, paths[i]))
      khidki_answers_unset (declared, paths[i]);
  for (guint i = 0; papers[i] != NULL; i++)
    if (is_void (&form, papers[i]))
      khidki_answers_remove_papers (declared, papers[i]);
  return declared;
}

/* Who was declared was everybody, and is not asked for again; but for a group that the form
 * did not have then. */
static void
settle_groups (KhidkiService *service, const char *version, KhidkiAnswers *answers)
{
  GPtrArray *groups = khidki_service_get_parts (service, "Group");
  gboolean same = g_strcmp0 (khidki_service_get_version (service), version) == 0;

  for (guint i = 0; i < groups->len; i++)
    {
      KhidkiPart *group = g_ptr_array_index (groups, i);

      if (khidki_part_get_repeat (group, NULL, NULL)
          && (same || khidki_answers_get_repeats (answers, khidki_part_get_id (group)) > 0))
        set_more (group, answers, "no");
    }
}

KhidkiAnswers *
khidki_form_dup_again (KhidkiService *service, const char *version, KhidkiAnswers *answers)
{
  KhidkiAnswers *again = khidki_answers_copy (answers);
  g_auto (GStrv) paths = khidki_answers_list_paths (answers);
  g_auto (GStrv) papers = khidki_answers_list_paper_paths (answers);

  for (guint i = 0; paths[i] != NULL; i++)
    if (khidki_service_find_field (service, paths[i]) == NULL)
      khidki_answers_unset (again, paths[i]);
  for (guint i = 0; papers[i] != NULL; i++)
    if (khidki_service_find_part (service, "Paper", papers[i]) == NULL)
      khidki_answers_remove_papers (again, papers[i]);
  settle_groups (service, version, again);
  return again;
}

static KhidkiAnswers *
remove_repeat (const KhidkiForm *form, KhidkiPart *group, guint repeat)
{
  const char *id = khidki_part_get_id (group);
  g_autofree char *gone = g_strdup_printf ("%s.%u", id, repeat);
  KhidkiAnswers *answers = khidki_answers_copy (form->answers);
  g_auto (GStrv) paths = khidki_answers_list_paths (form->answers);

  khidki_answers_unset_below (answers, gone);
  for (guint i = 0; paths[i] != NULL; i++)
    {
      guint at = khidki_form_get_repeat (paths[i]);
      g_autofree char *moved = NULL;

      if (!g_str_has_prefix (paths[i], id) || paths[i][strlen (id)] != '.' || at <= repeat)
        continue;
      moved = g_strdup_printf ("%s.%u%s", id, at - 1, strchr (paths[i] + strlen (id) + 1, '.'));
      khidki_answers_set (answers, moved, khidki_answers_get (form->answers, paths[i]));
      khidki_answers_unset (answers, paths[i]);
    }
  set_more (group, answers, "no");
  return answers;
}

static KhidkiAnswers *
fail_many (const KhidkiForm *form, guint maximum, char **complaint)
{
  g_autofree char *most = g_strdup_printf ("%u", maximum);

  g_free (*complaint);
  *complaint = khidki_form_say (form->language, "group-many", "maximum", most, NULL);
  return NULL;
}

/* The first line goes to @repeat, further ones behind those that are there. */
static KhidkiAnswers *
answer_lines (const KhidkiForm *form, KhidkiPart *group, guint repeat, GPtrArray *lines, char **complaint)
{
  const char *id = khidki_part_get_id (group);
  g_autoptr (KhidkiAnswers) answers = khidki_answers_copy (form->answers);
  g_autofree char *replaced = g_strdup_printf ("%s.%u", id, repeat);
  guint maximum = 0;

  khidki_part_get_repeat (group, NULL, &maximum);
  khidki_answers_unset_below (answers, replaced);
  for (guint i = 0; i < lines->len; i++)
    {
      guint at = i == 0 ? repeat : khidki_answers_get_repeats (answers, id) + 1;
      const char *line = g_ptr_array_index (lines, i);
      g_autofree char *said = NULL;
      guint found;

      if (at > maximum)
        return fail_many (form, maximum, complaint);
      found = read_record (form, group, at, line, answers, &said);
      if (said != NULL || found < count_needed (form, group))
        {
          g_free (*complaint);
          *complaint = g_steal_pointer (&said);
        }
      if (found < count_needed (form, group))
        return fail_line (form, group, lines->len > 1 ? line : NULL, complaint);
    }

  if (khidki_answers_get_repeats (form->answers, id) < khidki_answers_get_repeats (answers, id))
    set_more (group, answers, NULL);
  return g_steal_pointer (&answers);
}

static KhidkiAnswers *
answer_repeat (const KhidkiForm *form, KhidkiPart *group, guint repeat, const char *text, char **complaint)
{
  g_autoptr (GPtrArray) lines = list_lines (text);
  g_autoptr (GPtrArray) members = NULL;
  guint repeats = khidki_answers_get_repeats (form->answers, khidki_part_get_id (group));
  guint minimum = 0;

  khidki_part_get_repeat (group, &minimum, NULL);
  if (repeat <= repeats && repeats > minimum && khidki_form_means_remove (text))
    return remove_repeat (form, group, repeat);
  if (repeat > repeats && repeats >= minimum && khidki_form_means_nobody (text))
    {
      KhidkiAnswers *answers = khidki_answers_copy (form->answers);

      set_more (group, answers, "no");
      return answers;
    }
  if (is_one_record (form, group, lines))
    {
      g_autofree char *joined = g_strdup (text);

      g_strdelimit (joined, "\r\n", ',');
      g_ptr_array_set_size (lines, 0);
      g_ptr_array_add (lines, g_steal_pointer (&joined));
    }
  if (lines->len == 0)
    return fail_line (form, group, NULL, complaint);
  members = list_members (form, group, lines);
  return answer_lines (form, group, MIN (repeat, repeats + 1), members, complaint);
}

/* @need is GROUP or MORE. */
KhidkiAnswers *
khidki_form_answer_group (const KhidkiForm *form,
                          const KhidkiNeed *need,
                          const char *text,
                          char **complaint)
{
  guint repeats = khidki_answers_get_repeats (form->answers, khidki_part_get_id (need->part));

  if (!khidki_part_get_repeat (need->part, NULL, NULL))
    return answer_once (form, need->part, text, complaint);
  if (need->kind == KHIDKI_NEED_MORE)
    return answer_repeat (form, need->part, repeats + 1, text, complaint);
  return answer_repeat (form, need->part, khidki_form_get_repeat (need->path), text, complaint);
}

static KhidkiField *
find_first (const KhidkiForm *form, KhidkiPart *group)
{
  for (guint i = 0; i < khidki_service_get_n_fields (form->service); i++)
    {
      KhidkiField *field = khidki_service_get_field (form->service, i);

      if (g_strcmp0 (khidki_field_get_group (field), khidki_part_get_id (group)) == 0 &&
          !khidki_field_is_optional (field) && khidki_form_is_asked_together (field))
        return field;
    }
  return NULL;
}

/* Whether there need not be such a member at all. */
static gboolean
may_be_nobody (const KhidkiForm *form, KhidkiPart *group, guint repeat)
{
  guint minimum = 0;

  return khidki_part_get_repeat (group, &minimum, NULL) && repeat > minimum &&
         repeat > khidki_answers_get_repeats (form->answers, khidki_part_get_id (group));
}

/**
 * khidki_form_take_apart:
 * @form: a form
 * @need: what was asked
 * @path: (out) (transfer full): the first field of it, to be asked alone
 * @said: (out) (transfer full): what to tell the person
 *
 * For who cannot answer several things at once. Once the first is answered,
 * khidki_form_next() gives the others one at a time.
 *
 * Returns: (transfer full) (nullable): the answers without those that @need is for,
 *   %NULL if it is for one thing only
 */
KhidkiAnswers *
khidki_form_take_apart (const KhidkiForm *form,
                        const KhidkiNeed *need,
                        char **path,
                        char **said)
{
  KhidkiField *first = need->kind == KHIDKI_NEED_GROUP ? find_first (form, need->part) : NULL;
  guint repeat = khidki_form_get_repeat (need->path);
  KhidkiAnswers *answers;

  if (first == NULL)
    return NULL;
  answers = khidki_answers_copy (form->answers);
  khidki_answers_unset_below (answers, need->path);
  *path = khidki_form_make_path (first, repeat);
  *said = khidki_form_say (form->language, may_be_nobody (form, need->part, repeat) ? "apart-or-nobody" : "apart", NULL);
  return answers;
}

/* (nullable): answers that say that there is no other member, where one was asked
 * for by its first field. */
KhidkiAnswers *
khidki_form_answer_nobody (const KhidkiForm *form, const KhidkiNeed *need, const char *text)
{
  KhidkiAnswers *answers;

  if (need->part == NULL || !may_be_nobody (form, need->part, khidki_form_get_repeat (need->path)) ||
      !khidki_form_means_nobody (text))
    return NULL;
  answers = khidki_answers_copy (form->answers);
  set_more (need->part, answers, "no");
  return answers;
}
