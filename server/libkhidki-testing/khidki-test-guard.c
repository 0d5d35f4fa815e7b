/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-test-guard-private.h"

#define MOST_WRONG 5
#define PERIOD_MS (10 * 60 * 1000)

typedef struct
{
  guint wrong;
  gint64 since;
  gint64 closed_until;
  gint64 pause;
} Count;

struct _KhidkiTestGuard
{
  GHashTable *counts; /* who → Count */
};

KhidkiTestGuard *
khidki_test_guard_new (void)
{
  KhidkiTestGuard *self = g_new0 (KhidkiTestGuard, 1);

  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
khidki_test_guard_free (KhidkiTestGuard *self)
{
  g_hash_table_unref (self->counts);
  g_free (self);
}

gboolean
khidki_test_guard_check (KhidkiTestGuard *self, const char *who, gint64 now, GError **error)
{
  Count *count = g_hash_table_lookup (self->counts, who);

  if (count == NULL || count->closed_until <= now)
    return TRUE;
  g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_BUSY, "too many wrong tries");
  return FALSE;
}

void
khidki_test_guard_note_wrong (KhidkiTestGuard *self, const char *who, gint64 now)
{
  Count *count = g_hash_table_lookup (self->counts, who);

  if (count == NULL)
    {
      count = g_new0 (Count, 1);
      count->pause = PERIOD_MS;
      count->since = now;
      g_hash_table_insert (self->counts, g_strdup (who), count);
    }
  if (now - count->since > PERIOD_MS)
    {
      count->wrong = 0;
      count->since = now;
    }
  if (++count->wrong < MOST_WRONG)
    return;
  count->closed_until = now + count->pause;
  count->pause *= 2;
  count->wrong = 0;
  count->since = count->closed_until;
}

void
khidki_test_guard_forget (KhidkiTestGuard *self, const char *who)
{
  g_hash_table_remove (self->counts, who);
}
