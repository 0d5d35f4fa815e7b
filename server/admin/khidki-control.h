/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "admin/khidki-control-call.h"
#include "libkhidki/khidki-host.h"

G_BEGIN_DECLS

/**
 * KhidkiControl:
 *
 * Takes commands over a Unix socket that only root and our own user may use: a
 * JSON object a line in, a JSON object a line out. Never waits.
 *
 * Since: 0.1
 */
#define KHIDKI_TYPE_CONTROL (khidki_control_get_type ())

G_DECLARE_FINAL_TYPE (KhidkiControl, khidki_control, KHIDKI, CONTROL, GObject)

/**
 * KhidkiControlFunc:
 * @call: (transfer none): what is asked; answer it now, or take a reference and
 *   answer it later
 *
 * Does one command. Called on the main loop.
 *
 * Since: 0.1
 */
typedef void (*KhidkiControlFunc) (KhidkiControlCall *call, gpointer user_data);

KhidkiControl *khidki_control_new (KhidkiHost *host, const char *path, GError **error);
void khidki_control_add_command (KhidkiControl *self,
                                 const char *name,
                                 KhidkiControlFunc func,
                                 gpointer user_data);
guint khidki_control_get_n_connections (KhidkiControl *self);
void khidki_control_close (KhidkiControl *self);

G_END_DECLS
