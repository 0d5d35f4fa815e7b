/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pages/khidki-pages.h"

#include "catalogue/khidki-civil-day.h"
#include "pages/khidki-centres-page.h"
#include "pages/khidki-numbers-page.h"
#include "pages/khidki-page.h"
#include "pages/khidki-pages-private.h"

/* Whoever checks without a network keeps the keys; a new one is known by a day. */
#define KEYS_CACHE "public, max-age=3600"

G_DEFINE_FINAL_TYPE (KhidkiPages, khidki_pages, G_TYPE_OBJECT)

static void
get_keys (KhidkiRequest *request, KhidkiResponder *responder, gpointer user_data)
{
  KhidkiPages *self = user_data;
  g_autofree char *json =
      khidki_jwk_set_to_json (khidki_signing_key_get_jwk_set (self->signing_key));
  g_autoptr (KhidkiResponse) response = khidki_response_new_text (200, "application/json", json);

  khidki_page_set_headers (response, KEYS_CACHE);
  /* Other people's checking pages read them. */
  khidki_response_set_header (response, "Access-Control-Allow-Origin", "*");
  khidki_response_set_header (response, "Cross-Origin-Resource-Policy", "cross-origin");
  khidki_responder_finish (responder, response);
}

static void
get_numbers (KhidkiRequest *request, KhidkiResponder *responder, gpointer user_data)
{
  KhidkiPages *self = user_data;
  g_autoptr (GPtrArray) contacts =
      khidki_numbers_page_list (self->channels, (const char *const *) self->numbers);
  g_autoptr (KhidkiPageReader) reader = khidki_page_reader_new (request);
  g_autoptr (KhidkiResponse) response =
      khidki_numbers_page_show (reader, contacts, self->helpline, self->helpline_hours);

  khidki_responder_finish (responder, response);
}

static void
get_centres (KhidkiRequest *request, KhidkiResponder *responder, gpointer user_data)
{
  KhidkiPages *self = user_data;
  g_autoptr (KhidkiPageReader) reader = khidki_page_reader_new (request);
  g_autoptr (KhidkiResponse) response = NULL;
  GDate today;

  khidki_civil_day (self->time_zone, khidki_host_now (self->host), &today);
  response = self->catalogue != NULL
                 ? khidki_centres_page_show (reader, self->catalogue,
                                             khidki_request_get_query (request, "place"), &today)
                 : khidki_pages_make_trouble (reader, 503);
  khidki_responder_finish (responder, response);
}

static void
get_style (KhidkiRequest *request, KhidkiResponder *responder, gpointer user_data)
{
  g_autoptr (KhidkiResponse) response = khidki_page_make_style ();

  khidki_responder_finish (responder, response);
}

typedef struct
{
  const char *method;
  const char *path; /* NULL: the stylesheet's, which changes with it */
  KhidkiRouteFunc func;
} Route;

static const Route routes[] = {
  { "GET", "/verify", khidki_pages_get_verify },
  { "GET", "/verify/", khidki_pages_get_verify },
  { "HEAD", "/verify/", khidki_pages_get_verify },
  { "POST", "/verify/", khidki_pages_post_verify },
  { "GET", "/f/", khidki_pages_get_private },
  { "HEAD", "/f/", khidki_pages_get_private },
  { "POST", "/f/", khidki_pages_post_private },
  { "GET", "/.well-known/jwks.json", get_keys },
  { "HEAD", "/.well-known/jwks.json", get_keys },
  { "GET", "/numbers", get_numbers },
  { "HEAD", "/numbers", get_numbers },
  { "GET", "/centres", get_centres },
  { "HEAD", "/centres", get_centres },
  { "GET", NULL, get_style },
};

static const char *
get_path (const Route *route)
{
  return route->path != NULL ? route->path : khidki_page_get_style_path ();
}

static gboolean
add_routes (KhidkiPages *self, KhidkiHttpServer *http_server, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
    if (!khidki_http_server_add_route (http_server, routes[i].method, get_path (&routes[i]),
                                       routes[i].func, self, NULL, error))
      {
        for (guint j = 0; j < i; j++)
          khidki_http_server_remove_route (http_server, routes[j].method, get_path (&routes[j]));
        g_prefix_error (error, "pages: ");
        return FALSE;
      }
  self->http_server = g_object_ref (http_server);
  return TRUE;
}

static void
khidki_pages_dispose (GObject *object)
{
  KhidkiPages *self = KHIDKI_PAGES (object);

  for (guint i = 0; self->http_server != NULL && i < G_N_ELEMENTS (routes); i++)
    khidki_http_server_remove_route (self->http_server, routes[i].method, get_path (&routes[i]));
  g_clear_object (&self->http_server);
  g_clear_object (&self->host);
  g_clear_object (&self->store);
  g_clear_object (&self->jobs);
  g_clear_pointer (&self->signing_key, khidki_signing_key_unref);
  g_clear_pointer (&self->catalogue, khidki_catalogue_unref);
  g_clear_pointer (&self->time_zone, g_time_zone_unref);
  g_clear_pointer (&self->public_url, g_free);
  g_clear_object (&self->channels);
  g_clear_pointer (&self->numbers, g_strfreev);
  g_clear_pointer (&self->helpline, g_free);
  g_clear_pointer (&self->helpline_hours, g_free);

  G_OBJECT_CLASS (khidki_pages_parent_class)->dispose (object);
}

static void
khidki_pages_class_init (KhidkiPagesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = khidki_pages_dispose;
}

static void
khidki_pages_init (KhidkiPages *self)
{
}

static GTimeZone *
take_time_zone (GTimeZone *given)
{
  GTimeZone *zone = given != NULL ? g_time_zone_ref (given)
                                  : g_time_zone_new_identifier ("Asia/Kolkata");

  return zone != NULL ? zone : g_time_zone_new_offset (19800);
}

/**
 * khidki_pages_new:
 * @world: what the pages are given
 * @http_server: where they are served
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the pages, with their routes; %NULL with
 *   KHIDKI_ERROR_REFUSED when one of these is taken
 *
 * Since: 0.1
 */
KhidkiPages *
khidki_pages_new (const KhidkiPagesWorld *world, KhidkiHttpServer *http_server, GError **error)
{
  g_autoptr (KhidkiPages) self = g_object_new (KHIDKI_TYPE_PAGES, NULL);

  self->host = g_object_ref (world->host);
  self->store = g_object_ref (world->store);
  self->jobs = g_object_ref (world->jobs);
  self->signing_key = khidki_signing_key_ref (world->signing_key);
  self->time_zone = take_time_zone (world->time_zone);
  self->public_url = g_strdup (world->public_url);
  if (world->channels != NULL)
    self->channels = g_object_ref (world->channels);
  self->numbers = g_strdupv ((GStrv) world->numbers);
  self->helpline = g_strdup (world->helpline);
  self->helpline_hours = g_strdup (world->helpline_hours);
  return add_routes (self, http_server, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * khidki_pages_set_catalogue:
 * @self: pages
 * @catalogue: (transfer none): the new snapshot
 *
 * Requests under way end on the one they began with.
 *
 * Since: 0.1
 */
void
khidki_pages_set_catalogue (KhidkiPages *self, KhidkiCatalogue *catalogue)
{
  g_autoptr (KhidkiCatalogue) old = self->catalogue;

  self->catalogue = khidki_catalogue_ref (catalogue);
}
