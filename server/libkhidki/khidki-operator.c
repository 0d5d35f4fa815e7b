/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-operator.h"

struct _KhidkiOperator
{
  char *id;
  char *role;
  char *centre;
  char *session;
  char *author;
  GHashTable *names;        /* language → name */
  GHashTable *centre_names; /* language → name */
};

G_DEFINE_BOXED_TYPE (KhidkiOperator, khidki_operator, khidki_operator_ref, khidki_operator_unref)

/**
 * khidki_operator_new:
 * @id: what the operator is called in the operators' file
 * @role: `operator` or `supervisor`
 * @centre: the id of the centre where they sit
 * @session: a digest of the session
 *
 * Returns: (transfer full): an operator
 *
 * Since: 0.1
 */
KhidkiOperator *
khidki_operator_new (const char *id, const char *role, const char *centre, const char *session)
{
  KhidkiOperator *self;

  g_return_val_if_fail (id != NULL && role != NULL, NULL);
  g_return_val_if_fail (centre != NULL && session != NULL, NULL);

  self = g_atomic_rc_box_new0 (KhidkiOperator);
  self->id = g_strdup (id);
  self->role = g_strdup (role);
  self->centre = g_strdup (centre);
  self->session = g_strdup (session);
  self->author = g_strdup_printf ("operator/%s@%s", id, centre);
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->centre_names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

/**
 * khidki_operator_ref:
 * @self: an operator
 *
 * Returns: (transfer full): @self with one more reference; any thread may take one
 *
 * Since: 0.1
 */
KhidkiOperator *
khidki_operator_ref (KhidkiOperator *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
khidki_operator_clear (KhidkiOperator *self)
{
  g_free (self->id);
  g_free (self->role);
  g_free (self->centre);
  g_free (self->session);
  g_free (self->author);
  g_hash_table_unref (self->names);
  g_hash_table_unref (self->centre_names);
}

/**
 * khidki_operator_unref:
 * @self: (transfer full): an operator
 *
 * Gives one reference back; the last one frees it.
 *
 * Since: 0.1
 */
void
khidki_operator_unref (KhidkiOperator *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) khidki_operator_clear);
}

/**
 * khidki_operator_set_name:
 * @self: an operator, right after its construction
 * @language: `en`, `hi` …
 * @name: the name in that language
 *
 * Since: 0.1
 */
void
khidki_operator_set_name (KhidkiOperator *self, const char *language, const char *name)
{
  g_hash_table_replace (self->names, g_strdup (language), g_strdup (name));
}

/**
 * khidki_operator_set_centre_name:
 * @self: an operator, right after its construction
 * @language: `en`, `hi` …
 * @name: the centre's name in that language
 *
 * Since: 0.1
 */
void
khidki_operator_set_centre_name (KhidkiOperator *self, const char *language, const char *name)
{
  g_hash_table_replace (self->centre_names, g_strdup (language), g_strdup (name));
}

/**
 * khidki_operator_get_id:
 * @self: an operator
 *
 * Returns: (transfer none): what the operator is called in the operators' file
 *
 * Since: 0.1
 */
const char *
khidki_operator_get_id (KhidkiOperator *self)
{
  return self->id;
}

/**
 * khidki_operator_get_role:
 * @self: an operator
 *
 * Returns: (transfer none): `operator` or `supervisor`
 *
 * Since: 0.1
 */
const char *
khidki_operator_get_role (KhidkiOperator *self)
{
  return self->role;
}

/**
 * khidki_operator_get_centre:
 * @self: an operator
 *
 * Returns: (transfer none): the id of the centre where they sit
 *
 * Since: 0.1
 */
const char *
khidki_operator_get_centre (KhidkiOperator *self)
{
  return self->centre;
}

static const char *
find_name (GHashTable *names, const char *language, const char *otherwise)
{
  const char *name = g_hash_table_lookup (names, language);

  if (name == NULL)
    name = g_hash_table_lookup (names, "en");
  return name != NULL ? name : otherwise;
}

/**
 * khidki_operator_get_name:
 * @self: an operator
 * @language: `en`, `hi` …
 *
 * Returns: (transfer none): the name in that language, else in English, else the id
 *
 * Since: 0.1
 */
const char *
khidki_operator_get_name (KhidkiOperator *self, const char *language)
{
  g_return_val_if_fail (language != NULL, NULL);

  return find_name (self->names, language, self->id);
}

/**
 * khidki_operator_get_centre_name:
 * @self: an operator
 * @language: `en`, `hi` …
 *
 * Returns: (transfer none): the centre's name in that language, else in English, else its id
 *
 * Since: 0.1
 */
const char *
khidki_operator_get_centre_name (KhidkiOperator *self, const char *language)
{
  g_return_val_if_fail (language != NULL, NULL);

  return find_name (self->centre_names, language, self->centre);
}

/**
 * khidki_operator_get_session:
 * @self: an operator
 *
 * Returns: (transfer none): a digest of the session, for a form's token; never the session
 *   itself
 *
 * Since: 0.1
 */
const char *
khidki_operator_get_session (KhidkiOperator *self)
{
  return self->session;
}

/**
 * khidki_operator_get_author:
 * @self: an operator
 *
 * Returns: (transfer none): `operator/ID@CENTRE`, as drafts note who answered
 *
 * Since: 0.1
 */
const char *
khidki_operator_get_author (KhidkiOperator *self)
{
  return self->author;
}
