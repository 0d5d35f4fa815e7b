/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conversation/khidki-session-private.h"

#include <string.h>

typedef struct
{
  const char *key;
  gsize offset;
} Member;

#define MEMBER(name) { #name, G_STRUCT_OFFSET (KhidkiSession, name) }

static const Member strings[] = {
  MEMBER (language),
  MEMBER (place),
  MEMBER (subject),
  MEMBER (asking),
  MEMBER (after),
  MEMBER (paper_kind),
  MEMBER (link_token),
  MEMBER (link_path),
  MEMBER (link_draft),
  MEMBER (submitted_number),
  MEMBER (hidden_draft),
  MEMBER (claimed_number),
  MEMBER (shown_draft),
  MEMBER (said),
  MEMBER (answer),
  MEMBER (answering),
  MEMBER (unasked),
  MEMBER (came_from),
  MEMBER (came_subject),
  MEMBER (declined),
  MEMBER (page_of),
  MEMBER (guessed_of),
  MEMBER (full_of),
  MEMBER (near_pin),
};

static const Member lists[] = {
  MEMBER (hidden),
  MEMBER (offered),
  MEMBER (trail),
  MEMBER (replaced),
  MEMBER (fetching),
  MEMBER (fetching_at),
  MEMBER (kept_of),
};

static const Member numbers[] = {
  MEMBER (turn),
  MEMBER (page),
  MEMBER (misses),
  MEMBER (changing),
  MEMBER (seen),
  MEMBER (quiet),
  MEMBER (numbered),
  MEMBER (link_at),
  MEMBER (submitted_turn),
  MEMBER (hidden_before),
  MEMBER (claim_misses),
  MEMBER (claim_missed_at),
  MEMBER (declined_at),
  MEMBER (page_at),
  MEMBER (replacing),
  MEMBER (kept),
  MEMBER (short_since),
  MEMBER (short_replies),
  MEMBER (near_asked),
  MEMBER (heard),
  MEMBER (heard_at),
};

#define STRING(self, member) G_STRUCT_MEMBER (char *, (self), (member).offset)
#define LIST(self, member) G_STRUCT_MEMBER (GStrv, (self), (member).offset)
#define NUMBER(self, member) G_STRUCT_MEMBER (gint64, (self), (member).offset)

/**
 * khidki_session_new:
 *
 * Returns: (transfer full): the session of somebody who has never written
 *
 * Since: 0.1
 */
KhidkiSession *
khidki_session_new (void)
{
  KhidkiSession *self = g_atomic_rc_box_new0 (KhidkiSession);

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    STRING (self, strings[i]) = g_strdup ("");
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    LIST (self, lists[i]) = g_new0 (char *, 1);

  return self;
}

KhidkiSession *
khidki_session_ref (KhidkiSession *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
khidki_session_clear (KhidkiSession *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    g_free (STRING (self, strings[i]));
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    g_strfreev (LIST (self, lists[i]));
  g_clear_pointer (&self->given, khidki_answers_unref);
}

void
khidki_session_unref (KhidkiSession *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) khidki_session_clear);
}

/* A copy that may be changed until it is handed over. */
KhidkiSession *
khidki_session_copy (KhidkiSession *self)
{
  KhidkiSession *copy = g_atomic_rc_box_new0 (KhidkiSession);

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    STRING (copy, strings[i]) = g_strdup (STRING (self, strings[i]));
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    LIST (copy, lists[i]) = g_strdupv (LIST (self, lists[i]));
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    NUMBER (copy, numbers[i]) = NUMBER (self, numbers[i]);
  if (self->given != NULL)
    copy->given = khidki_answers_ref (self->given);

  return copy;
}

void
khidki_session_set (char **field, const char *value)
{
  char *copy = g_strdup (value != NULL ? value : "");

  g_free (*field);
  *field = copy;
}

void
khidki_session_push (GStrv *list, const char *value)
{
  guint length = g_strv_length (*list);

  *list = g_renew (char *, *list, length + 2);
  (*list)[length] = g_strdup (value != NULL ? value : "");
  (*list)[length + 1] = NULL;
}

void
khidki_session_clear_list (GStrv *list)
{
  g_strfreev (*list);
  *list = g_new0 (char *, 1);
}

/* No file is waited for, nor taken when it comes. */
void
khidki_session_forget_files (KhidkiSession *self)
{
  khidki_session_clear_list (&self->fetching);
  khidki_session_clear_list (&self->fetching_at);
}

/* Whether a draft was open when the number may have gone to somebody else. */
gboolean
khidki_session_hides_draft (KhidkiSession *self, const char *draft)
{
  gboolean hides = strcmp (draft, self->hidden_draft) == 0;

  for (guint i = 0; self->hidden[i] != NULL; i += 2)
    hides |= strcmp (draft, self->hidden[i + 1]) == 0;
  return hides;
}

/**
 * khidki_session_to_variant:
 * @self: a session
 *
 * What is empty is left out, so that a quiet session is a few bytes.
 *
 * Returns: (transfer full): a dictionary, not floating
 *
 * Since: 0.1
 */
GVariant *
khidki_session_to_variant (KhidkiSession *self)
{
  g_autoptr (GVariant) given = NULL;
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    if (*STRING (self, strings[i]) != '\0')
      g_variant_builder_add (&builder, "{sv}", strings[i].key,
                             g_variant_new_string (STRING (self, strings[i])));
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    if (*LIST (self, lists[i]) != NULL)
      g_variant_builder_add (&builder, "{sv}", lists[i].key,
                             g_variant_new_strv ((const char *const *) LIST (self, lists[i]), -1));
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (NUMBER (self, numbers[i]) != 0)
      g_variant_builder_add (&builder, "{sv}", numbers[i].key,
                             g_variant_new_int64 (NUMBER (self, numbers[i])));
  if (self->given != NULL)
    {
      given = khidki_answers_to_variant (self->given);
      g_variant_builder_add (&builder, "{sv}", "given", given);
    }

  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

static void
take_string (KhidkiSession *self, const Member *member, GVariantDict *dict)
{
  const char *value;

  if (g_variant_dict_lookup (dict, member->key, "&s", &value))
    khidki_session_set (&STRING (self, *member), value);
}

static void
take_list (KhidkiSession *self, const Member *member, GVariantDict *dict)
{
  g_auto (GStrv) value = NULL;

  if (!g_variant_dict_lookup (dict, member->key, "^as", &value))
    return;
  g_strfreev (LIST (self, *member));
  LIST (self, *member) = g_steal_pointer (&value);
}

static void
take_given (KhidkiSession *self, GVariantDict *dict)
{
  g_autoptr (GVariant) value = g_variant_dict_lookup_value (dict, "given", NULL);

  if (value != NULL)
    self->given = khidki_answers_new_from_variant (value);
}

/* Of files from before there were times nobody waits any more. */
static void
mend_fetching (KhidkiSession *self)
{
  guint length = g_strv_length (self->fetching);

  if (length % 3 != 0)
    khidki_session_forget_files (self);
  else if (g_strv_length (self->fetching_at) != length / 3)
    {
      khidki_session_clear_list (&self->fetching_at);
      for (guint i = 0; i < length / 3; i++)
        khidki_session_push (&self->fetching_at, "0");
    }
}

/* Lists of pairs and triples that lost a member would be read past their end. */
static void
mend_lists (KhidkiSession *self)
{
  mend_fetching (self);
  if (g_strv_length (self->offered) % 2 != 0)
    khidki_session_clear_list (&self->offered);
  if (g_strv_length (self->replaced) % 2 != 0)
    khidki_session_clear_list (&self->replaced);
  if (g_strv_length (self->hidden) % 2 != 0)
    khidki_session_clear_list (&self->hidden);
}

/**
 * khidki_session_new_from_variant:
 * @variant: (transfer none): what khidki_session_to_variant() gave
 *
 * Members that are unknown, missing or of another type are passed over.
 *
 * Returns: (transfer full): a session, a fresh one if @variant is none
 *
 * Since: 0.1
 */
KhidkiSession *
khidki_session_new_from_variant (GVariant *variant)
{
  KhidkiSession *self = khidki_session_new ();
  g_auto (GVariantDict) dict = G_VARIANT_DICT_INIT (NULL);

  if (variant == NULL || !g_variant_is_of_type (variant, G_VARIANT_TYPE_VARDICT))
    return self;

  g_variant_dict_init (&dict, variant);
  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    take_string (self, &strings[i], &dict);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    take_list (self, &lists[i], &dict);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_variant_dict_lookup (&dict, numbers[i].key, "x", &NUMBER (self, numbers[i]));
  take_given (self, &dict);
  mend_lists (self);

  return self;
}
