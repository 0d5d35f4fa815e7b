/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "store/khidki-store.h"

G_BEGIN_DECLS

/* One row to write or read, and what came of it. */
typedef struct
{
  const char *plugin;
  const char *key;
  gint64 version;
  const char *value;

  int changed;
  gint64 id;
  gint64 count;
  gint64 sum;
  char *found_plugin;
  char *found;
  gsize found_size;
} Probe;

void probe_clear (Probe *probe);

gboolean probe_add (KhidkiTransaction *transaction, gpointer data, GError **error);
gboolean probe_add_strictly (KhidkiTransaction *transaction, gpointer data, GError **error);
gboolean probe_swap (KhidkiTransaction *transaction, gpointer data, GError **error);
gboolean probe_load (KhidkiTransaction *transaction, gpointer data, GError **error);
gboolean probe_count (KhidkiTransaction *transaction, gpointer data, GError **error);

G_END_DECLS
