/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>
#include <stdarg.h>

#include "store/khidki-rows.h"
#include "store/khidki-sql.h"

G_BEGIN_DECLS

/**
 * KhidkiGda:
 *
 * One connection to a database, used by the thread that opened it and no other.
 * The one place that knows libgda.
 *
 * Since: 0.1
 */
typedef struct _KhidkiGda KhidkiGda;

KhidkiGda *khidki_gda_open (const char *path, GError **error);
void khidki_gda_free (KhidkiGda *self);

gboolean khidki_gda_run (KhidkiGda *self, const char *sql, GError **error);
gboolean khidki_gda_run_once (KhidkiGda *self, const char *sql, GError **error);
char *khidki_gda_ask (KhidkiGda *self, const char *sql, GError **error);

gboolean khidki_gda_add (KhidkiGda *self, const KhidkiSql *sql, GError **error);
int khidki_gda_execute (KhidkiGda *self,
                        const char *statement,
                        const char *format,
                        va_list arguments,
                        GError **error);
KhidkiRows *khidki_gda_query (KhidkiGda *self,
                              const char *statement,
                              const char *columns,
                              const char *format,
                              va_list arguments,
                              GError **error);

/* While two connections are made at once libgda's own tables break: opening,
 * preparing and the first execution are done under this lock. */
void khidki_gda_lock (void);
void khidki_gda_unlock (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiGda, khidki_gda_free)

G_END_DECLS
