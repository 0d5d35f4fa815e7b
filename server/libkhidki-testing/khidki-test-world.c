/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-test-world-private.h"

#define DEFAULT_CHARGE 3000
#define UTC_OFFSET_MS (330 * 60 * 1000)
#define TO_COUNTER_MS (G_GINT64_CONSTANT (3) * 24 * 60 * 60 * 1000)
#define TO_PHONE_MS (30 * 60 * 1000)

static void
operator_free (KhidkiTestOperator *entry)
{
  g_free (entry->id);
  g_free (entry->role);
  g_free (entry->centre);
  g_free (entry->password);
  g_free (entry->invitation);
  g_free (entry);
}

static void
session_free (KhidkiTestSession *entry)
{
  g_free (entry->operator_id);
  g_free (entry);
}

static void
draft_free (KhidkiTestDraft *entry)
{
  khidki_draft_unref (entry->draft);
  g_free (entry->centre);
  g_free (entry);
}

static void
offer_free (KhidkiTestOffer *entry)
{
  g_free (entry->draft);
  g_free (entry);
}

static void
consent_free (KhidkiTestConsent *entry)
{
  g_free (entry->code);
  g_free (entry);
}

static void
closing_free (KhidkiTestClosing *entry)
{
  g_free (entry->remark);
  g_free (entry);
}

static void
case_free (KhidkiTestCase *entry)
{
  khidki_standing_unref (entry->standing);
  g_free (entry);
}

static GHashTable *
make_table (GDestroyNotify destroy)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, destroy);
}

KhidkiTestWorld *
khidki_test_world_new (KhidkiTestHost *host)
{
  KhidkiTestWorld *self = g_new0 (KhidkiTestWorld, 1);

  self->host = host;
  self->departments = g_ptr_array_new_with_free_func (g_object_unref);
  self->places = khidki_places_new_empty ();
  self->catalogue = khidki_catalogue_new (self->places);
  self->service_charge = DEFAULT_CHARGE;
  self->operators = make_table ((GDestroyNotify) operator_free);
  self->sessions = make_table ((GDestroyNotify) session_free);
  self->drafts = make_table ((GDestroyNotify) draft_free);
  self->offers = make_table ((GDestroyNotify) offer_free);
  self->consents = make_table ((GDestroyNotify) consent_free);
  self->by_draft = make_table ((GDestroyNotify) khidki_receipt_unref);
  self->prints = make_table (g_free);
  self->closings = make_table ((GDestroyNotify) closing_free);
  self->cases = make_table ((GDestroyNotify) case_free);
  self->faults = make_table (g_free);
  self->receipts = g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_receipt_unref);
  self->guard = khidki_test_guard_new ();
  return self;
}

void
khidki_test_world_free (KhidkiTestWorld *self)
{
  khidki_catalogue_unref (self->catalogue);
  khidki_places_unref (self->places);
  g_ptr_array_unref (self->departments);
  g_hash_table_unref (self->operators);
  g_hash_table_unref (self->sessions);
  g_hash_table_unref (self->drafts);
  g_hash_table_unref (self->offers);
  g_hash_table_unref (self->consents);
  g_hash_table_unref (self->by_draft);
  g_hash_table_unref (self->prints);
  g_hash_table_unref (self->closings);
  g_hash_table_unref (self->cases);
  g_hash_table_unref (self->faults);
  g_ptr_array_unref (self->receipts);
  khidki_test_guard_free (self->guard);
  g_clear_error (&self->failure);
  g_free (self);
}

gint64
khidki_test_world_get_now (KhidkiTestWorld *self)
{
  return khidki_host_now (KHIDKI_HOST (self->host));
}

/* The civil day of an instant, in India. */
GDate
khidki_test_world_get_day (gint64 at)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc ((at + UTC_OFFSET_MS) / 1000);
  GDate day;

  g_date_clear (&day, 1);
  g_date_set_dmy (&day, (GDateDay) g_date_time_get_day_of_month (time),
                  (GDateMonth) g_date_time_get_month (time),
                  (GDateYear) g_date_time_get_year (time));
  return day;
}

GDate
khidki_test_world_get_today (KhidkiTestWorld *self)
{
  return khidki_test_world_get_day (khidki_test_world_get_now (self));
}

/* (transfer full): so many digits, the first not 0. */
char *
khidki_test_world_make_code (KhidkiTestWorld *self, guint digits)
{
  char *code = g_new0 (char, digits + 1);
  guint8 byte;

  for (guint i = 0; i < digits; i++)
    {
      khidki_host_fill_random (KHIDKI_HOST (self->host), &byte, 1);
      code[i] = (char) (i == 0 ? '1' + byte % 9 : '0' + byte % 10);
    }
  return code;
}

char *
khidki_test_world_make_id (KhidkiTestWorld *self)
{
  GString *id = g_string_new (NULL);
  guint8 bytes[16];

  khidki_host_fill_random (KHIDKI_HOST (self->host), bytes, sizeof bytes);
  for (guint i = 0; i < sizeof bytes; i++)
    g_string_append_printf (id, "%02x", bytes[i]);
  return g_string_free (id, FALSE);
}

KhidkiOperator *
khidki_test_world_make_operator (KhidkiTestWorld *self, const char *id, const char *session)
{
  KhidkiTestOperator *entry = g_hash_table_lookup (self->operators, id);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, session, -1);

  return entry != NULL ? khidki_operator_new (entry->id, entry->role, entry->centre, digest) : NULL;
}

static gboolean
is_offer_of (gpointer code, gpointer value, gpointer user_data)
{
  KhidkiTestOffer *offer = value;
  const KhidkiTestOffer *wanted = user_data;

  return g_str_equal (offer->draft, wanted->draft) && offer->to_counter == wanted->to_counter;
}

/* A new offer of the same draft and direction ends the old one. */
KhidkiTestOffer *
khidki_test_world_add_offer (KhidkiTestWorld *self,
                             const char *draft,
                             gboolean to_counter,
                             char **code)
{
  KhidkiTestOffer *offer = g_new0 (KhidkiTestOffer, 1);

  offer->draft = g_strdup (draft);
  offer->to_counter = to_counter;
  offer->expires = khidki_test_world_get_now (self) + (to_counter ? TO_COUNTER_MS : TO_PHONE_MS);
  g_hash_table_foreach_remove (self->offers, is_offer_of, offer);
  *code = khidki_test_world_make_code (self, 11);
  g_hash_table_replace (self->offers, g_strdup (*code), offer);
  return offer;
}

KhidkiTestDraft *
khidki_test_world_put_draft (KhidkiTestWorld *self, KhidkiDraft *draft)
{
  const char *id = khidki_draft_get_id (draft);
  KhidkiTestDraft *entry = g_hash_table_lookup (self->drafts, id);
  KhidkiDraft *saved = khidki_draft_copy_with_version (draft, khidki_draft_get_version (draft) + 1);

  if (entry == NULL)
    {
      entry = g_new0 (KhidkiTestDraft, 1);
      g_hash_table_insert (self->drafts, g_strdup (id), entry);
    }
  g_clear_pointer (&entry->draft, khidki_draft_unref);
  entry->draft = saved;
  entry->changed = ++self->changes;
  return entry;
}

gboolean
khidki_test_world_begin_call (KhidkiTestWorld *self, GTask *task)
{
  if (self->failure == NULL)
    return TRUE;
  g_task_return_error (task, g_steal_pointer (&self->failure));
  return FALSE;
}

gboolean
khidki_test_world_lose_answer (KhidkiTestWorld *self, GTask *task)
{
  if (!self->lose_answer)
    return FALSE;
  self->lose_answer = FALSE;
  g_task_return_new_error (task, KHIDKI_ERROR, KHIDKI_ERROR_UNCERTAIN, "the answer was lost");
  return TRUE;
}
