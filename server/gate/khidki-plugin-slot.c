/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gate/khidki-plugin-slot.h"

#include <string.h>

#include "libkhidki/khidki-channel.h"
#include "libkhidki/khidki-department.h"
#include "libkhidki/khidki-error.h"

#define START_MS 10000
#define LAST_MS 500

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
  khidki_plugin_slot_let_go (self);
  g_clear_pointer (&self->file, khidki_plugin_file_unref);
  g_free (self->name);
  g_free (self->main_thing);
  g_free (self->reason);
  g_free (self);
}

void
khidki_plugin_slot_let_go (KhidkiPluginSlot *self)
{
  if (self->host != NULL)
    khidki_plugin_host_close (self->host);
  g_clear_pointer (&self->services, g_ptr_array_unref);
  g_clear_object (&self->object);
  g_clear_object (&self->host);
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

gboolean
khidki_plugin_slot_is_after_any (KhidkiPluginSlot *self, GPtrArray *others)
{
  for (guint i = 0; i < others->len; i++)
    {
      KhidkiPluginSlot *other = g_ptr_array_index (others, i);

      if (other != self && g_strv_contains ((const char *const *) self->file->after, other->name))
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

          if (khidki_plugin_slot_is_after_any (slot, left))
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
  gboolean stopping;
  gboolean over;
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

/* From here on an answer is dropped. */
static void
close_call (Call *call)
{
  call->over = TRUE;
  call->slot->call = NULL;
  if (call->timer != 0)
    khidki_host_remove_timer (call->clock, call->timer);
  call->timer = 0;
}

/* The plugin may still answer; nobody waits for it. */
static void
give_up (GTask *task, const char *reason)
{
  g_autoptr (GTask) kept = g_object_ref (task);
  Call *call = g_task_get_task_data (task);

  close_call (call);
  g_cancellable_cancel (call->cancellable);
  g_task_return_new_error (kept, KHIDKI_ERROR, KHIDKI_ERROR_FAILED, "%s", reason);
}

static void
too_late (gpointer user_data)
{
  GTask *task = user_data;
  Call *call = g_task_get_task_data (task);

  call->timer = 0;
  give_up (task, call->stopping ? "it did not stop in time" : "it was not ready in time");
}

/* A plugin that looks at its cancellable ends now, and in order. */
static void
last_call (gpointer user_data)
{
  GTask *task = user_data;
  Call *call = g_task_get_task_data (task);

  call->timer = khidki_host_add_timer (call->clock, LAST_MS, too_late, task, NULL);
  g_cancellable_cancel (call->cancellable);
}

static GTask *
begin (KhidkiPluginSlot *slot, KhidkiHost *clock, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  Call *call = g_new0 (Call, 1);

  call->slot = slot;
  call->clock = g_object_ref (clock);
  call->cancellable = g_cancellable_new ();
  g_task_set_task_data (task, call, (GDestroyNotify) call_free);
  slot->call = task;
  return task;
}

/* An answer that comes when nobody waits any more is dropped. */
static void
end (GTask *task, gboolean done, GError *error)
{
  Call *call = g_task_get_task_data (task);

  if (call->over)
    {
      g_clear_error (&error);
    }
  else
    {
      close_call (call);
      if (done)
        g_task_return_boolean (task, TRUE);
      else
        g_task_return_error (task, error);
    }
  g_object_unref (task);
}

void
khidki_plugin_slot_give_up (KhidkiPluginSlot *self, const char *reason)
{
  if (self->call != NULL)
    give_up (self->call, reason);
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
  GTask *task = begin (self, clock, callback, user_data);
  Call *call = g_task_get_task_data (task);

  self->state = "starting";
  call->timer = khidki_host_add_timer (clock, START_MS, too_late, task, NULL);
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
                               guint milliseconds,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = begin (self, clock, callback, user_data);
  Call *call = g_task_get_task_data (task);

  self->state = "stopping";
  call->stopping = TRUE;
  call->timer = khidki_host_add_timer (clock, milliseconds, last_call, task, NULL);
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
