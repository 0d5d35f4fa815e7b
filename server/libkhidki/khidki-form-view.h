/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-service.h"

G_BEGIN_DECLS

/**
 * KhidkiFormItemKind:
 * @KHIDKI_FORM_ITEM_HEADING: begins a group of fields, or the papers (its path is `papers`); its label names it
 * @KHIDKI_FORM_ITEM_REPEAT: begins one member of a repeating group: its path is `family.2`
 * @KHIDKI_FORM_ITEM_MORE: the end of a repeating group: its path is the group's
 * @KHIDKI_FORM_ITEM_FIELD: a field to fill
 * @KHIDKI_FORM_ITEM_PAPER: a paper to bring; its choices are the kinds that serve
 *
 * An item belongs to the last heading or member before it whose path begins its
 * own; a field that belongs to none stands alone.
 *
 * Since: 0.1
 */
typedef enum
{
  KHIDKI_FORM_ITEM_HEADING,
  KHIDKI_FORM_ITEM_REPEAT,
  KHIDKI_FORM_ITEM_MORE,
  KHIDKI_FORM_ITEM_FIELD,
  KHIDKI_FORM_ITEM_PAPER,
} KhidkiFormItemKind;

/**
 * KhidkiFormItem:
 *
 * One line of a form as it stands: only what applies now, with what was
 * answered and what is wrong with it. Lives as long as its view.
 *
 * Since: 0.1
 */
typedef struct _KhidkiFormItem KhidkiFormItem;

/**
 * KhidkiFormView:
 *
 * A whole form at one moment, in one language, in the order of its definition.
 * Made by [method@Counter.view_draft]. Immutable.
 *
 * Since: 0.1
 */
typedef struct _KhidkiFormView KhidkiFormView;

#define KHIDKI_TYPE_FORM_VIEW (khidki_form_view_get_type ())

GType khidki_form_view_get_type (void);

KhidkiFormView *khidki_form_view_new (void);
KhidkiFormView *khidki_form_view_ref (KhidkiFormView *self);
void khidki_form_view_unref (KhidkiFormView *self);

/* Right after construction only. */
KhidkiFormItem *khidki_form_view_add (KhidkiFormView *self,
                                      KhidkiFormItemKind kind,
                                      const char *path,
                                      const char *label);
void khidki_form_view_set_trouble (KhidkiFormView *self, const char *trouble);
void khidki_form_item_set_question (KhidkiFormItem *item, const char *question);
void khidki_form_item_set_example (KhidkiFormItem *item, const char *example);
void khidki_form_item_set_value (KhidkiFormItem *item, const char *value, const char *shown);
void khidki_form_item_set_trouble (KhidkiFormItem *item, const char *trouble);
void khidki_form_item_set_field (KhidkiFormItem *item,
                                 KhidkiFieldType type,
                                 KhidkiFieldClass field_class,
                                 gboolean optional);
void khidki_form_item_set_missing (KhidkiFormItem *item, gboolean missing);
void khidki_form_item_set_count (KhidkiFormItem *item, guint count, guint most);
void khidki_form_item_set_changes (KhidkiFormItem *item, gboolean can_add, gboolean can_remove);
void khidki_form_item_set_author (KhidkiFormItem *item, const char *author);
void khidki_form_item_add_choice (KhidkiFormItem *item,
                                  const char *id,
                                  const char *name,
                                  const char *help);

guint khidki_form_view_get_n_items (KhidkiFormView *self);
KhidkiFormItem *khidki_form_view_get_item (KhidkiFormView *self, guint index);
KhidkiFormItem *khidki_form_view_find_item (KhidkiFormView *self, const char *path);
const char *khidki_form_view_get_trouble (KhidkiFormView *self);
gboolean khidki_form_view_is_complete (KhidkiFormView *self);

KhidkiFormItemKind khidki_form_item_get_kind (KhidkiFormItem *item);
const char *khidki_form_item_get_path (KhidkiFormItem *item);
const char *khidki_form_item_get_label (KhidkiFormItem *item);
const char *khidki_form_item_get_question (KhidkiFormItem *item);
const char *khidki_form_item_get_example (KhidkiFormItem *item);
const char *khidki_form_item_get_value (KhidkiFormItem *item);
const char *khidki_form_item_get_shown (KhidkiFormItem *item);
const char *khidki_form_item_get_trouble (KhidkiFormItem *item);
const char *khidki_form_item_get_author (KhidkiFormItem *item);
KhidkiFieldType khidki_form_item_get_field_type (KhidkiFormItem *item);
KhidkiFieldClass khidki_form_item_get_class (KhidkiFormItem *item);
gboolean khidki_form_item_is_optional (KhidkiFormItem *item);
gboolean khidki_form_item_is_missing (KhidkiFormItem *item);
gboolean khidki_form_item_can_add (KhidkiFormItem *item);
gboolean khidki_form_item_can_remove (KhidkiFormItem *item);
guint khidki_form_item_get_count (KhidkiFormItem *item);
guint khidki_form_item_get_most (KhidkiFormItem *item);
guint khidki_form_item_get_n_choices (KhidkiFormItem *item);
const char *khidki_form_item_get_choice (KhidkiFormItem *item,
                                         guint index,
                                         const char **name,
                                         const char **help);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiFormView, khidki_form_view_unref)

G_END_DECLS
