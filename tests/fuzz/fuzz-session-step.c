/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "../server/conversation/chat-world.h"
#include "conversation/khidki-session.h"

#define EVENTS 8

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static KhidkiEvent *
read_event (ChatWorld *world, const char *line)
{
  g_autofree char *key = chat_world_dup_key (world);
  gint64 now = world->context.now;

  if (g_str_has_prefix (line, "tap:"))
    return khidki_event_new_choice (key, world->account, now, line + 4, "title");
  if (g_str_has_prefix (line, "photo:"))
    return khidki_event_new_media (key, world->account, now, key, "image/jpeg", line + 6);
  if (g_str_has_prefix (line, "other:"))
    {
      KhidkiEvent *event = khidki_event_new (KHIDKI_EVENT_OTHER, key, world->account, now);

      khidki_event_set_detail (event, line + 6);
      return event;
    }

  return khidki_event_new_text (key, world->account, now, line);
}

/* The catalogue is read once: it never changes. */
static KhidkiCatalogue *
get_catalogue (void)
{
  static KhidkiCatalogue *catalogue = NULL;

  if (catalogue == NULL)
    {
      char *words[] = { (char *) "fuzz-session-step", NULL };
      char **given = words;
      int n = 1;

      g_test_init (&n, &given, NULL);
      catalogue = chat_world_load_catalogue ();
    }
  return catalogue;
}

/* The first line is a session, the others are what comes next; what must hold
 * after every step is checked by chat_world_step(). */
static void
step_from (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", EVENTS + 2);
  g_autoptr (GVariant) variant = NULL;
  g_autoptr (ChatWorld) world = NULL;

  if (lines[0] == NULL || !g_utf8_validate (text, -1, NULL))
    return;
  variant = g_variant_parse (G_VARIANT_TYPE_VARDICT, lines[0], NULL, NULL, NULL);
  if (variant == NULL)
    return;

  world = chat_world_new (get_catalogue ());
  khidki_session_unref (world->session);
  world->session = khidki_session_new_from_variant (variant);
  for (guint i = 1; i <= EVENTS && lines[i] != NULL; i++)
    chat_world_step (world, read_event (world, lines[i]));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);

  step_from (text);
  return 0;
}
