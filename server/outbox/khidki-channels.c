/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "outbox/khidki-channels.h"

struct _KhidkiChannels
{
  GObject parent_instance;

  GHashTable *by_name;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KhidkiChannels, khidki_channels, G_TYPE_OBJECT)

static void
khidki_channels_finalize (GObject *object)
{
  KhidkiChannels *self = KHIDKI_CHANNELS (object);

  g_hash_table_unref (self->by_name);
  G_OBJECT_CLASS (khidki_channels_parent_class)->finalize (object);
}

static void
khidki_channels_class_init (KhidkiChannelsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = khidki_channels_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
khidki_channels_init (KhidkiChannels *self)
{
  self->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

KhidkiChannels *
khidki_channels_new (void)
{
  return g_object_new (KHIDKI_TYPE_CHANNELS, NULL);
}

void
khidki_channels_add (KhidkiChannels *self, const char *name, KhidkiChannel *channel)
{
  g_hash_table_replace (self->by_name, g_strdup (name), g_object_ref (channel));
  g_signal_emit (self, signals[CHANGED], 0);
}

void
khidki_channels_remove (KhidkiChannels *self, const char *name)
{
  g_hash_table_remove (self->by_name, name);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* (transfer none) (nullable) */
KhidkiChannel *
khidki_channels_find (KhidkiChannels *self, const char *name)
{
  return g_hash_table_lookup (self->by_name, name);
}

/* (transfer full) */
GStrv
khidki_channels_list (KhidkiChannels *self)
{
  GStrvBuilder *builder = g_strv_builder_new ();
  GHashTableIter iter;
  gpointer name;
  GStrv names;

  g_hash_table_iter_init (&iter, self->by_name);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_strv_builder_add (builder, name);
  names = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  return names;
}
