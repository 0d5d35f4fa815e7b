/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "admin/khidki-control-call.h"
#include "libkhidki/khidki-host.h"

G_BEGIN_DECLS

/* The longest line that is taken, with its newline. */
#define KHIDKI_CONTROL_MAX_LINE (64 * 1024)
/* Milliseconds for a line to come, a command to be done, an answer to be taken. */
#define KHIDKI_CONTROL_DEADLINE 30000

/**
 * KhidkiControlConnection:
 *
 * Somebody who gives commands, a line each, one after the other.
 */
#define KHIDKI_TYPE_CONTROL_CONNECTION (khidki_control_connection_get_type ())

G_DECLARE_FINAL_TYPE (KhidkiControlConnection,
                      khidki_control_connection,
                      KHIDKI,
                      CONTROL_CONNECTION,
                      GObject)

/* @call: (transfer none): read and complete; to be answered */
typedef void (*KhidkiControlRunFunc) (KhidkiControlCall *call, gpointer user_data);
typedef void (*KhidkiControlClosedFunc) (KhidkiControlConnection *connection, gpointer user_data);

/* @run and @closed: called until the connection is closed, @closed once. */
KhidkiControlConnection *khidki_control_connection_new (KhidkiHost *host,
                                                        GSocketConnection *stream,
                                                        KhidkiControlRunFunc run,
                                                        KhidkiControlClosedFunc closed,
                                                        gpointer user_data);
void khidki_control_connection_start (KhidkiControlConnection *self);
void khidki_control_connection_close (KhidkiControlConnection *self);

G_END_DECLS
