/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "gate/khidki-config.h"
#include "gate/khidki-plugin-file.h"
#include "http/khidki-http-client.h"
#include "http/khidki-http-server.h"
#include "intake/khidki-intake.h"
#include "libkhidki/khidki-counter.h"
#include "store/khidki-store.h"

G_BEGIN_DECLS

/**
 * KhidkiPluginHost:
 *
 * The world as one plugin sees it, or, without a plugin file, the clock, timers
 * and randomness of the server itself. The one place that reads the real clock.
 */
#define KHIDKI_TYPE_PLUGIN_HOST (khidki_plugin_host_get_type ())

G_DECLARE_FINAL_TYPE (KhidkiPluginHost, khidki_plugin_host, KHIDKI, PLUGIN_HOST, GObject)

/* What a host reaches into; each may be NULL until the wiring has it. */
typedef struct
{
  KhidkiHttpServer *http_server;
  KhidkiHttpClient *http_client;
  KhidkiIntake *intake;
  KhidkiStore *store;
  KhidkiCounter *counter;
  /* From the pages, which stand below. */
  KhidkiResponse *(*make_page) (const KhidkiPageFrame *frame, KhidkiHtml *body);
} KhidkiPluginHostWorld;

KhidkiPluginHost *khidki_plugin_host_new_for_server (void);
/* @world: must live as long as the host is open, which requests under way may
 * outlive; @file and @config are kept. */
KhidkiPluginHost *khidki_plugin_host_new (KhidkiPluginFile *file,
                                          const KhidkiPluginHostWorld *world,
                                          KhidkiConfig *config);

/* From now on the plugin reads @config, its secrets above all; what it read at its start and
 * is another now is told. */
void khidki_plugin_host_set_config (KhidkiPluginHost *self, KhidkiConfig *config);

/* Takes back routes and timers; whatever the plugin asks from now on fails. */
void khidki_plugin_host_close (KhidkiPluginHost *self);

/* (transfer none) (element-type utf8 utf8): what is wrong at the moment, by name */
GHashTable *khidki_plugin_host_get_alarms (KhidkiPluginHost *self);

/* All hosts of the process see the real time plus this; for the sandbox. */
void khidki_plugin_host_set_clock_offset (gint64 milliseconds);
gint64 khidki_plugin_host_get_clock_offset (void);

G_END_DECLS
