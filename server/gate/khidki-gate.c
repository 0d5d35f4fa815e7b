/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gate/khidki-gate.h"

#include "gate/khidki-plugin-loader.h"
#include "gate/khidki-plugin-slot.h"
#include "libkhidki/khidki-error.h"

struct _KhidkiGate
{
  GObject parent_instance;

  KhidkiHost *host;
  const KhidkiPluginHostWorld *world;
  KhidkiChannels *channels;
  KhidkiPluginLoader *loader;
  GPtrArray *slots;
};

enum
{
  DEPARTMENTS_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KhidkiGate, khidki_gate, G_TYPE_OBJECT)

static KhidkiPluginSlot *
find_slot (KhidkiGate *self, const char *name)
{
  for (guint i = 0; i < self->slots->len; i++)
    {
      KhidkiPluginSlot *slot = g_ptr_array_index (self->slots, i);

      if (g_str_equal (slot->name, name))
        return slot;
    }
  return NULL;
}

/* One round of starting and stopping. */
typedef struct
{
  KhidkiConfig *config;
  GPtrArray *to_stop;
  GPtrArray *to_start;
  gboolean departments_changed;
} Round;

static void
round_free (Round *round)
{
  g_clear_pointer (&round->config, khidki_config_unref);
  g_clear_pointer (&round->to_stop, g_ptr_array_unref);
  g_clear_pointer (&round->to_start, g_ptr_array_unref);
  g_free (round);
}

static void next (GTask *task);

static gboolean
read_file (KhidkiGate *self, KhidkiPluginSlot *slot, const char *const *folders, GError **error)
{
  g_autofree char *path = khidki_plugin_file_find (folders, slot->name);
  g_autofree char *tried = g_strjoinv (";", (GStrv) folders);

  g_clear_pointer (&slot->file, khidki_plugin_file_free);
  if (path == NULL)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND,
                   "[plugins] enabled: expected %s.plugin below %s, found none", slot->name, tried);
      return FALSE;
    }
  slot->file = khidki_plugin_file_load (path, error);
  return slot->file != NULL && khidki_plugin_file_check (slot->file, error);
}

static gboolean
check_unique (KhidkiGate *self, KhidkiPluginSlot *slot, GError **error)
{
  const char *thing = khidki_plugin_file_get_main (slot->file);

  for (guint i = 0; i < self->slots->len; i++)
    {
      KhidkiPluginSlot *other = g_ptr_array_index (self->slots, i);

      if (other == slot || other->file == NULL || other->main_thing == NULL
          || !g_str_equal (other->main_thing, thing))
        continue;
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED,
                   "%s: X-Khidki-Provides: expected that nobody else has %s, found %s",
                   slot->file->path, thing, other->file->path);
      return FALSE;
    }
  g_free (slot->main_thing);
  slot->main_thing = g_strdup (thing);
  return TRUE;
}

static void
gather (KhidkiGate *self, Round *round)
{
  g_auto (GStrv) folders = khidki_config_dup_list (round->config, "plugins", "path");
  g_auto (GStrv) names = khidki_config_dup_list (round->config, "plugins", "enabled");
  g_autoptr (GPtrArray) candidates = g_ptr_array_new ();

  round->to_stop = g_ptr_array_new ();
  for (guint i = 0; i < self->slots->len; i++)
    {
      KhidkiPluginSlot *slot = g_ptr_array_index (self->slots, i);

      slot->wanted = g_strv_contains ((const char *const *) names, slot->name);
      if (!slot->wanted && khidki_plugin_slot_is_running (slot))
        g_ptr_array_add (round->to_stop, slot);
      else if (!slot->wanted)
        slot->state = "stopped";
      if (!khidki_plugin_slot_is_running (slot))
        g_clear_pointer (&slot->main_thing, g_free);
    }

  for (guint i = 0; names[i] != NULL; i++)
    {
      KhidkiPluginSlot *slot = find_slot (self, names[i]);
      g_autoptr (GError) error = NULL;

      if (slot == NULL)
        {
          slot = khidki_plugin_slot_new (names[i]);
          g_ptr_array_add (self->slots, slot);
        }
      slot->wanted = TRUE;
      if (khidki_plugin_slot_is_running (slot) || g_ptr_array_find (candidates, slot, NULL))
        continue;
      if (read_file (self, slot, (const char *const *) folders, &error))
        g_ptr_array_add (candidates, slot);
      else
        khidki_plugin_slot_refuse (slot, "refused", error);
    }
  round->to_start = khidki_plugin_slot_order (candidates);
}

static void
settle (KhidkiGate *self, KhidkiPluginSlot *slot)
{
  slot->state = "running";
  g_clear_pointer (&slot->reason, g_free);
  if (KHIDKI_IS_CHANNEL (slot->object))
    khidki_channels_add (self->channels, khidki_plugin_slot_get_thing (slot),
                         KHIDKI_CHANNEL (slot->object));
  g_message ("plugin %s is running", slot->name);
}

static void
let_go (KhidkiPluginSlot *slot)
{
  if (slot->host != NULL)
    khidki_plugin_host_close (slot->host);
  g_clear_object (&slot->object);
  g_clear_object (&slot->host);
}

static void
started (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  KhidkiGate *self = g_task_get_source_object (task);
  Round *round = g_task_get_task_data (task);
  KhidkiPluginSlot *slot = g_ptr_array_index (round->to_start, 0);
  g_autoptr (GError) error = NULL;

  g_ptr_array_remove_index (round->to_start, 0);
  if (khidki_plugin_slot_start_finish (result, &error))
    {
      round->departments_changed |= khidki_plugin_slot_is_department (slot);
      settle (self, slot);
    }
  else
    {
      khidki_plugin_slot_refuse (slot, "failed", error);
      let_go (slot);
    }
  next (task);
}

static gboolean
begin_start (KhidkiGate *self, Round *round, KhidkiPluginSlot *slot, GError **error)
{
  if (!check_unique (self, slot, error) || !khidki_plugin_file_check_secrets (slot->file, round->config, error))
    return FALSE;

  slot->object = khidki_plugin_loader_load (self->loader, slot->file, error);
  if (slot->object == NULL)
    return FALSE;
  slot->host = khidki_plugin_host_new (slot->file, self->world, round->config);

  if (KHIDKI_IS_DEPARTMENT (slot->object))
    {
      g_autoptr (GPtrArray) services =
          khidki_department_list_services (KHIDKI_DEPARTMENT (slot->object), error);

      if (services == NULL)
        return FALSE;
    }
  return TRUE;
}

static void
stopped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Round *round = g_task_get_task_data (task);
  KhidkiPluginSlot *slot = g_ptr_array_index (round->to_stop, 0);
  g_autoptr (GError) error = NULL;

  if (!khidki_plugin_slot_stop_finish (result, &error))
    g_warning ("plugin %s: stopping: %s", slot->name, error->message);
  g_ptr_array_remove_index (round->to_stop, 0);
  slot->state = "stopped";
  g_clear_pointer (&slot->main_thing, g_free);
  let_go (slot);
  g_message ("plugin %s is stopped", slot->name);
  next (task);
}

static void
begin_stop (GTask *task, KhidkiGate *self, Round *round)
{
  KhidkiPluginSlot *slot = g_ptr_array_index (round->to_stop, 0);

  round->departments_changed |= khidki_plugin_slot_is_department (slot);
  if (KHIDKI_IS_CHANNEL (slot->object))
    khidki_channels_remove (self->channels, khidki_plugin_slot_get_thing (slot));
  khidki_plugin_slot_stop_async (slot, self->host, stopped, task);
}

static void
next (GTask *task)
{
  KhidkiGate *self = g_task_get_source_object (task);
  Round *round = g_task_get_task_data (task);

  if (round->to_stop->len > 0)
    {
      begin_stop (task, self, round);
      return;
    }
  while (round->to_start->len > 0)
    {
      KhidkiPluginSlot *slot = g_ptr_array_index (round->to_start, 0);
      g_autoptr (GError) error = NULL;

      if (begin_start (self, round, slot, &error))
        {
          khidki_plugin_slot_start_async (slot, self->host, started, task);
          return;
        }
      khidki_plugin_slot_refuse (slot, "refused", error);
      let_go (slot);
      g_ptr_array_remove_index (round->to_start, 0);
    }

  if (round->departments_changed)
    g_signal_emit (self, signals[DEPARTMENTS_CHANGED], 0);
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

void
khidki_gate_apply_async (KhidkiGate *self,
                         KhidkiConfig *config,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  Round *round = g_new0 (Round, 1);

  g_task_set_source_tag (task, khidki_gate_apply_async);
  g_task_set_task_data (task, round, (GDestroyNotify) round_free);
  round->config = khidki_config_ref (config);
  gather (self, round);
  next (task);
}

gboolean
khidki_gate_apply_finish (KhidkiGate *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
khidki_gate_stop_async (KhidkiGate *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  Round *round = g_new0 (Round, 1);

  g_task_set_source_tag (task, khidki_gate_stop_async);
  g_task_set_task_data (task, round, (GDestroyNotify) round_free);
  round->to_start = g_ptr_array_new ();
  round->to_stop = g_ptr_array_new ();
  for (guint i = 0; i < self->slots->len; i++)
    {
      KhidkiPluginSlot *slot = g_ptr_array_index (self->slots, i);

      if (khidki_plugin_slot_is_running (slot))
        g_ptr_array_add (round->to_stop, slot);
    }
  next (task);
}

gboolean
khidki_gate_stop_finish (KhidkiGate *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

GPtrArray *
khidki_gate_list_departments (KhidkiGate *self)
{
  GPtrArray *departments = g_ptr_array_new ();

  for (guint i = 0; i < self->slots->len; i++)
    {
      KhidkiPluginSlot *slot = g_ptr_array_index (self->slots, i);

      if (khidki_plugin_slot_is_running (slot) && khidki_plugin_slot_is_department (slot))
        g_ptr_array_add (departments, slot->object);
    }
  return departments;
}

GPtrArray *
khidki_gate_report (KhidkiGate *self)
{
  GPtrArray *reports = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->slots->len; i++)
    {
      KhidkiPluginSlot *slot = g_ptr_array_index (self->slots, i);
      KhidkiPluginReport *report = g_new0 (KhidkiPluginReport, 1);

      report->name = slot->name;
      report->title = slot->file != NULL && slot->file->title != NULL ? slot->file->title : "";
      report->path = slot->file != NULL ? slot->file->path : "";
      report->provides = slot->main_thing != NULL ? slot->main_thing : "";
      report->state = slot->state;
      report->reason = slot->reason != NULL ? slot->reason : "";
      g_ptr_array_add (reports, report);
    }
  return reports;
}

GStrv
khidki_gate_list_known_keys (const char *const *folders, const char *const *names)
{
  GStrvBuilder *builder = g_strv_builder_new ();
  GStrv keys;

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *path = khidki_plugin_file_find (folders, names[i]);
      g_autoptr (KhidkiPluginFile) file =
          path != NULL ? khidki_plugin_file_load (path, NULL) : NULL;

      for (guint j = 0; file != NULL && file->config[j] != NULL; j++)
        {
          g_autofree char *key = g_strdup_printf ("%s/%s", names[i], file->config[j]);

          g_strv_builder_add (builder, key);
        }
    }
  keys = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  return keys;
}

static void
slot_end (gpointer data)
{
  KhidkiPluginSlot *slot = data;

  let_go (slot);
  khidki_plugin_slot_free (slot);
}

static void
khidki_gate_finalize (GObject *object)
{
  KhidkiGate *self = KHIDKI_GATE (object);

  g_ptr_array_unref (self->slots);
  g_object_unref (self->loader);
  g_object_unref (self->channels);
  g_object_unref (self->host);

  G_OBJECT_CLASS (khidki_gate_parent_class)->finalize (object);
}

static void
khidki_gate_class_init (KhidkiGateClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = khidki_gate_finalize;
  signals[DEPARTMENTS_CHANGED] =
      g_signal_new ("departments-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 0);
}

static void
khidki_gate_init (KhidkiGate *self)
{
  self->slots = g_ptr_array_new_with_free_func (slot_end);
  self->loader = khidki_plugin_loader_new ();
}

KhidkiGate *
khidki_gate_new (KhidkiHost *host, const KhidkiPluginHostWorld *world, KhidkiChannels *channels)
{
  KhidkiGate *self = g_object_new (KHIDKI_TYPE_GATE, NULL);

  self->host = g_object_ref (host);
  self->world = world;
  self->channels = g_object_ref (channels);
  return self;
}
