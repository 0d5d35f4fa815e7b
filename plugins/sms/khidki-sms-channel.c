/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sms-channel.h"

#include "khidki-sms-encode.h"
#include "khidki-sms-inbound.h"
#include "khidki-sms-line.h"
#include "khidki-sms-send.h"

/* Three parts in Hindi. */
#define MAX_UNITS 201

struct _KhidkiSmsChannel
{
  GObject parent_instance;

  KhidkiSmsLine *line;
};

static void khidki_sms_channel_implement (KhidkiChannelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KhidkiSmsChannel,
                               khidki_sms_channel,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KHIDKI_TYPE_CHANNEL,
                                                      khidki_sms_channel_implement))

static const KhidkiLimits limits = {
  .max_text = MAX_UNITS,
  .max_body = MAX_UNITS,
  .max_choice_id = 200,
  .templates_only = TRUE,
  .reports_delivery = TRUE,
};

static void
khidki_sms_channel_finalize (GObject *object)
{
  KhidkiSmsChannel *self = KHIDKI_SMS_CHANNEL (object);

  g_clear_object (&self->line);

  G_OBJECT_CLASS (khidki_sms_channel_parent_class)->finalize (object);
}

static void
khidki_sms_channel_class_init (KhidkiSmsChannelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = khidki_sms_channel_finalize;
}

static void
khidki_sms_channel_init (KhidkiSmsChannel *self)
{
}

static const KhidkiLimits *
khidki_sms_channel_get_limits (KhidkiChannel *channel)
{
  return &limits;
}

static void
khidki_sms_channel_start_async (KhidkiChannel *channel,
                                     KhidkiHost *host,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  KhidkiSmsChannel *self = KHIDKI_SMS_CHANNEL (channel);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (KhidkiSmsLine) line = NULL;
  GError *error = NULL;

  g_task_set_source_tag (task, khidki_sms_channel_start_async);
  line = khidki_sms_line_new (host, &error);
  if (line == NULL || !khidki_sms_inbound_add (line, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  g_set_object (&self->line, line);
  g_task_return_boolean (task, TRUE);
}

static gboolean
khidki_sms_channel_start_finish (KhidkiChannel *channel, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
return_not_started (gpointer self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_task_report_new_error (self, callback, user_data, return_not_started, KHIDKI_ERROR,
                           KHIDKI_ERROR_RETRY, "The channel is not running");
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char *id = khidki_sms_send_finish (KHIDKI_SMS_LINE (source), result, &error);

  if (id != NULL)
    g_task_return_pointer (task, id, g_free);
  else
    g_task_return_error (task, error);
}

static void
khidki_sms_channel_send_async (KhidkiChannel *channel,
                                    KhidkiAccount *account,
                                    KhidkiMessage *message,
                                    const char *key,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  KhidkiSmsChannel *self = KHIDKI_SMS_CHANNEL (channel);

  if (self->line == NULL)
    return_not_started (self, callback, user_data);
  else
    khidki_sms_send_async (self->line, account, message, key, cancellable, on_sent,
                                g_task_new (self, NULL, callback, user_data));
}

static char *
khidki_sms_channel_send_finish (KhidkiChannel *channel, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_stopped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  khidki_sms_line_stop_finish (KHIDKI_SMS_LINE (source), result, NULL);
  g_task_return_boolean (task, TRUE);
}

static void
khidki_sms_channel_stop_async (KhidkiChannel *channel,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  KhidkiSmsChannel *self = KHIDKI_SMS_CHANNEL (channel);
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  g_autoptr (KhidkiSmsLine) line = g_steal_pointer (&self->line);

  g_task_set_source_tag (task, khidki_sms_channel_stop_async);
  if (line == NULL)
    g_task_return_boolean (task, TRUE);
  else
    khidki_sms_line_stop_async (line, cancellable, on_stopped, g_steal_pointer (&task));
}

static gboolean
khidki_sms_channel_stop_finish (KhidkiChannel *channel, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static GPtrArray *
khidki_sms_channel_list_contacts (KhidkiChannel *channel)
{
  KhidkiSmsChannel *self = KHIDKI_SMS_CHANNEL (channel);
  GPtrArray *contacts = g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_contact_unref);

  if (self->line != NULL)
    g_ptr_array_add (contacts,
                     khidki_contact_new (KHIDKI_CONTACT_TEXT,
                                         khidki_sms_line_get_settings (self->line)->number, NULL));

  return contacts;
}

static void
khidki_sms_channel_implement (KhidkiChannelInterface *iface)
{
  iface->list_contacts = khidki_sms_channel_list_contacts;
  iface->get_limits = khidki_sms_channel_get_limits;
  iface->start_async = khidki_sms_channel_start_async;
  iface->start_finish = khidki_sms_channel_start_finish;
  iface->send_async = khidki_sms_channel_send_async;
  iface->send_finish = khidki_sms_channel_send_finish;
  iface->stop_async = khidki_sms_channel_stop_async;
  iface->stop_finish = khidki_sms_channel_stop_finish;
}
