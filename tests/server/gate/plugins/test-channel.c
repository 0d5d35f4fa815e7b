/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A channel that does nothing well, compiled several times with different
 * faults: TYPE_NAME, FAULT_… are given by the build. */
#include <khidki.h>

typedef struct
{
  GObject parent_instance;
} TestChannel;

typedef struct
{
  GObjectClass parent_class;
} TestChannelClass;

GType test_channel_get_type (void);
G_MODULE_EXPORT guint test_channel_answer_late (void);

/* What was asked of it and is not answered, until the test wants it. */
static GPtrArray *unanswered;

G_GNUC_UNUSED static void
leave_unanswered (GTask *task)
{
  if (unanswered == NULL)
    unanswered = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (unanswered, task);
}

guint
test_channel_answer_late (void)
{
  guint n = unanswered != NULL ? unanswered->len : 0;

  for (guint i = 0; i < n; i++)
    g_task_return_boolean (g_ptr_array_index (unanswered, i), TRUE);
  g_clear_pointer (&unanswered, g_ptr_array_unref);
  return n;
}

static const KhidkiLimits limits = { .max_text = 100, .max_body = 100 };

static const KhidkiLimits *
get_limits (KhidkiChannel *channel)
{
  return &limits;
}

#ifdef FAULT_ROUTES
static void
answer (KhidkiRequest *request, KhidkiResponder *responder, gpointer user_data)
{
  g_autoptr (KhidkiResponse) response = khidki_response_new (204);

  khidki_responder_finish (responder, response);
}
#endif

static void
start_async (KhidkiChannel *channel,
             KhidkiHost *host,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (channel, cancellable, callback, user_data);

  /* For the test to speak through it when the channel is long stopped. */
  g_object_set_data_full (G_OBJECT (channel), "host", g_object_ref (host), g_object_unref);
#ifdef FAULT_HANGS
  leave_unanswered (g_steal_pointer (&task));
  return;
#endif
#ifdef FAULT_ROUTES
  GError *error = NULL;

  if (!khidki_host_add_route (host, "GET", "/route", answer, NULL, NULL, &error))
    {
      g_task_return_error (task, error);
      return;
    }
#endif
#ifdef FAULT_FAILS
  g_task_return_new_error (task, KHIDKI_ERROR, KHIDKI_ERROR_OPERATOR, "no line to the far end");
#else
  g_task_return_boolean (task, TRUE);
#endif
}

static gboolean
finish (KhidkiChannel *channel, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
send_async (KhidkiChannel *channel,
            KhidkiAccount *account,
            KhidkiMessage *message,
            const char *key,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (channel, cancellable, callback, user_data);

  g_task_return_pointer (task, g_strdup (key), g_free);
}

static char *
send_finish (KhidkiChannel *channel, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

#ifdef FAULT_OBEDIENT
static void
end_stop (GTask *task)
{
  g_task_return_boolean (task, TRUE);
}
#endif

static void
stop_async (KhidkiChannel *channel,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (channel, NULL, callback, user_data);

#ifdef FAULT_STUBBORN
  leave_unanswered (g_steal_pointer (&task));
  return;
#endif
#ifdef FAULT_OBEDIENT
  g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (end_stop), task, G_CONNECT_SWAPPED);
  g_object_set_data_full (G_OBJECT (cancellable), "obedient", g_steal_pointer (&task),
                          g_object_unref);
  return;
#else
  g_task_return_boolean (task, TRUE);
#endif
}

static void
iface_init (gpointer data, gpointer class_data)
{
  KhidkiChannelInterface *iface = data;

  iface->get_limits = get_limits;
  iface->start_async = start_async;
  iface->start_finish = finish;
  iface->send_async = send_async;
  iface->send_finish = send_finish;
  iface->stop_async = stop_async;
  iface->stop_finish = finish;
}

GType
test_channel_get_type (void)
{
  static GType type;

  if (type == 0)
    {
      const GInterfaceInfo info = { iface_init, NULL, NULL };

      type = g_type_register_static_simple (G_TYPE_OBJECT, TYPE_NAME, sizeof (TestChannelClass), NULL,
                                            sizeof (TestChannel), NULL, G_TYPE_FLAG_NONE);
      if (type != 0)
        g_type_add_interface_static (type, KHIDKI_TYPE_CHANNEL, &info);
    }
  return type;
}

#ifdef FAULT_LIES
G_MODULE_EXPORT void peas_register_types (GTypeModule *module);

G_MODULE_EXPORT void
peas_register_types (GTypeModule *module)
{
  static const KhidkiPluginSizes sizes = { FAULT_LIES };

  khidki_plugin_register (module, &sizes, KHIDKI_TYPE_CHANNEL, test_channel_get_type);
}
#else
KHIDKI_DEFINE_CHANNEL_PLUGIN (test_channel_get_type)
#endif
