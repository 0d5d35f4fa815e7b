/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-bench-loop.h"

/* One kept-alive HTTP/1.1 connection, whichever side began it. */
typedef struct _KhidkiBenchWire KhidkiBenchWire;

/* @line: the first line, ended by NUL; @body is not ended by NUL. */
typedef void (*KhidkiBenchMessage) (KhidkiBenchWire *wire, const char *line, const char *body,
                                    gsize length, gpointer data);
typedef void (*KhidkiBenchClosed) (KhidkiBenchWire *wire, gpointer data);

KhidkiBenchWire *khidki_bench_wire_connect (KhidkiBenchLoop *loop, guint16 port,
                                            KhidkiBenchMessage message, KhidkiBenchClosed closed,
                                            gpointer data);
KhidkiBenchWire *khidki_bench_wire_new (KhidkiBenchLoop *loop, int fd, KhidkiBenchMessage message,
                                        KhidkiBenchClosed closed, gpointer data);
void khidki_bench_wire_free (KhidkiBenchWire *self);
void khidki_bench_wire_send (KhidkiBenchWire *self, const char *head, gsize head_length,
                             const char *body, gsize body_length);
guint16 khidki_bench_wire_listen (int *fd, guint16 port);
