/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-draft.h"

#include <string.h>

#include "khidki-answers-private.h"
#include "khidki-order-private.h"

#define DRAFT_TYPE "(ssssva{ss}x)"
/* As drafts were stored before they noted who typed what. */
#define OLD_DRAFT_TYPE "(ssssv)"

struct _KhidkiDraft
{
  char *id;
  char *service;
  char *service_version;
  char *relation;
  KhidkiAnswers *answers;
  GHashTable *authors; /* path → author */
  gint64 version;
};

G_DEFINE_BOXED_TYPE (KhidkiDraft, khidki_draft, khidki_draft_ref, khidki_draft_unref)

/**
 * khidki_draft_new:
 * @id: a name of its own
 * @service: the service's id
 * @service_version: the version of its definition
 * @relation: `self` or `other`: whom it is for, seen from the account
 * @answers: (transfer none): what was answered; not changed any more
 *
 * Returns: (transfer full): a new draft, of whose answers no author is known
 *
 * Since: 0.1
 */
KhidkiDraft *
khidki_draft_new (const char *id,
                  const char *service,
                  const char *service_version,
                  const char *relation,
                  KhidkiAnswers *answers)
{
  KhidkiDraft *self;

  g_return_val_if_fail (id != NULL && service != NULL && service_version != NULL, NULL);
  g_return_val_if_fail (relation != NULL && answers != NULL, NULL);

  self = g_atomic_rc_box_new0 (KhidkiDraft);
  self->id = g_strdup (id);
  self->service = g_strdup (service);
  self->service_version = g_strdup (service_version);
  self->relation = g_strdup (relation);
  self->answers = khidki_answers_ref (answers);
  self->authors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return self;
}

static void
copy_authors (KhidkiDraft *self, KhidkiDraft *copy)
{
  GHashTableIter iter;
  gpointer path, author;

  g_hash_table_iter_init (&iter, self->authors);
  while (g_hash_table_iter_next (&iter, &path, &author))
    g_hash_table_insert (copy->authors, g_strdup (path), g_strdup (author));
}

static KhidkiDraft *
copy_with (KhidkiDraft *self, const char *relation, KhidkiAnswers *answers)
{
  KhidkiDraft *copy =
      khidki_draft_new (self->id, self->service, self->service_version, relation, answers);

  copy->version = self->version;
  copy_authors (self, copy);
  return copy;
}

static gboolean
has_same_papers (KhidkiAnswers *a, KhidkiAnswers *b, const char *path)
{
  guint n = khidki_answers_get_n_papers (a, path);

  if (n != khidki_answers_get_n_papers (b, path))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      const char *left_kind = NULL, *right_kind = NULL;
      KhidkiPaper *left = khidki_answers_get_paper (a, path, i, &left_kind);
      KhidkiPaper *right = khidki_answers_get_paper (b, path, i, &right_kind);

      if (strcmp (left_kind, right_kind) != 0 ||
          strcmp (khidki_paper_get_hash (left), khidki_paper_get_hash (right)) != 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_same (KhidkiAnswers *a, KhidkiAnswers *b, const char *path)
{
  return g_strcmp0 (khidki_answers_get (a, path), khidki_answers_get (b, path)) == 0 &&
         has_same_papers (a, b, path);
}

static void
note_author (KhidkiDraft *copy, KhidkiAnswers *before, GStrv paths, const char *author)
{
  for (guint i = 0; paths[i] != NULL; i++)
    if (!is_same (before, copy->answers, paths[i]))
      g_hash_table_replace (copy->authors, g_strdup (paths[i]), g_strdup (author));
}

static gboolean
is_gone (gpointer path, gpointer author, gpointer user_data)
{
  KhidkiAnswers *answers = user_data;

  return khidki_answers_get (answers, path) == NULL &&
         khidki_answers_get_n_papers (answers, path) == 0;
}

/**
 * khidki_draft_copy_with_answers:
 * @self: a draft
 * @answers: (transfer none): what is answered now
 * @author: who answered what differs: the channel's name, or `operator/ID@CENTRE`
 *
 * Returns: (transfer full): the same draft with other answers
 *
 * Since: 0.1
 */
KhidkiDraft *
khidki_draft_copy_with_answers (KhidkiDraft *self, KhidkiAnswers *answers, const char *author)
{
  KhidkiDraft *copy;
  g_auto (GStrv) paths = NULL;
  g_auto (GStrv) paper_paths = NULL;

  g_return_val_if_fail (self != NULL && answers != NULL && author != NULL, NULL);

  copy = copy_with (self, self->relation, answers);
  paths = khidki_answers_list_paths (answers);
  paper_paths = khidki_answers_list_paper_paths (answers);
  g_hash_table_foreach_remove (copy->authors, is_gone, answers);
  note_author (copy, self->answers, paths, author);
  note_author (copy, self->answers, paper_paths, author);
  return copy;
}

/* The author of `family.3.age` is that of `family.2.age` once the second is gone. */
static void
move_authors (KhidkiDraft *self, KhidkiDraft *copy, const char *group, guint member)
{
  GHashTableIter iter;
  gpointer path, author;

  g_hash_table_iter_init (&iter, self->authors);
  while (g_hash_table_iter_next (&iter, &path, &author))
    {
      char *moved = khidki_answers_move_path (path, group, member);

      if (moved != NULL)
        g_hash_table_replace (copy->authors, moved, g_strdup (author));
    }
}

/**
 * khidki_draft_copy_without_member:
 * @self: a draft
 * @group: the id of a repeating group
 * @member: the number of one of its members, from 1
 *
 * The members behind it move up, each answer with its author.
 *
 * Returns: (transfer full): the same draft without that member
 *
 * Since: 0.1
 */
KhidkiDraft *
khidki_draft_copy_without_member (KhidkiDraft *self, const char *group, guint member)
{
  g_autoptr (KhidkiAnswers) answers = NULL;
  KhidkiDraft *copy;

  g_return_val_if_fail (self != NULL && group != NULL && member > 0, NULL);

  answers = khidki_answers_copy (self->answers);
  khidki_answers_remove_member (answers, group, member);
  copy = khidki_draft_new (self->id, self->service, self->service_version, self->relation, answers);
  copy->version = self->version;
  move_authors (self, copy, group, member);
  return copy;
}

/**
 * khidki_draft_copy_with_relation:
 * @self: a draft
 * @relation: `self` or `other`
 *
 * Returns: (transfer full): the same draft, for oneself or for another
 *
 * Since: 0.1
 */
KhidkiDraft *
khidki_draft_copy_with_relation (KhidkiDraft *self, const char *relation)
{
  g_return_val_if_fail (self != NULL && relation != NULL, NULL);

  return copy_with (self, relation, self->answers);
}

/**
 * khidki_draft_copy_with_version:
 * @self: a draft
 * @version: the number of its last save
 *
 * Returns: (transfer full): the same draft as it was saved
 *
 * Since: 0.1
 */
KhidkiDraft *
khidki_draft_copy_with_version (KhidkiDraft *self, gint64 version)
{
  KhidkiDraft *copy;

  g_return_val_if_fail (self != NULL && version >= 0, NULL);

  copy = copy_with (self, self->relation, self->answers);
  copy->version = version;
  return copy;
}

/**
 * khidki_draft_ref:
 * @self: a draft
 *
 * Returns: (transfer full): @self with one more reference; any thread may take one
 *
 * Since: 0.1
 */
KhidkiDraft *
khidki_draft_ref (KhidkiDraft *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
khidki_draft_clear (KhidkiDraft *self)
{
  g_free (self->id);
  g_free (self->service);
  g_free (self->service_version);
  g_free (self->relation);
  khidki_answers_unref (self->answers);
  g_hash_table_unref (self->authors);
}

/**
 * khidki_draft_unref:
 * @self: (transfer full): a draft
 *
 * Gives one reference back; the last one frees it.
 *
 * Since: 0.1
 */
void
khidki_draft_unref (KhidkiDraft *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) khidki_draft_clear);
}

/**
 * khidki_draft_get_id:
 * @self: a draft
 *
 * Returns: (transfer none): the name of its own
 *
 * Since: 0.1
 */
const char *
khidki_draft_get_id (KhidkiDraft *self)
{
  return self->id;
}

/**
 * khidki_draft_get_service:
 * @self: a draft
 *
 * Returns: (transfer none): the service's id
 *
 * Since: 0.1
 */
const char *
khidki_draft_get_service (KhidkiDraft *self)
{
  return self->service;
}

/**
 * khidki_draft_get_service_version:
 * @self: a draft
 *
 * Returns: (transfer none): the version of the definition by which it was filled
 *
 * Since: 0.1
 */
const char *
khidki_draft_get_service_version (KhidkiDraft *self)
{
  return self->service_version;
}

/**
 * khidki_draft_get_relation:
 * @self: a draft
 *
 * Returns: (transfer none): `self` or `other`: whom it is for, seen from the account
 *
 * Since: 0.1
 */
const char *
khidki_draft_get_relation (KhidkiDraft *self)
{
  return self->relation;
}

/**
 * khidki_draft_get_answers:
 * @self: a draft
 *
 * Returns: (transfer none): the answers, which must not be changed
 *
 * Since: 0.1
 */
KhidkiAnswers *
khidki_draft_get_answers (KhidkiDraft *self)
{
  return self->answers;
}

/**
 * khidki_draft_get_author:
 * @self: a draft
 * @path: of a field, with the number of its repeat, or of a paper
 *
 * Returns: (transfer none) (nullable): who answered it: a channel's name, or
 *   `operator/ID@CENTRE`; %NULL if that is not known
 *
 * Since: 0.1
 */
const char *
khidki_draft_get_author (KhidkiDraft *self, const char *path)
{
  g_return_val_if_fail (path != NULL, NULL);

  return g_hash_table_lookup (self->authors, path);
}

/**
 * khidki_draft_list_authors:
 * @self: a draft
 *
 * Returns: (transfer full): everyone who answered something, each once, sorted
 *
 * Since: 0.1
 */
GStrv
khidki_draft_list_authors (KhidkiDraft *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer author;
  g_autofree gpointer *names = NULL;
  char **list;
  guint n = 0;

  g_hash_table_iter_init (&iter, self->authors);
  while (g_hash_table_iter_next (&iter, NULL, &author))
    g_hash_table_add (seen, author);

  names = g_hash_table_get_keys_as_array (seen, &n);
  list = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    list[i] = g_strdup (names[i]);
  qsort (list, n, sizeof (char *), khidki_order_compare_paths);
  return list;
}

/**
 * khidki_draft_get_version:
 * @self: a draft
 *
 * Returns: the number of its last save, which the next one names: whoever saves
 *   meanwhile makes that one fail with %KHIDKI_ERROR_CONFLICT; 0 if it was never saved
 *
 * Since: 0.1
 */
gint64
khidki_draft_get_version (KhidkiDraft *self)
{
  return self->version;
}

static GVariant *
make_authors (KhidkiDraft *self)
{
  guint n = 0;
  g_autofree gpointer *paths = g_hash_table_get_keys_as_array (self->authors, &n);
  GVariantBuilder builder;

  qsort (paths, n, sizeof (char *), khidki_order_compare_paths);
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  for (guint i = 0; i < n; i++)
    g_variant_builder_add (&builder, "{ss}", paths[i], g_hash_table_lookup (self->authors, paths[i]));
  return g_variant_builder_end (&builder);
}

/**
 * khidki_draft_to_variant:
 * @self: a draft
 *
 * Returns: (transfer full): the serialised form, the same for equal drafts; not floating
 *
 * Since: 0.1
 */
GVariant *
khidki_draft_to_variant (KhidkiDraft *self)
{
  g_autoptr (GVariant) answers = khidki_answers_to_variant (self->answers);

  return g_variant_ref_sink (g_variant_new ("(ssssv@a{ss}x)", self->id, self->service,
                                            self->service_version, self->relation, answers,
                                            make_authors (self), self->version));
}

static KhidkiDraft *
read_draft (GVariant *variant)
{
  const char *id, *service, *service_version, *relation;
  g_autoptr (GVariant) value = NULL;
  g_autoptr (KhidkiAnswers) answers = NULL;

  g_variant_get_child (variant, 0, "&s", &id);
  g_variant_get_child (variant, 1, "&s", &service);
  g_variant_get_child (variant, 2, "&s", &service_version);
  g_variant_get_child (variant, 3, "&s", &relation);
  g_variant_get_child (variant, 4, "v", &value);
  answers = khidki_answers_new_from_variant (value);
  return answers != NULL ? khidki_draft_new (id, service, service_version, relation, answers) : NULL;
}

static void
read_authors (KhidkiDraft *self, GVariant *variant)
{
  g_autoptr (GVariant) authors = g_variant_get_child_value (variant, 5);
  GVariantIter iter;
  const char *path, *author;

  g_variant_iter_init (&iter, authors);
  while (g_variant_iter_loop (&iter, "{&s&s}", &path, &author))
    g_hash_table_replace (self->authors, g_strdup (path), g_strdup (author));
  g_variant_get_child (variant, 6, "x", &self->version);
}

/**
 * khidki_draft_new_from_variant:
 * @variant: (transfer none) (nullable): what [method@Draft.to_variant] gave
 *
 * Returns: (transfer full) (nullable): the draft, %NULL if @variant is none
 *
 * Since: 0.1
 */
KhidkiDraft *
khidki_draft_new_from_variant (GVariant *variant)
{
  KhidkiDraft *self;

  if (variant == NULL)
    return NULL;
  if (g_variant_is_of_type (variant, G_VARIANT_TYPE (OLD_DRAFT_TYPE)))
    return read_draft (variant);
  if (!g_variant_is_of_type (variant, G_VARIANT_TYPE (DRAFT_TYPE)))
    return NULL;

  self = read_draft (variant);
  if (self != NULL)
    read_authors (self, variant);
  return self;
}
