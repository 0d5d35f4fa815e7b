/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "gate/khidki-config-private.h"
#include "libkhidki/khidki-distance-private.h"

/* `whatsapp NAME` is a further number of `whatsapp`. */
static char *
base_group (const char *group)
{
  const char *space = strchr (group, ' ');

  return space != NULL ? g_strndup (group, space - group) : g_strdup (group);
}

static gboolean
is_known_key (const char *const *known, const char *group, const char *key)
{
  g_autofree char *name = khidki_config_name_key (group, key);

  return g_strv_contains (known, group) || g_strv_contains (known, name);
}

static gboolean
is_known_group (const char *const *known, const char *group)
{
  g_autofree char *prefix = g_strconcat (group, "/", NULL);

  for (guint i = 0; known[i] != NULL; i++)
    if (g_str_equal (known[i], group) || g_str_has_prefix (known[i], prefix))
      return TRUE;
  return FALSE;
}

/* (transfer full): empty for a group that is not there */
static GStrv
list_keys (KhidkiConfig *self, const char *group)
{
  GStrv keys = g_key_file_get_keys (khidki_config_get_values (self), group, NULL, NULL);

  return keys != NULL ? keys : g_new0 (char *, 1);
}

typedef char *(*DescribeKey) (KhidkiConfig *self,
                              const char *group,
                              const char *key,
                              const char *const *known);
typedef char *(*DescribeGroup) (KhidkiConfig *self, const char *group, const char *const *known);

static void
take_line (GStrvBuilder *lines, char *line)
{
  if (line != NULL)
    g_strv_builder_add (lines, line);
  g_free (line);
}

/* (transfer full): what @describe_key says of each key that nobody knows, and @describe_group of
 * each such group that has no keys. */
static GStrv
describe_unknown (KhidkiConfig *self,
                  const char *const *known,
                  DescribeKey describe_key,
                  DescribeGroup describe_group)
{
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();
  g_auto (GStrv) groups = g_key_file_get_groups (khidki_config_get_values (self), NULL);

  for (guint i = 0; groups[i] != NULL; i++)
    {
      g_auto (GStrv) keys = list_keys (self, groups[i]);

      if (keys[0] == NULL && !is_known_group (known, groups[i]))
        take_line (lines, describe_group (self, groups[i], known));
      for (guint j = 0; keys[j] != NULL; j++)
        if (!is_known_key (known, groups[i], keys[j]))
          take_line (lines, describe_key (self, groups[i], keys[j], known));
    }
  return g_strv_builder_end (lines);
}

static char *
describe_unread_key (KhidkiConfig *self,
                     const char *group,
                     const char *key,
                     const char *const *known)
{
  const char *origin = khidki_config_get_origin (self, group, key);
  g_autofree char *base = base_group (group);
  g_autofree char *name = khidki_config_name_key (base, key);
  const char *nearest = khidki_distance_find_nearest (name, known);

  if (!g_str_equal (base, group) && nearest != NULL && g_str_equal (nearest, name))
    return g_strdup_printf ("%s: [%s] %s: nobody reads this, for %s has no further groups", origin,
                            group, key, base);
  return g_strdup_printf ("%s: [%s] %s: nobody knows this key%s%s%s", origin, group, key,
                          nearest != NULL ? "; did you mean “" : "", nearest != NULL ? nearest : "",
                          nearest != NULL ? "”?" : "");
}

/* (transfer full): what stands before the slash of each */
static GPtrArray *
list_known_groups (const char *const *known)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; known[i] != NULL; i++)
    g_ptr_array_add (groups, g_strndup (known[i], strcspn (known[i], "/")));
  g_ptr_array_add (groups, NULL);
  return groups;
}

/* (transfer container): what stands behind the slash of each of @group */
static GPtrArray *
list_known_keys (const char *const *known, const char *group)
{
  GPtrArray *keys = g_ptr_array_new ();
  g_autofree char *prefix = g_strconcat (group, "/", NULL);

  for (guint i = 0; known[i] != NULL; i++)
    if (g_str_has_prefix (known[i], prefix))
      g_ptr_array_add (keys, (gpointer) (known[i] + strlen (prefix)));
  g_ptr_array_add (keys, NULL);
  return keys;
}

static char *
describe_unread_group (KhidkiConfig *self, const char *group, const char *const *known)
{
  const char *origin = khidki_config_get_origin (self, group, "");
  g_autofree char *base = base_group (group);
  g_autoptr (GPtrArray) groups = list_known_groups (known);
  const char *nearest;

  if (is_known_group (known, base))
    return g_strdup_printf ("%s: [%s]: expected [%s] alone, for %s has no further groups, found [%s]",
                            origin, group, base, base, group);
  nearest = khidki_distance_find_nearest (base, (const char *const *) groups->pdata);
  return g_strdup_printf ("%s: [%s]: expected a group that somebody reads%s%s%s, found [%s]", origin,
                          group, nearest != NULL ? ", such as [" : "",
                          nearest != NULL ? nearest : "", nearest != NULL ? "]" : "", group);
}

GStrv
khidki_config_list_unknown (KhidkiConfig *self, const char *const *known)
{
  return describe_unknown (self, known, describe_unread_key, describe_unread_group);
}

/* (transfer full) (nullable): the group that @group was meant to be */
static char *
find_meant_group (KhidkiConfig *self, const char *group, const char *const *known)
{
  g_autoptr (GPtrArray) groups = list_known_groups (known);
  const char *const *names = (const char *const *) groups->pdata;
  g_autofree char *base = base_group (group);
  g_auto (GStrv) keys = NULL;
  const char *nearest;

  if (g_strv_contains (names, base))
    return NULL;
  nearest = khidki_distance_find_nearest (base, names);
  keys = list_keys (self, nearest != NULL ? nearest : base);
  return nearest != NULL && keys[0] == NULL ? g_strdup (nearest) : NULL;
}

static char *
describe_mistyped_group (KhidkiConfig *self, const char *group, const char *const *known)
{
  g_autofree char *meant = find_meant_group (self, group, known);

  return meant == NULL
             ? NULL
             : g_strdup_printf ("%s: [%s]: expected [%s], which is not there, found [%s]",
                                khidki_config_get_origin (self, group, ""), group, meant, group);
}

static char *
describe_mistyped_key (KhidkiConfig *self,
                       const char *group,
                       const char *key,
                       const char *const *known)
{
  const char *origin = khidki_config_get_origin (self, group, key);
  g_autofree char *meant = find_meant_group (self, group, known);
  g_autoptr (GPtrArray) keys = list_known_keys (known, group);
  const char *nearest;

  if (meant != NULL)
    return g_strdup_printf ("%s: [%s] %s: expected [%s], which is not there, found [%s]", origin,
                            group, key, meant, group);

  nearest = khidki_distance_find_nearest (key, (const char *const *) keys->pdata);
  if (nearest == NULL || g_key_file_has_key (khidki_config_get_values (self), group, nearest, NULL))
    return NULL;
  return g_strdup_printf ("%s: [%s] %s: expected %s, which is not set, found %s", origin, group, key,
                          nearest, key);
}

GStrv
khidki_config_list_mistyped (KhidkiConfig *self, const char *const *known)
{
  return describe_unknown (self, known, describe_mistyped_key, describe_mistyped_group);
}
