/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-service-private.h"

#include <string.h>

#include "khidki-seva-private.h"

G_DEFINE_BOXED_TYPE (KhidkiService, khidki_service, khidki_service_ref, khidki_service_unref)

static KhidkiService *
new_empty (void)
{
  KhidkiService *self = g_atomic_rc_box_new0 (KhidkiService);

  self->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_part_free);
  self->by_kind = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  self->fields = g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_field_free);
  self->by_path = g_hash_table_new (g_str_hash, g_str_equal);
  self->fees = g_array_new (FALSE, FALSE, sizeof (KhidkiFee));
  return self;
}

/**
 * khidki_service_ref:
 * @self: a service
 *
 * Returns: (transfer full): @self with one more reference; any thread may take one
 *
 * Since: 0.1
 */
KhidkiService *
khidki_service_ref (KhidkiService *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
khidki_service_clear (KhidkiService *self)
{
  g_free (self->version);
  g_free (self->department);
  g_free (self->source);
  g_hash_table_unref (self->by_path);
  g_hash_table_unref (self->by_kind);
  g_ptr_array_unref (self->fields);
  g_ptr_array_unref (self->parts);
  g_array_unref (self->fees);
}

/**
 * khidki_service_unref:
 * @self: (transfer full): a service
 *
 * Gives one reference back; the last one frees it.
 *
 * Since: 0.1
 */
void
khidki_service_unref (KhidkiService *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) khidki_service_clear);
}

static void
add_fee (KhidkiService *self, KhidkiPart *part)
{
  KhidkiFee fee = { 0 };
  guint index = 0;

  khidki_seva_parse_date (part->id, &fee.from);
  khidki_seva_parse_paise (khidki_part_get_value (part, "Government"), &fee.paise);
  while (index < self->fees->len &&
         g_date_compare (&g_array_index (self->fees, KhidkiFee, index).from, &fee.from) < 0)
    index++;
  g_array_insert_val (self->fees, index, fee);
}

/* @part is one of self->parts already. */
static void
add_part (KhidkiService *self, KhidkiPart *part)
{
  GPtrArray *same = g_hash_table_lookup (self->by_kind, part->kind);

  if (same == NULL)
    {
      same = g_ptr_array_new ();
      g_hash_table_insert (self->by_kind, part->kind, same);
    }
  g_ptr_array_add (same, part);

  if (strcmp (part->kind, "Service") == 0)
    self->head = part;
  else if (strcmp (part->kind, "Fee") == 0)
    add_fee (self, part);
  else if (strcmp (part->kind, "Field") == 0)
    {
      KhidkiField *field = khidki_field_new (part);

      g_ptr_array_add (self->fields, field);
      g_hash_table_insert (self->by_path, part->id, field);
    }
}

/**
 * khidki_service_new_from_key_file:
 * @key_file: loaded with %G_KEY_FILE_KEEP_TRANSLATIONS
 * @name_for_errors: what to call it in an error
 * @error: [error@Error] `INVALID`: `FILE: [Group] key: expected …, found …`
 *
 * Returns: (transfer full) (nullable): the service
 *
 * Since: 0.1
 */
KhidkiService *
khidki_service_new_from_key_file (GKeyFile *key_file,
                                  const char *name_for_errors,
                                  GError **error)
{
  KhidkiSevaReader reader = { name_for_errors, error };
  g_autoptr (KhidkiService) self = new_empty ();
  const char *id;

  if (!khidki_seva_read_parts (&reader, key_file, khidki_seva_get_groups (), self->parts))
    return NULL;
  for (guint i = 0; i < self->parts->len; i++)
    add_part (self, g_ptr_array_index (self->parts, i));
  if (self->head == NULL)
    {
      khidki_seva_fail (&reader, "Service", NULL, "expected it, found nothing");
      return NULL;
    }

  id = khidki_service_get_id (self);
  self->department = g_strndup (id, strcspn (id, "-"));
  self->days = (int) g_ascii_strtoll (khidki_part_get_value (self->head, "Days"), NULL, 10);
  if (!khidki_seva_check (&reader, self))
    return NULL;
  self->version = khidki_seva_make_version (self);
  self->source = g_key_file_to_data (key_file, NULL, NULL);

  return g_steal_pointer (&self);
}

/**
 * khidki_service_new_from_file:
 * @path: a `.seva` file
 * @error: [error@Error] `INVALID`: `FILE: [Group] key: expected …, found …`
 *
 * Returns: (transfer full) (nullable): the service
 *
 * Since: 0.1
 */
KhidkiService *
khidki_service_new_from_file (const char *path, GError **error)
{
  g_autoptr (GKeyFile) key_file = khidki_seva_load_file (path, error);

  return key_file != NULL ? khidki_service_new_from_key_file (key_file, path, error) : NULL;
}

/**
 * khidki_service_new_from_source:
 * @source: what [method@Service.get_source] gave
 * @error: [error@Error] `INVALID`
 *
 * Returns: (transfer full) (nullable): the service as it was
 *
 * Since: 0.1
 */
KhidkiService *
khidki_service_new_from_source (const char *source, GError **error)
{
  g_autoptr (GKeyFile) key_file =
      khidki_seva_load_text ("kept definition", source, strlen (source), error);

  return key_file != NULL ? khidki_service_new_from_key_file (key_file, "kept definition", error) : NULL;
}

/**
 * khidki_service_get_id:
 * @self: a service
 *
 * Returns: (transfer none): its id, e.g. `revenue-income`
 *
 * Since: 0.1
 */
const char *
khidki_service_get_id (KhidkiService *self)
{
  return khidki_part_get_value (self->head, "Id");
}

/**
 * khidki_service_get_version:
 * @self: a service
 *
 * Returns: 32 letters; another as soon as anything but the wording of a question differs
 *
 * Since: 0.1
 */
const char *
khidki_service_get_version (KhidkiService *self)
{
  return self->version;
}

/**
 * khidki_service_get_department:
 * @self: a service
 *
 * Returns: the code of its department: what stands before the dash of its id
 *
 * Since: 0.1
 */
const char *
khidki_service_get_department (KhidkiService *self)
{
  return self->department;
}

/**
 * khidki_service_get_system:
 * @self: a service
 *
 * Returns: where its files live: `edistrict`, `mcd`, `parivahan` or `own`
 *
 * Since: 0.1
 */
const char *
khidki_service_get_system (KhidkiService *self)
{
  return khidki_part_get_value (self->head, "System");
}

/**
 * khidki_service_get_text:
 * @self: a service
 * @key: `Name`, `ShortName`, `Help`, `Who`, `Purpose`, `Declaration`, `Remedy`
 * @language: (nullable): a language
 *
 * Returns: (nullable): `Key[language]=` of `[Service]`, else `Key=`
 *
 * Since: 0.1
 */
const char *
khidki_service_get_text (KhidkiService *self, const char *key, const char *language)
{
  return khidki_part_get_text (self->head, key, language);
}

/**
 * khidki_service_list_texts:
 * @self: a service
 * @key: e.g. `Name`
 *
 * Returns: (transfer full): the text of `[Service]` in every language that has one
 *
 * Since: 0.1
 */
GStrv
khidki_service_list_texts (KhidkiService *self, const char *key)
{
  return khidki_part_list_texts (self->head, key);
}

/**
 * khidki_service_get_value:
 * @self: a service
 * @group: the whole name of a group: `Service`, `Certificate`, `Paper identity`
 * @key: a key, with its language if need be: `Title[hi]`
 *
 * Returns: (nullable): what the file says
 *
 * Since: 0.1
 */
const char *
khidki_service_get_value (KhidkiService *self, const char *group, const char *key)
{
  g_autofree char *kind = g_strndup (group, strcspn (group, " "));
  const char *space = strchr (group, ' ');
  KhidkiPart *part = khidki_service_find_part (self, kind, space != NULL ? space + 1 : "");

  return part != NULL ? khidki_part_get_value (part, key) : NULL;
}

/**
 * khidki_service_get_words:
 * @self: a service
 *
 * Returns: (transfer none): what else people call it
 *
 * Since: 0.1
 */
const char *const *
khidki_service_get_words (KhidkiService *self)
{
  return khidki_part_get_list (self->head, "Words");
}

/**
 * khidki_service_get_days:
 * @self: a service
 *
 * Returns: the days that the office has
 *
 * Since: 0.1
 */
int
khidki_service_get_days (KhidkiService *self)
{
  return self->days;
}

/**
 * khidki_service_add_validity:
 * @self: a service
 * @date: (inout): the day of issue, made the last day on which it is valid
 *
 * Returns: whether it ends at all; if not, @date stays
 *
 * Since: 0.1
 */
gboolean
khidki_service_add_validity (KhidkiService *self, GDate *date)
{
  const char *validity = khidki_part_get_value (self->head, "Validity");

  return validity != NULL && khidki_seva_add_period (validity, date);
}

/**
 * khidki_service_get_fee:
 * @self: a service
 * @date: a civil date
 *
 * Returns: the government's fee on that day in paise; -1 before the first one
 *
 * Since: 0.1
 */
gint64
khidki_service_get_fee (KhidkiService *self, const GDate *date)
{
  gint64 paise = -1;

  for (guint i = 0; i < self->fees->len; i++)
    {
      const KhidkiFee *fee = &g_array_index (self->fees, KhidkiFee, i);

      if (g_date_compare (&fee->from, date) <= 0)
        paise = fee->paise;
    }

  return paise;
}

/**
 * khidki_service_get_source:
 * @self: a service
 *
 * Returns: a keyfile from which it can be made again
 *
 * Since: 0.1
 */
const char *
khidki_service_get_source (KhidkiService *self)
{
  return self->source;
}

/**
 * khidki_service_get_n_fields:
 * @self: a service
 *
 * Returns: how many fields it has; one of a repeating group counts once
 *
 * Since: 0.1
 */
guint
khidki_service_get_n_fields (KhidkiService *self)
{
  return self->fields->len;
}

/**
 * khidki_service_get_field:
 * @self: a service
 * @index: which, in the file's order
 *
 * Returns: (transfer none): a field
 *
 * Since: 0.1
 */
KhidkiField *
khidki_service_get_field (KhidkiService *self, guint index)
{
  g_return_val_if_fail (index < self->fields->len, NULL);

  return g_ptr_array_index (self->fields, index);
}

/* `family.2.age` is a path of `[Field family.age]`. */
static char *
drop_repeat (const char *path)
{
  const char *dot = strchr (path, '.');
  gsize digits = dot != NULL ? strspn (dot + 1, "0123456789") : 0;

  if (digits == 0 || dot[1 + digits] != '.')
    return NULL;
  return g_strdup_printf ("%.*s%s", (int) (dot - path), path, dot + 1 + digits);
}

/**
 * khidki_service_find_field:
 * @self: a service
 * @path: a path, with or without the number of a repeat
 *
 * Returns: (transfer none) (nullable): the field
 *
 * Since: 0.1
 */
KhidkiField *
khidki_service_find_field (KhidkiService *self, const char *path)
{
  g_autofree char *plain = drop_repeat (path);

  return g_hash_table_lookup (self->by_path, plain != NULL ? plain : path);
}

/**
 * khidki_service_get_parts:
 * @self: a service
 * @kind: the word in front of the id: `Group`, `Paper`, `Kind`, `Stage`, `Reason`, `Line`
 *
 * Returns: (transfer none) (element-type KhidkiPart): in the file's order
 *
 * Since: 0.1
 */
GPtrArray *
khidki_service_get_parts (KhidkiService *self, const char *kind)
{
  static GPtrArray *none;
  GPtrArray *parts = g_hash_table_lookup (self->by_kind, kind);

  if (parts != NULL)
    return parts;
  if (g_once_init_enter (&none))
    g_once_init_leave (&none, g_ptr_array_new ());
  return none;
}

/**
 * khidki_service_get_groups:
 * @self: a service
 *
 * Returns: (transfer none) (element-type KhidkiPart): its `[Group …]`, in the file's order
 *
 * Since: 0.1
 */
GPtrArray *
khidki_service_get_groups (KhidkiService *self)
{
  return khidki_service_get_parts (self, "Group");
}

/**
 * khidki_service_get_papers:
 * @self: a service
 *
 * Returns: (transfer none) (element-type KhidkiPart): its `[Paper …]`, in the file's order
 *
 * Since: 0.1
 */
GPtrArray *
khidki_service_get_papers (KhidkiService *self)
{
  return khidki_service_get_parts (self, "Paper");
}

/**
 * khidki_service_get_stages:
 * @self: a service
 *
 * Returns: (transfer none) (element-type KhidkiPart): its `[Stage …]`, in the file's order
 *
 * Since: 0.1
 */
GPtrArray *
khidki_service_get_stages (KhidkiService *self)
{
  return khidki_service_get_parts (self, "Stage");
}

/**
 * khidki_service_get_reasons:
 * @self: a service
 *
 * Returns: (transfer none) (element-type KhidkiPart): its `[Reason …]`, for which an officer may
 *   reject
 *
 * Since: 0.1
 */
GPtrArray *
khidki_service_get_reasons (KhidkiService *self)
{
  return khidki_service_get_parts (self, "Reason");
}

/**
 * khidki_service_find_part:
 * @self: a service
 * @kind: `Group`, `Paper`, `Kind`, `Stage`, `Reason`, `Certificate`, `Line`
 * @id: its id, `""` for a group that has none
 *
 * Returns: (transfer none) (nullable): the part
 *
 * Since: 0.1
 */
KhidkiPart *
khidki_service_find_part (KhidkiService *self, const char *kind, const char *id)
{
  GPtrArray *parts = khidki_service_get_parts (self, kind);

  for (guint i = 0; i < parts->len; i++)
    {
      KhidkiPart *part = g_ptr_array_index (parts, i);

      if (strcmp (part->id, id) == 0)
        return part;
    }
  return NULL;
}
