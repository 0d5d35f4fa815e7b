/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "forms/khidki-form.h"

G_BEGIN_DECLS

/* khidki-form-texts.c */
const char *khidki_form_get_text (const char *language, const char *key);
char *khidki_form_say (const char *language, const char *key, ...) G_GNUC_NULL_TERMINATED;
char *khidki_form_dup_example (const KhidkiForm *form, KhidkiPart *part);

/* khidki-form-paths.c */
guint khidki_form_get_repeat (const char *path);
char *khidki_form_make_path (KhidkiField *field, guint repeat);
/* Behind the id of a repeating group: whether it has another member. */
#define KHIDKI_FORM_MORE ".more"
char *khidki_form_make_more_path (const char *group);
KhidkiPart *khidki_form_find_group (const KhidkiForm *form, KhidkiField *field);
gboolean khidki_form_is_together (KhidkiPart *group);
gboolean khidki_form_is_asked_together (KhidkiField *field);
gboolean khidki_form_field_applies (const KhidkiForm *form, KhidkiField *field, const char *path);
gboolean khidki_form_paper_applies (const KhidkiForm *form, KhidkiPart *paper);
KhidkiNeed *khidki_form_make_need (KhidkiNeedKind kind, const char *path, KhidkiField *field, KhidkiPart *part);

/* khidki-form-values.c: reads a text as a value of a type; canonical, or NULL
 * with @complaint (if not NULL). With a value it is a remark, usually none. */
char *khidki_form_read_value (const KhidkiForm *form,
                              KhidkiField *field,
                              const char *text,
                              char **complaint);
char *khidki_form_check_value (const KhidkiForm *form,
                               KhidkiField *field,
                               const char *path,
                               const char *text,
                               char **complaint);

/* khidki-form-names.c */
char *khidki_form_read_name (const char *text);

/* khidki-form-speech.c: words that are in nobody's name */
guint khidki_form_find_speech (const char *const *words);
char *khidki_form_dup_before_speech (const char *text);
gboolean khidki_form_is_only_speech (const char *text);

/* khidki-form-record-address.c */
gboolean khidki_form_names_place (const char *text);

/* khidki-form-dates.c */
gboolean khidki_form_names_part_of_date (const char *text);
char *khidki_form_write_date (const GDate *date);

/* khidki-form-money.c: the shorter period is the greater one */
typedef enum
{
  KHIDKI_PERIOD_UNSAID,
  KHIDKI_PERIOD_YEAR,
  KHIDKI_PERIOD_MONTH,
  KHIDKI_PERIOD_WEEK,
  KHIDKI_PERIOD_DAY,
} KhidkiPeriod;

typedef enum
{
  KHIDKI_MONEY_NONE,
  KHIDKI_MONEY_MULTIPLIER, /* lakh */
  KHIDKI_MONEY_NUMBER,     /* two */
  KHIDKI_MONEY_FRACTION,   /* saadhe */
  KHIDKI_MONEY_CURRENCY,   /* rupees */
  KHIDKI_MONEY_PERIOD,     /* a day, a month */
  KHIDKI_MONEY_FILLER,     /* per, only */
} KhidkiMoneyWord;

gboolean khidki_form_read_money (const char *text, gint64 *rupees, KhidkiPeriod *period);
KhidkiMoneyWord khidki_form_find_money_word (const char *folded, KhidkiPeriod *period);
/* What to say to an amount that is not for a year; NULL if it is, or is not said. */
char *khidki_form_dup_period_complaint (const KhidkiForm *form, gint64 rupees, KhidkiPeriod period);

/* khidki-form-record-last4.c */
char *khidki_form_read_last4 (const char *text, gboolean *whole);

/* khidki-form-choices.c */
typedef struct _KhidkiChoiceTable KhidkiChoiceTable;

KhidkiChoiceTable *khidki_choice_table_get (KhidkiField *field);
const char *khidki_choice_table_find (KhidkiChoiceTable *table, const char *folded);
const char *khidki_choice_table_match (KhidkiChoiceTable *table, char **words, guint n, double *likeness);

/* Whether the folded @words are one of @phrases, which are folded once into @folded. */
gboolean khidki_form_is_phrase_of (GHashTable **folded, const char *const *phrases, const char *words);
gboolean khidki_form_is_qualifier (const char *folded);
const char *khidki_form_match_choice (KhidkiField *field, const char *text);
int khidki_form_match_yes_no (const char *text);
gboolean khidki_form_means_nobody (const char *text);
gboolean khidki_form_means_remove (const char *text);

/* khidki-form-group.c */
KhidkiAnswers *khidki_form_answer_group (const KhidkiForm *form,
                                         const KhidkiNeed *need,
                                         const char *text,
                                         char **complaint);

KhidkiAnswers *khidki_form_answer_nobody (const KhidkiForm *form, const KhidkiNeed *need, const char *text);

/* khidki-form-record.c: one record of a group, out of one line */
guint khidki_form_read_record (const KhidkiForm *form,
                               KhidkiPart *group,
                               guint repeat,
                               const char *text,
                               KhidkiAnswers *answers,
                               char **complaint);

/* khidki-form-draft.c */
guint khidki_form_count_members (const KhidkiForm *form, KhidkiPart *group);
gboolean khidki_form_is_optional_paper (KhidkiPart *paper);
char *khidki_form_complain_of_files (const KhidkiForm *form, KhidkiPart *paper);

/* khidki-form-fill.c */
char *khidki_form_fill_at (const KhidkiForm *form, const char *text, GHashTable *values, const char *path);

G_END_DECLS
