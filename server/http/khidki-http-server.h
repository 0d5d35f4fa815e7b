/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "http/khidki-http-upload.h"
#include "libkhidki/khidki-host.h"

G_BEGIN_DECLS

/**
 * KhidkiHttpServer:
 *
 * HTTP/1.1 over libsoup with the limits that libsoup's server lacks: bodies,
 * connections, and an absolute time in which a request must have arrived.
 */
#define KHIDKI_TYPE_HTTP_SERVER (khidki_http_server_get_type ())

G_DECLARE_FINAL_TYPE (KhidkiHttpServer, khidki_http_server, KHIDKI, HTTP_SERVER, GObject)

/* @host gives clock and timers. */
KhidkiHttpServer *khidki_http_server_new (KhidkiHost *host);

/* `HOST:PORT` (port 0: any free one), `unix:PATH`, or `fd:N` of a listening socket. */
gboolean khidki_http_server_listen (KhidkiHttpServer *self, const char *address, GError **error);
guint khidki_http_server_get_port (KhidkiHttpServer *self);

/* A @path that ends with a slash takes everything below it. KHIDKI_ERROR_REFUSED
 * if it is taken. */
gboolean khidki_http_server_add_route (KhidkiHttpServer *self,
                                       const char *method,
                                       const char *path,
                                       KhidkiRouteFunc func,
                                       gpointer user_data,
                                       GDestroyNotify destroy,
                                       GError **error);
/* A route for forms with files; see [method@Host.add_upload_route]. It needs papers. */
gboolean khidki_http_server_add_upload_route (KhidkiHttpServer *self,
                                              const char *path,
                                              KhidkiRouteFunc admit,
                                              KhidkiRouteFunc func,
                                              gpointer user_data,
                                              GDestroyNotify destroy,
                                              GError **error);
void khidki_http_server_remove_route (KhidkiHttpServer *self,
                                      const char *method,
                                      const char *path);

/* Bytes of a body; 3 MiB unless set. Milliseconds for a whole request; 12,000 unless set. */
void khidki_http_server_set_limits (KhidkiHttpServer *self,
                                    gsize max_body,
                                    guint max_connections,
                                    guint request_milliseconds);

/* Where files go that come in, and come from that go out. */
void khidki_http_server_set_papers (KhidkiHttpServer *self, KhidkiPaperStore *papers);
/* 4 files of 25 MiB in 2 minutes unless set. */
void khidki_http_server_set_upload_limits (KhidkiHttpServer *self,
                                           const KhidkiHttpUploadLimits *limits);

/* Takes no new connection; what is under way is answered. */
void khidki_http_server_stop_listening (KhidkiHttpServer *self);
void khidki_http_server_close (KhidkiHttpServer *self);

typedef struct
{
  guint64 connections;
  guint64 connections_refused;
  guint64 connections_dropped;
  guint64 requests;
  guint64 too_large;
  guint open_connections;
} KhidkiHttpCounters;

void khidki_http_server_get_counters (KhidkiHttpServer *self, KhidkiHttpCounters *counters);

G_END_DECLS
