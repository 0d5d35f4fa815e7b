/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KhidkiSql:
 * @name: by which code calls the statement
 * @text: one statement without comments
 * @names: the parameters in the order of their first appearance
 * @format: a letter for each of @names: `s`, `x` or `b`
 *
 * A named statement as it stands in a file.
 *
 * Since: 0.1
 */
typedef struct
{
  char *name;
  char *text;
  GPtrArray *names;
  char *format;
} KhidkiSql;

KhidkiSql *khidki_sql_new (const char *name, const char *text, GError **error);
void khidki_sql_free (KhidkiSql *self);

GPtrArray *khidki_sql_read_file (const char *text, GError **error);
GPtrArray *khidki_sql_split_schema (const char *text, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiSql, khidki_sql_free)

G_END_DECLS
