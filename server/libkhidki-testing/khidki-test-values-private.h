/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * KhidkiTestValues:
 *
 * A plugin's small store, in memory, each value with a version.
 */
typedef struct _KhidkiTestValues KhidkiTestValues;

G_GNUC_INTERNAL
KhidkiTestValues *khidki_test_values_new (void);
G_GNUC_INTERNAL
void khidki_test_values_free (KhidkiTestValues *self);
G_GNUC_INTERNAL
GBytes *khidki_test_values_get (KhidkiTestValues *self, const char *key, gint64 *version);
G_GNUC_INTERNAL
gboolean khidki_test_values_put (KhidkiTestValues *self,
                                 const char *key,
                                 GBytes *value,
                                 gint64 if_version,
                                 GError **error);

G_END_DECLS
