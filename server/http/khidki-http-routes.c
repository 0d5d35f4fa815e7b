/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "http/khidki-http-routes.h"

#include <string.h>

#include "libkhidki/khidki-error.h"

struct _KhidkiHttpRoutes
{
  GPtrArray *routes;
};

static void
route_free (KhidkiHttpRoute *route)
{
  if (route->destroy != NULL)
    route->destroy (route->user_data);
  g_free (route->method);
  g_free (route->path);
  g_free (route);
}

KhidkiHttpRoutes *
khidki_http_routes_new (void)
{
  KhidkiHttpRoutes *self = g_new0 (KhidkiHttpRoutes, 1);

  self->routes = g_ptr_array_new_with_free_func ((GDestroyNotify) route_free);
  return self;
}

void
khidki_http_routes_free (KhidkiHttpRoutes *self)
{
  g_ptr_array_unref (self->routes);
  g_free (self);
}

static int
find_index (KhidkiHttpRoutes *self, const char *method, const char *path)
{
  for (guint i = 0; i < self->routes->len; i++)
    {
      KhidkiHttpRoute *route = g_ptr_array_index (self->routes, i);

      if (g_str_equal (route->method, method) && g_str_equal (route->path, path))
        return (int) i;
    }
  return -1;
}

gboolean
khidki_http_routes_add (KhidkiHttpRoutes *self,
                        const char *method,
                        const char *path,
                        KhidkiRouteFunc admit,
                        KhidkiRouteFunc func,
                        gpointer user_data,
                        GDestroyNotify destroy,
                        GError **error)
{
  KhidkiHttpRoute *route;

  if (path[0] != '/')
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID,
                   "route: expected a path that begins with “/”, found “%s”", path);
      return FALSE;
    }
  if (find_index (self, method, path) >= 0)
    {
      g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_REFUSED,
                   "route %s %s is taken already", method, path);
      return FALSE;
    }

  route = g_new0 (KhidkiHttpRoute, 1);
  route->method = g_strdup (method);
  route->path = g_strdup (path);
  route->admit = admit;
  route->func = func;
  route->user_data = user_data;
  route->destroy = destroy;
  g_ptr_array_add (self->routes, route);
  return TRUE;
}

void
khidki_http_routes_remove (KhidkiHttpRoutes *self, const char *method, const char *path)
{
  int index = find_index (self, method, path);

  if (index >= 0)
    g_ptr_array_remove_index (self->routes, (guint) index);
}

static gboolean
matches (KhidkiHttpRoute *route, const char *path)
{
  gsize length = strlen (route->path);

  if (route->path[length - 1] == '/')
    return strncmp (route->path, path, length) == 0;
  return g_str_equal (route->path, path);
}

KhidkiHttpRoute *
khidki_http_routes_find (KhidkiHttpRoutes *self,
                         const char *method,
                         const char *path,
                         guint *status)
{
  KhidkiHttpRoute *best = NULL;

  *status = 404;
  for (guint i = 0; i < self->routes->len; i++)
    {
      KhidkiHttpRoute *route = g_ptr_array_index (self->routes, i);

      if (!matches (route, path))
        continue;
      if (!g_str_equal (route->method, method))
        *status = 405;
      else if (best == NULL || strlen (route->path) > strlen (best->path))
        best = route;
    }
  return best;
}
