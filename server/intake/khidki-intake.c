/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "intake/khidki-intake-private.h"

#include "intake/khidki-intake-mask.h"
#include "libkhidki/khidki-error.h"

#define MOST_WAITING 8000
#define MOST_WAITING_BYTES (32 * 1024 * 1024)

G_DEFINE_FINAL_TYPE (KhidkiIntake, khidki_intake, G_TYPE_OBJECT)

void
khidki_intake_make_ready (KhidkiIntake *self, KhidkiIntakeLane *lane)
{
  if (lane->turn != NULL || lane->ready || g_queue_is_empty (&lane->items))
    return;

  lane->ready = TRUE;
  g_queue_push_tail (&self->ready, lane);
}

static void
enqueue (KhidkiIntake *self, KhidkiEvent *event, gboolean again, GTask *task)
{
  g_autoptr (KhidkiEvent) as_mobile = NULL;
  g_autoptr (KhidkiEvent) masked = khidki_intake_mask (event, &as_mobile);
  g_autofree char *key = khidki_intake_turn_key_of (khidki_store_get_seal (self->store),
                                                    khidki_event_get_account (masked));
  KhidkiIntakeLane *lane = g_hash_table_lookup (self->lanes, key);
  KhidkiIntakeItem *item = khidki_intake_item_new (masked, as_mobile, task);

  item->again = again;
  if (lane == NULL)
    {
      lane = khidki_intake_lane_new (key);
      g_hash_table_insert (self->lanes, lane->account_key, lane);
    }
  self->counters.received++;
  self->counters.waiting++;
  self->counters.waiting_bytes += item->size;
  g_queue_push_tail (&lane->items, item);
  khidki_intake_make_ready (self, lane);
}

/* What is more than fits is taken when nothing else waits: brought again it would be no less. */
static gboolean
is_full (KhidkiIntake *self, guint n)
{
  return self->counters.waiting > 0
         && (self->counters.waiting + n > MOST_WAITING
             || self->counters.waiting_bytes > MOST_WAITING_BYTES);
}

static void
receive (KhidkiIntake *self, KhidkiEvent *const *events, guint n, gboolean again, GTask *task)
{
  g_task_set_check_cancellable (task, FALSE);
  if (self->closed || is_full (self, n))
    {
      self->counters.refused += n;
      g_task_return_new_error (task, KHIDKI_ERROR, KHIDKI_ERROR_BUSY, "the intake is full");
      return;
    }
  if (n == 0)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  khidki_intake_call_begin (task, n);
  for (guint i = 0; i < n; i++)
    enqueue (self, events[i], again, task);
  khidki_intake_pump (self);
}

void
khidki_intake_receive_async (KhidkiIntake *self,
                             GPtrArray *events,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, khidki_intake_receive_async);
  receive (self, (KhidkiEvent *const *) events->pdata, events->len, FALSE, task);
}

void
khidki_intake_receive_again_async (KhidkiIntake *self,
                                   KhidkiEvent *event,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, khidki_intake_receive_again_async);
  receive (self, &event, 1, TRUE, task);
}

gboolean
khidki_intake_receive_finish (KhidkiIntake *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
khidki_intake_set_catalogue (KhidkiIntake *self, KhidkiCatalogue *catalogue)
{
  KhidkiCatalogue *old = self->catalogue;

  self->catalogue = khidki_catalogue_ref (catalogue);
  g_clear_pointer (&old, khidki_catalogue_unref);
  khidki_intake_pump (self);
}

void
khidki_intake_close (KhidkiIntake *self)
{
  self->closed = TRUE;
}

gboolean
khidki_intake_is_idle (KhidkiIntake *self)
{
  return self->counters.waiting == 0;
}

void
khidki_intake_get_counters (KhidkiIntake *self, KhidkiIntakeCounters *counters)
{
  *counters = self->counters;
}

static void
khidki_intake_finalize (GObject *object)
{
  KhidkiIntake *self = KHIDKI_INTAKE (object);

  g_clear_pointer (&self->stepper, khidki_intake_stepper_free);
  g_clear_pointer (&self->read_marks, khidki_read_marks_free);
  g_queue_clear (&self->ready);
  g_hash_table_unref (self->lanes);
  g_clear_pointer (&self->catalogue, khidki_catalogue_unref);
  g_time_zone_unref (self->time_zone);
  g_free (self->public_url);
  g_free (self->helpline);
  g_free (self->helpline_hours);
  g_object_unref (self->jobs);
  g_object_unref (self->outbox);
  g_object_unref (self->channels);
  g_object_unref (self->store);
  g_object_unref (self->host);

  G_OBJECT_CLASS (khidki_intake_parent_class)->finalize (object);
}

static void
khidki_intake_class_init (KhidkiIntakeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = khidki_intake_finalize;
}

static void
khidki_intake_init (KhidkiIntake *self)
{
  self->stepper = khidki_intake_stepper_new ();
  g_queue_init (&self->ready);
  self->lanes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                       (GDestroyNotify) khidki_intake_lane_free);
}

KhidkiIntake *
khidki_intake_new (const KhidkiIntakeSetup *setup)
{
  KhidkiIntake *self = g_object_new (KHIDKI_TYPE_INTAKE, NULL);

  self->host = g_object_ref (setup->host);
  self->store = g_object_ref (setup->store);
  self->channels = g_object_ref (setup->channels);
  self->outbox = g_object_ref (setup->outbox);
  self->jobs = g_object_ref (setup->jobs);
  self->marks = setup->marks;
  self->read_marks = khidki_read_marks_new (self->host, self->channels, self->outbox);
  self->time_zone = g_time_zone_ref (setup->time_zone);
  self->public_url = g_strdup (setup->public_url);
  self->helpline = g_strdup (setup->helpline);
  self->helpline_hours = g_strdup (setup->helpline_hours);
  return self;
}
