/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-weather.h"

#include <gio/gio.h>
#include <string.h>
#include <sys/socket.h>

#include "khidki-sandbox-door.h"
#include "khidki-sandbox-json.h"

#define HANG_SECONDS 60
#define HANG_SECONDS_MAX 600

static const char *const names[KHIDKI_SANDBOX_WEATHER_KINDS] = {
  "calm", "limited", "failed", "unavailable", "hang", "reset", "truncated",
};

KhidkiSandboxWeather *
khidki_sandbox_weather_new (void)
{
  KhidkiSandboxWeather *weather = g_new0 (KhidkiSandboxWeather, 1);

  weather->hang_seconds = HANG_SECONDS;
  weather->shares[KHIDKI_SANDBOX_WEATHER_CALM] = 100;
  weather->rand = g_rand_new_with_seed (0);
  return weather;
}

void
khidki_sandbox_weather_free (KhidkiSandboxWeather *weather)
{
  g_rand_free (weather->rand);
  g_free (weather);
}

static gboolean
read_number (JsonObject *body,
             const char *name,
             gint64      max,
             guint      *number,
             GError    **error)
{
  gint64 value = 0;

  if (!json_object_has_member (body, name))
    return TRUE;
  if (!khidki_sandbox_json_get_integer (body, name, &value) || value < 0 || value > max)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   "%s: expected a number from 0 to %" G_GINT64_FORMAT, name, max);
      return FALSE;
    }
  *number = (guint) value;
  return TRUE;
}

/**
 * khidki_sandbox_weather_set:
 * @weather: the weather
 * @body: shares of a hundred by name, `hang_seconds`, `duplicate`, `reorder`, `expired`,
 *   `gone`, `seed`;
 *   what is not named is 0
 * @error: place for an error
 *
 * Returns: whether it was understood; if not, nothing has changed
 */
gboolean
khidki_sandbox_weather_set (KhidkiSandboxWeather  *weather,
                            JsonObject            *body,
                            GError               **error)
{
  KhidkiSandboxWeather set = { .hang_seconds = HANG_SECONDS, .rand = weather->rand };
  guint sum = 0;
  guint seed = 0;

  for (guint i = KHIDKI_SANDBOX_WEATHER_CALM + 1; i < KHIDKI_SANDBOX_WEATHER_KINDS; i++)
    {
      if (!read_number (body, names[i], 100, &set.shares[i], error))
        return FALSE;
      sum += set.shares[i];
    }
  if (sum > 100)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   "Expected shares of a hundred, found %u in all", sum);
      return FALSE;
    }
  if (!read_number (body, "hang_seconds", HANG_SECONDS_MAX, &set.hang_seconds, error)
      || !read_number (body, "duplicate", 100, &set.duplicate, error)
      || !read_number (body, "reorder", 100, &set.reorder, error)
      || !read_number (body, "expired", 100, &set.expired, error)
      || !read_number (body, "gone", 100, &set.gone, error)
      || !read_number (body, "seed", G_MAXUINT32, &seed, error))
    return FALSE;

  set.shares[KHIDKI_SANDBOX_WEATHER_CALM] = 100 - sum;
  memcpy (set.counts, weather->counts, sizeof set.counts);
  *weather = set;
  g_rand_set_seed (weather->rand, seed);
  return TRUE;
}

/**
 * khidki_sandbox_weather_describe:
 * @weather: the weather
 *
 * Returns: (transfer full): how many calls have had which
 */
JsonObject *
khidki_sandbox_weather_describe (KhidkiSandboxWeather *weather)
{
  JsonObject *counts = json_object_new ();

  for (guint i = 0; i < KHIDKI_SANDBOX_WEATHER_KINDS; i++)
    json_object_set_int_member (counts, names[i], weather->counts[i]);
  return counts;
}

/**
 * khidki_sandbox_weather_chance:
 * @weather: the weather
 * @share: of a hundred
 *
 * Returns: whether it happens this time
 */
gboolean
khidki_sandbox_weather_chance (KhidkiSandboxWeather *weather,
                               guint                 share)
{
  return share > 0 && g_rand_int_range (weather->rand, 0, 100) < (int) share;
}

/**
 * khidki_sandbox_weather_draw:
 * @weather: the weather
 *
 * Returns: what becomes of the next call
 */
KhidkiSandboxWeatherKind
khidki_sandbox_weather_draw (KhidkiSandboxWeather *weather)
{
  guint kind = KHIDKI_SANDBOX_WEATHER_CALM;
  int left;

  if (weather->shares[KHIDKI_SANDBOX_WEATHER_CALM] < 100)
    {
      left = g_rand_int_range (weather->rand, 0, 100);
      while ((left -= (int) weather->shares[kind]) >= 0)
        kind++;
    }
  weather->counts[kind]++;
  return kind;
}

static gboolean
on_hung (gpointer data)
{
  soup_server_message_unpause (data);
  return G_SOURCE_REMOVE;
}

static void
hang (SoupServerMessage *message,
      guint              seconds)
{
  soup_server_message_pause (message);
  g_timeout_add_seconds_full (G_PRIORITY_DEFAULT, seconds, on_hung, g_object_ref (message),
                              g_object_unref);
}

/* The peer is told at once that all is lost, not that it is over. */
static void
reset (SoupServerMessage *message)
{
  GSocket *socket = khidki_sandbox_door_find_socket (message);
  struct linger none = { .l_onoff = 1, .l_linger = 0 };

  if (socket == NULL)
    return;
  setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &none, sizeof none);
  g_socket_close (socket, NULL);
}

static void
truncate_answer (SoupServerMessage *message)
{
  SoupMessageBody *body = soup_server_message_get_response_body (message);
  g_autoptr (GBytes) whole = soup_message_body_flatten (body);
  g_autoptr (GBytes) half = g_bytes_new_from_bytes (whole, 0, g_bytes_get_size (whole) / 2);

  soup_message_body_truncate (body);
  soup_message_body_append_bytes (body, half);
  soup_message_headers_set_content_length (soup_server_message_get_response_headers (message),
                                           (goffset) g_bytes_get_size (half));
}

/**
 * khidki_sandbox_weather_spoil:
 * @weather: the weather
 * @kind: what was drawn for it
 * @message: a call whose answer is ready
 */
void
khidki_sandbox_weather_spoil (KhidkiSandboxWeather     *weather,
                              KhidkiSandboxWeatherKind  kind,
                              SoupServerMessage        *message)
{
  if (kind == KHIDKI_SANDBOX_WEATHER_HANG)
    hang (message, weather->hang_seconds);
  else if (kind == KHIDKI_SANDBOX_WEATHER_RESET)
    reset (message);
  else if (kind == KHIDKI_SANDBOX_WEATHER_TRUNCATED)
    truncate_answer (message);
}
