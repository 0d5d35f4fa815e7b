/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-answers.h"

#include <string.h>

#include "khidki-answers-private.h"
#include "khidki-order-private.h"

#define ANSWERS_TYPE "(a{ss}a(ss(ssx)))"

typedef struct
{
  char *kind;
  KhidkiPaper *paper;
} AnswerPaper;

struct _KhidkiAnswers
{
  GHashTable *values; /* path → text */
  GHashTable *papers; /* path → GPtrArray of AnswerPaper */
};

G_DEFINE_BOXED_TYPE (KhidkiAnswers, khidki_answers, khidki_answers_ref, khidki_answers_unref)

static AnswerPaper *
answer_paper_new (const char *kind, KhidkiPaper *paper)
{
  AnswerPaper *entry = g_new0 (AnswerPaper, 1);

  entry->kind = g_strdup (kind != NULL ? kind : "");
  entry->paper = khidki_paper_ref (paper);
  return entry;
}

static void
answer_paper_free (AnswerPaper *entry)
{
  g_free (entry->kind);
  khidki_paper_unref (entry->paper);
  g_free (entry);
}

/**
 * khidki_answers_new:
 *
 * Returns: (transfer full): an empty form's answers
 *
 * Since: 0.1
 */
KhidkiAnswers *
khidki_answers_new (void)
{
  KhidkiAnswers *self = g_atomic_rc_box_new0 (KhidkiAnswers);

  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->papers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                        (GDestroyNotify) g_ptr_array_unref);
  return self;
}

/**
 * khidki_answers_copy:
 * @self: answers
 *
 * Returns: (transfer full): a fresh copy that may be changed
 *
 * Since: 0.1
 */
KhidkiAnswers *
khidki_answers_copy (KhidkiAnswers *self)
{
  KhidkiAnswers *copy = khidki_answers_new ();
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, self->values);
  while (g_hash_table_iter_next (&iter, &key, &value))
    khidki_answers_set (copy, key, value);

  g_hash_table_iter_init (&iter, self->papers);
  while (g_hash_table_iter_next (&iter, &key, &value))
    for (guint i = 0; i < ((GPtrArray *) value)->len; i++)
      {
        AnswerPaper *entry = g_ptr_array_index ((GPtrArray *) value, i);

        khidki_answers_add_paper (copy, key, entry->kind, entry->paper);
      }

  return copy;
}

/**
 * khidki_answers_ref:
 * @self: answers
 *
 * Returns: (transfer full): @self with one more reference; any thread may take one
 *
 * Since: 0.1
 */
KhidkiAnswers *
khidki_answers_ref (KhidkiAnswers *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
khidki_answers_clear (KhidkiAnswers *self)
{
  g_hash_table_unref (self->values);
  g_hash_table_unref (self->papers);
}

/**
 * khidki_answers_unref:
 * @self: (transfer full): answers
 *
 * Gives one reference back; the last one frees it.
 *
 * Since: 0.1
 */
void
khidki_answers_unref (KhidkiAnswers *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) khidki_answers_clear);
}

/**
 * khidki_answers_set:
 * @self: a fresh copy
 * @path: the field's path
 * @value: (nullable): its canonical text; %NULL takes the answer away
 *
 * Since: 0.1
 */
void
khidki_answers_set (KhidkiAnswers *self, const char *path, const char *value)
{
  g_return_if_fail (path != NULL);

  if (value == NULL)
    g_hash_table_remove (self->values, path);
  else
    g_hash_table_replace (self->values, g_strdup (path), g_strdup (value));
}

/**
 * khidki_answers_unset:
 * @self: a fresh copy
 * @path: the field's path
 *
 * Since: 0.1
 */
void
khidki_answers_unset (KhidkiAnswers *self, const char *path)
{
  g_hash_table_remove (self->values, path);
}

static gboolean
is_below (gpointer key, gpointer value, gpointer user_data)
{
  const char *prefix = user_data;
  gsize length = strlen (prefix);

  return strncmp (key, prefix, length) == 0 &&
         (((const char *) key)[length] == '\0' || ((const char *) key)[length] == '.');
}

/**
 * khidki_answers_unset_below:
 * @self: a fresh copy
 * @prefix: a path; it and every value under `prefix.` go
 *
 * Since: 0.1
 */
void
khidki_answers_unset_below (KhidkiAnswers *self, const char *prefix)
{
  g_hash_table_foreach_remove (self->values, is_below, (gpointer) prefix);
}

/**
 * khidki_answers_add_paper:
 * @self: a fresh copy
 * @path: the id of the service's `[Paper …]`
 * @kind: (nullable): which of its alternatives this is, e.g. `voter-id`
 * @paper: (transfer none): the handle
 *
 * Since: 0.1
 */
void
khidki_answers_add_paper (KhidkiAnswers *self,
                          const char *path,
                          const char *kind,
                          KhidkiPaper *paper)
{
  GPtrArray *papers = g_hash_table_lookup (self->papers, path);

  if (papers == NULL)
    {
      papers = g_ptr_array_new_with_free_func ((GDestroyNotify) answer_paper_free);
      g_hash_table_insert (self->papers, g_strdup (path), papers);
    }

  g_ptr_array_add (papers, answer_paper_new (kind, paper));
}

/**
 * khidki_answers_remove_papers:
 * @self: a fresh copy
 * @path: the id of the service's `[Paper …]`
 *
 * Since: 0.1
 */
void
khidki_answers_remove_papers (KhidkiAnswers *self, const char *path)
{
  g_hash_table_remove (self->papers, path);
}

static guint
repeat_of (const char *path, const char *group)
{
  gsize length = strlen (group);
  char *end = NULL;
  guint64 repeat;

  if (strncmp (path, group, length) != 0 || path[length] != '.' ||
      !g_ascii_isdigit (path[length + 1]))
    return 0;

  repeat = g_ascii_strtoull (path + length + 1, &end, 10);
  return *end == '.' && repeat <= G_MAXUINT16 ? (guint) repeat : 0;
}

/**
 * khidki_answers_remove_paper:
 * @self: a fresh copy
 * @path: the id of the service's `[Paper …]`
 * @index: which of its files; those behind it move up
 *
 * Since: 0.1
 */
void
khidki_answers_remove_paper (KhidkiAnswers *self, const char *path, guint index)
{
  GPtrArray *papers = g_hash_table_lookup (self->papers, path);

  if (papers == NULL || index >= papers->len)
    return;
  g_ptr_array_remove_index (papers, index);
  if (papers->len == 0)
    g_hash_table_remove (self->papers, path);
}

/* (nullable): where what lies at @path lies once @member of @group is gone, %NULL if
 * it goes with it. */
char *
khidki_answers_move_path (const char *path, const char *group, guint member)
{
  guint repeat = repeat_of (path, group);

  if (repeat < member)
    return g_strdup (path);
  if (repeat == member)
    return NULL;
  return g_strdup_printf ("%s.%u%s", group, repeat - 1, strchr (path + strlen (group) + 1, '.'));
}

/**
 * khidki_answers_remove_member:
 * @self: a fresh copy
 * @group: the id of a repeating group
 * @member: the number of one of its members, from 1; those behind it move up
 *
 * Since: 0.1
 */
void
khidki_answers_remove_member (KhidkiAnswers *self, const char *group, guint member)
{
  g_auto (GStrv) paths = khidki_answers_list_paths (self);

  g_return_if_fail (member > 0);

  /* In their order, so that each finds its new place free. */
  for (guint i = 0; paths[i] != NULL; i++)
    {
      g_autofree char *value = g_strdup (khidki_answers_get (self, paths[i]));
      g_autofree char *moved = khidki_answers_move_path (paths[i], group, member);

      if (g_strcmp0 (moved, paths[i]) == 0)
        continue;
      khidki_answers_unset (self, paths[i]);
      if (moved != NULL)
        khidki_answers_set (self, moved, value);
    }
}

/**
 * khidki_answers_get:
 * @self: answers
 * @path: the field's path, with the number of the repeat: `family.2.age`
 *
 * Returns: (nullable): the canonical text
 *
 * Since: 0.1
 */
const char *
khidki_answers_get (KhidkiAnswers *self, const char *path)
{
  return g_hash_table_lookup (self->values, path);
}

/**
 * khidki_answers_get_repeats:
 * @self: answers
 * @group: a repeating group
 *
 * Returns: how often it was answered: the highest number of a repeat
 *
 * Since: 0.1
 */
guint
khidki_answers_get_repeats (KhidkiAnswers *self, const char *group)
{
  GHashTableIter iter;
  gpointer key;
  guint repeats = 0;

  g_hash_table_iter_init (&iter, self->values);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    repeats = MAX (repeats, repeat_of (key, group));

  return repeats;
}

static GStrv
list_keys (GHashTable *table)
{
  guint length = 0;
  g_autofree gpointer *keys = g_hash_table_get_keys_as_array (table, &length);
  char **copy = g_new0 (char *, length + 1);

  for (guint i = 0; i < length; i++)
    copy[i] = g_strdup (keys[i]);
  qsort (copy, length, sizeof (char *), khidki_order_compare_paths);

  return copy;
}

/**
 * khidki_answers_list_paths:
 * @self: answers
 *
 * Returns: (transfer full): every answered path, `family.2` before `family.10`
 *
 * Since: 0.1
 */
GStrv
khidki_answers_list_paths (KhidkiAnswers *self)
{
  return list_keys (self->values);
}

/**
 * khidki_answers_get_n_papers:
 * @self: answers
 * @path: the id of the service's `[Paper …]`
 *
 * Returns: how many files were given for it
 *
 * Since: 0.1
 */
guint
khidki_answers_get_n_papers (KhidkiAnswers *self, const char *path)
{
  GPtrArray *papers = g_hash_table_lookup (self->papers, path);

  return papers != NULL ? papers->len : 0;
}

/**
 * khidki_answers_get_paper:
 * @self: answers
 * @path: the id of the service's `[Paper …]`
 * @index: which of its files
 * @kind: (out) (optional) (transfer none): which alternative it is, `""` if unknown
 *
 * Returns: (transfer none) (nullable): the handle, %NULL if there is none
 *
 * Since: 0.1
 */
KhidkiPaper *
khidki_answers_get_paper (KhidkiAnswers *self,
                          const char *path,
                          guint index,
                          const char **kind)
{
  GPtrArray *papers = g_hash_table_lookup (self->papers, path);
  AnswerPaper *entry;

  if (papers == NULL || index >= papers->len)
    return NULL;

  entry = g_ptr_array_index (papers, index);
  if (kind != NULL)
    *kind = entry->kind;
  return entry->paper;
}

/**
 * khidki_answers_list_paper_paths:
 * @self: answers
 *
 * Returns: (transfer full): the ids for which papers were given, sorted
 *
 * Since: 0.1
 */
GStrv
khidki_answers_list_paper_paths (KhidkiAnswers *self)
{
  return list_keys (self->papers);
}

/**
 * khidki_answers_equal:
 * @a: answers
 * @b: answers
 *
 * Returns: whether both hold the same values and the same papers in the same order
 *
 * Since: 0.1
 */
gboolean
khidki_answers_equal (KhidkiAnswers *a, KhidkiAnswers *b)
{
  g_autoptr (GVariant) left = khidki_answers_to_variant (a);
  g_autoptr (GVariant) right = khidki_answers_to_variant (b);

  return a == b || g_variant_equal (left, right);
}

/**
 * khidki_answers_to_variant:
 * @self: answers
 *
 * Returns: (transfer full): the serialised form, the same for equal answers; not floating
 *
 * Since: 0.1
 */
GVariant *
khidki_answers_to_variant (KhidkiAnswers *self)
{
  g_auto (GStrv) paths = khidki_answers_list_paths (self);
  g_auto (GStrv) paper_paths = khidki_answers_list_paper_paths (self);
  GVariantBuilder values, papers;

  g_variant_builder_init (&values, G_VARIANT_TYPE ("a{ss}"));
  for (guint i = 0; paths[i] != NULL; i++)
    g_variant_builder_add (&values, "{ss}", paths[i], khidki_answers_get (self, paths[i]));

  g_variant_builder_init (&papers, G_VARIANT_TYPE ("a(ss(ssx))"));
  for (guint i = 0; paper_paths[i] != NULL; i++)
    for (guint j = 0; j < khidki_answers_get_n_papers (self, paper_paths[i]); j++)
      {
        const char *kind = NULL;
        KhidkiPaper *paper = khidki_answers_get_paper (self, paper_paths[i], j, &kind);
        g_autoptr (GVariant) handle = khidki_paper_to_variant (paper);

        g_variant_builder_add (&papers, "(ss@(ssx))", paper_paths[i], kind, handle);
      }

  return g_variant_ref_sink (
      g_variant_new ("(@a{ss}@a(ss(ssx)))", g_variant_builder_end (&values),
                     g_variant_builder_end (&papers)));
}

static void
read_papers (KhidkiAnswers *self, GVariant *papers)
{
  GVariantIter iter;
  const char *path, *kind;
  GVariant *handle;

  g_variant_iter_init (&iter, papers);
  while (g_variant_iter_loop (&iter, "(&s&s@(ssx))", &path, &kind, &handle))
    {
      g_autoptr (KhidkiPaper) paper = khidki_paper_new_from_variant (handle);

      khidki_answers_add_paper (self, path, kind, paper);
    }
}

/**
 * khidki_answers_new_from_variant:
 * @variant: what [method@Answers.to_variant] gave
 *
 * Returns: (transfer full) (nullable): the answers, %NULL if @variant is none
 *
 * Since: 0.1
 */
KhidkiAnswers *
khidki_answers_new_from_variant (GVariant *variant)
{
  KhidkiAnswers *self;
  g_autoptr (GVariant) values = NULL;
  g_autoptr (GVariant) papers = NULL;
  GVariantIter iter;
  const char *path, *value;

  if (!g_variant_is_of_type (variant, G_VARIANT_TYPE (ANSWERS_TYPE)))
    return NULL;

  self = khidki_answers_new ();
  g_variant_get (variant, "(@a{ss}@a(ss(ssx)))", &values, &papers);
  g_variant_iter_init (&iter, values);
  while (g_variant_iter_loop (&iter, "{&s&s}", &path, &value))
    khidki_answers_set (self, path, value);
  read_papers (self, papers);

  return self;
}
