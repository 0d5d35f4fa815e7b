/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-channel.h"

#include "khidki-whatsapp-encode.h"
#include "khidki-whatsapp-error.h"
#include "khidki-whatsapp-lines.h"
#include "khidki-whatsapp-media.h"
#include "khidki-whatsapp-policy.h"
#include "khidki-whatsapp-send.h"
#include "khidki-whatsapp-template-list.h"
#include "khidki-whatsapp-webhook.h"

/* Meta's 24 hours less five minutes, for a clock that differs and a send that waits. */
#define WINDOW_MS ((24 * 60 - 5) * G_GINT64_CONSTANT (60000))

struct _KhidkiWhatsappChannel
{
  GObject parent_instance;

  GPtrArray *lines; /* (nullable): while it runs */
};

/* The loads or stops of the lines that are under way. */
typedef struct
{
  GPtrArray *lines;
  guint pending;
} Round;

static void
round_free (Round *round)
{
  g_ptr_array_unref (round->lines);
  g_free (round);
}

static Round *
round_new (GTask *task, GPtrArray *lines)
{
  Round *round = g_new0 (Round, 1);

  round->lines = g_ptr_array_ref (lines);
  round->pending = lines->len;
  g_task_set_task_data (task, round, (GDestroyNotify) round_free);

  return round;
}

static void
end_one (GTask *task)
{
  Round *round = g_task_get_task_data (task);

  if (--round->pending == 0)
    g_task_return_boolean (task, TRUE);
}

static void khidki_whatsapp_channel_implement (KhidkiChannelInterface *iface);
static void khidki_whatsapp_channel_implement_media (KhidkiMediaChannelInterface *iface);
static void khidki_whatsapp_channel_implement_read (KhidkiReadChannelInterface *iface);
static void khidki_whatsapp_channel_implement_paced (KhidkiPacedChannelInterface *iface);
static void khidki_whatsapp_channel_implement_templates (KhidkiTemplateChannelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (
    KhidkiWhatsappChannel,
    khidki_whatsapp_channel,
    G_TYPE_OBJECT,
    G_IMPLEMENT_INTERFACE (KHIDKI_TYPE_CHANNEL, khidki_whatsapp_channel_implement)
    G_IMPLEMENT_INTERFACE (KHIDKI_TYPE_MEDIA_CHANNEL, khidki_whatsapp_channel_implement_media)
    G_IMPLEMENT_INTERFACE (KHIDKI_TYPE_READ_CHANNEL, khidki_whatsapp_channel_implement_read)
    G_IMPLEMENT_INTERFACE (KHIDKI_TYPE_PACED_CHANNEL, khidki_whatsapp_channel_implement_paced)
    G_IMPLEMENT_INTERFACE (KHIDKI_TYPE_TEMPLATE_CHANNEL, khidki_whatsapp_channel_implement_templates))

static const KhidkiLimits limits = {
  .max_text = KHIDKI_WHATSAPP_MAX_TEXT,
  .max_body = KHIDKI_WHATSAPP_MAX_BODY,
  .max_footer = KHIDKI_WHATSAPP_MAX_FOOTER,
  .max_buttons = KHIDKI_WHATSAPP_MAX_BUTTONS,
  .max_button_title = KHIDKI_WHATSAPP_MAX_BUTTON_TITLE,
  .max_rows = KHIDKI_WHATSAPP_MAX_ROWS,
  .max_row_title = KHIDKI_WHATSAPP_MAX_ROW_TITLE,
  .max_row_description = KHIDKI_WHATSAPP_MAX_ROW_DESCRIPTION,
  .max_list_button = KHIDKI_WHATSAPP_MAX_LIST_BUTTON,
  .max_caption = KHIDKI_WHATSAPP_MAX_CAPTION,
  .max_choice_id = KHIDKI_WHATSAPP_MAX_ROW_ID,
  .window = WINDOW_MS,
  .sends_documents = TRUE,
  .reports_delivery = TRUE,
};

static void
khidki_whatsapp_channel_finalize (GObject *object)
{
  KhidkiWhatsappChannel *self = KHIDKI_WHATSAPP_CHANNEL (object);

  g_clear_pointer (&self->lines, g_ptr_array_unref);

  G_OBJECT_CLASS (khidki_whatsapp_channel_parent_class)->finalize (object);
}

static void
khidki_whatsapp_channel_class_init (KhidkiWhatsappChannelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = khidki_whatsapp_channel_finalize;
}

static void
khidki_whatsapp_channel_init (KhidkiWhatsappChannel *self)
{
}

static const KhidkiLimits *
khidki_whatsapp_channel_get_limits (KhidkiChannel *channel)
{
  return &limits;
}

static void
on_templates_ready (gpointer user_data)
{
  khidki_template_channel_ready (KHIDKI_TEMPLATE_CHANNEL (user_data));
}

static KhidkiWhatsappLine *
find_by_store (GPtrArray *lines, GObject *store)
{
  for (guint i = 0; i < lines->len; i++)
    if ((gpointer) khidki_whatsapp_line_get_template_store (g_ptr_array_index (lines, i)) == store)
      return g_ptr_array_index (lines, i);

  return NULL;
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Round *round = g_task_get_task_data (task);
  KhidkiWhatsappLine *line = find_by_store (round->lines, source);
  g_autoptr (GError) error = NULL;

  /* Meta says it again. */
  if (!khidki_whatsapp_template_store_load_finish (KHIDKI_WHATSAPP_TEMPLATE_STORE (source), result,
                                                   &error))
    khidki_host_log (khidki_whatsapp_line_get_host (line), G_LOG_LEVEL_WARNING,
                     "What was known of templates cannot be read: %s", error->message);
  khidki_whatsapp_policy_show_templates (line);
  khidki_whatsapp_template_list_begin (line);
  end_one (task);
}

static void
khidki_whatsapp_channel_start_async (KhidkiChannel *channel,
                                     KhidkiHost *host,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  KhidkiWhatsappChannel *self = KHIDKI_WHATSAPP_CHANNEL (channel);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GPtrArray) lines = NULL;
  GError *error = NULL;

  g_task_set_source_tag (task, khidki_whatsapp_channel_start_async);
  lines = khidki_whatsapp_lines_new (host, &error);
  if (lines == NULL || !khidki_whatsapp_webhook_add (lines, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  g_clear_pointer (&self->lines, g_ptr_array_unref);
  self->lines = g_ptr_array_ref (lines);
  round_new (task, lines);
  for (guint i = 0; i < lines->len; i++)
    {
      KhidkiWhatsappLine *line = g_ptr_array_index (lines, i);

      khidki_whatsapp_line_set_ready_func (line, on_templates_ready, self);
      khidki_whatsapp_template_store_load_async (khidki_whatsapp_line_get_template_store (line),
                                                 on_loaded, g_object_ref (task));
    }
}

static gboolean
khidki_whatsapp_channel_start_finish (KhidkiChannel *channel, GAsyncResult *result, GError **error)
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
  g_autoptr (GError) error = NULL;
  char *id = khidki_whatsapp_send_finish (KHIDKI_WHATSAPP_LINE (source), result, &error);
  g_autofree char *advised = NULL;

  if (id != NULL)
    {
      g_task_return_pointer (task, id, g_free);
      return;
    }
  advised = khidki_whatsapp_error_dup_advised (error->message, (KhidkiError) error->code);
  g_task_return_error (task, g_error_new_literal (error->domain, error->code, advised));
}

static void
khidki_whatsapp_channel_send_async (KhidkiChannel *channel,
                                    KhidkiAccount *account,
                                    KhidkiMessage *message,
                                    const char *key,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  KhidkiWhatsappChannel *self = KHIDKI_WHATSAPP_CHANNEL (channel);

  if (self->lines == NULL)
    return_not_started (self, callback, user_data);
  else
    khidki_whatsapp_send_async (khidki_whatsapp_lines_find_for (self->lines, account), account, message, key, cancellable, on_sent,
                                g_task_new (self, NULL, callback, user_data));
}

static char *
khidki_whatsapp_channel_send_finish (KhidkiChannel *channel, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_stopped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  khidki_whatsapp_line_stop_finish (KHIDKI_WHATSAPP_LINE (source), result, NULL);
  end_one (task);
}

static void
khidki_whatsapp_channel_stop_async (KhidkiChannel *channel,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  KhidkiWhatsappChannel *self = KHIDKI_WHATSAPP_CHANNEL (channel);
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  g_autoptr (GPtrArray) lines = g_steal_pointer (&self->lines);

  g_task_set_source_tag (task, khidki_whatsapp_channel_stop_async);
  if (lines == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  round_new (task, lines);
  for (guint i = 0; i < lines->len; i++)
    khidki_whatsapp_line_stop_async (g_ptr_array_index (lines, i), cancellable, on_stopped,
                                     g_object_ref (task));
}

static gboolean
khidki_whatsapp_channel_stop_finish (KhidkiChannel *channel, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* A number of which we do not know how it is dialled stays unknown. */
static GPtrArray *
khidki_whatsapp_channel_list_contacts (KhidkiChannel *channel)
{
  KhidkiWhatsappChannel *self = KHIDKI_WHATSAPP_CHANNEL (channel);
  GPtrArray *contacts = g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_contact_unref);

  for (guint i = 0; self->lines != NULL && i < self->lines->len; i++)
    {
      KhidkiWhatsappSettings *settings
          = khidki_whatsapp_line_get_settings (g_ptr_array_index (self->lines, i));

      if (settings->display_number != NULL)
        g_ptr_array_add (contacts,
                         khidki_contact_new (KHIDKI_CONTACT_CHAT, settings->display_number,
                                             settings->brand));
    }

  return contacts;
}

static void
khidki_whatsapp_channel_implement (KhidkiChannelInterface *iface)
{
  iface->list_contacts = khidki_whatsapp_channel_list_contacts;
  iface->get_limits = khidki_whatsapp_channel_get_limits;
  iface->start_async = khidki_whatsapp_channel_start_async;
  iface->start_finish = khidki_whatsapp_channel_start_finish;
  iface->send_async = khidki_whatsapp_channel_send_async;
  iface->send_finish = khidki_whatsapp_channel_send_finish;
  iface->stop_async = khidki_whatsapp_channel_stop_async;
  iface->stop_finish = khidki_whatsapp_channel_stop_finish;
}

static void
on_media_fetched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  KhidkiPaper *paper
      = khidki_whatsapp_media_fetch_finish (KHIDKI_WHATSAPP_LINE (source), result, &error);

  if (paper != NULL)
    g_task_return_pointer (task, paper, (GDestroyNotify) khidki_paper_unref);
  else
    g_task_return_error (task, error);
}

static void
khidki_whatsapp_channel_fetch_media_async (KhidkiMediaChannel *channel,
                                           KhidkiAccount *account,
                                           const char *media,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data)
{
  KhidkiWhatsappChannel *self = KHIDKI_WHATSAPP_CHANNEL (channel);

  if (self->lines == NULL)
    return_not_started (self, callback, user_data);
  else
    khidki_whatsapp_media_fetch_async (khidki_whatsapp_lines_find_for (self->lines, account), media, cancellable, on_media_fetched,
                                       g_task_new (self, NULL, callback, user_data));
}

static KhidkiPaper *
khidki_whatsapp_channel_fetch_media_finish (KhidkiMediaChannel *channel,
                                            GAsyncResult *result,
                                            GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
khidki_whatsapp_channel_implement_media (KhidkiMediaChannelInterface *iface)
{
  iface->fetch_media_async = khidki_whatsapp_channel_fetch_media_async;
  iface->fetch_media_finish = khidki_whatsapp_channel_fetch_media_finish;
}

static void
khidki_whatsapp_channel_mark_read (KhidkiReadChannel *channel,
                                   KhidkiAccount *account,
                                   const char *event_key)
{
  KhidkiWhatsappChannel *self = KHIDKI_WHATSAPP_CHANNEL (channel);

  /* Keys of our own making stand for what has no id at Meta's end. */
  if (self->lines != NULL && !g_str_has_prefix (event_key, "sha256:"))
    khidki_whatsapp_send_read (khidki_whatsapp_lines_find_for (self->lines, account), event_key);
}

static void
khidki_whatsapp_channel_implement_read (KhidkiReadChannelInterface *iface)
{
  iface->mark_read = khidki_whatsapp_channel_mark_read;
}

static gint64
khidki_whatsapp_channel_take (KhidkiPacedChannel *channel,
                              KhidkiAccount *account,
                              gboolean broadcast,
                              gboolean *all)
{
  KhidkiWhatsappChannel *self = KHIDKI_WHATSAPP_CHANNEL (channel);
  KhidkiWhatsappLine *line;

  if (self->lines == NULL)
    return 0;

  line = khidki_whatsapp_lines_find_for (self->lines, account);
  return khidki_whatsapp_rate_take (
      khidki_whatsapp_line_get_rate (line), khidki_account_get_id (account), broadcast,
      khidki_host_get_monotonic (khidki_whatsapp_line_get_host (line)), all);
}

static void
khidki_whatsapp_channel_put_back (KhidkiPacedChannel *channel, KhidkiAccount *account)
{
  KhidkiWhatsappChannel *self = KHIDKI_WHATSAPP_CHANNEL (channel);

  if (self->lines != NULL)
    khidki_whatsapp_rate_put_back (
        khidki_whatsapp_line_get_rate (khidki_whatsapp_lines_find_for (self->lines, account)),
        khidki_account_get_id (account));
}

static guint
khidki_whatsapp_channel_get_rate (KhidkiPacedChannel *channel, KhidkiAccount *account)
{
  KhidkiWhatsappChannel *self = KHIDKI_WHATSAPP_CHANNEL (channel);

  if (self->lines == NULL)
    return 0;

  return khidki_whatsapp_line_get_settings (khidki_whatsapp_lines_find_for (self->lines, account))
      ->rate;
}

static void
khidki_whatsapp_channel_implement_paced (KhidkiPacedChannelInterface *iface)
{
  iface->take = khidki_whatsapp_channel_take;
  iface->get_rate = khidki_whatsapp_channel_get_rate;
  iface->put_back = khidki_whatsapp_channel_put_back;
}

static void
khidki_whatsapp_channel_implement_templates (KhidkiTemplateChannelInterface *iface)
{
}
