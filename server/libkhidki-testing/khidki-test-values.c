/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-test-values-private.h"

#include <khidki.h>

typedef struct
{
  GBytes *bytes;
  gint64 version;
} Value;

struct _KhidkiTestValues
{
  GHashTable *by_key; /* (owned) char* → (owned) Value */
};

static void
value_free (Value *value)
{
  g_bytes_unref (value->bytes);
  g_free (value);
}

KhidkiTestValues *
khidki_test_values_new (void)
{
  KhidkiTestValues *self = g_new0 (KhidkiTestValues, 1);

  self->by_key
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) value_free);
  return self;
}

void
khidki_test_values_free (KhidkiTestValues *self)
{
  g_hash_table_unref (self->by_key);
  g_free (self);
}

/* (transfer full) (nullable) */
GBytes *
khidki_test_values_get (KhidkiTestValues *self, const char *key, gint64 *version)
{
  Value *value = g_hash_table_lookup (self->by_key, key);

  *version = value != NULL ? value->version : 0;
  return value != NULL ? g_bytes_ref (value->bytes) : NULL;
}

gboolean
khidki_test_values_put (KhidkiTestValues *self,
                        const char *key,
                        GBytes *bytes,
                        gint64 if_version,
                        GError **error)
{
  Value *old = g_hash_table_lookup (self->by_key, key);
  gint64 version = old != NULL ? old->version : 0;
  Value *value;

  if (version != if_version)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_CONFLICT,
                   "The value has version %" G_GINT64_FORMAT ", not %" G_GINT64_FORMAT, version,
                   if_version);
      return FALSE;
    }

  value = g_new0 (Value, 1);
  value->bytes = g_bytes_ref (bytes);
  value->version = version + 1;
  g_hash_table_replace (self->by_key, g_strdup (key), value);

  return TRUE;
}
