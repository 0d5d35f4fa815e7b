/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fake-channel.h"

struct _FakeChannel
{
  GObject parent_instance;

  KhidkiHost *host;
  KhidkiLimits limits;
  GPtrArray *sends;
  GQueue errors;
  GQueue held;
  GHashTable *held_lines;
  GHashTable *refused_lines; /* line → KhidkiError */
  GHashTable *refused_texts;
  guint rate;
  gboolean hold;
  guint n_read;
  gint n_taken;
};

static void channel_init (KhidkiChannelInterface *iface);
static void read_channel_init (KhidkiReadChannelInterface *iface);
static void paced_channel_init (KhidkiPacedChannelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeChannel,
                               fake_channel,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KHIDKI_TYPE_CHANNEL, channel_init)
                               G_IMPLEMENT_INTERFACE (KHIDKI_TYPE_READ_CHANNEL, read_channel_init)
                               G_IMPLEMENT_INTERFACE (KHIDKI_TYPE_PACED_CHANNEL, paced_channel_init))

static void
fake_send_free (FakeSend *send)
{
  g_free (send->id);
  g_free (send->line);
  g_free (send->key);
  g_free (send->text);
  g_free (send->choices);
  g_free (send);
}

static const KhidkiLimits *
get_limits (KhidkiChannel *channel)
{
  return &FAKE_CHANNEL (channel)->limits;
}

static void
answer (FakeChannel *self, GTask *task)
{
  GError *error = g_queue_pop_head (&self->errors);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_strdup (g_task_get_task_data (task)), g_free);
}

static void
answer_send (FakeChannel *self, GTask *task, const FakeSend *send)
{
  int of_line = GPOINTER_TO_INT (g_hash_table_lookup (self->refused_lines, send->line));
  int of_text = GPOINTER_TO_INT (g_hash_table_lookup (self->refused_texts, send->text));

  if (of_line != 0)
    g_task_return_new_error (task, KHIDKI_ERROR, of_line, "the far end refuses line %s", send->line);
  else if (of_text != 0)
    g_task_return_new_error (task, KHIDKI_ERROR, of_text, "the far end refuses %s", send->text);
  else
    answer (self, task);
}

static gboolean
give_up (gpointer user_data)
{
  GTask *task = user_data;
  FakeChannel *self = g_task_get_source_object (task);

  if (g_queue_remove (&self->held, task))
    {
      g_task_return_error_if_cancelled (task);
      g_object_unref (task);
    }
  g_object_unref (task);
  return G_SOURCE_REMOVE;
}

static void
cancelled (GCancellable *cancellable, GTask *task)
{
  g_idle_add (give_up, g_object_ref (task));
}

static char *
dup_choices (KhidkiMessage *message)
{
  GString *ids = g_string_new ("|");

  for (guint i = 0; i < khidki_message_get_n_choices (message); i++)
    g_string_append_printf (ids, "%s|", khidki_message_get_choice_id (message, i));
  return g_string_free (ids, FALSE);
}

/* As real far ends do it: each attempt has an id of its own. */
static char *
dup_far_id (FakeChannel *self, const char *key)
{
  guint n = 0;

  for (guint i = 0; i < self->sends->len; i++)
    n += g_str_equal (((FakeSend *) g_ptr_array_index (self->sends, i))->key, key);
  return n <= 1 ? g_strdup_printf ("far-%s", key) : g_strdup_printf ("far-%s-%u", key, n);
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
  FakeChannel *self = FAKE_CHANNEL (channel);
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  FakeSend *send = g_new0 (FakeSend, 1);

  self->n_taken--;
  send->is_template = khidki_message_get_kind (message) == KHIDKI_MESSAGE_TEMPLATE;
  send->id = g_strdup (khidki_account_get_id (account));
  send->line = g_strdup (khidki_account_get_line (account));
  send->key = g_strdup (key);
  send->text = g_strdup (send->is_template ? khidki_message_get_name (message)
                                           : khidki_message_get_text (message));
  send->choices = dup_choices (message);
  send->at = khidki_host_now (self->host);
  g_ptr_array_add (self->sends, send);

  g_task_set_task_data (task, dup_far_id (self, key), g_free);
  if (!self->hold && !g_hash_table_contains (self->held_lines, send->line))
    {
      answer_send (self, task, send);
      g_object_unref (task);
      return;
    }
  g_queue_push_tail (&self->held, task);
  if (cancellable != NULL)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (cancelled), task, 0);
}

static char *
send_finish (KhidkiChannel *channel, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
channel_init (KhidkiChannelInterface *iface)
{
  iface->get_limits = get_limits;
  iface->send_async = send_async;
  iface->send_finish = send_finish;
}

static void
mark_read (KhidkiReadChannel *channel, KhidkiAccount *account, const char *event_key)
{
  FAKE_CHANNEL (channel)->n_read++;
}

static void
read_channel_init (KhidkiReadChannelInterface *iface)
{
  iface->mark_read = mark_read;
}

static gint64
take (KhidkiPacedChannel *channel, KhidkiAccount *account, gboolean broadcast, gboolean *all)
{
  FAKE_CHANNEL (channel)->n_taken++;
  return 0;
}

static void
put_back (KhidkiPacedChannel *channel, KhidkiAccount *account)
{
  FAKE_CHANNEL (channel)->n_taken--;
}

static guint
get_rate (KhidkiPacedChannel *channel, KhidkiAccount *account)
{
  return FAKE_CHANNEL (channel)->rate;
}

static void
paced_channel_init (KhidkiPacedChannelInterface *iface)
{
  iface->take = take;
  iface->get_rate = get_rate;
  iface->put_back = put_back;
}

static void
fake_channel_finalize (GObject *object)
{
  FakeChannel *self = FAKE_CHANNEL (object);

  g_ptr_array_unref (self->sends);
  g_queue_clear_full (&self->errors, (GDestroyNotify) g_error_free);
  g_hash_table_unref (self->held_lines);
  g_hash_table_unref (self->refused_lines);
  g_hash_table_unref (self->refused_texts);
  g_object_unref (self->host);
  G_OBJECT_CLASS (fake_channel_parent_class)->finalize (object);
}

static void
fake_channel_class_init (FakeChannelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fake_channel_finalize;
}

static void
fake_channel_init (FakeChannel *self)
{
  self->sends = g_ptr_array_new_with_free_func ((GDestroyNotify) fake_send_free);
  self->held_lines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->refused_lines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->refused_texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->limits = (KhidkiLimits) {
    .max_text = 4096, .max_body = 1024, .max_footer = 60, .max_buttons = 3,
    .max_button_title = 20, .max_rows = 10, .max_row_title = 24, .max_row_description = 72,
    .max_list_button = 20, .max_caption = 1024, .max_choice_id = 200, .sends_documents = TRUE,
    .window = (gint64) 24 * 60 * 60 * 1000, .reports_delivery = TRUE,
  };
}

FakeChannel *
fake_channel_new (KhidkiHost *host)
{
  FakeChannel *self = g_object_new (FAKE_TYPE_CHANNEL, NULL);

  self->host = g_object_ref (host);
  return self;
}

void
fake_channel_set_templates_only (FakeChannel *self, gboolean templates_only)
{
  self->limits.templates_only = templates_only;
}

void
fake_channel_set_reports_delivery (FakeChannel *self, gboolean reports_delivery)
{
  self->limits.reports_delivery = reports_delivery;
}

void
fake_channel_set_window (FakeChannel *self, gint64 window)
{
  self->limits.window = window;
}

void
fake_channel_push_error (FakeChannel *self, KhidkiError code)
{
  g_queue_push_tail (&self->errors,
                     g_error_new (KHIDKI_ERROR, (int) code, "the far end says %d", (int) code));
}

void
fake_channel_hold (FakeChannel *self, gboolean hold)
{
  self->hold = hold;
}

void
fake_channel_hold_line (FakeChannel *self, const char *line, gboolean hold)
{
  if (hold)
    g_hash_table_add (self->held_lines, g_strdup (line));
  else
    g_hash_table_remove (self->held_lines, line);
}

void
fake_channel_refuse_line (FakeChannel *self, const char *line, KhidkiError code)
{
  g_hash_table_replace (self->refused_lines, g_strdup (line), GINT_TO_POINTER ((int) code));
}

void
fake_channel_refuse_text (FakeChannel *self, const char *text, KhidkiError code)
{
  g_hash_table_replace (self->refused_texts, g_strdup (text), GINT_TO_POINTER ((int) code));
}

void
fake_channel_set_rate (FakeChannel *self, guint rate)
{
  self->rate = rate;
}

void
fake_channel_let_go (FakeChannel *self)
{
  guint n = g_queue_get_length (&self->held);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GTask) task = g_queue_pop_head (&self->held);

      answer (self, task);
    }
}

guint
fake_channel_get_n_held (FakeChannel *self)
{
  return g_queue_get_length (&self->held);
}

guint
fake_channel_get_n_sent (FakeChannel *self)
{
  return self->sends->len;
}

guint
fake_channel_count_line (FakeChannel *self, const char *line)
{
  guint n = 0;

  for (guint i = 0; i < self->sends->len; i++)
    n += g_str_equal (((FakeSend *) g_ptr_array_index (self->sends, i))->line, line);
  return n;
}

FakeSend *
fake_channel_get_sent (FakeChannel *self, guint index)
{
  g_assert_cmpuint (index, <, self->sends->len);
  return g_ptr_array_index (self->sends, index);
}

int
fake_channel_get_n_taken (FakeChannel *self)
{
  return self->n_taken;
}

guint
fake_channel_get_n_read (FakeChannel *self)
{
  return self->n_read;
}
