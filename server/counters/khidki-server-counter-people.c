/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "counters/khidki-server-counter-private.h"

/* Signing in is a room of its own: here its results go on to who asked. */

static KhidkiSignIn *
sign_in_of (KhidkiCounter *counter)
{
  return KHIDKI_SERVER_COUNTER (counter)->setup.sign_in;
}

static GTask *
new_task (KhidkiCounter *counter,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  return g_task_new (counter, cancellable, callback, user_data);
}

static void
signed_in (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char *session = khidki_sign_in_begin_finish (KHIDKI_SIGN_IN (source), result, &error);

  if (session != NULL)
    g_task_return_pointer (task, session, g_free);
  else
    g_task_return_error (task, error);
}

static void
sign_in_async (KhidkiCounter *counter,
               const char *id,
               const char *password,
               const char *remote,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer user_data)
{
  khidki_sign_in_begin_async (sign_in_of (counter), id, password, remote, cancellable, signed_in,
                              new_task (counter, cancellable, callback, user_data));
}

static char *
sign_in_finish (KhidkiCounter *counter, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
name_centre (KhidkiServerCounter *self, KhidkiOperator *who)
{
  static const char *const languages[] = { "en", "hi" };

  for (guint i = 0; self->setup.centre_name != NULL && i < G_N_ELEMENTS (languages); i++)
    {
      g_autofree char *name = self->setup.centre_name (khidki_operator_get_centre (who),
                                                       languages[i], self->setup.user_data);

      if (name != NULL)
        khidki_operator_set_centre_name (who, languages[i], name);
    }
}

static void
operator_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  KhidkiOperator *who = khidki_sign_in_find_finish (KHIDKI_SIGN_IN (source), result, &error);

  if (who == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  name_centre (g_task_get_source_object (task), who);
  g_task_return_pointer (task, who, (GDestroyNotify) khidki_operator_unref);
}

static void
find_operator_async (KhidkiCounter *counter,
                     const char *session,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  khidki_sign_in_find_async (sign_in_of (counter), session, cancellable, operator_found,
                             new_task (counter, cancellable, callback, user_data));
}

static KhidkiOperator *
find_operator_finish (KhidkiCounter *counter, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
return_done (GTask *task, gboolean done, GError *error)
{
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
  g_object_unref (task);
}

static void
signed_out (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  gboolean done = khidki_sign_in_end_finish (KHIDKI_SIGN_IN (source), result, &error);

  return_done (user_data, done, error);
}

static void
sign_out_async (KhidkiCounter *counter,
                const char *session,
                GCancellable *cancellable,
                GAsyncReadyCallback callback,
                gpointer user_data)
{
  khidki_sign_in_end_async (sign_in_of (counter), session, cancellable, signed_out,
                            new_task (counter, cancellable, callback, user_data));
}

static void
password_set (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  gboolean done = khidki_sign_in_set_password_finish (KHIDKI_SIGN_IN (source), result, &error);

  return_done (user_data, done, error);
}

static void
set_password_async (KhidkiCounter *counter,
                    const char *id,
                    const char *proof,
                    const char *password,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  khidki_sign_in_set_password_async (sign_in_of (counter), id, proof, password, cancellable,
                                     password_set,
                                     new_task (counter, cancellable, callback, user_data));
}

static gboolean
boolean_finish (KhidkiCounter *counter, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
khidki_server_counter_add_people (KhidkiCounterInterface *iface)
{
  iface->sign_in_async = sign_in_async;
  iface->sign_in_finish = sign_in_finish;
  iface->find_operator_async = find_operator_async;
  iface->find_operator_finish = find_operator_finish;
  iface->sign_out_async = sign_out_async;
  iface->sign_out_finish = boolean_finish;
  iface->set_password_async = set_password_async;
  iface->set_password_finish = boolean_finish;
}
