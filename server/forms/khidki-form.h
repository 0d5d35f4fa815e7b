/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "catalogue/khidki-catalogue.h"
#include "libkhidki/khidki-answers.h"

G_BEGIN_DECLS

/**
 * KhidkiForm:
 * @catalogue: (transfer none): for places
 * @department: (transfer none) (nullable): for its pure checks
 * @service: (transfer none): the definition
 * @answers: (transfer none): what was answered so far
 * @today: the civil date
 * @language: of complaints and questions
 * @for_self: whoever answers is the applicant, and is spoken to as such
 * @year: (out) (optional): what the first amount that was refused for being one of a
 *   month, a week or a day makes in a year, in rupees
 *
 * A form at one moment: a plain value on the stack. Everything here is pure;
 * chat, counter, page and desk share it.
 */
typedef struct
{
  KhidkiCatalogue *catalogue;
  KhidkiDepartment *department;
  KhidkiService *service;
  KhidkiAnswers *answers;
  const GDate *today;
  const char *language;
  gboolean for_self;
  gint64 *year;
} KhidkiForm;

/**
 * KhidkiNeedKind:
 * @KHIDKI_NEED_FIELD: a field is to be asked in the chat
 * @KHIDKI_NEED_GROUP: several fields are asked with one question (address, one more member of the family)
 * @KHIDKI_NEED_MORE: a repeating group has enough: is there another one?
 * @KHIDKI_NEED_PRIVATE: an identifier: asked on a page of ours
 * @KHIDKI_NEED_PAPER: a paper is to be sent
 * @KHIDKI_NEED_REVIEW: all that is required is there
 */
typedef enum
{
  KHIDKI_NEED_FIELD,
  KHIDKI_NEED_GROUP,
  KHIDKI_NEED_MORE,
  KHIDKI_NEED_PRIVATE,
  KHIDKI_NEED_PAPER,
  KHIDKI_NEED_REVIEW,
} KhidkiNeedKind;

/**
 * KhidkiNeed:
 * @kind: what is needed
 * @path: (owned): the field's, the group's (`address`, `family.2`) or the paper's path
 * @field: (nullable): the field
 * @part: (nullable): the group or the paper
 */
typedef struct
{
  KhidkiNeedKind kind;
  char *path;
  KhidkiField *field;
  KhidkiPart *part;
} KhidkiNeed;

void khidki_need_free (KhidkiNeed *need);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiNeed, khidki_need_free)

/* What is to be asked next, by the order of the definition, its conditions and
 * repeats; optional fields are never asked by themselves. */
KhidkiNeed *khidki_form_next (const KhidkiForm *form);

/* Whether a field of @type is among what answers the need. */
gboolean khidki_form_takes (const KhidkiForm *form, const KhidkiNeed *need, KhidkiFieldType type);

/* The need for one path, to change an answer or to give an optional one. */
KhidkiNeed *khidki_form_need_for (const KhidkiForm *form, const char *path);

/* (transfer full) (element-type KhidkiNeed): all that can be changed at the
 * review, optional ones included, in order. */
GPtrArray *khidki_form_list_needs (const KhidkiForm *form);

/* Whether a field or paper applies now (ShowIf). @path names the repeat. */
gboolean khidki_form_applies (const KhidkiForm *form, const char *path);

/* How many files a paper may have, whether it says so or not. */
guint khidki_form_get_most_files (KhidkiPart *paper);

/* (transfer full): what is declared of @answers: without the words that a conversation
 * notes for itself, whether a group has another member, and without the answers and papers
 * that do not apply any more, which nobody was shown at the review. */
KhidkiAnswers *khidki_form_dup_declared (KhidkiService *service, KhidkiAnswers *answers);

/* (transfer full): what a new application takes over of @answers, which were declared once
 * in @version of the service: what the form asks for. Neither the declaration, which is made
 * anew, nor what was sent with an answer to the office, nor a sheet signed at a counter. */
KhidkiAnswers *khidki_form_dup_again (KhidkiService *service, const char *version, KhidkiAnswers *answers);

/* What people write for a day is read alike wherever it is asked. */
gboolean khidki_form_read_date (const char *text, const GDate *today, gboolean year_enough, GDate *date);

/* Understands a free text as the answer to a need; one message may answer
 * several fields (a whole address, several members of a family, a line each).
 * Gives changed answers, where there is something to remark with @said; or NULL
 * with @said, a text for the citizen in the form's language that says what is
 * wrong, with an example. */
KhidkiAnswers *khidki_form_answer (const KhidkiForm *form,
                                   const KhidkiNeed *need,
                                   const char *text,
                                   char **said);

/* Sets one field from a raw value (a choice's id, a page's input). */
KhidkiAnswers *khidki_form_set (const KhidkiForm *form,
                                const char *path,
                                const char *value,
                                char **said);

/* (nullable): answers without those of a question for several fields, and the
 * @path of its first field, to ask them one at a time; NULL if it is for one. */
KhidkiAnswers *khidki_form_take_apart (const KhidkiForm *form,
                                       const KhidkiNeed *need,
                                       char **path,
                                       char **said);

/* Checks everything once more; (transfer full): paths that do not hold, NULL if
 * all do; @complaint tells the first. Eligibility is part of it. */
GStrv khidki_form_check_all (const KhidkiForm *form, char **complaint);

/* Text for people: the question with its example, the label, a value as people
 * write it (dates, rupees with lakh commas, choice names, masked identifiers). */
char *khidki_form_dup_question (const KhidkiForm *form, const KhidkiNeed *need);
char *khidki_form_dup_label (const KhidkiForm *form, const char *path);
char *khidki_form_dup_value (const KhidkiForm *form, const char *path);

/* The choices that a need offers: ids and names (at most 24 characters each). */
gboolean khidki_form_list_choices (const KhidkiForm *form,
                                   const KhidkiNeed *need,
                                   GStrv *ids,
                                   GStrv *names);

/* The name of the person whom the application is for, "" if not yet known. */
const char *khidki_form_get_applicant_name (const KhidkiForm *form);

/* Fills {placeholders} of a text from answers and, before them, from values. */
char *khidki_form_fill (const KhidkiForm *form, const char *text, GHashTable *values);

/**
 * KhidkiFormLine:
 * @id: (transfer none): of its `[Line …]`, as long as the service lives
 * @label: what the value is
 * @value: (nullable): the value; %NULL makes a heading
 */
typedef struct
{
  const char *id;
  char *label;
  char *value;
} KhidkiFormLine;

/* (transfer full) (element-type KhidkiFormLine): the certificate's lines in the
 * form's language, as many in every language. */
GPtrArray *khidki_form_list_lines (const KhidkiForm *form, GHashTable *values);

/* (transfer full): rupees with lakh commas: 12,34,567. */
char *khidki_form_write_rupees (gint64 rupees);

guint khidki_form_count_unreviewed (const char *language);

G_END_DECLS
