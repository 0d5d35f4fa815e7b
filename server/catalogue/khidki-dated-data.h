/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the files of dated data have in common: groups `[KIND ID]` and
 * `[KIND ID DAY]`, and complaints that name file, group, key, expected, found. */

/**
 * KhidkiDated:
 * @id: whose entry it is
 * @from: its first day
 * @until: its last day, not valid when there is none
 *
 * What each entry of dated data begins with.
 *
 * Since: 0.1
 */
typedef struct
{
  char *id;
  GDate from;
  GDate until;
} KhidkiDated;

/* @data: as given to khidki_dated_data_read_file() */
typedef gboolean (*KhidkiDatedDataFunc) (GKeyFile *file,
                                         const char *group,
                                         gpointer data,
                                         GError **error);

gboolean khidki_dated_data_read_file (const char *path,
                                      const char *kind,
                                      const char *expected,
                                      KhidkiDatedDataFunc func,
                                      gpointer data,
                                      GError **error);
gboolean khidki_dated_data_read_head (const char *group,
                                      KhidkiDated *dated,
                                      GError **error);
gboolean khidki_dated_data_read_day (GDate *day,
                                     const char *group,
                                     const char *key,
                                     const char *value,
                                     GError **error);
gboolean khidki_dated_data_check_days (const KhidkiDated *dated, const char *group, GError **error);
char *khidki_dated_data_dup_value (GKeyFile *file,
                                   const char *group,
                                   const char *key,
                                   GError **error);
gboolean khidki_dated_data_fail (GError **error,
                                 const char *group,
                                 const char *key,
                                 const char *expected,
                                 const char *found);

gboolean khidki_dated_data_matches (const char *pattern, const char *value);
gboolean khidki_dated_data_is_id (const char *text);
gboolean khidki_dated_data_parse_day (const char *text, GDate *day);
gboolean khidki_dated_data_parse_degrees (const char *text, double most, double *degrees);

G_END_DECLS
