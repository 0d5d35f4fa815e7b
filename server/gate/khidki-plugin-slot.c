/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gate/khidki-plugin-slot.h"

#include <string.h>

#include "libkhidki/khidki-channel.h"
#include "libkhidki/khidki-department.h"
#include "libkhidki/khidki-error.h"

#define START_MS 10000
#define STOP_MS 4000

KhidkiPluginSlot *
khidki_plugin_slot_new (const char *name)
{
  KhidkiPluginSlot *self = g_new0 (KhidkiPluginSlot, 1);

  self->name = g_strdup (name);
  self->state = "named";
  return self;
}

void
khidki_plugin_slot_free (KhidkiPluginSlot *self)
{
  g_clear_object (&self->object);
  g_clear_object (&self->host);
  g_clear_pointer (&self->file, khidki_plugin_file_free);
  g_free (self->name);
  g_free (self->main_thing);
  g_free (self->reason);
  g_free (self);
}

void
khidki_plugin_slot_refuse (KhidkiPluginSlot *self, const char *state, const GError *error)
{
  self->state = state;
  g_free (self->reason);
  self->reason = g_strdup (error->message);
  g_log_structured ("khidki", G_LOG_LEVEL_WARNING, "KHIDKI_PLUGIN", self->name, "MESSAGE",
                    "plugin %s %s: %s", self->name, state, error->message);
}

gboolean
khidki_plugin_slot_is_running (KhidkiPluginSlot *self)
{
  return g_str_equal (self->state, "running");
}

gboolean
khidki_plugin_slot_is_department (KhidkiPluginSlot *self)
{
  return self->object != NULL && KHIDKI_IS_DEPARTMENT (self->object);
}

const char *
khidki_plugin_slot_get_thing (KhidkiPluginSlot *self)
{
  const char *colon = self->main_thing != NULL ? strchr (self->main_thing, ':') : NULL;

  return colon != NULL ? colon + 1 : self->name;
}

static gboolean
waits_for (KhidkiPluginSlot *slot, GPtrArray *slots)
{
  for (guint i = 0; slot->file->after[i] != NULL; i++)
    for (guint j = 0; j < slots->len; j++)
      {
        KhidkiPluginSlot *other = g_ptr_array_index (slots, j);

        if (other != slot && g_str_equal (other->name, slot->file->after[i]))
          return TRUE;
      }
  return FALSE;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const KhidkiPluginSlot *first = *(KhidkiPluginSlot *const *) a;
  const KhidkiPluginSlot *second = *(KhidkiPluginSlot *const *) b;

  return strcmp (first->name, second->name);
}

GPtrArray *
khidki_plugin_slot_order (GPtrArray *slots)
{
  g_autoptr (GPtrArray) left = g_ptr_array_copy (slots, NULL, NULL);
  GPtrArray *ordered = g_ptr_array_new ();
  gboolean moved = TRUE;

  g_ptr_array_sort (left, compare);
  while (moved)
    {
      moved = FALSE;
      for (guint i = 0; i < left->len; i++)
        {
          KhidkiPluginSlot *slot = g_ptr_array_index (left, i);

          if (waits_for (slot, left))
            continue;
          g_ptr_array_add (ordered, slot);
          g_ptr_array_remove_index (left, i);
          moved = TRUE;
          break;
        }
    }
  for (guint i = 0; i < left->len; i++)
    {
      KhidkiPluginSlot *slot = g_ptr_array_index (left, i);
      g_autoptr (GError) error =
          g_error_new (KHIDKI_ERROR, KHIDKI_ERROR_REFUSED,
                       "%s: X-Khidki-After: expected an order, found a circle", slot->file->path);

      khidki_plugin_slot_refuse (slot, "refused", error);
    }
  return ordered;
}

/* A start or a stop with its deadline. */
typedef struct
{
  KhidkiPluginSlot *slot;
  KhidkiHost *clock;
  GCancellable *cancellable;
  guint timer;
  gboolean late;
} Call;

static void
call_free (Call *call)
{
  if (call->timer != 0)
    khidki_host_remove_timer (call->clock, call->timer);
  g_object_unref (call->clock);
  g_object_unref (call->cancellable);
  g_free (call);
}

static void
too_late (gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  Call *call = g_task_get_task_data (task);

  call->timer = 0;
  call->late = TRUE;
  g_cancellable_cancel (call->cancellable);
  g_task_return_new_error (task, KHIDKI_ERROR, KHIDKI_ERROR_FAILED, "it was not ready in time");
}

static GTask *
begin (KhidkiPluginSlot *slot,
       KhidkiHost *clock,
       guint milliseconds,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  Call *call = g_new0 (Call, 1);

  call->slot = slot;
  call->clock = g_object_ref (clock);
  call->cancellable = g_cancellable_new ();
  call->timer = khidki_host_add_timer (clock, milliseconds, too_late, task, NULL);
  g_task_set_task_data (task, call, (GDestroyNotify) call_free);
  return task;
}

/* An answer that comes after the deadline is dropped. */
static void
end (GTask *task, gboolean done, GError *error)
{
  Call *call = g_task_get_task_data (task);

  if (call->late)
    g_clear_error (&error);
  else if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
  g_object_unref (task);
}

static void
channel_started (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  gboolean done = khidki_channel_start_finish (KHIDKI_CHANNEL (source), result, &error);

  end (user_data, done, error);
}

static void
office_started (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  gboolean done = khidki_back_office_start_finish (KHIDKI_BACK_OFFICE (source), result, &error);

  end (user_data, done, error);
}

void
khidki_plugin_slot_start_async (KhidkiPluginSlot *self,
                                KhidkiHost *clock,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GTask *task = begin (self, clock, START_MS, callback, user_data);
  Call *call = g_task_get_task_data (task);

  if (KHIDKI_IS_CHANNEL (self->object))
    khidki_channel_start_async (KHIDKI_CHANNEL (self->object), KHIDKI_HOST (self->host),
                                call->cancellable, channel_started, task);
  else if (KHIDKI_IS_BACK_OFFICE (self->object))
    khidki_back_office_start_async (KHIDKI_BACK_OFFICE (self->object), KHIDKI_HOST (self->host),
                                    call->cancellable, office_started, task);
  else
    end (task, TRUE, NULL);
}

gboolean
khidki_plugin_slot_start_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
channel_stopped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  gboolean done = khidki_channel_stop_finish (KHIDKI_CHANNEL (source), result, &error);

  end (user_data, done, error);
}

static void
office_stopped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  gboolean done = khidki_back_office_stop_finish (KHIDKI_BACK_OFFICE (source), result, &error);

  end (user_data, done, error);
}

void
khidki_plugin_slot_stop_async (KhidkiPluginSlot *self,
                               KhidkiHost *clock,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = begin (self, clock, STOP_MS, callback, user_data);
  Call *call = g_task_get_task_data (task);

  if (KHIDKI_IS_CHANNEL (self->object))
    khidki_channel_stop_async (KHIDKI_CHANNEL (self->object), call->cancellable, channel_stopped,
                               task);
  else if (KHIDKI_IS_BACK_OFFICE (self->object))
    khidki_back_office_stop_async (KHIDKI_BACK_OFFICE (self->object), call->cancellable,
                                   office_stopped, task);
  else
    end (task, TRUE, NULL);
}

gboolean
khidki_plugin_slot_stop_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
