/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-form-item-private.h"

typedef struct
{
  char *id;
  char *name;
  char *help;
} Choice;

struct _KhidkiFormItem
{
  KhidkiFormItemKind kind;
  char *path;
  char *label;
  char *question;
  char *example;
  char *value;
  char *shown;
  char *trouble;
  char *author;
  KhidkiFieldType type;
  KhidkiFieldClass field_class;
  gboolean optional;
  gboolean missing;
  gboolean can_add;
  gboolean can_remove;
  guint count;
  guint most;
  GArray *choices; /* of Choice */
};

static void
choice_clear (Choice *choice)
{
  g_free (choice->id);
  g_free (choice->name);
  g_free (choice->help);
}

KhidkiFormItem *
khidki_form_item_new (KhidkiFormItemKind kind, const char *path, const char *label)
{
  KhidkiFormItem *self = g_new0 (KhidkiFormItem, 1);

  self->kind = kind;
  self->path = g_strdup (path);
  self->label = g_strdup (label);
  self->question = g_strdup ("");
  self->example = g_strdup ("");
  self->value = g_strdup ("");
  self->shown = g_strdup ("");
  self->choices = g_array_new (FALSE, FALSE, sizeof (Choice));
  g_array_set_clear_func (self->choices, (GDestroyNotify) choice_clear);
  return self;
}

void
khidki_form_item_free (KhidkiFormItem *self)
{
  g_free (self->path);
  g_free (self->label);
  g_free (self->question);
  g_free (self->example);
  g_free (self->value);
  g_free (self->shown);
  g_free (self->trouble);
  g_free (self->author);
  g_array_unref (self->choices);
  g_free (self);
}

static void
replace (char **text, const char *with)
{
  g_free (*text);
  *text = g_strdup (with != NULL ? with : "");
}

/**
 * khidki_form_item_set_question:
 * @item: an item of a view that is being made
 * @question: (nullable): what the person is asked, without an example
 *
 * Since: 0.1
 */
void
khidki_form_item_set_question (KhidkiFormItem *item, const char *question)
{
  replace (&item->question, question);
}

/**
 * khidki_form_item_set_example:
 * @item: an item of a view that is being made
 * @example: (nullable): an answer as it may be typed
 *
 * Since: 0.1
 */
void
khidki_form_item_set_example (KhidkiFormItem *item, const char *example)
{
  replace (&item->example, example);
}

/**
 * khidki_form_item_set_value:
 * @item: an item of a view that is being made
 * @value: (nullable): the canonical text
 * @shown: (nullable): the same as people write it
 *
 * Since: 0.1
 */
void
khidki_form_item_set_value (KhidkiFormItem *item, const char *value, const char *shown)
{
  replace (&item->value, value);
  replace (&item->shown, shown);
}

/**
 * khidki_form_item_set_trouble:
 * @item: an item of a view that is being made
 * @trouble: (nullable): what is wrong with its value, for people
 *
 * Since: 0.1
 */
void
khidki_form_item_set_trouble (KhidkiFormItem *item, const char *trouble)
{
  g_free (item->trouble);
  item->trouble = g_strdup (trouble);
}

/**
 * khidki_form_item_set_field:
 * @item: an item of a view that is being made
 * @type: what may be typed
 * @field_class: how personal it is
 * @optional: whether it may stay empty
 *
 * Since: 0.1
 */
void
khidki_form_item_set_field (KhidkiFormItem *item,
                            KhidkiFieldType type,
                            KhidkiFieldClass field_class,
                            gboolean optional)
{
  item->type = type;
  item->field_class = field_class;
  item->optional = optional;
}

/**
 * khidki_form_item_set_missing:
 * @item: an item of a view that is being made
 * @missing: whether it is required and not there yet
 *
 * Since: 0.1
 */
void
khidki_form_item_set_missing (KhidkiFormItem *item, gboolean missing)
{
  item->missing = missing;
}

/**
 * khidki_form_item_set_count:
 * @item: an item of a view that is being made
 * @count: how many files or members there are
 * @most: how many there may be
 *
 * Since: 0.1
 */
void
khidki_form_item_set_count (KhidkiFormItem *item, guint count, guint most)
{
  item->count = count;
  item->most = most;
}

/**
 * khidki_form_item_set_changes:
 * @item: an item of a view that is being made
 * @can_add: whether one more member or file is taken
 * @can_remove: whether this member, or a file of this paper, may go
 *
 * Since: 0.1
 */
void
khidki_form_item_set_changes (KhidkiFormItem *item, gboolean can_add, gboolean can_remove)
{
  item->can_add = can_add;
  item->can_remove = can_remove;
}

/**
 * khidki_form_item_set_author:
 * @item: an item of a view that is being made
 * @author: (nullable): who answered it
 *
 * Since: 0.1
 */
void
khidki_form_item_set_author (KhidkiFormItem *item, const char *author)
{
  g_free (item->author);
  item->author = g_strdup (author);
}

/**
 * khidki_form_item_add_choice:
 * @item: an item of a view that is being made
 * @id: what is answered with
 * @name: what people read
 * @help: (nullable): a word more
 *
 * Since: 0.1
 */
void
khidki_form_item_add_choice (KhidkiFormItem *item,
                             const char *id,
                             const char *name,
                             const char *help)
{
  Choice choice = { g_strdup (id), g_strdup (name != NULL ? name : id), g_strdup (help) };

  g_array_append_val (item->choices, choice);
}

/**
 * khidki_form_item_get_kind:
 * @item: an item
 *
 * Returns: what kind of line it is
 *
 * Since: 0.1
 */
KhidkiFormItemKind
khidki_form_item_get_kind (KhidkiFormItem *item)
{
  return item->kind;
}

/**
 * khidki_form_item_get_path:
 * @item: an item
 *
 * Returns: (transfer none): of a field `family.2.age`, of a member `family.2`, of a group
 *   `family`, of a paper its id: what [method@Counter.answer] and its kin take
 *
 * Since: 0.1
 */
const char *
khidki_form_item_get_path (KhidkiFormItem *item)
{
  return item->path;
}

/**
 * khidki_form_item_get_label:
 * @item: an item
 *
 * Returns: (transfer none): what it is called, short
 *
 * Since: 0.1
 */
const char *
khidki_form_item_get_label (KhidkiFormItem *item)
{
  return item->label;
}

/**
 * khidki_form_item_get_question:
 * @item: an item
 *
 * Returns: (transfer none): what the person is asked, `""` if the label says it all
 *
 * Since: 0.1
 */
const char *
khidki_form_item_get_question (KhidkiFormItem *item)
{
  return item->question;
}

/**
 * khidki_form_item_get_example:
 * @item: an item
 *
 * Returns: (transfer none): an answer as it may be typed, `""` if there is none
 *
 * Since: 0.1
 */
const char *
khidki_form_item_get_example (KhidkiFormItem *item)
{
  return item->example;
}

/**
 * khidki_form_item_get_value:
 * @item: an item
 *
 * Returns: (transfer none): the canonical text, for an input; the id of a choice; `""` if
 *   there is no answer
 *
 * Since: 0.1
 */
const char *
khidki_form_item_get_value (KhidkiFormItem *item)
{
  return item->value;
}

/**
 * khidki_form_item_get_shown:
 * @item: an item
 *
 * Returns: (transfer none): the answer as people write it, for a review; `""` if there is none
 *
 * Since: 0.1
 */
const char *
khidki_form_item_get_shown (KhidkiFormItem *item)
{
  return item->shown;
}

/**
 * khidki_form_item_get_trouble:
 * @item: an item
 *
 * Returns: (transfer none) (nullable): what is wrong with its present answer, with an
 *   example; %NULL if nothing is, or if there is no answer
 *
 * Since: 0.1
 */
const char *
khidki_form_item_get_trouble (KhidkiFormItem *item)
{
  return item->trouble;
}

/**
 * khidki_form_item_get_author:
 * @item: an item
 *
 * Returns: (transfer none) (nullable): who answered it, see [method@Draft.get_author]
 *
 * Since: 0.1
 */
const char *
khidki_form_item_get_author (KhidkiFormItem *item)
{
  return item->author;
}

/**
 * khidki_form_item_get_field_type:
 * @item: an item
 *
 * Returns: of a field, what an answer must be; without meaning for any other item
 *
 * Since: 0.1
 */
KhidkiFieldType
khidki_form_item_get_field_type (KhidkiFormItem *item)
{
  return item->type;
}

/**
 * khidki_form_item_get_class:
 * @item: an item
 *
 * Returns: of a field, how its answer is to be guarded; without meaning for any other item
 *
 * Since: 0.1
 */
KhidkiFieldClass
khidki_form_item_get_class (KhidkiFormItem *item)
{
  return item->field_class;
}

/**
 * khidki_form_item_is_optional:
 * @item: an item
 *
 * Returns: whether it may be left empty
 *
 * Since: 0.1
 */
gboolean
khidki_form_item_is_optional (KhidkiFormItem *item)
{
  return item->optional;
}

/**
 * khidki_form_item_is_missing:
 * @item: an item
 *
 * No complaint yet: nobody has tried to hand the form in.
 *
 * Returns: whether it is required and not there yet
 *
 * Since: 0.1
 */
gboolean
khidki_form_item_is_missing (KhidkiFormItem *item)
{
  return item->missing;
}

/**
 * khidki_form_item_can_add:
 * @item: a paper, or the end of a repeating group
 *
 * Returns: whether one more file or member is taken
 *
 * Since: 0.1
 */
gboolean
khidki_form_item_can_add (KhidkiFormItem *item)
{
  return item->can_add;
}

/**
 * khidki_form_item_can_remove:
 * @item: a paper, or a member of a repeating group
 *
 * Returns: whether a file of it, or this member, may go
 *
 * Since: 0.1
 */
gboolean
khidki_form_item_can_remove (KhidkiFormItem *item)
{
  return item->can_remove;
}

/**
 * khidki_form_item_get_count:
 * @item: a paper, or the end of a repeating group
 *
 * Returns: how many files or members there are
 *
 * Since: 0.1
 */
guint
khidki_form_item_get_count (KhidkiFormItem *item)
{
  return item->count;
}

/**
 * khidki_form_item_get_most:
 * @item: a paper, or the end of a repeating group
 *
 * Returns: how many there may be
 *
 * Since: 0.1
 */
guint
khidki_form_item_get_most (KhidkiFormItem *item)
{
  return item->most;
}

/**
 * khidki_form_item_get_n_choices:
 * @item: an item
 *
 * Returns: how many choices there are; none unless it is a field to choose from
 *
 * Since: 0.1
 */
guint
khidki_form_item_get_n_choices (KhidkiFormItem *item)
{
  return item->choices->len;
}

/**
 * khidki_form_item_get_choice:
 * @item: an item
 * @index: which of its choices
 * @name: (out) (optional) (transfer none): what people read
 * @help: (out) (optional) (nullable) (transfer none): a word more
 *
 * Returns: (transfer none): what is answered with
 *
 * Since: 0.1
 */
const char *
khidki_form_item_get_choice (KhidkiFormItem *item,
                             guint index,
                             const char **name,
                             const char **help)
{
  Choice *choice;

  g_return_val_if_fail (index < item->choices->len, NULL);

  choice = &g_array_index (item->choices, Choice, index);
  if (name != NULL)
    *name = choice->name;
  if (help != NULL)
    *help = choice->help;
  return choice->id;
}
