/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "khidki-event.h"
#include "khidki-html.h"
#include "khidki-page-frame.h"
#include "khidki-request.h"
#include "khidki-response.h"

G_BEGIN_DECLS

#define KHIDKI_TYPE_HOST (khidki_host_get_type ())

G_DECLARE_INTERFACE (KhidkiHost, khidki_host, KHIDKI, HOST, GObject)

/**
 * KhidkiRouteFunc:
 * @request: (transfer none): what came in
 * @responder: (transfer none): finish it with the answer; take a reference to answer later
 *
 * Handles a request on a route that the plugin declared. Called on the main loop.
 *
 * Since: 0.1
 */
typedef void (*KhidkiRouteFunc) (KhidkiRequest *request,
                                 KhidkiResponder *responder,
                                 gpointer user_data);

typedef void (*KhidkiTimerFunc) (gpointer user_data);

/**
 * KhidkiHostInterface:
 * @get_name: the plugin's name, also its configuration group
 * @dup_config: a configuration value of the plugin's group
 * @dup_secrets: the values of a secret, the current one first (two while rotating)
 * @now: the instant, UTC milliseconds
 * @add_timer: calls back once after a number of milliseconds, on the main loop
 * @remove_timer: forgets a timer; its callback is not called
 * @fill_random: fills a buffer with unpredictable bytes
 * @add_route: takes requests on a path that the `.plugin` file declares
 * @fetch_async: makes an HTTP request to a host that the `.plugin` file declares
 * @receive_async: hands events in; finishes when each is durable or parked
 * @get_value_async: reads from the plugin's own small store
 * @put_value_async: writes to it if nobody else has since
 * @log: writes to the structured log
 * @get_monotonic: milliseconds that never go back, for deadlines and how long a thing took
 * @make_page: puts the site's head, foot and security headers around a page
 * @add_upload_route: takes files on a path that the `.plugin` file declares
 * @set_alarm: shows an administrator what is wrong until it no longer is; may be missing
 * @list_groups: the names of the plugin's further groups, `NAME` of `[PLUGIN NAME]`; may be missing
 * @dup_group_config: a configuration value of one of them; may be missing
 * @dup_group_secrets: the values of a secret of one of them; may be missing
 *
 * A plugin's whole world. In tests another object takes its place.
 *
 * Since: 0.1
 */
struct _KhidkiHostInterface
{
  GTypeInterface parent_iface;

  const char *(*get_name) (KhidkiHost *self);
  char *(*dup_config) (KhidkiHost *self, const char *key);
  GStrv (*dup_secrets) (KhidkiHost *self, const char *key, GError **error);
  gint64 (*now) (KhidkiHost *self);
  guint (*add_timer) (KhidkiHost *self,
                      guint milliseconds,
                      KhidkiTimerFunc func,
                      gpointer user_data,
                      GDestroyNotify destroy);
  void (*remove_timer) (KhidkiHost *self, guint timer);
  void (*fill_random) (KhidkiHost *self, guint8 *buffer, gsize length);
  gboolean (*add_route) (KhidkiHost *self,
                         const char *method,
                         const char *path,
                         KhidkiRouteFunc func,
                         gpointer user_data,
                         GDestroyNotify destroy,
                         GError **error);
  void (*fetch_async) (KhidkiHost *self,
                       KhidkiRequest *request,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data);
  KhidkiResponse *(*fetch_finish) (KhidkiHost *self, GAsyncResult *result, GError **error);
  void (*receive_async) (KhidkiHost *self,
                         GPtrArray *events,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
  gboolean (*receive_finish) (KhidkiHost *self, GAsyncResult *result, GError **error);
  void (*get_value_async) (KhidkiHost *self,
                           const char *key,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
  GBytes *(*get_value_finish) (KhidkiHost *self,
                               GAsyncResult *result,
                               gint64 *version,
                               GError **error);
  void (*put_value_async) (KhidkiHost *self,
                           const char *key,
                           GBytes *value,
                           gint64 if_version,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
  gboolean (*put_value_finish) (KhidkiHost *self, GAsyncResult *result, GError **error);
  void (*log) (KhidkiHost *self, GLogLevelFlags level, const char *text);
  KhidkiResponse *(*make_page) (KhidkiHost *self, const KhidkiPageFrame *frame, KhidkiHtml *body);
  gboolean (*add_upload_route) (KhidkiHost *self,
                                const char *path,
                                KhidkiRouteFunc admit,
                                KhidkiRouteFunc func,
                                gpointer user_data,
                                GDestroyNotify destroy,
                                GError **error);
  gint64 (*get_monotonic) (KhidkiHost *self);
  void (*set_alarm) (KhidkiHost *self, const char *name, const char *text);

  GStrv (*list_groups) (KhidkiHost *self);
  char *(*dup_group_config) (KhidkiHost *self, const char *group, const char *key);
  GStrv (*dup_group_secrets) (KhidkiHost *self, const char *group, const char *key, GError **error);

  gpointer padding[5];
};

const char *khidki_host_get_name (KhidkiHost *self);
char *khidki_host_dup_config (KhidkiHost *self, const char *key);
GStrv khidki_host_dup_secrets (KhidkiHost *self, const char *key, GError **error);
gint64 khidki_host_now (KhidkiHost *self);
gint64 khidki_host_get_monotonic (KhidkiHost *self);
guint khidki_host_add_timer (KhidkiHost *self,
                             guint milliseconds,
                             KhidkiTimerFunc func,
                             gpointer user_data,
                             GDestroyNotify destroy);
void khidki_host_remove_timer (KhidkiHost *self, guint timer);
void khidki_host_fill_random (KhidkiHost *self, guint8 *buffer, gsize length);
gboolean khidki_host_add_route (KhidkiHost *self,
                                const char *method,
                                const char *path,
                                KhidkiRouteFunc func,
                                gpointer user_data,
                                GDestroyNotify destroy,
                                GError **error);
gboolean khidki_host_add_upload_route (KhidkiHost *self,
                                       const char *path,
                                       KhidkiRouteFunc admit,
                                       KhidkiRouteFunc func,
                                       gpointer user_data,
                                       GDestroyNotify destroy,
                                       GError **error);
KhidkiResponse *khidki_host_make_page (KhidkiHost *self,
                                       const KhidkiPageFrame *frame,
                                       KhidkiHtml *body);
void khidki_host_fetch_async (KhidkiHost *self,
                              KhidkiRequest *request,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
KhidkiResponse *khidki_host_fetch_finish (KhidkiHost *self, GAsyncResult *result, GError **error);
void khidki_host_receive_async (KhidkiHost *self,
                                GPtrArray *events,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean khidki_host_receive_finish (KhidkiHost *self, GAsyncResult *result, GError **error);
void khidki_host_get_value_async (KhidkiHost *self,
                                  const char *key,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
GBytes *khidki_host_get_value_finish (KhidkiHost *self,
                                      GAsyncResult *result,
                                      gint64 *version,
                                      GError **error);
void khidki_host_put_value_async (KhidkiHost *self,
                                  const char *key,
                                  GBytes *value,
                                  gint64 if_version,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean khidki_host_put_value_finish (KhidkiHost *self, GAsyncResult *result, GError **error);
GStrv khidki_host_list_groups (KhidkiHost *self);
char *khidki_host_dup_group_config (KhidkiHost *self, const char *group, const char *key);
GStrv khidki_host_dup_group_secrets (KhidkiHost *self,
                                     const char *group,
                                     const char *key,
                                     GError **error);
void khidki_host_set_alarm (KhidkiHost *self, const char *name, const char *text);
void khidki_host_log (KhidkiHost *self, GLogLevelFlags level, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

G_END_DECLS
