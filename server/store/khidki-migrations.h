/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

#include "store/khidki-gda.h"

G_BEGIN_DECLS

/**
 * KhidkiMigration:
 * @number: from 1, without gaps
 * @name: what it is about
 * @text: its file
 *
 * One step of the schema.
 *
 * Since: 0.1
 */
typedef struct
{
  guint number;
  char *name;
  char *text;
} KhidkiMigration;

KhidkiMigration *khidki_migration_new (const char *file, const char *text, GError **error);
void khidki_migration_free (KhidkiMigration *self);

GPtrArray *khidki_migrations_load (const char *folder, GError **error);
gboolean khidki_migrations_apply (KhidkiGda *gda,
                                  GPtrArray *migrations,
                                  gint64 now,
                                  GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiMigration, khidki_migration_free)

G_END_DECLS
