/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "catalogue/khidki-charges.h"

#include <string.h>

#include "catalogue/khidki-dated-data.h"
#include "libkhidki/khidki-error.h"

#define KIND "Charge"
/* More than any centre takes: a slip of the pen, not a charge. */
#define MOST_PAISE 1000000

typedef struct
{
  GDate from;
  /* "" for every service that has none of its own. */
  char *service;
  gint64 paise;
} Charge;

struct _KhidkiCharges
{
  gatomicrefcount references;
  GPtrArray *charges;
};

static void
charge_free (Charge *charge)
{
  g_free (charge->service);
  g_free (charge);
}

static KhidkiCharges *
new_empty (void)
{
  KhidkiCharges *self = g_new0 (KhidkiCharges, 1);

  g_atomic_ref_count_init (&self->references);
  self->charges = g_ptr_array_new_with_free_func ((GDestroyNotify) charge_free);
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
  g_ptr_array_unref (self->charges);
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

  if (words[1] == NULL || !khidki_dated_data_parse_day (words[1], &charge->from))
    return khidki_dated_data_fail (error, group, "DAY", "a day as 2025-11-01", words[1]);
  charge->service = g_strdup (words[2] != NULL ? words[2] : "");
  return words[2] == NULL || is_service (words[2])
         || khidki_dated_data_fail (error, group, "SERVICE", "a service's id as REV-INC", words[2]);
}

static gboolean
read_charge (GKeyFile *file, const char *group, gpointer data, GError **error)
{
  KhidkiCharges *self = data;
  Charge *charge = g_new0 (Charge, 1);
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);
  gboolean found = FALSE;

  g_ptr_array_add (self->charges, charge);
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
check_twice (KhidkiCharges *self, GError **error)
{
  for (guint i = 0; i < self->charges->len; i++)
    for (guint j = i + 1; j < self->charges->len; j++)
      {
        Charge *a = g_ptr_array_index (self->charges, i);
        Charge *b = g_ptr_array_index (self->charges, j);

        if (g_str_equal (a->service, b->service) && g_date_compare (&a->from, &b->from) == 0)
          {
            g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID,
                         "Two charges begin on %04d-%02d-%02d%s%s", g_date_get_year (&a->from),
                         g_date_get_month (&a->from), g_date_get_day (&a->from),
                         *a->service != '\0' ? " for " : "", a->service);
            return FALSE;
          }
      }
  return TRUE;
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

static const Charge *
find (KhidkiCharges *self, const char *service, const GDate *day)
{
  const Charge *found = NULL;

  for (guint i = 0; i < self->charges->len; i++)
    {
      const Charge *charge = g_ptr_array_index (self->charges, i);

      if (g_str_equal (charge->service, service) && g_date_compare (&charge->from, day) <= 0
          && (found == NULL || g_date_compare (&charge->from, &found->from) > 0))
        found = charge;
    }
  return found;
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
  const Charge *charge = find (self, service, day);

  if (charge == NULL)
    charge = find (self, "", day);
  return charge != NULL ? charge->paise : 0;
}
