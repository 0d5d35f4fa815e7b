/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-csc-assets.h"

#include <string.h>

#include "khidki-csc-resources.h"

#define STYLE "/org/khidki/csc/counter.css"
#define SCRIPT "/org/khidki/csc/counter.js"

static GBytes *
load (const char *resource)
{
  return g_resource_lookup_data (khidki_csc_get_resource (), resource,
                                 G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
}

static char *
make_path (const char *resource, const char *ending)
{
  g_autoptr (GBytes) bytes = load (resource);
  g_autofree char *digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

  return g_strdup_printf ("/counter/asset/%.16s.%s", digest, ending);
}

const char *
khidki_csc_assets_get_style_path (void)
{
  static gsize path = 0;

  if (g_once_init_enter (&path))
    g_once_init_leave (&path, (gsize) make_path (STYLE, "css"));
  return (const char *) path;
}

const char *
khidki_csc_assets_get_script_path (void)
{
  static gsize path = 0;

  if (g_once_init_enter (&path))
    g_once_init_leave (&path, (gsize) make_path (SCRIPT, "js"));
  return (const char *) path;
}

/* What an older page names is gone: it must not get a script that it does not fit. */
void
khidki_csc_assets_show (KhidkiCscVisit *visit)
{
  const char *path = khidki_request_get_path (visit->request);
  gboolean is_style = strcmp (path, khidki_csc_assets_get_style_path ()) == 0;
  gboolean is_script = strcmp (path, khidki_csc_assets_get_script_path ()) == 0;
  g_autoptr (KhidkiResponse) response = khidki_response_new (is_style || is_script ? 200 : 404);
  g_autoptr (GBytes) bytes = NULL;

  if (is_style || is_script)
    {
      bytes = load (is_style ? STYLE : SCRIPT);
      khidki_response_set_body (response,
                                is_style ? "text/css; charset=utf-8"
                                         : "text/javascript; charset=utf-8",
                                bytes);
      khidki_response_set_header (response, "Cache-Control", "public, max-age=31536000, immutable");
      khidki_response_set_header (response, "X-Content-Type-Options", "nosniff");
    }
  khidki_csc_visit_answer (visit, response);
}
