/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "catalogue/khidki-charges.h"

#include <string.h>

#include "catalogue/khidki-dated-data.h"
#include "catalogue/khidki-dated-index.h"
#include "libkhidki/khidki-error.h"

#define KIND "Charge"
/* More than any centre takes: a slip of the pen, not a charge. */
#define MOST_PAISE 1000000

/* Its id is a service's, "" for every service that has none of its own. */
typedef struct
{
  KhidkiDated dated;
  gint64 paise;
} Charge;

struct _KhidkiCharges
{
  gatomicrefcount references;
  KhidkiDatedIndex *charges;
};

static void
charge_free (Charge *charge)
{
  g_free (charge->dated.id);
  g_free (charge);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Charge, charge_free)

static KhidkiCharges *
new_empty (void)
{
  KhidkiCharges *self = g_new0 (KhidkiCharges, 1);

  g_atomic_ref_count_init (&self->references);
  self->charges = khidki_dated_index_new ((GDestroyNotify) charge_free);
  return self;
}

KhidkiCharges *
khidki_charges_ref (KhidkiCharges *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
khidki_charges_unref (KhidkiCharges *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  khidki_dated_index_free (self->charges);
  g_free (self);
}

static gboolean
is_service (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isupper (*p) && !g_ascii_isdigit (*p) && *p != '-')
      return FALSE;
  return *text != '\0';
}

static gboolean
read_head (Charge *charge, const char *group, GError **error)
{
  g_auto (GStrv) words = g_strsplit (group, " ", 3);

  if (words[1] == NULL || !khidki_dated_data_parse_day (words[1], &charge->dated.from))
    return khidki_dated_data_fail (error, group, "DAY", "a day as 2025-11-01", words[1]);
  charge->dated.id = g_strdup (words[2] != NULL ? words[2] : "");
  return words[2] == NULL || is_service (words[2])
         || khidki_dated_data_fail (error, group, "SERVICE", "a service's id as REV-INC", words[2]);
}

static gboolean
read_keys (Charge *charge, GKeyFile *file, const char *group, GError **error)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);
  gboolean found = FALSE;

  if (!read_head (charge, group, error))
    return FALSE;
  for (guint i = 0; keys[i] != NULL; i++)
    {
      g_autofree char *value = khidki_dated_data_dup_value (file, group, keys[i], error);

      if (value == NULL)
        return FALSE;
      if (!g_str_equal (keys[i], "ServiceCharge"))
        return khidki_dated_data_fail (error, group, keys[i], "ServiceCharge", keys[i]);
      if (!g_ascii_string_to_signed (value, 10, 0, MOST_PAISE, &charge->paise, NULL))
        return khidki_dated_data_fail (error, group, keys[i], "paise, as 3000 for Rs 30", value);
      found = TRUE;
    }
  return found
         || khidki_dated_data_fail (error, group, "ServiceCharge", "paise, as 3000 for Rs 30", NULL);
}

static gboolean
read_charge (GKeyFile *file, const char *group, gpointer data, GError **error)
{
  KhidkiCharges *self = data;
  g_autoptr (Charge) charge = g_new0 (Charge, 1);

  if (!read_keys (charge, file, group, error))
    return FALSE;
  khidki_dated_index_add (self->charges, g_steal_pointer (&charge));
  return TRUE;
}

static gboolean
check_twice (KhidkiCharges *self, GError **error)
{
  const Charge *twice = khidki_dated_index_find_twice (self->charges);
  const KhidkiDated *dated;

  if (twice == NULL)
    return TRUE;
  dated = &twice->dated;
  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID,
               "Two charges begin on %04d-%02d-%02d%s%s", g_date_get_year (&dated->from),
               g_date_get_month (&dated->from), g_date_get_day (&dated->from),
               *dated->id != '\0' ? " for " : "", dated->id);
  return FALSE;
}

/**
 * khidki_charges_new_from_file:
 * @path: a keyfile of charges, see data/charges/delhi.ini
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the charges; %NULL with KHIDKI_ERROR_INVALID
 *   that names file, group, key, expected and found
 *
 * Since: 0.1
 */
KhidkiCharges *
khidki_charges_new_from_file (const char *path, GError **error)
{
  g_autoptr (KhidkiCharges) self = new_empty ();

  if (!khidki_dated_data_read_file (path, KIND, "[Charge DAY] or [Charge DAY SERVICE]", read_charge,
                                    self, error))
    return NULL;
  if (!check_twice (self, error))
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * khidki_charges_get:
 * @service: the service's id
 * @day: a civil day
 *
 * A charge of the service's own goes before the general one, whichever is later.
 *
 * Returns: the charge on that day in paise, 0 before the first one
 *
 * Since: 0.1
 */
gint64
khidki_charges_get (KhidkiCharges *self, const char *service, const GDate *day)
{
  const Charge *charge = khidki_dated_index_find (self->charges, service, day);

  if (charge == NULL)
    charge = khidki_dated_index_find (self->charges, "", day);
  return charge != NULL ? charge->paise : 0;
}
