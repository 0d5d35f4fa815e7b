/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sandbox-log.h"

#define RECORDS_MAX 1000
#define BYTES_MAX (16 * 1024 * 1024)
#define TEXT_MAX (32 * 1024)

struct _KhidkiSandboxLog
{
  KhidkiSandboxFeed *feed;
  KhidkiSandboxRing *ring;
};

KhidkiSandboxLog *
khidki_sandbox_log_new (KhidkiSandboxFeed *feed)
{
  KhidkiSandboxLog *log = g_new0 (KhidkiSandboxLog, 1);

  log->feed = feed;
  log->ring = khidki_sandbox_ring_new (RECORDS_MAX, BYTES_MAX);
  return log;
}

void
khidki_sandbox_log_free (KhidkiSandboxLog *log)
{
  khidki_sandbox_ring_free (log->ring);
  g_free (log);
}

static void
set_text (JsonObject *record,
          const char *name,
          GBytes     *bytes)
{
  gsize size = 0;
  const char *data = bytes == NULL ? NULL : g_bytes_get_data (bytes, &size);
  g_autofree char *text = NULL;

  if (data == NULL)
    text = g_strdup ("");
  else if (size <= TEXT_MAX && g_utf8_validate (data, size, NULL))
    text = g_strndup (data, size);
  else
    text = g_strdup_printf ("(%" G_GSIZE_FORMAT " bytes)", size);
  json_object_set_string_member (record, name, text);
}

/**
 * khidki_sandbox_log_add:
 * @log: the log
 * @time: seconds since 1970
 * @kind: "webhook" or "call"
 * @what: method and address
 * @status: HTTP status of the answer, 0 if there was none
 * @request: (nullable): the body sent
 * @answer: (nullable): the body that came back
 */
void
khidki_sandbox_log_add (KhidkiSandboxLog *log,
                        gint64            time,
                        const char       *kind,
                        const char       *what,
                        guint             status,
                        GBytes           *request,
                        GBytes           *answer)
{
  JsonObject *record = json_object_new ();
  JsonObject *event = json_object_new ();

  json_object_set_int_member (record, "time", time);
  json_object_set_string_member (record, "side", kind);
  json_object_set_string_member (record, "what", what);
  json_object_set_int_member (record, "status", status);
  set_text (record, "request", request);
  set_text (record, "answer", answer);
  json_object_set_int_member (event, "log", khidki_sandbox_ring_append (log->ring, record));
  khidki_sandbox_feed_publish (log->feed, "log", event);
}

JsonArray *
khidki_sandbox_log_since (KhidkiSandboxLog *log,
                          guint64           after)
{
  return khidki_sandbox_ring_since (log->ring, after);
}
