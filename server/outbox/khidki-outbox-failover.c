/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* When news is looked for that has to go another way. */
#include "outbox/khidki-outbox-private.h"

#include "outbox/khidki-outbox-reroute.h"

typedef struct
{
  KhidkiOutbox *outbox;
  KhidkiOutboxReroute *reroute;
} Pass;

static void
pass_free (Pass *pass)
{
  khidki_outbox_reroute_free (pass->reroute);
  g_object_unref (pass->outbox);
  g_free (pass);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Pass, pass_free)

static void
tell (KhidkiOutbox *self, KhidkiOutboxReroute *reroute)
{
  guint n = khidki_outbox_reroute_get_n (reroute);
  guint n_given_up = khidki_outbox_reroute_get_n_given_up (reroute);

  if (n_given_up > 0)
    {
      self->counters.failed += n_given_up;
      g_warning ("outbox: %u messages could not be sent in seven days and have failed; see "
                 "“khidkictl queue”", n_given_up);
    }
  if (n == 0)
    return;
  self->counters.rerouted += n;
  g_message ("outbox: %u messages could not be delivered and go by %s", n,
             khidki_outbox_reroute_get_channel (reroute));
  khidki_outbox_want_all (self);
  khidki_outbox_pump (self);
}

static void
passed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Pass) pass = user_data;
  KhidkiOutbox *self = pass->outbox;
  g_autoptr (GError) error = NULL;
  gboolean written = khidki_store_write_finish (KHIDKI_STORE (source), result, &error);
  gboolean again = self->reroute_again;

  self->rerouting = self->reroute_again = FALSE;
  if (!written)
    {
      /* The next look at the rows finds it. */
      g_warning ("outbox: what could not be delivered does not go another way yet: %s",
                 error->message);
      return;
    }
  tell (self, pass->reroute);
  if (again || khidki_outbox_reroute_has_more (pass->reroute))
    khidki_outbox_reroute_due (self);
}

void
khidki_outbox_reroute_due (KhidkiOutbox *self)
{
  KhidkiOutboxReroute *reroute;
  Pass *pass;

  if (!self->started || self->stopped)
    return;
  /* What has ended since the pass began may not be in it. */
  self->reroute_again = self->rerouting;
  if (self->rerouting)
    return;
  reroute = khidki_outbox_reroute_new (self->channels, khidki_host_now (self->host));
  self->rerouting = TRUE;
  pass = g_new0 (Pass, 1);
  pass->outbox = g_object_ref (self);
  pass->reroute = reroute;
  khidki_store_write_async (self->store, khidki_outbox_reroute_write, reroute, NULL, NULL, passed,
                            pass);
}

typedef struct
{
  char *name;
  gboolean any_phone;
  gint64 window;
} Running;

static void
running_clear (Running *running)
{
  g_free (running->name);
}

static gboolean
write_running (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  GArray *all = data;

  if (khidki_transaction_execute (transaction, "channel-running-clear", error, "") < 0)
    return FALSE;
  for (guint i = 0; i < all->len; i++)
    {
      Running *running = &g_array_index (all, Running, i);

      if (khidki_transaction_execute (transaction, "channel-running-add", error, "sxx", running->name,
                                      (gint64) running->any_phone, running->window) < 0)
        return FALSE;
    }
  return TRUE;
}

static void
running_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!khidki_store_write_finish (KHIDKI_STORE (source), result, &error))
    g_warning ("outbox: which channels run was not noted: %s", error->message);
}

void
khidki_outbox_note_running (KhidkiOutbox *self)
{
  g_auto (GStrv) names = khidki_channels_list (self->channels);
  GArray *all;

  if (!self->started || self->stopped)
    return;
  all = g_array_new (FALSE, FALSE, sizeof (Running));
  g_array_set_clear_func (all, (GDestroyNotify) running_clear);
  for (guint i = 0; names[i] != NULL; i++)
    {
      const KhidkiLimits *limits =
          khidki_channel_get_limits (khidki_channels_find (self->channels, names[i]));
      Running running = { g_strdup (names[i]), limits->templates_only, limits->window };

      /* Nobody is reached where nothing can be said. */
      if (limits->max_text > 0)
        g_array_append_val (all, running);
      else
        running_clear (&running);
    }
  khidki_store_write_async (self->store, write_running, all, (GDestroyNotify) g_array_unref, NULL,
                            running_written, NULL);
}
