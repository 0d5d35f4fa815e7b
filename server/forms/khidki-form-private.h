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
KhidkiPart *khidki_form_find_group (const KhidkiForm *form, KhidkiField *field);
gboolean khidki_form_is_together (KhidkiPart *group);
gboolean khidki_form_is_asked_together (KhidkiField *field);
gboolean khidki_form_field_applies (const KhidkiForm *form, KhidkiField *field, const char *path);
gboolean khidki_form_paper_applies (const KhidkiForm *form, KhidkiPart *paper);
KhidkiNeed *khidki_form_make_need (KhidkiNeedKind kind, const char *path, KhidkiField *field, KhidkiPart *part);

/* khidki-form-values.c: reads a text as a value of a type; canonical, or NULL
 * with @complaint (if not NULL). */
char *khidki_form_read_value (const KhidkiForm *form,
                              KhidkiField *field,
                              const char *text,
                              char **complaint);
char *khidki_form_check_value (const KhidkiForm *form,
                               KhidkiField *field,
                               const char *path,
                               const char *text,
                               char **complaint);

/* khidki-form-dates.c */
gboolean khidki_form_read_date (const char *text, const GDate *today, gboolean year_enough, GDate *date);
char *khidki_form_write_date (const GDate *date);

/* khidki-form-money.c */
gboolean khidki_form_read_money (const char *text, gint64 *rupees, gboolean *monthly);

/* khidki-form-choices.c */
typedef struct _KhidkiChoiceTable KhidkiChoiceTable;

KhidkiChoiceTable *khidki_choice_table_new (KhidkiField *field);
void khidki_choice_table_free (KhidkiChoiceTable *table);
const char *khidki_choice_table_match (KhidkiChoiceTable *table, char **words, guint n, double *likeness);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiChoiceTable, khidki_choice_table_free)

const char *khidki_form_match_choice (KhidkiField *field, const char *text);
int khidki_form_match_yes_no (const char *text);
gboolean khidki_form_means_nobody (const char *text);
gboolean khidki_form_means_remove (const char *text);

/* khidki-form-group.c */
KhidkiAnswers *khidki_form_answer_group (const KhidkiForm *form,
                                         const KhidkiNeed *need,
                                         const char *text,
                                         char **complaint);

/* khidki-form-record.c: one record of a group, out of one line */
guint khidki_form_read_record (const KhidkiForm *form,
                               KhidkiPart *group,
                               guint repeat,
                               const char *text,
                               KhidkiAnswers *answers,
                               char **complaint);

/* khidki-form-draft.c */
guint khidki_form_count_members (const KhidkiForm *form, KhidkiPart *group);
guint khidki_form_get_most_files (KhidkiPart *paper);
gboolean khidki_form_is_optional_paper (KhidkiPart *paper);
char *khidki_form_complain_of_files (const KhidkiForm *form, KhidkiPart *paper);

/* khidki-form-fill.c */
char *khidki_form_fill_at (const KhidkiForm *form, const char *text, GHashTable *values, const char *path);

G_END_DECLS
