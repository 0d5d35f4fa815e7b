/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * KhidkiClockFile:
 *
 * Follows a file that holds, in seconds, how far the clock is turned forward:
 * the sandbox writes it. For trying only.
 */
#define KHIDKI_TYPE_CLOCK_FILE (khidki_clock_file_get_type ())

G_DECLARE_FINAL_TYPE (KhidkiClockFile, khidki_clock_file, KHIDKI, CLOCK_FILE, GObject)

typedef void (*KhidkiClockFileFunc) (gpointer user_data);

/* @func is called after each turn. */
KhidkiClockFile *khidki_clock_file_new (const char *path,
                                        KhidkiClockFileFunc func,
                                        gpointer user_data);

G_END_DECLS
