/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "jobs/khidki-job-look.h"

void
khidki_job_clear (KhidkiJob *self)
{
  g_clear_pointer (&self->key, g_free);
  g_clear_pointer (&self->kind, g_free);
  g_clear_pointer (&self->account, g_free);
  g_clear_pointer (&self->subject, g_free);
  g_clear_pointer (&self->payload, g_variant_unref);
}

static void
job_free (gpointer data)
{
  if (data == NULL)
    return;

  khidki_job_clear (data);
  g_free (data);
}

static void
unreadable_free (gpointer data)
{
  KhidkiJobUnreadable *unreadable = data;

  g_free (unreadable->why);
  g_free (unreadable);
}

KhidkiJobLook *
khidki_job_look_new (gint64 now)
{
  KhidkiJobLook *self = g_new0 (KhidkiJobLook, 1);

  self->now = now;
  self->found = g_ptr_array_new_with_free_func (job_free);
  self->unreadable = g_ptr_array_new_with_free_func (unreadable_free);
  self->kinds = g_ptr_array_new_with_free_func (g_free);
  self->rooms = g_array_new (FALSE, FALSE, sizeof (guint));
  return self;
}

void
khidki_job_look_free (KhidkiJobLook *self)
{
  g_ptr_array_unref (self->found);
  g_ptr_array_unref (self->unreadable);
  g_ptr_array_unref (self->kinds);
  g_array_unref (self->rooms);
  g_free (self);
}

void
khidki_job_look_add_kind (KhidkiJobLook *self, const char *kind, guint room)
{
  g_ptr_array_add (self->kinds, g_strdup (kind));
  g_array_append_val (self->rooms, room);
}

static void
note_unreadable (KhidkiJobLook *self, gint64 id, const GError *error)
{
  KhidkiJobUnreadable *unreadable = g_new0 (KhidkiJobUnreadable, 1);

  unreadable->id = id;
  unreadable->why = g_strdup (error->message);
  g_ptr_array_add (self->unreadable, unreadable);
}

static KhidkiJob *
open_job (KhidkiSeal *seal, KhidkiRows *rows, guint i, GError **error)
{
  const char *key = khidki_rows_get_text (rows, i, 1);
  g_autoptr (GBytes) sealed = khidki_rows_get_bytes (rows, i, 7);
  g_autoptr (GVariant) boxed =
      khidki_seal_open_variant (seal, "job", key, sealed, G_VARIANT_TYPE_VARIANT, error);
  KhidkiJob *job;

  if (boxed == NULL)
    return NULL;

  job = g_new0 (KhidkiJob, 1);
  job->id = khidki_rows_get_int64 (rows, i, 0);
  job->key = g_strdup (key);
  job->kind = g_strdup (khidki_rows_get_text (rows, i, 2));
  job->account = g_strdup (khidki_rows_get_text (rows, i, 3));
  job->subject = g_strdup (khidki_rows_get_text (rows, i, 4));
  job->attempts = (guint) khidki_rows_get_int64 (rows, i, 5);
  job->payload = g_variant_get_variant (boxed);
  return job;
}

static gboolean
read_kind (KhidkiTransaction *transaction,
           KhidkiJobLook *self,
           const char *kind,
           guint room,
           GError **error)
{
  g_autoptr (KhidkiRows) rows = khidki_transaction_query (transaction, "job-due", "xssssxxb", error,
                                                          "sxx", kind, self->now, (gint64) room);

  if (rows == NULL)
    return FALSE;

  for (guint i = 0; i < khidki_rows_get_n (rows); i++)
    {
      g_autoptr (GError) local_error = NULL;
      KhidkiJob *job = open_job (khidki_transaction_get_seal (transaction), rows, i, &local_error);

      if (job != NULL)
        g_ptr_array_add (self->found, job);
      else
        note_unreadable (self, khidki_rows_get_int64 (rows, i, 0), local_error);
    }
  return TRUE;
}

gboolean
khidki_job_look_read (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  KhidkiJobLook *self = data;
  g_autoptr (KhidkiRows) next = NULL;

  for (guint i = 0; i < self->kinds->len; i++)
    if (!read_kind (transaction, self, g_ptr_array_index (self->kinds, i),
                    g_array_index (self->rooms, guint, i), error))
      return FALSE;

  next = khidki_transaction_query (transaction, "job-next", "x", error, "x", self->now);
  if (next == NULL)
    return FALSE;
  self->next = khidki_rows_get_int64 (next, 0, 0);
  return TRUE;
}
