/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-verbs.h"

#include "khidki-sandbox-checks.h"
#include "khidki-sandbox-deeds.h"

#define DEED KHIDKI_SANDBOX_VERB_DEED
#define CHECK KHIDKI_SANDBOX_VERB_CHECK
#define INNER KHIDKI_SANDBOX_VERB_INNER

/* What they mean to whoever writes a chat: tests/server/conversation/README.md. What a voice, a
 * sticker and a video hold is looked at by nobody: their type decides. */
static const KhidkiSandboxVerb verbs[] = {
  { "me:", DEED, khidki_sandbox_deed_say, .message = "text" },
  { "tap:", DEED, khidki_sandbox_deed_tap, .message = "interactive" },
  { "tap-again:", DEED, khidki_sandbox_deed_tap_again },
  { "photo:", DEED, khidki_sandbox_deed_send_file,
    .message = "image", .resource = "photo.jpg", .media_type = "image/jpeg" },
  { "pdf:", DEED, khidki_sandbox_deed_send_file,
    .message = "document", .resource = "paper.pdf", .media_type = "application/pdf" },
  { "octets:", DEED, khidki_sandbox_deed_send_file,
    .resource = "paper.pdf", .media_type = "application/octet-stream" },
  { "voice:", DEED, khidki_sandbox_deed_send_file,
    .message = "audio", .resource = "paper.pdf", .media_type = "audio/ogg; codecs=opus", .bare = TRUE },
  { "sticker:", DEED, khidki_sandbox_deed_send_file,
    .message = "sticker", .resource = "paper.pdf", .media_type = "image/webp", .bare = TRUE },
  { "video:", DEED, khidki_sandbox_deed_send_file,
    .message = "video", .resource = "paper.pdf", .media_type = "video/mp4", .bare = TRUE },
  { "place:", DEED, khidki_sandbox_deed_send_place, .message = "location" },
  { KHIDKI_SANDBOX_VERB_DAYS, DEED, khidki_sandbox_deed_let_days_pass },
  { "pace:", DEED, khidki_sandbox_deed_set_pace },

  { KHIDKI_SANDBOX_VERB_BOT, CHECK, khidki_sandbox_check_says },
  { "bot~", CHECK, khidki_sandbox_check_matches, .raw = TRUE },
  { "not:", CHECK, khidki_sandbox_check_does_not_say },
  { "choice:", CHECK, khidki_sandbox_check_offers },
  { "no-choice:", CHECK, khidki_sandbox_check_does_not_offer },
  { "silent:", CHECK, khidki_sandbox_check_is_silent },
  { KHIDKI_SANDBOX_VERB_DOCUMENT, CHECK, khidki_sandbox_check_sends_document },
  { KHIDKI_SANDBOX_VERB_KEPT " ok", CHECK, khidki_sandbox_check_answers },
  { "at-most:", CHECK, khidki_sandbox_check_takes_at_most },

  { "draft:", INNER },
  { "did:", INNER },
  { "applications:", INNER },
  { "declared:", INNER },
  { "answered:", INNER },
  { "files:", INNER },
  { "stored:", INNER },
  { "template:", INNER },
};

/**
 * khidki_sandbox_verbs_find:
 * @line: a line of a `.chat` file
 *
 * Returns: (nullable): the verb that it begins with; %NULL for what no phone can do
 */
const KhidkiSandboxVerb *
khidki_sandbox_verbs_find (const char *line)
{
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (g_str_has_prefix (line, verbs[i].word))
      return &verbs[i];
  return NULL;
}

/**
 * khidki_sandbox_verbs_find_for:
 * @message: (nullable): Meta's type of a citizen's message
 *
 * Returns: (nullable): the verb that does it again; %NULL for what a line cannot hold
 */
const KhidkiSandboxVerb *
khidki_sandbox_verbs_find_for (const char *message)
{
  for (guint i = 0; message != NULL && i < G_N_ELEMENTS (verbs); i++)
    if (g_strcmp0 (verbs[i].message, message) == 0)
      return &verbs[i];
  return NULL;
}
