/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-form-view.h"

#include <string.h>

#include "khidki-form-item-private.h"

struct _KhidkiFormView
{
  GPtrArray *items;
  char *trouble;
};

G_DEFINE_BOXED_TYPE (KhidkiFormView,
                     khidki_form_view,
                     khidki_form_view_ref,
                     khidki_form_view_unref)

/**
 * khidki_form_view_new:
 *
 * Returns: (transfer full): a form without anything in it
 *
 * Since: 0.1
 */
KhidkiFormView *
khidki_form_view_new (void)
{
  KhidkiFormView *self = g_atomic_rc_box_new0 (KhidkiFormView);

  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_form_item_free);
  return self;
}

/**
 * khidki_form_view_ref:
 * @self: a view
 *
 * Returns: (transfer full): @self with one more reference; any thread may take one
 *
 * Since: 0.1
 */
KhidkiFormView *
khidki_form_view_ref (KhidkiFormView *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
khidki_form_view_clear (KhidkiFormView *self)
{
  g_ptr_array_unref (self->items);
  g_free (self->trouble);
}

/**
 * khidki_form_view_unref:
 * @self: (transfer full): a view
 *
 * Gives one reference back; the last one frees it.
 *
 * Since: 0.1
 */
void
khidki_form_view_unref (KhidkiFormView *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) khidki_form_view_clear);
}

/**
 * khidki_form_view_add:
 * @self: a view, right after its construction
 * @kind: what kind of line it is
 * @path: what it is about
 * @label: what it is called
 *
 * Returns: (transfer none): the new last item, to be filled
 *
 * Since: 0.1
 */
KhidkiFormItem *
khidki_form_view_add (KhidkiFormView *self,
                      KhidkiFormItemKind kind,
                      const char *path,
                      const char *label)
{
  KhidkiFormItem *item;

  g_return_val_if_fail (path != NULL && label != NULL, NULL);

  item = khidki_form_item_new (kind, path, label);
  g_ptr_array_add (self->items, item);
  return item;
}

/**
 * khidki_form_view_set_trouble:
 * @self: a view, right after its construction
 * @trouble: (nullable): what is wrong with the whole, for people
 *
 * Since: 0.1
 */
void
khidki_form_view_set_trouble (KhidkiFormView *self, const char *trouble)
{
  g_free (self->trouble);
  self->trouble = g_strdup (trouble);
}

/**
 * khidki_form_view_get_n_items:
 * @self: a view
 *
 * Returns: how many lines the form has now
 *
 * Since: 0.1
 */
guint
khidki_form_view_get_n_items (KhidkiFormView *self)
{
  return self->items->len;
}

/**
 * khidki_form_view_get_item:
 * @self: a view
 * @index: which of its items
 *
 * Returns: (transfer none): the item
 *
 * Since: 0.1
 */
KhidkiFormItem *
khidki_form_view_get_item (KhidkiFormView *self, guint index)
{
  g_return_val_if_fail (index < self->items->len, NULL);

  return g_ptr_array_index (self->items, index);
}

/**
 * khidki_form_view_find_item:
 * @self: a view
 * @path: of a field, a paper, or a member of a repeating group
 *
 * Returns: (transfer none) (nullable): the item; %NULL if it does not apply now
 *
 * Since: 0.1
 */
KhidkiFormItem *
khidki_form_view_find_item (KhidkiFormView *self, const char *path)
{
  KhidkiFormItem *heading = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  for (guint i = 0; i < self->items->len; i++)
    {
      KhidkiFormItem *item = g_ptr_array_index (self->items, i);

      if (strcmp (khidki_form_item_get_path (item), path) != 0)
        continue;
      if (khidki_form_item_get_kind (item) != KHIDKI_FORM_ITEM_HEADING)
        return item;
      heading = item;
    }
  return heading;
}

/**
 * khidki_form_view_get_trouble:
 * @self: a view
 *
 * Returns: (transfer none) (nullable): why the applicant cannot have the service although
 *   every answer is fine; %NULL if nothing is wrong, or if not all is answered yet
 *
 * Since: 0.1
 */
const char *
khidki_form_view_get_trouble (KhidkiFormView *self)
{
  return self->trouble;
}

/**
 * khidki_form_view_is_complete:
 * @self: a view
 *
 * Returns: whether nothing is missing and nothing is wrong
 *
 * Since: 0.1
 */
gboolean
khidki_form_view_is_complete (KhidkiFormView *self)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      KhidkiFormItem *item = g_ptr_array_index (self->items, i);

      if (khidki_form_item_is_missing (item) || khidki_form_item_get_trouble (item) != NULL)
        return FALSE;
    }
  return self->trouble == NULL;
}
