/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void khidki_test_take_result (GObject *source, GAsyncResult *result, gpointer user_data);
void khidki_test_await (GAsyncResult **result);
void khidki_test_settle (void);

G_END_DECLS
