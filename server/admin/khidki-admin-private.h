/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "admin/khidki-admin.h"
#include "admin/khidki-control.h"

G_BEGIN_DECLS

struct _KhidkiAdmin
{
  GObject parent_instance;

  KhidkiAdminWorld world;
  char *state;
  KhidkiHttpServer *admin_http;
  KhidkiControl *control;
  KhidkiCatalogue *catalogue;
  gboolean ready;
  gint64 clock_offset;
};

/* @data: what was read; @error: (nullable): then @data is not to be touched */
typedef void (*KhidkiAdminReadFunc) (KhidkiAdmin *self,
                                     gpointer data,
                                     const GError *error,
                                     gpointer user_data);

/* Reads, and does not wait longer than two seconds for it: then @done is told
 * KHIDKI_ERROR_RETRY. @destroy frees @data some time after @done. */
void khidki_admin_read (KhidkiAdmin *self,
                        KhidkiStoreFunc func,
                        gpointer data,
                        GDestroyNotify destroy,
                        KhidkiAdminReadFunc done,
                        gpointer user_data);

/* (transfer full): `2026-11-23T22:41:05Z`, "" for 0 */
char *khidki_admin_format_time (gint64 milliseconds);
/* Whole seconds since @milliseconds; 0 for 0. */
gint64 khidki_admin_age (KhidkiAdmin *self, gint64 milliseconds);
gint64 khidki_admin_uptime (KhidkiAdmin *self);
/* @object: (transfer full) */
JsonNode *khidki_admin_wrap (JsonObject *object);
/* @time: UTC milliseconds */
void khidki_admin_set_time (JsonObject *object, const char *name, gint64 time);

/* Each adds its commands. */
void khidki_admin_add_status (KhidkiAdmin *self);
void khidki_admin_add_plugins (KhidkiAdmin *self);
void khidki_admin_add_queue (KhidkiAdmin *self);
void khidki_admin_add_audit (KhidkiAdmin *self);
void khidki_admin_add_applications (KhidkiAdmin *self);
void khidki_admin_add_operators (KhidkiAdmin *self);

G_END_DECLS
