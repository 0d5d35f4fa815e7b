/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gate/khidki-gate-private.h"

#include "libkhidki/khidki-channel.h"
#include "libkhidki/khidki-error.h"

/* Whoever has not started by then joins later; citizens are served meanwhile. */
#define SETTLE_MS 2000

struct _KhidkiGateRound
{
  KhidkiGate *gate;
  KhidkiConfig *config;
  GPtrArray *to_stop;
  GPtrArray *stopping;
  GPtrArray *to_start;
  GPtrArray *starting;
  gint64 stop_by;
  guint timer;
  gboolean settled;
  gboolean departments_changed;
};

typedef struct
{
  KhidkiGateRound *round;
  KhidkiPluginSlot *slot;
} Call;

static Call *
call_new (KhidkiGateRound *round, KhidkiPluginSlot *slot)
{
  Call *call = g_new0 (Call, 1);

  call->round = round;
  call->slot = slot;
  return call;
}

static KhidkiGateRound *
round_new (KhidkiGate *gate, gint64 stop_by)
{
  KhidkiGateRound *self = g_new0 (KhidkiGateRound, 1);

  self->gate = gate;
  self->to_stop = g_ptr_array_new ();
  self->stopping = g_ptr_array_new ();
  self->to_start = g_ptr_array_new ();
  self->starting = g_ptr_array_new ();
  self->stop_by = stop_by;
  return self;
}

void
khidki_gate_round_free (KhidkiGateRound *self)
{
  if (self->timer != 0)
    khidki_host_remove_timer (self->gate->host, self->timer);
  g_clear_pointer (&self->config, khidki_config_unref);
  g_ptr_array_unref (self->to_stop);
  g_ptr_array_unref (self->stopping);
  g_ptr_array_unref (self->to_start);
  g_ptr_array_unref (self->starting);
  g_free (self);
}

static void
tell_settled (KhidkiGateRound *self)
{
  gboolean changed = self->departments_changed;

  self->settled = TRUE;
  self->departments_changed = FALSE;
  khidki_gate_emit_settled (self->gate, changed);
}

static void
time_to_settle (gpointer user_data)
{
  KhidkiGateRound *self = user_data;

  self->timer = 0;
  tell_settled (self);
}

static void pump (KhidkiGateRound *self);

static void
stopped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Call *call = user_data;
  KhidkiPluginSlot *slot = call->slot;
  g_autoptr (GError) error = NULL;

  if (!khidki_plugin_slot_stop_finish (result, &error))
    g_warning ("plugin %s: stopping: %s", slot->name, error->message);
  slot->state = "stopped";
  g_clear_pointer (&slot->main_thing, g_free);
  khidki_plugin_slot_let_go (slot);
  g_message ("plugin %s is stopped", slot->name);
  g_ptr_array_remove (call->round->stopping, slot);
  pump (call->round);
}

static void
begin_stop (KhidkiGateRound *self, KhidkiPluginSlot *slot, gint64 milliseconds)
{
  g_ptr_array_remove (self->to_stop, slot);
  g_ptr_array_add (self->stopping, slot);
  self->departments_changed |= khidki_plugin_slot_is_department (slot);
  if (KHIDKI_IS_CHANNEL (slot->object))
    khidki_channels_remove (self->gate->channels, khidki_plugin_slot_get_thing (slot));
  khidki_plugin_slot_stop_async (slot, self->gate->host, (guint) milliseconds, stopped,
                                 call_new (self, slot));
}

static gboolean
is_needed (KhidkiPluginSlot *slot, GPtrArray *others)
{
  g_autoptr (GPtrArray) alone = g_ptr_array_new ();

  g_ptr_array_add (alone, slot);
  for (guint i = 0; i < others->len; i++)
    if (khidki_plugin_slot_is_after_any (g_ptr_array_index (others, i), alone))
      return TRUE;
  return FALSE;
}

/* The last first: whoever started after another ends before it, while there is time. */
static void
pump_stops (KhidkiGateRound *self)
{
  g_autoptr (GPtrArray) slots = g_ptr_array_copy (self->to_stop, NULL, NULL);
  gint64 left = self->stop_by - khidki_host_get_monotonic (self->gate->host);

  for (guint i = 0; i < slots->len; i++)
    {
      KhidkiPluginSlot *slot = g_ptr_array_index (slots, i);

      if (left <= 0 || (!is_needed (slot, self->to_stop) && !is_needed (slot, self->stopping)))
        begin_stop (self, slot, MAX (left, 1));
    }
}

static void
settle_slot (KhidkiGateRound *self, KhidkiPluginSlot *slot)
{
  slot->state = "running";
  g_message ("plugin %s is running", slot->name);
  if (KHIDKI_IS_CHANNEL (slot->object))
    khidki_channels_add (self->gate->channels, khidki_plugin_slot_get_thing (slot),
                         KHIDKI_CHANNEL (slot->object));
  self->departments_changed |= khidki_plugin_slot_is_department (slot);
  if (self->settled && self->departments_changed)
    {
      self->departments_changed = FALSE;
      khidki_gate_emit_departments_changed (self->gate);
    }
}

static void
started (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Call *call = user_data;
  KhidkiPluginSlot *slot = call->slot;
  g_autoptr (GError) error = NULL;

  g_ptr_array_remove (call->round->starting, slot);
  if (khidki_plugin_slot_start_finish (result, &error))
    {
      settle_slot (call->round, slot);
    }
  else
    {
      khidki_plugin_slot_refuse (slot, "failed", error);
      khidki_plugin_slot_let_go (slot);
    }
  pump (call->round);
}

static void
begin_start (KhidkiGateRound *self, KhidkiPluginSlot *slot)
{
  g_autoptr (GError) error = NULL;

  g_ptr_array_remove (self->to_start, slot);
  if (!khidki_gate_let_in (self->gate, slot, self->config, &error))
    {
      khidki_plugin_slot_refuse (slot, "refused", error);
      khidki_plugin_slot_let_go (slot);
      return;
    }
  g_ptr_array_add (self->starting, slot);
  g_clear_pointer (&slot->reason, g_free);
  khidki_plugin_slot_start_async (slot, self->gate->host, started, call_new (self, slot));
}

static void
pump_starts (KhidkiGateRound *self)
{
  g_autoptr (GPtrArray) slots = g_ptr_array_copy (self->to_start, NULL, NULL);

  for (guint i = 0; i < slots->len; i++)
    {
      KhidkiPluginSlot *slot = g_ptr_array_index (slots, i);

      if (!khidki_plugin_slot_is_after_any (slot, self->to_start)
          && !khidki_plugin_slot_is_after_any (slot, self->starting))
        begin_start (self, slot);
    }
}

/* Nothing starts before all that stops has let go of its routes. */
static void
pump (KhidkiGateRound *self)
{
  if (self->to_stop->len > 0)
    pump_stops (self);
  if (self->to_stop->len > 0 || self->stopping->len > 0)
    return;
  if (self->to_start->len > 0)
    pump_starts (self);
  if (self->to_start->len > 0 || self->starting->len > 0)
    return;

  if (!self->settled)
    tell_settled (self);
  khidki_gate_round_ended (self->gate);
}

static gboolean
read_file (KhidkiPluginSlot *slot, const char *const *folders, GError **error)
{
  g_autofree char *path = khidki_plugin_file_find_or_name_nearest (folders, slot->name, error);

  g_clear_pointer (&slot->file, khidki_plugin_file_unref);
  if (path == NULL)
    return FALSE;
  slot->file = khidki_plugin_file_load (path, error);
  return slot->file != NULL && khidki_plugin_file_check (slot->file, error);
}

static KhidkiPluginSlot *
take_slot (KhidkiGate *gate, const char *name)
{
  KhidkiPluginSlot *slot;

  for (guint i = 0; i < gate->slots->len; i++)
    {
      slot = g_ptr_array_index (gate->slots, i);
      if (g_str_equal (slot->name, name))
        return slot;
    }
  slot = khidki_plugin_slot_new (name);
  g_ptr_array_add (gate->slots, slot);
  return slot;
}

/* It was running before and goes on: without a restart it is told what is new. */
static void
keep (KhidkiGateRound *self, KhidkiPluginSlot *slot)
{
  khidki_plugin_host_set_config (slot->host, self->config);
  if (khidki_plugin_slot_is_department (slot))
    self->departments_changed |= khidki_gate_refresh (self->gate, slot);
}

static void
gather_stops (KhidkiGateRound *self, const char *const *names)
{
  for (guint i = 0; i < self->gate->slots->len; i++)
    {
      KhidkiPluginSlot *slot = g_ptr_array_index (self->gate->slots, i);
      gboolean wanted = g_strv_contains (names, slot->name);

      if (khidki_plugin_slot_is_running (slot))
        {
          if (wanted)
            keep (self, slot);
          else
            g_ptr_array_add (self->to_stop, slot);
          continue;
        }
      if (!wanted)
        slot->state = "stopped";
      g_clear_pointer (&slot->main_thing, g_free);
    }
}

static void
gather_starts (KhidkiGateRound *self, const char *const *names)
{
  g_auto (GStrv) folders = khidki_config_dup_list (self->config, "plugins", "path");
  g_autoptr (GPtrArray) candidates = g_ptr_array_new ();

  for (guint i = 0; names[i] != NULL; i++)
    {
      KhidkiPluginSlot *slot = take_slot (self->gate, names[i]);
      g_autoptr (GError) error = NULL;

      if (khidki_plugin_slot_is_running (slot) || g_ptr_array_find (candidates, slot, NULL))
        continue;
      if (read_file (slot, (const char *const *) folders, &error))
        g_ptr_array_add (candidates, slot);
      else
        khidki_plugin_slot_refuse (slot, "refused", error);
    }
  g_ptr_array_unref (self->to_start);
  self->to_start = khidki_plugin_slot_order (candidates);
}

void
khidki_gate_round_begin_apply (KhidkiGate *gate, KhidkiConfig *config)
{
  gint64 now = khidki_host_get_monotonic (gate->host);
  KhidkiGateRound *self = round_new (gate, now + KHIDKI_GATE_STOP_MS);
  g_auto (GStrv) names = khidki_config_dup_list (config, "plugins", "enabled");

  gate->round = self;
  self->config = khidki_config_ref (config);
  gather_stops (self, (const char *const *) names);
  gather_starts (self, (const char *const *) names);
  self->timer = khidki_host_add_timer (gate->host, SETTLE_MS, time_to_settle, self, NULL);
  pump (self);
}

void
khidki_gate_round_begin_stop (KhidkiGate *gate)
{
  KhidkiGateRound *self = round_new (gate, gate->stop_by);

  gate->round = self;
  self->settled = TRUE;
  for (guint i = 0; i < gate->slots->len; i++)
    {
      KhidkiPluginSlot *slot = g_ptr_array_index (gate->slots, i);

      if (khidki_plugin_slot_is_running (slot))
        g_ptr_array_add (self->to_stop, slot);
    }
  pump (self);
}

/* A slot that is given up may end the round: not a word to it after that. */
static void
give_up_all (GPtrArray *slots)
{
  g_autoptr (GPtrArray) kept = g_ptr_array_copy (slots, NULL, NULL);

  for (guint i = 0; i < kept->len; i++)
    khidki_plugin_slot_give_up (g_ptr_array_index (kept, i), "the server is stopping");
}

static void
give_up_stops (gpointer user_data)
{
  KhidkiGateRound *self = user_data;

  self->timer = 0;
  give_up_all (self->stopping);
}

void
khidki_gate_round_abandon (KhidkiGateRound *self)
{
  gint64 left = self->gate->stop_by - khidki_host_get_monotonic (self->gate->host);

  if (self->timer != 0)
    khidki_host_remove_timer (self->gate->host, self->timer);
  self->timer = khidki_host_add_timer (self->gate->host, (guint) MAX (left, 1), give_up_stops, self,
                                       NULL);
  self->settled = TRUE;
  g_ptr_array_set_size (self->to_start, 0);
  give_up_all (self->starting);
}
