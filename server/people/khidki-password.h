/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Passwords: which are taken, and how they are kept. Pure; any thread. */

#define KHIDKI_PASSWORD_LEAST 12
#define KHIDKI_PASSWORD_MOST 128
#define KHIDKI_PASSWORD_SALT_BYTES 16

const char *khidki_password_find_fault (const char *password, const char *const *known);

char *khidki_password_hash (const char *password, const guint8 *salt);
gboolean khidki_password_fits (const char *password, const char *hash);

G_END_DECLS
