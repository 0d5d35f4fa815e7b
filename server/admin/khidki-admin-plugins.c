/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "admin/khidki-admin-private.h"

/* A department that runs is not on offer before the catalogue has it. */
static void
add_catalogue (JsonObject *answer, KhidkiCatalogueKeeper *keeper)
{
  const char *problem =
      keeper != NULL ? khidki_catalogue_keeper_get_problem (keeper) : NULL;

  json_object_set_string_member (answer, "catalogue",
                                 problem != NULL ? problem : "as the departments are");
}

static void
run_plugins (KhidkiControlCall *call, gpointer user_data)
{
  KhidkiAdmin *self = user_data;
  g_autoptr (GPtrArray) reports = khidki_gate_report (self->world.gate);
  JsonObject *answer = json_object_new ();
  JsonArray *rows = json_array_new ();

  for (guint i = 0; i < reports->len; i++)
    {
      KhidkiPluginReport *report = g_ptr_array_index (reports, i);
      JsonObject *row = json_object_new ();

      json_object_set_string_member (row, "name", report->name);
      json_object_set_string_member (row, "state", report->state);
      json_object_set_string_member (row, "provides", report->provides);
      json_object_set_string_member (row, "reason", report->reason);
      json_array_add_object_element (rows, row);
    }
  json_object_set_array_member (answer, "plugins", rows);
  add_catalogue (answer, self->world.keeper);
  khidki_control_call_answer (call, khidki_admin_wrap (answer));
}

void
khidki_admin_add_plugins (KhidkiAdmin *self)
{
  khidki_control_add_command (self->control, "plugins", run_plugins, self);
}
