/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "intake/khidki-intake-parked.h"

#include "libkhidki/khidki-error.h"

/* One row that was put aside, from the command to its end. */
typedef struct
{
  KhidkiIntake *intake;
  KhidkiStore *store;
  gint64 id;
  char *note;
  KhidkiEvent *event;
} Parked;

static void
parked_free (Parked *parked)
{
  g_clear_object (&parked->intake);
  g_object_unref (parked->store);
  g_free (parked->note);
  g_clear_pointer (&parked->event, khidki_event_unref);
  g_free (parked);
}

static GTask *
new_task (KhidkiIntake *intake,
          KhidkiStore *store,
          gint64 id,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  Parked *parked = g_new0 (Parked, 1);

  parked->intake = intake != NULL ? g_object_ref (intake) : NULL;
  parked->store = g_object_ref (store);
  parked->id = id;
  g_task_set_task_data (task, parked, (GDestroyNotify) parked_free);
  return task;
}

static void
set_not_found (GError **error, gint64 id)
{
  g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_NOT_FOUND,
               "event %" G_GINT64_FORMAT " is not one that waits for an administrator", id);
}

static gboolean
read_event (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Parked *parked = data;
  g_autoptr (KhidkiRows) rows = khidki_transaction_query (transaction, "event-load-parked", "sb", error,
                                                          "x", parked->id);
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (GVariant) variant = NULL;

  if (rows == NULL)
    return FALSE;
  if (khidki_rows_get_n (rows) == 0)
    {
      set_not_found (error, parked->id);
      return FALSE;
    }
  sealed = khidki_rows_get_bytes (rows, 0, 1);
  variant = khidki_seal_open_variant (khidki_transaction_get_seal (transaction), "event",
                                      khidki_rows_get_text (rows, 0, 0), sealed,
                                      G_VARIANT_TYPE ("(uxa{sv})"), error);
  if (variant == NULL)
    return FALSE;
  parked->event = khidki_event_new_from_variant (variant);
  if (parked->event == NULL)
    g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED, "the stored event cannot be read");
  return parked->event != NULL;
}

static gboolean
read_note (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Parked *parked = data;
  g_autoptr (KhidkiRows) rows = khidki_transaction_query (transaction, "event-note-parked", "s", error,
                                                          "x", parked->id);

  if (rows == NULL)
    return FALSE;
  if (khidki_rows_get_n (rows) > 0)
    parked->note = g_strdup (khidki_rows_get_text (rows, 0, 0));
  return TRUE;
}

static void
note_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Parked *parked = g_task_get_task_data (task);
  GError *error = NULL;

  if (!khidki_store_read_finish (KHIDKI_STORE (source), result, &error))
    g_task_return_error (task, error);
  else if (parked->note != NULL)
    g_task_return_new_error (task, KHIDKI_ERROR, KHIDKI_ERROR_FAILED, "it was put aside again: %s",
                             parked->note);
  else
    g_task_return_boolean (task, TRUE);
}

static void
received (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Parked *parked = g_task_get_task_data (task);
  GError *error = NULL;

  if (!khidki_intake_receive_finish (KHIDKI_INTAKE (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  khidki_store_read_async (parked->store, read_note, parked, NULL, NULL, note_read,
                           g_steal_pointer (&task));
}

static void
event_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Parked *parked = g_task_get_task_data (task);
  GError *error = NULL;

  if (!khidki_store_read_finish (KHIDKI_STORE (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  khidki_intake_receive_again_async (parked->intake, parked->event, received,
                                     g_steal_pointer (&task));
}

void
khidki_intake_parked_retry_async (KhidkiIntake *intake,
                                  KhidkiStore *store,
                                  gint64 id,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task = new_task (intake, store, id, callback, user_data);

  g_task_set_source_tag (task, khidki_intake_parked_retry_async);
  khidki_store_read_async (store, read_event, g_task_get_task_data (task), NULL, NULL, event_read, task);
}

gboolean
khidki_intake_parked_retry_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
write_drop (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Parked *parked = data;
  int changed = khidki_transaction_execute (transaction, "event-drop-parked", error, "sx", parked->note,
                                            parked->id);

  if (changed == 0)
    set_not_found (error, parked->id);
  return changed > 0;
}

static void
dropped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (khidki_store_write_finish (KHIDKI_STORE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
khidki_intake_parked_drop_async (KhidkiStore *store,
                                 gint64 id,
                                 const char *note,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task = new_task (NULL, store, id, callback, user_data);
  Parked *parked = g_task_get_task_data (task);

  g_task_set_source_tag (task, khidki_intake_parked_drop_async);
  parked->note = g_strdup (note);
  khidki_store_write_async (store, write_drop, parked, NULL, NULL, dropped, task);
}

gboolean
khidki_intake_parked_drop_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
