/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "admin-fixture.h"

static void
assert_has (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("expected “%s” in “%s”", part, text);
}

/* Nothing that is shown names the citizen, their family or their phone. */
static void
assert_impersonal (const char *text)
{
  static const char *const canaries[] = { NAME, "Sunita", "Ramesh", "Geeta", PHONE, "9812345678",
                                          "1990-02-03" };

  for (guint i = 0; i < G_N_ELEMENTS (canaries); i++)
    if (strstr (text, canaries[i]) != NULL)
      g_error ("“%s” is shown: %s", canaries[i], text);
}

static void
command_shows (AdminFixture *fixture, int how, const char *request, const char *part)
{
  g_autofree char *text = admin_command (fixture, how, request);

  assert_has (text, part);
  assert_impersonal (text);
}

static void
app_shows (AdminFixture *fixture, int how, const char *words, const char *part)
{
  g_auto (GStrv) pieces = g_strsplit (words, "NUMBER", -1);
  g_autofree char *filled = g_strjoinv (fixture->number, pieces);
  g_autofree char *request = g_strdup_printf ("{\"command\":[\"app\",%s]}", filled);

  command_shows (fixture, how, request, part);
}

static void
get_shows (AdminFixture *fixture, const char *path, const char *status, const char *part)
{
  g_autofree char *answer = admin_get (fixture, path);

  assert_has (answer, status);
  assert_has (answer, part);
}

static void
test_health (AdminFixture *fixture, gconstpointer data)
{
  get_shows (fixture, "/livez", "HTTP/1.1 200", "ok\n");
  get_shows (fixture, "/readyz", "HTTP/1.1 503", "[-] started: starting or stopping\nnot ready\n");
  khidki_admin_set_ready (fixture->admin, TRUE);
  get_shows (fixture, "/readyz", "HTTP/1.1 200", "\r\n\r\nready\n");
  get_shows (fixture, "/readyz?verbose", "HTTP/1.1 200", "[+] migrations: ");
  get_shows (fixture, "/readyz?verbose", "HTTP/1.1 200", "[+] disk: ");
  khidki_admin_set_ready (fixture->admin, FALSE);
  get_shows (fixture, "/readyz", "HTTP/1.1 503", "not ready\n");
}

typedef struct
{
  GMutex mutex;
  GCond cond;
  gboolean released;
} Stall;

static gboolean
stall (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Stall *self = data;

  g_mutex_lock (&self->mutex);
  while (!self->released)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

/* A store that hangs is told of, and hangs nobody else. */
static void
test_store_stalls (AdminFixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  Stall self = { 0 };

  g_mutex_init (&self.mutex);
  g_cond_init (&self.cond);
  khidki_admin_set_ready (fixture->admin, TRUE);
  khidki_store_read_async (fixture->world.store, stall, &self, NULL, NULL, khidki_test_take_result,
                           &result);
  fixture->time_passes = TRUE;
  get_shows (fixture, "/readyz", "HTTP/1.1 503", "[-] store: no answer within 2 seconds\n");
  get_shows (fixture, "/metrics", "HTTP/1.1 200", "khidki_store_up 0\n");
  get_shows (fixture, "/livez", "HTTP/1.1 200", "ok\n");
  fixture->time_passes = FALSE;

  g_mutex_lock (&self.mutex);
  self.released = TRUE;
  g_cond_signal (&self.cond);
  g_mutex_unlock (&self.mutex);
  khidki_test_await (&result);
  get_shows (fixture, "/readyz", "HTTP/1.1 200", "ready\n");
  g_mutex_clear (&self.mutex);
  g_cond_clear (&self.cond);
}

static void
test_plugin_missing (AdminFixture *fixture, gconstpointer data)
{
  khidki_admin_set_ready (fixture->admin, TRUE);
  admin_enable (fixture, "nowhere");
  get_shows (fixture, "/readyz", "HTTP/1.1 503", "[-] plugins: enabled but not running: nowhere (refused)\n");
  get_shows (fixture, "/metrics", "HTTP/1.1 200", "khidki_plugin_running{plugin=\"nowhere\"} 0\n");
  command_shows (fixture, 0, "{\"command\":[\"plugins\"]}", "nowhere  refused");
  command_shows (fixture, 0, "{\"command\":[\"status\"]}", "enabled but not running: nowhere");
  admin_enable (fixture, "");
  get_shows (fixture, "/readyz", "HTTP/1.1 200", "ready\n");
}

static void
test_status (AdminFixture *fixture, gconstpointer data)
{
  command_shows (fixture, 0, "{\"command\":[\"status\"]}", "started: starting or stopping\n");
  khidki_admin_set_ready (fixture->admin, TRUE);
  command_shows (fixture, 0, "{\"command\":[\"status\"]}", " 90\nclock");
  command_shows (fixture, 0, "{\"command\":[\"status\"]}", "  yes\n");
}

static void
test_applications (AdminFixture *fixture, gconstpointer data)
{
  app_shows (fixture, 0, "\"list\"", fixture->number);
  app_shows (fixture, 0, "\"list\",\"--state\",\"query\"", "none");
  app_shows (fixture, 1, "\"list\",\"--state\",\"nonsense\"", "no state");
  app_shows (fixture, 2, "\"list\",\"--limit\",\"0\"", "1 to 500");
  app_shows (fixture, 0, "\"show\",\"NUMBER\"", "TST-ONE");
  app_shows (fixture, 1, "\"show\",\"12600000000001\"", "no application");
}

/* Due on 7 December, the whole of that day in the office's time zone. */
static void
test_term (AdminFixture *fixture, gconstpointer data)
{
  const gint64 midnight = G_GINT64_CONSTANT (1796668200000);

  khidki_test_host_set_now (fixture->host, midnight - 1);
  app_shows (fixture, 0, "\"list\"", "due today");
  get_shows (fixture, "/metrics", "200", "khidki_applications_overdue 0\n");
  khidki_test_host_set_now (fixture->host, midnight + 1);
  app_shows (fixture, 0, "\"list\"", "overdue by 1 day\n");
  app_shows (fixture, 0, "\"show\",\"NUMBER\"", "2026-12-07\nterm              overdue by 1 day\n");
  get_shows (fixture, "/metrics", "200", "khidki_applications_overdue 1\n");
}

static void
test_officers (AdminFixture *fixture, gconstpointer data)
{
  g_autofree char *state = NULL;

  app_shows (fixture, 1, "\"take\",\"NUMBER\",\"--as\",\"nobody\"", "No officer");
  app_shows (fixture, 1, "\"approve\",\"NUMBER\",\"--as\",\"assistant\"", "scrutin");
  app_shows (fixture, 0, "\"take\",\"NUMBER\",\"--as\",\"assistant\"", "scrutiny");
  app_shows (fixture, 1, "\"forward\",\"NUMBER\",\"--as\",\"tehsildar\"", "dealing-assistant");
  app_shows (fixture, 0, "\"ask\",\"NUMBER\",\"Which\",\"school?\",\"--as\",\"assistant\"", "query");
  app_shows (fixture, 0, "\"show\",\"NUMBER\"", "officer:assistant");
  state = pipeline_fixture_sql (&fixture->pipeline, "SELECT state FROM application");
  g_assert_cmpstr (state, ==, "query");
}

static void
test_audit (AdminFixture *fixture, gconstpointer data)
{
  g_autofree char *nothing = NULL;
  g_autofree char *one = g_strdup_printf ("{\"command\":[\"audit\",\"verify\",\"%s\"]}", fixture->number);
  g_autofree char *today = admin_command (fixture, 0, "{\"command\":[\"audit\",\"head\"]}");
  g_autofree char *same = admin_command (fixture, 0, "{\"command\":[\"audit\",\"head\"]}");
  g_autofree char *before =
      admin_command (fixture, 0, "{\"command\":[\"audit\",\"head\",\"2026-11-01\"]}");

  assert_has (today, "applications   1");
  assert_has (before, "applications   0");
  g_assert_cmpstr (today, ==, same);
  command_shows (fixture, 2, "{\"command\":[\"audit\",\"head\",\"yesterday\"]}", "2026-11-23");
  command_shows (fixture, 1, "{\"command\":[\"audit\",\"head\",\"2030-01-01\"]}", "still to come");
  command_shows (fixture, 0, "{\"command\":[\"audit\",\"verify\"]}", "every link holds");
  command_shows (fixture, 0, one, "every link holds");
  command_shows (fixture, 1, "{\"command\":[\"audit\",\"verify\",\"12\"]}", "no application");

  nothing = pipeline_fixture_sql (&fixture->pipeline, "UPDATE move SET actor = 'server'");
  command_shows (fixture, 1, "{\"command\":[\"audit\",\"verify\"]}", fixture->number);
  command_shows (fixture, 1, one, fixture->number);
}

static const char troubles[] =
    "INSERT INTO outbox (key, account, channel, lane, state, attempts, next_at, created, changed,"
    " far_id, application, error, sealed) VALUES"
    " ('a', 'x', 'whatsapp', 0, 'parked', 3, 0, 1795400000000, 0, '', '', 'no " PHONE "', x''),"
    " ('b', 'x', 'whatsapp', 0, 'queued', 3, 0, 1795400000000, 0, '', '', 'it is down', x''),"
    " ('c', 'x', 'whatsapp', 0, 'sent', 0, 0, 1795400000000, 0, '', '', '', x''),"
    " ('f', 'x', 'whatsapp', 0, 'failed', 0, 0, 1795400000000, 0, '', '', 'no such person', x''),"
    " ('g', 'x', 'whatsapp', 0, 'queued', 2, 0, 1795400050000, 0, '', '', 'too many to them', x''),"
    " ('h', 'x', 'whatsapp', 0, 'queued', 2, 0, 1795400050000, 0, '', '', 'window once', x'');"
    "INSERT INTO job (key, kind, account, subject, state, attempts, next_at, created, error, sealed)"
    " VALUES ('d', 'certificate', 'x', '26', 'parked', 10, 0, 1795400000000, 'no font', x'');"
    "INSERT INTO event (channel, key, account, at, received, kind, outcome, note, sealed)"
    " VALUES ('whatsapp', 'e', 'x', 0, 1795400000000, 0, 'parked', 'it kills', x'');";

static void
test_queue (AdminFixture *fixture, gconstpointer data)
{
  g_autofree char *nothing = pipeline_fixture_sql (&fixture->pipeline, troubles);
  g_autofree char *id =
      pipeline_fixture_sql (&fixture->pipeline, "SELECT id FROM job WHERE key = 'd'");
  g_autofree char *job = g_strdup_printf ("{\"command\":[\"queue\",\"retry\",\"job\",\"%s\"]}", id);
  g_autofree char *row = NULL;

  command_shows (fixture, 0, "{\"command\":[\"queue\"]}", "no [number]");
  /* What waits because it was refused says why. */
  command_shows (fixture, 0, "{\"command\":[\"queue\"]}", "too many to them");
  /* What is tried again by itself says why it has to be. */
  command_shows (fixture, 0, "{\"command\":[\"queue\"]}", "it is down");
  command_shows (fixture, 0, "{\"command\":[\"queue\"]}", "no font");
  command_shows (fixture, 0, "{\"command\":[\"queue\"]}", "it kills");
  get_shows (fixture, "/metrics", "200", "khidki_outbox_rows{state=\"parked\"} 1\n");
  get_shows (fixture, "/metrics", "200", "khidki_outbox_rows{state=\"queued\"} 3\n");
  get_shows (fixture, "/metrics", "200", "khidki_outbox_oldest_age_seconds 90\n");
  get_shows (fixture, "/metrics", "200", "khidki_job_rows{state=\"parked\",kind=\"certificate\"} 1\n");

  command_shows (fixture, 0, job, "tried again");
  command_shows (fixture, 1, job, "not one that waits");
  command_shows (fixture, 0, "{\"command\":[\"queue\",\"retry\",\"outbox\",\"1\"]}", "tried again");
  row = pipeline_fixture_sql (&fixture->pipeline, "SELECT state || attempts FROM outbox WHERE id = 1");
  g_assert_cmpstr (row, ==, "queued0");
  command_shows (fixture, 1, "{\"command\":[\"queue\",\"retry\",\"outbox\",\"3\"]}", "not one");
  command_shows (fixture, 2, "{\"command\":[\"queue\",\"retry\",\"outbox\",\"x\"]}", "usage");
  command_shows (fixture, 2, "{\"command\":[\"queue\",\"retry\",\"letters\",\"1\"]}", "usage");
  command_shows (fixture, 0, "{\"command\":[\"queue\"]}", "no such person");
  command_shows (fixture, 0, "{\"command\":[\"queue\",\"retry\",\"outbox\",\"4\"]}", "tried again");
}

/* What nobody knows of lies there for long: the last is seen, not those of weeks ago. */
static void
test_uncertain (AdminFixture *fixture, gconstpointer data)
{
  g_autofree char *nothing = pipeline_fixture_sql (
      &fixture->pipeline,
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 120) "
      "INSERT INTO outbox (key, account, channel, lane, state, attempts, next_at, created, changed,"
      " far_id, application, error, sealed) SELECT 'u' || i, 'x', 'whatsapp', 0, 'uncertain', 1, 0,"
      " 1795400000000, 0, '', '', 'no answer to ' || i || '.', x'' FROM n");

  command_shows (fixture, 0, "{\"command\":[\"queue\"]}", "no answer to 120.");
  command_shows (fixture, 0, "{\"command\":[\"queue\"]}", "no answer to 21.");
  get_shows (fixture, "/metrics", "200", "khidki_outbox_rows{state=\"uncertain\"} 120\n");
  get_shows (fixture, "/metrics", "200", "\nkhidki_outbox_unresolved ");
}

static void
test_parked_event (AdminFixture *fixture, gconstpointer data)
{
  g_autofree char *nothing = pipeline_fixture_sql (&fixture->pipeline, troubles);
  g_autofree char *row = NULL;

  /* What lies there is no event that anybody could read. */
  command_shows (fixture, 1, "{\"command\":[\"queue\",\"retry\",\"event\",\"1\"]}", "");
  command_shows (fixture, 1, "{\"command\":[\"queue\",\"retry\",\"event\",\"2\"]}", "not one that waits");
  command_shows (fixture, 2, "{\"command\":[\"queue\",\"drop\",\"outbox\",\"1\"]}", "usage");
  command_shows (fixture, 2, "{\"command\":[\"queue\",\"drop\",\"event\",\"x\"]}", "usage");
  command_shows (fixture, 0, "{\"command\":[\"queue\",\"drop\",\"event\",\"1\",\"--as\",\"assistant\"]}",
                 "not acted on");
  row = pipeline_fixture_sql (&fixture->pipeline, "SELECT outcome || ' ' || note FROM event");
  g_assert_true (g_str_has_prefix (row, "dropped dropped by assistant at 20"));
  command_shows (fixture, 1, "{\"command\":[\"queue\",\"drop\",\"event\",\"1\"]}", "not one that waits");
}

/* Every command that help names is there. */
static void
test_all_commands (AdminFixture *fixture, gconstpointer data)
{
  guint n;
  const KhidkiCommand *commands = khidki_command_list (&n);

  for (guint i = 0; i < n; i++)
    {
      g_auto (GStrv) words = g_strsplit (commands[i].name, " ", -1);
      g_autofree char *name = g_strjoinv ("\",\"", words);
      g_autofree char *request =
          g_strdup_printf ("{\"command\":[\"%s\",\"a\",\"b\"],\"as\":\"c\"}", name);
      g_autoptr (GSocket) client = control_connect (&fixture->control);
      g_autoptr (JsonObject) answer = control_ask (client, request);
      const char *text = json_object_get_string_member_with_default (answer, "text", "");

      g_assert_cmpint (json_object_get_int_member (answer, "exit"), !=, 0);
      g_assert_null (strstr (text, "does not have"));
    }
}

/* One line of OpenMetrics: a sample of the family that was begun last. */
static void
check_sample (const char *line, const char *family, gboolean is_counter, GHashTable *seen)
{
  g_autoptr (GRegex) form = g_regex_new (
      "^([a-z_]+)(?:\\{[a-z]+=\"(?:[^\"\\\\]|\\\\.)*\"(?:,[a-z]+=\"(?:[^\"\\\\]|\\\\.)*\")*\\})? -?[0-9]+$",
      0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *name = NULL;
  g_autofree char *series = g_strndup (line, (gsize) (strrchr (line, ' ') - line));

  if (!g_regex_match (form, line, 0, &match))
    g_error ("no sample: %s", line);
  name = g_match_info_fetch (match, 1);
  g_assert_true (g_str_has_prefix (name, family));
  if (is_counter)
    g_assert_true (g_str_has_suffix (name, "_total"));
  g_assert_true (g_hash_table_add (seen, g_steal_pointer (&series)));
}

static void
test_metrics (AdminFixture *fixture, gconstpointer data)
{
  g_autofree char *answer = admin_get (fixture, "/metrics");
  g_autofree char *family = g_strdup ("?");
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) lines = NULL;
  gboolean is_counter = FALSE;
  guint n, i;

  assert_has (answer, "application/openmetrics-text; version=1.0.0; charset=utf-8");
  assert_impersonal (answer);
  lines = g_strsplit (strstr (answer, "\r\n\r\n") + 4, "\n", -1);
  n = g_strv_length (lines);
  g_assert_cmpstr (lines[n - 1], ==, "");
  g_assert_cmpstr (lines[n - 2], ==, "# EOF");
  for (i = 0; i < n - 2; i++)
    {
      if (g_str_has_prefix (lines[i], "# TYPE "))
        {
          g_auto (GStrv) words = g_strsplit (lines[i], " ", -1);

          g_free (family);
          family = g_strdup (words[2]);
          is_counter = g_str_equal (words[3], "counter");
          g_assert_true (g_hash_table_add (seen, g_strdup (lines[i])));
        }
      else if (!g_str_has_prefix (lines[i], "# HELP "))
        {
          check_sample (lines[i], family, is_counter, seen);
        }
    }
  assert_has (answer, "khidki_build_info{version=\"");
  assert_has (answer, "khidki_store_up 1\n");
  assert_has (answer, "khidki_applications_open{state=\"submitted\"} 1\n");
  assert_has (answer, "\nkhidki_commits_total ");
  assert_has (answer, "\nprocess_resident_memory_bytes ");
}

#define ADD(name, func)                                                                            \
  g_test_add ("/admin/" name, AdminFixture, NULL, admin_fixture_set_up, func, admin_fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* A plugin that is refused is warned of, and here it is to be. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  ADD ("health", test_health);
  ADD ("store-stalls", test_store_stalls);
  ADD ("plugin-missing", test_plugin_missing);
  ADD ("status", test_status);
  ADD ("applications", test_applications);
  ADD ("term", test_term);
  ADD ("officers", test_officers);
  ADD ("audit", test_audit);
  ADD ("queue", test_queue);
  ADD ("uncertain", test_uncertain);
  ADD ("parked-event", test_parked_event);
  ADD ("all-commands", test_all_commands);
  ADD ("metrics", test_metrics);
  return g_test_run ();
}
