/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "admin/khidki-admin-private.h"
#include "admin/khidki-health.h"
#include "admin/khidki-metrics.h"

G_DEFINE_FINAL_TYPE (KhidkiAdmin, khidki_admin, G_TYPE_OBJECT)

#define LIVE_PATH "/livez"
#define READY_PATH "/readyz"
#define METRICS_PATH "/metrics"

static void
answer_alive (KhidkiRequest *request, KhidkiResponder *responder, gpointer user_data)
{
  g_autoptr (KhidkiResponse) response =
      khidki_response_new_text (200, "text/plain; charset=utf-8", "ok\n");

  khidki_responder_finish (responder, response);
}

static gboolean
add_routes (KhidkiAdmin *self, GError **error)
{
  return khidki_http_server_add_route (self->admin_http, "GET", LIVE_PATH, answer_alive, self, NULL,
                                       error)
         && khidki_http_server_add_route (self->admin_http, "GET", READY_PATH,
                                          khidki_health_answer, self, NULL, error)
         && khidki_http_server_add_route (self->admin_http, "GET", METRICS_PATH,
                                          khidki_metrics_answer, self, NULL, error);
}

static void
add_commands (KhidkiAdmin *self)
{
  khidki_admin_add_status (self);
  khidki_admin_add_plugins (self);
  khidki_admin_add_queue (self);
  khidki_admin_add_audit (self);
  khidki_admin_add_applications (self);
  khidki_admin_add_operators (self);
}

/**
 * khidki_admin_set_catalogue:
 * @self: a #KhidkiAdmin
 * @catalogue: (transfer none): by which officers act from now on
 *
 * Since: 0.1
 */
void
khidki_admin_set_catalogue (KhidkiAdmin *self, KhidkiCatalogue *catalogue)
{
  khidki_catalogue_ref (catalogue);
  g_clear_pointer (&self->catalogue, khidki_catalogue_unref);
  self->catalogue = catalogue;
}

/* @officers: (transfer none): dated data that was read again */
void
khidki_admin_set_officers (KhidkiAdmin *self, KhidkiOfficers *officers)
{
  khidki_officers_ref (officers);
  khidki_officers_unref (self->world.officers);
  self->world.officers = officers;
}

/**
 * khidki_admin_set_ready:
 * @self: a #KhidkiAdmin
 * @ready: whether citizens are served: not before all has started, nor after it
 *   began to stop
 *
 * Since: 0.1
 */
void
khidki_admin_set_ready (KhidkiAdmin *self, gboolean ready)
{
  self->ready = ready;
}

/* Takes the socket and the routes away; safe to call again. */
void
khidki_admin_close (KhidkiAdmin *self)
{
  if (self->control != NULL)
    khidki_control_close (self->control);
  if (self->admin_http == NULL)
    return;
  khidki_http_server_remove_route (self->admin_http, "GET", LIVE_PATH);
  khidki_http_server_remove_route (self->admin_http, "GET", READY_PATH);
  khidki_http_server_remove_route (self->admin_http, "GET", METRICS_PATH);
  g_clear_object (&self->admin_http);
}

static void
khidki_admin_dispose (GObject *object)
{
  KhidkiAdmin *self = KHIDKI_ADMIN (object);

  khidki_admin_close (self);
  g_clear_object (&self->control);
  g_clear_pointer (&self->catalogue, khidki_catalogue_unref);
  g_clear_pointer (&self->world.officers, khidki_officers_unref);
  g_clear_object (&self->world.sign_in);
  g_clear_object (&self->world.http_server);
  g_clear_object (&self->world.jobs);
  g_clear_object (&self->world.outbox);
  g_clear_object (&self->world.intake);
  g_clear_object (&self->world.channels);
  g_clear_object (&self->world.gate);
  g_clear_object (&self->world.store);
  g_clear_pointer (&self->world.time_zone, g_time_zone_unref);
  g_clear_pointer (&self->state, g_free);
  g_clear_object (&self->world.host);

  G_OBJECT_CLASS (khidki_admin_parent_class)->dispose (object);
}

static void
khidki_admin_class_init (KhidkiAdminClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = khidki_admin_dispose;
}

static void
khidki_admin_init (KhidkiAdmin *self)
{
}

static void
hold_world (KhidkiAdmin *self, const KhidkiAdminWorld *world)
{
  self->world = *world;
  g_object_ref (world->host);
  g_object_ref (world->store);
  g_object_ref (world->gate);
  g_object_ref (world->channels);
  g_object_ref (world->intake);
  g_object_ref (world->outbox);
  g_object_ref (world->jobs);
  g_object_ref (world->http_server);
  khidki_officers_ref (world->officers);
  if (world->sign_in != NULL)
    g_object_ref (world->sign_in);
  self->world.time_zone =
      world->time_zone != NULL ? g_time_zone_ref (world->time_zone) : g_time_zone_new_utc ();
  self->state = g_strdup (world->state);
  self->world.state = self->state;
  self->clock_offset = khidki_plugin_host_get_clock_offset ();
}

/**
 * khidki_admin_new:
 * @world: (transfer none): what it looks at
 * @admin_http: (transfer none): the listener that only administrators reach
 * @socket_path: where the control socket is to lie
 *
 * Returns: (transfer full) (nullable): it, answering from now on
 *
 * Since: 0.1
 */
KhidkiAdmin *
khidki_admin_new (const KhidkiAdminWorld *world,
                  KhidkiHttpServer *admin_http,
                  const char *socket_path,
                  GError **error)
{
  g_autoptr (KhidkiAdmin) self = g_object_new (KHIDKI_TYPE_ADMIN, NULL);

  hold_world (self, world);
  self->admin_http = g_object_ref (admin_http);
  self->control = khidki_control_new (world->host, socket_path, error);
  if (self->control == NULL || !add_routes (self, error))
    return NULL;
  add_commands (self);
  return g_steal_pointer (&self);
}
