/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gate/khidki-gate-private.h"

#include <string.h>

#include "libkhidki/khidki-error.h"

#define CHANNEL "channel:"

enum
{
  DEPARTMENTS_CHANGED,
  SETTLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KhidkiGate, khidki_gate, G_TYPE_OBJECT)

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
  if (g_str_has_prefix (thing, CHANNEL)
      && khidki_channels_find (self->channels, thing + strlen (CHANNEL)) != NULL)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED,
                   "%s: X-Khidki-Provides: expected that nobody else has %s, found the server's own",
                   slot->file->path, thing);
      return FALSE;
    }
  g_free (slot->main_thing);
  slot->main_thing = g_strdup (thing);
  return TRUE;
}

static KhidkiPluginSlot *
find_owner (KhidkiGate *self, KhidkiPluginSlot *but, const char *service)
{
  for (guint i = 0; i < self->slots->len; i++)
    {
      KhidkiPluginSlot *slot = g_ptr_array_index (self->slots, i);

      for (guint j = 0; slot != but && slot->services != NULL && j < slot->services->len; j++)
        if (g_str_equal (khidki_service_get_id (g_ptr_array_index (slot->services, j)), service))
          return slot;
    }
  return NULL;
}

/* (transfer full): whatever the catalogue would refuse is refused here, where it
 * can be seen. */
static GPtrArray *
list_services (KhidkiGate *self, KhidkiPluginSlot *slot, GError **error)
{
  KhidkiDepartment *department = KHIDKI_DEPARTMENT (slot->object);
  g_autoptr (GPtrArray) services = khidki_department_list_services (department, error);
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  if (services == NULL
      || !khidki_plugin_file_check_id (slot->file, khidki_department_get_id (department), error))
    return NULL;

  for (guint i = 0; i < services->len; i++)
    {
      const char *id = khidki_service_get_id (g_ptr_array_index (services, i));
      KhidkiPluginSlot *owner = find_owner (self, slot, id);

      if (owner == NULL && g_hash_table_add (ids, (gpointer) id))
        continue;
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED,
                   "%s: service %s: expected an id that nobody else has, found it in %s too",
                   slot->file->path, id, owner != NULL ? owner->file->path : "another of its files");
      return NULL;
    }
  return g_steal_pointer (&services);
}

static gboolean
is_same (GPtrArray *services, GPtrArray *others)
{
  if (services->len != others->len)
    return FALSE;
  for (guint i = 0; i < services->len; i++)
    if (!g_str_equal (khidki_service_get_source (g_ptr_array_index (services, i)),
                      khidki_service_get_source (g_ptr_array_index (others, i))))
      return FALSE;
  return TRUE;
}

gboolean
khidki_gate_refresh (KhidkiGate *self, KhidkiPluginSlot *slot)
{
  g_autoptr (GPtrArray) services = NULL;
  g_autoptr (GError) error = NULL;
  gboolean changed = FALSE;

  g_clear_pointer (&slot->reason, g_free);
  if (khidki_plugin_file_check (slot->file, &error))
    services = list_services (self, slot, &error);
  if (services != NULL)
    {
      changed = !is_same (slot->services, services);
      g_ptr_array_unref (slot->services);
      slot->services = g_steal_pointer (&services);
      return changed;
    }
  slot->reason = g_strdup_printf ("its services of before stay: %s", error->message);
  g_log_structured ("khidki", G_LOG_LEVEL_WARNING, "KHIDKI_PLUGIN", slot->name, "MESSAGE",
                    "plugin %s: %s", slot->name, slot->reason);
  return FALSE;
}

gboolean
khidki_gate_let_in (KhidkiGate *self, KhidkiPluginSlot *slot, KhidkiConfig *config, GError **error)
{
  if (!check_unique (self, slot, error)
      || !khidki_plugin_file_check_settings (slot->file, config, error))
    return FALSE;

  slot->object = khidki_plugin_loader_load (self->loader, slot->file, error);
  if (slot->object == NULL)
    return FALSE;
  slot->host = khidki_plugin_host_new (slot->file, self->world, config);
  if (!KHIDKI_IS_DEPARTMENT (slot->object))
    return TRUE;
  slot->services = list_services (self, slot, error);
  return slot->services != NULL;
}

void
khidki_gate_emit_departments_changed (KhidkiGate *self)
{
  g_signal_emit (self, signals[DEPARTMENTS_CHANGED], 0);
}

void
khidki_gate_emit_settled (KhidkiGate *self, gboolean departments_changed)
{
  if (departments_changed)
    khidki_gate_emit_departments_changed (self);
  g_signal_emit (self, signals[SETTLED], 0);
}

static void
return_all (GPtrArray *tasks, const char *refusal)
{
  for (guint i = 0; i < tasks->len; i++)
    {
      GTask *task = g_ptr_array_index (tasks, i);

      if (refusal == NULL)
        g_task_return_boolean (task, TRUE);
      else
        g_task_return_new_error (task, KHIDKI_ERROR, KHIDKI_ERROR_BUSY, "%s", refusal);
    }
}

static GPtrArray *
take_tasks (GPtrArray **tasks)
{
  GPtrArray *taken = *tasks;

  *tasks = g_ptr_array_new_with_free_func (g_object_unref);
  return taken;
}

/* What comes next, once nothing is under way. */
static void
go_on (KhidkiGate *self)
{
  g_autoptr (KhidkiConfig) config = NULL;

  if (self->round != NULL)
    return;
  if (self->stop_tasks->len > 0)
    {
      g_ptr_array_unref (self->round_tasks);
      self->round_tasks = take_tasks (&self->stop_tasks);
      khidki_gate_round_begin_stop (self);
    }
  else if (self->next_config != NULL)
    {
      config = g_steal_pointer (&self->next_config);
      g_ptr_array_unref (self->round_tasks);
      self->round_tasks = take_tasks (&self->next_tasks);
      khidki_gate_round_begin_apply (self, config);
    }
}

void
khidki_gate_round_ended (KhidkiGate *self)
{
  g_autoptr (KhidkiGate) kept = g_object_ref (self);
  g_autoptr (GPtrArray) tasks = take_tasks (&self->round_tasks);

  g_clear_pointer (&self->round, khidki_gate_round_free);
  return_all (tasks, NULL);
  go_on (self);
}

void
khidki_gate_apply_async (KhidkiGate *self,
                         KhidkiConfig *config,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, khidki_gate_apply_async);
  if (self->stopping)
    {
      g_task_return_new_error (task, KHIDKI_ERROR, KHIDKI_ERROR_BUSY, "the server is stopping");
      return;
    }
  g_clear_pointer (&self->next_config, khidki_config_unref);
  self->next_config = khidki_config_ref (config);
  g_ptr_array_add (self->next_tasks, g_steal_pointer (&task));
  go_on (self);
}

gboolean
khidki_gate_apply_finish (KhidkiGate *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
khidki_gate_stop_async (KhidkiGate *self,
                        guint milliseconds,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  g_autoptr (GPtrArray) dropped = take_tasks (&self->next_tasks);

  g_task_set_source_tag (task, khidki_gate_stop_async);
  g_ptr_array_add (self->stop_tasks, g_steal_pointer (&task));
  self->stopping = TRUE;
  self->stop_by = khidki_host_get_monotonic (self->host) + milliseconds;
  g_clear_pointer (&self->next_config, khidki_config_unref);
  return_all (dropped, "the server is stopping");
  if (self->round != NULL)
    khidki_gate_round_abandon (self->round);
  go_on (self);
}

gboolean
khidki_gate_stop_finish (KhidkiGate *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
offers (KhidkiPluginSlot *slot)
{
  return khidki_plugin_slot_is_running (slot) && khidki_plugin_slot_is_department (slot);
}

static void
offer_free (gpointer data)
{
  KhidkiGateOffer *offer = data;

  g_object_unref (offer->department);
  g_ptr_array_unref (offer->services);
  g_free (offer);
}

GPtrArray *
khidki_gate_list_offers (KhidkiGate *self)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (offer_free);

  for (guint i = 0; i < self->slots->len; i++)
    {
      KhidkiPluginSlot *slot = g_ptr_array_index (self->slots, i);
      KhidkiGateOffer *offer;

      if (!offers (slot))
        continue;
      offer = g_new0 (KhidkiGateOffer, 1);
      offer->department = KHIDKI_DEPARTMENT (g_object_ref (slot->object));
      offer->services = g_ptr_array_ref (slot->services);
      g_ptr_array_add (list, offer);
    }
  return list;
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
      report->alarms = slot->host != NULL ? khidki_plugin_host_get_alarms (slot->host) : NULL;
      g_ptr_array_add (reports, report);
    }
  return reports;
}

static void
khidki_gate_finalize (GObject *object)
{
  KhidkiGate *self = KHIDKI_GATE (object);

  g_ptr_array_unref (self->round_tasks);
  g_ptr_array_unref (self->next_tasks);
  g_ptr_array_unref (self->stop_tasks);
  g_clear_pointer (&self->next_config, khidki_config_unref);
  g_ptr_array_unref (self->slots);
  g_object_unref (self->loader);
  g_object_unref (self->channels);
  g_object_unref (self->host);

  G_OBJECT_CLASS (khidki_gate_parent_class)->finalize (object);
}

static guint
add_signal (KhidkiGateClass *klass, const char *name)
{
  return g_signal_new (name, G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, 0);
}

static void
khidki_gate_class_init (KhidkiGateClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = khidki_gate_finalize;
  signals[DEPARTMENTS_CHANGED] = add_signal (klass, "departments-changed");
  signals[SETTLED] = add_signal (klass, "settled");
}

static void
khidki_gate_init (KhidkiGate *self)
{
  self->slots = g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_plugin_slot_free);
  self->round_tasks = g_ptr_array_new_with_free_func (g_object_unref);
  self->next_tasks = g_ptr_array_new_with_free_func (g_object_unref);
  self->stop_tasks = g_ptr_array_new_with_free_func (g_object_unref);
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
