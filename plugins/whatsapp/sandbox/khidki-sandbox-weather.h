/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

/* What becomes of a message call. */
typedef enum
{
  KHIDKI_SANDBOX_WEATHER_CALM,
  KHIDKI_SANDBOX_WEATHER_LIMITED,     /* 429, code 130429 */
  KHIDKI_SANDBOX_WEATHER_FAILED,      /* 500, code 131000 */
  KHIDKI_SANDBOX_WEATHER_UNAVAILABLE, /* 503, code 2 */
  KHIDKI_SANDBOX_WEATHER_HANG,
  KHIDKI_SANDBOX_WEATHER_RESET,
  KHIDKI_SANDBOX_WEATHER_TRUNCATED,
  KHIDKI_SANDBOX_WEATHER_KINDS
} KhidkiSandboxWeatherKind;

/* How often things go wrong: shares of a hundred, drawn from a seed. */
typedef struct
{
  guint   shares[KHIDKI_SANDBOX_WEATHER_KINDS];
  guint   counts[KHIDKI_SANDBOX_WEATHER_KINDS];
  guint   hang_seconds;
  guint   duplicate; /* of the webhooks: sent twice */
  guint   reorder;   /* … sent before the one ahead of it */
  guint   expired;   /* of the downloads: the address is no longer good */
  guint   gone;      /* of the lookups: the file is no longer kept */
  GRand  *rand;
} KhidkiSandboxWeather;

KhidkiSandboxWeather    *khidki_sandbox_weather_new      (void);
void                     khidki_sandbox_weather_free     (KhidkiSandboxWeather    *weather);
gboolean                 khidki_sandbox_weather_set      (KhidkiSandboxWeather    *weather,
                                                          JsonObject              *body,
                                                          GError                 **error);
JsonObject              *khidki_sandbox_weather_describe (KhidkiSandboxWeather    *weather);
KhidkiSandboxWeatherKind khidki_sandbox_weather_draw     (KhidkiSandboxWeather    *weather);
gboolean                 khidki_sandbox_weather_chance   (KhidkiSandboxWeather    *weather,
                                                          guint                    share);
void                     khidki_sandbox_weather_spoil    (KhidkiSandboxWeather    *weather,
                                                          KhidkiSandboxWeatherKind kind,
                                                          SoupServerMessage       *message);

G_END_DECLS
