/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libsoup/soup.h>

#include "http/khidki-http-connections.h"
#include "http/khidki-http-routes.h"
#include "http/khidki-http-server.h"

G_BEGIN_DECLS

struct _KhidkiHttpServer
{
  GObject parent_instance;

  KhidkiHost *host;
  SoupServer *soup;
  GSocketService *service;
  GSocket *socket;
  KhidkiHttpRoutes *routes;
  KhidkiPaperStore *papers;
  KhidkiHttpUploadLimits upload_limits;
  guint uploads;
  KhidkiHttpConnections *connections;
  KhidkiHttpCounters counters;
  gsize max_body;
  guint max_connections;
  guint request_ms;
  int silent_end;
  gboolean closed;
};

/* Holds a request that begins to the limits, until its answer is gone. */
void khidki_http_server_watch (KhidkiHttpServer *self, SoupServerMessage *message);

G_END_DECLS
