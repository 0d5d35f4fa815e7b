/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-department.h"

G_DEFINE_INTERFACE (KhidkiBackOffice, khidki_back_office, G_TYPE_OBJECT)

static void
khidki_back_office_default_init (KhidkiBackOfficeInterface *iface)
{
}

/* An office that needs no start or stop answers at once. */
static void
finish_at_once (KhidkiBackOffice *self,
                gpointer tag,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_return_boolean (task, TRUE);
}

/**
 * khidki_back_office_start_async:
 * @self: a back office
 * @host: (transfer none): the plugin's world, until it is stopped
 * @cancellable: (nullable): to give it up
 * @callback: called on the main loop when it is done
 * @user_data: for @callback
 *
 * Since: 0.1
 */
void
khidki_back_office_start_async (KhidkiBackOffice *self,
                                KhidkiHost *host,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  KhidkiBackOfficeInterface *iface;

  g_return_if_fail (KHIDKI_IS_BACK_OFFICE (self));
  iface = KHIDKI_BACK_OFFICE_GET_IFACE (self);
  if (iface->start_async != NULL)
    iface->start_async (self, host, cancellable, callback, user_data);
  else
    finish_at_once (self, khidki_back_office_start_async, cancellable, callback, user_data);
}

/**
 * khidki_back_office_start_finish:
 * @self: a back office
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: whether it is ready
 *
 * Since: 0.1
 */
gboolean
khidki_back_office_start_finish (KhidkiBackOffice *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (KHIDKI_IS_BACK_OFFICE (self), FALSE);

  if (g_async_result_is_tagged (result, khidki_back_office_start_async))
    return g_task_propagate_boolean (G_TASK (result), error);
  return KHIDKI_BACK_OFFICE_GET_IFACE (self)->start_finish (self, result, error);
}

/**
 * khidki_back_office_submit_async:
 * @self: a back office
 * @application: (transfer none): what is to be handed over
 * @cancellable: (nullable): to give it up
 * @callback: called on the main loop when it is done
 * @user_data: for @callback
 *
 * Since: 0.1
 */
void
khidki_back_office_submit_async (KhidkiBackOffice *self,
                                 KhidkiApplication *application,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (KHIDKI_IS_BACK_OFFICE (self));

  KHIDKI_BACK_OFFICE_GET_IFACE (self)->submit_async (self, application, cancellable, callback, user_data);
}

/**
 * khidki_back_office_submit_finish:
 * @self: a back office
 * @result: what the callback was given
 * @error: [error@Error] `RETRY` and `BUSY` are tried again, others are final
 *
 * Returns: (transfer full) (nullable): the reference in the office's own system
 *
 * Since: 0.1
 */
char *
khidki_back_office_submit_finish (KhidkiBackOffice *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (KHIDKI_IS_BACK_OFFICE (self), NULL);

  return KHIDKI_BACK_OFFICE_GET_IFACE (self)->submit_finish (self, result, error);
}

/**
 * khidki_back_office_stop_async:
 * @self: a back office
 * @cancellable: (nullable): to give it up
 * @callback: called on the main loop when it is done
 * @user_data: for @callback
 *
 * Since: 0.1
 */
void
khidki_back_office_stop_async (KhidkiBackOffice *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  KhidkiBackOfficeInterface *iface;

  g_return_if_fail (KHIDKI_IS_BACK_OFFICE (self));
  iface = KHIDKI_BACK_OFFICE_GET_IFACE (self);
  if (iface->stop_async != NULL)
    iface->stop_async (self, cancellable, callback, user_data);
  else
    finish_at_once (self, khidki_back_office_stop_async, cancellable, callback, user_data);
}

/**
 * khidki_back_office_stop_finish:
 * @self: a back office
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: whether everything came to its end
 *
 * Since: 0.1
 */
gboolean
khidki_back_office_stop_finish (KhidkiBackOffice *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (KHIDKI_IS_BACK_OFFICE (self), FALSE);

  if (g_async_result_is_tagged (result, khidki_back_office_stop_async))
    return g_task_propagate_boolean (G_TASK (result), error);
  return KHIDKI_BACK_OFFICE_GET_IFACE (self)->stop_finish (self, result, error);
}
