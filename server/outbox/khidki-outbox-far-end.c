/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the far end has said of a channel, and what follows for those who wait. */
#include "outbox/khidki-outbox-private.h"

#include <string.h>

#include "libkhidki/khidki-paced-channel.h"
#include "outbox/khidki-outbox-wait.h"

/* A file arrives later than a text: by then it has. */
#define PAPER_MS (10 * 1000)
#define SMALL 256
/* So many tries of one message take some minutes. */
#define OUTAGE_ATTEMPTS 9
/* While one message tries a line that refused everything, the others wait. */
#define PROBE_MS 1000
/* Refused again within so long is the same trouble. */
#define COMES_BACK_MS (10 * 60 * 1000)
/* Whoever tells that a template is back may not be heard. */
#define HELD_LOOK_MS (60 * 60 * 1000)

char *
khidki_outbox_dup_alarm_name (const char *what, const char *line)
{
  const char *slash = strchr (line, '/');
  gboolean has_line = slash[1] != '\0';

  return g_strdup_printf ("%s-%.*s%s%s", what, (int) (slash - line), line, has_line ? "-" : "",
                          slash + 1);
}

static char *
dup_alarm_name (const char *what, KhidkiAccount *account)
{
  g_autofree char *line = khidki_outbox_line_dup_name (account);

  return khidki_outbox_dup_alarm_name (what, line);
}

/* When it was refused again soon after it was over, it is over only when it has gone well for
 * as long: where some things are refused for an administrator and others taken, nobody is
 * called each minute anew. */
static gboolean
comes_back (KhidkiOutboxLine *line, gint64 now)
{
  return line->refused_at != 0 && now - line->refused_at < COMES_BACK_MS;
}

static void
raise_refusal (KhidkiOutbox *self, KhidkiAccount *account, KhidkiOutboxLine *line, const char *why)
{
  gint64 now = khidki_host_get_monotonic (self->host);
  g_autofree char *name = dup_alarm_name ("refused", account);
  g_autofree char *text =
      g_strdup_printf ("the far end refuses everything: %s. Nothing is lost; one message a minute "
                       "tries again", why != NULL ? why : "it does not say why");

  line->refusal_lasts = line->refusal_lasts || (!line->refusal_shown && comes_back (line, now));
  line->refused = line->refusal_shown = TRUE;
  line->refused_at = now;
  khidki_host_set_alarm (self->host, name, text);
}

void
khidki_outbox_pause_line (KhidkiOutbox *self, KhidkiAccount *account, gint64 wait, const char *why)
{
  KhidkiOutboxLine *line = khidki_outbox_get_line (self, account);
  gint64 now = khidki_host_get_monotonic (self->host);

  raise_refusal (self, account, line, why);
  if (line->paused_until > now)
    return;
  line->paused_until = now + MIN (wait, KHIDKI_OUTBOX_PAUSE_MS);
  khidki_outbox_line_rest (line, KHIDKI_LANE_REPLY, line->paused_until);

  g_critical ("outbox: channel %s refuses everything; it is tried again in a minute. "
              "See “khidkictl status”.", khidki_account_get_channel (account));
}

gboolean
khidki_outbox_may_probe (KhidkiOutbox *self, KhidkiOutboxLane *lane)
{
  KhidkiOutboxLine *line = lane->line;

  if (!line->refused)
    return TRUE;
  if (line->prober != NULL)
    {
      khidki_outbox_rest_line (self, lane, PROBE_MS);
      return FALSE;
    }
  line->prober = lane;
  return TRUE;
}

void
khidki_outbox_end_probe (KhidkiOutbox *self, KhidkiOutboxLane *lane)
{
  KhidkiOutboxLine *line = lane->line;

  if (line->prober == lane)
    line->prober = NULL;
}

typedef struct
{
  gint64 id;
  gint64 until;
} Paper;

static gboolean
is_over (gpointer account_key, gpointer paper, gpointer now)
{
  return ((Paper *) paper)->until <= *(gint64 *) now;
}

static void
note_paper (KhidkiOutbox *self, KhidkiOutboxEntry *entry)
{
  gint64 now = khidki_host_get_monotonic (self->host);
  Paper *paper = g_new (Paper, 1);

  if (g_hash_table_size (self->papers) >= self->sweep_papers_at)
    {
      g_hash_table_foreach_remove (self->papers, is_over, &now);
      self->sweep_papers_at = MAX (SMALL, 2 * g_hash_table_size (self->papers));
    }
  paper->id = entry->id;
  paper->until = now + PAPER_MS;
  g_hash_table_replace (self->papers, g_strdup (entry->account_key), paper);
}

/* @name: the line's */
static void
end_alarm (KhidkiOutbox *self, const char *what, gboolean *raised, const char *name)
{
  g_autofree char *alarm = NULL;

  if (!*raised)
    return;
  *raised = FALSE;
  alarm = khidki_outbox_dup_alarm_name (what, name);
  khidki_host_set_alarm (self->host, alarm, NULL);
}

static gboolean
is_in_outage (KhidkiOutboxLine *line, gint64 now)
{
  return now - line->sent_at > KHIDKI_OUTBOX_OUTAGE_MS;
}

void
khidki_outbox_note_sent (KhidkiOutbox *self, KhidkiOutboxLane *lane, KhidkiOutboxEntry *entry)
{
  KhidkiOutboxLine *line = lane->line;
  gint64 now = khidki_host_get_monotonic (self->host);
  g_autofree char *name = NULL;

  if (khidki_outbox_entry_has_paper (entry))
    note_paper (self, entry);
  if (is_in_outage (line, now))
    line->recovered_at = now;
  line->sent_at = now;
  khidki_outbox_tally_pass (&line->tally, line->sent_at);
  line->refused = FALSE;
  if (!line->refusal_shown && !line->silent)
    return;
  name = khidki_outbox_line_dup_name (entry->account);
  if (!line->refusal_lasts)
    end_alarm (self, "refused", &line->refusal_shown, name);
  end_alarm (self, "silent", &line->silent, name);
}

/* Whoever looks at the alarms should not have to wonder why a queue grows. */
void
khidki_outbox_note_not_sent (KhidkiOutbox *self, KhidkiOutboxLane *lane, KhidkiOutboxEntry *entry)
{
  KhidkiOutboxLine *line = lane->line;
  g_autofree char *name = NULL;

  /* That somebody's window has closed is not the line's fault. */
  if (!entry->told_once)
    khidki_outbox_tally_fail (&line->tally, khidki_account_get_id (entry->account), FALSE,
                              khidki_host_get_monotonic (self->host));
  if (line->silent || !entry->in_outage || entry->attempts < OUTAGE_ATTEMPTS)
    return;
  line->silent = TRUE;
  name = dup_alarm_name ("silent", entry->account);
  khidki_host_set_alarm (self->host, name,
                         "the far end has taken nothing for minutes; “khidkictl queue” says what it "
                         "answers. Nothing is lost: replies are tried for a day");
}

void
khidki_outbox_show_unanswered (KhidkiOutbox *self, const char *name, gint64 age)
{
  KhidkiOutboxLine *line = khidki_outbox_get_line_by_name (self, name);
  gint64 at = khidki_host_get_monotonic (self->host) - age;
  g_autofree char *alarm = NULL;

  line->parked_at = line->unanswered ? MAX (line->parked_at, at) : at;
  if (line->unanswered)
    return;
  line->unanswered = TRUE;
  alarm = khidki_outbox_dup_alarm_name ("unanswered", name);
  khidki_host_set_alarm (self->host, alarm,
                         "somebody who wrote got no answer, and gets none by itself; “khidkictl queue” "
                         "says whose could not be sent, and why");
}

void
khidki_outbox_note_unanswered (KhidkiOutbox *self, KhidkiAccount *account)
{
  g_autofree char *name = khidki_outbox_line_dup_name (account);

  khidki_outbox_show_unanswered (self, name, 0);
}

/* Somebody waits for it, and nothing more happens by itself. */
void
khidki_outbox_note_ended_unsent (KhidkiOutbox *self, KhidkiOutboxEntry *entry)
{
  if (entry->parked && entry->lane == KHIDKI_LANE_REPLY)
    khidki_outbox_note_unanswered (self, entry->account);
}

void
khidki_outbox_note_status (KhidkiOutbox *self, KhidkiEvent *status)
{
  static const char *const of_the_line[] = { "retry", "operator", NULL };
  const char *detail = khidki_event_get_detail (status);
  KhidkiAccount *account = khidki_event_get_account (status);

  if (khidki_event_get_kind (status) == KHIDKI_EVENT_STATUS
      && khidki_event_get_status (status) == KHIDKI_SEND_STATUS_FAILED && detail != NULL
      && g_strv_contains (of_the_line, detail))
    khidki_outbox_tally_fail (&khidki_outbox_get_line (self, account)->tally,
                              khidki_account_get_id (account), TRUE,
                              khidki_host_get_monotonic (self->host));
}

/* Where everything fails another alarm says so already. */
static void
judge_line (KhidkiOutbox *self, const char *name, KhidkiOutboxLine *line)
{
  guint tried, failed;
  gboolean failing = khidki_outbox_tally_judge (
      &line->tally, khidki_host_get_monotonic (self->host), &tried, &failed);
  g_autofree char *alarm = NULL;
  g_autofree char *text = NULL;

  if (failing == line->failing || (failing && (line->refused || line->silent)))
    return;
  line->failing = failing;
  alarm = khidki_outbox_dup_alarm_name ("failing", name);
  if (failing)
    text = g_strdup_printf ("most of what is sent fails: %u of the %u tries of the last %d minutes; "
                            "“khidkictl queue” says what the far end answers. What it refuses is "
                            "tried again; what it does not answer at all is uncertain", failed,
                            MAX (tried, failed), KHIDKI_OUTBOX_TALLY_MINUTES);
  khidki_host_set_alarm (self->host, alarm, text);
}

static void
judge_refusal (KhidkiOutbox *self, const char *name, KhidkiOutboxLine *line)
{
  if (!line->refusal_lasts || line->refused
      || comes_back (line, khidki_host_get_monotonic (self->host)))
    return;
  line->refusal_lasts = FALSE;
  end_alarm (self, "refused", &line->refusal_shown, name);
}

static void
judge_unanswered (KhidkiOutbox *self, const char *name, KhidkiOutboxLine *line)
{
  if (khidki_host_get_monotonic (self->host) - line->parked_at >= KHIDKI_OUTBOX_UNANSWERED_MS)
    end_alarm (self, "unanswered", &line->unanswered, name);
}

/* Of a channel that was taken out nobody expects anything. Who got no answer on it is told of
 * for as long as ever. */
static void
forget_trouble (KhidkiOutbox *self, const char *name, KhidkiOutboxLine *line)
{
  memset (&line->tally, 0, sizeof line->tally);
  line->refusal_lasts = FALSE;
  end_alarm (self, "refused", &line->refusal_shown, name);
  end_alarm (self, "silent", &line->silent, name);
  end_alarm (self, "failing", &line->failing, name);
}

static gboolean
is_line_running (KhidkiOutbox *self, const char *name)
{
  g_autofree char *channel = g_strndup (name, strcspn (name, "/"));

  return khidki_outbox_is_running (self, channel);
}

void
khidki_outbox_judge_lines (KhidkiOutbox *self)
{
  GHashTableIter iter;
  gpointer name, line;

  g_hash_table_iter_init (&iter, self->lines_by_name);
  while (g_hash_table_iter_next (&iter, &name, &line))
    {
      if (!is_line_running (self, name))
        forget_trouble (self, name, line);
      judge_line (self, name, line);
      judge_refusal (self, name, line);
      judge_unanswered (self, name, line);
    }
}

void
khidki_outbox_prepare (KhidkiOutbox *self, KhidkiOutboxLane *lane)
{
  KhidkiOutboxLine *line = lane->line;
  KhidkiOutboxEntry *entry = khidki_outbox_lane_peek (lane);
  gint64 now = khidki_host_get_monotonic (self->host);
  Paper *paper = g_hash_table_size (self->papers) > 0
                     ? g_hash_table_lookup (self->papers, entry->account_key)
                     : NULL;

  entry->in_outage = is_in_outage (line, now);
  entry->excused = entry->in_outage
                   || (line->recovered_at != 0
                       && now - line->recovered_at < KHIDKI_OUTBOX_RECOVERY_MS);
  entry->after_paper = paper != NULL && paper->until > now ? paper->id : 0;
}

typedef struct
{
  KhidkiOutbox *outbox;
  GStrv channels;
  gint64 now;
  int released;
} Release;

static gboolean
write_release (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Release *release = data;

  release->released = 0;
  for (guint i = 0; release->channels[i] != NULL; i++)
    {
      int changed = khidki_transaction_execute (transaction, "outbox-release-held", error, "xs",
                                                release->now, release->channels[i]);

      if (changed < 0)
        return FALSE;
      release->released += changed;
    }
  return TRUE;
}

static void
released (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Release *release = user_data;
  g_autoptr (KhidkiOutbox) self = release->outbox;
  g_auto (GStrv) channels = release->channels;
  g_autoptr (GError) error = NULL;

  if (!khidki_store_write_finish (KHIDKI_STORE (source), result, &error))
    {
      /* The next look does it. */
      g_warning ("outbox: what waits for a template waits longer: %s", error->message);
      self->held_looked_at = 0;
      return;
    }
  if (release->released > 0)
    khidki_outbox_wake (self);
}

void
khidki_outbox_release_held (KhidkiOutbox *self, const char *channel)
{
  const char *const one[] = { channel, NULL };
  Release *release;

  if (!self->started || self->stopped)
    return;
  release = g_new0 (Release, 1);
  release->outbox = g_object_ref (self);
  release->channels = channel != NULL ? g_strdupv ((char **) one)
                                      : khidki_channels_list (self->channels);
  release->now = khidki_host_now (self->host);
  if (channel == NULL)
    self->held_looked_at = release->now;
  khidki_store_write_async (self->store, write_release, release, NULL, NULL, released, release);
}

void
khidki_outbox_release_held_now_and_then (KhidkiOutbox *self)
{
  if (khidki_host_now (self->host) - self->held_looked_at >= HELD_LOOK_MS)
    khidki_outbox_release_held (self, NULL);
}

static void
template_ready (KhidkiTemplateChannel *channel, gpointer user_data)
{
  KhidkiOutbox *self = user_data;
  g_auto (GStrv) names = khidki_channels_list (self->channels);

  for (guint i = 0; names[i] != NULL; i++)
    if (khidki_channels_find (self->channels, names[i]) == KHIDKI_CHANNEL (channel))
      khidki_outbox_release_held (self, names[i]);
}

void
khidki_outbox_watch_templates (KhidkiOutbox *self, KhidkiChannel *channel)
{
  if (!KHIDKI_IS_TEMPLATE_CHANNEL (channel)
      || g_signal_handler_find (channel, G_SIGNAL_MATCH_FUNC | G_SIGNAL_MATCH_DATA, 0, 0, NULL,
                                template_ready, self) != 0)
    return;
  g_signal_connect_object (channel, "template-ready", G_CALLBACK (template_ready), self, 0);
  /* Channels start after the outbox: what lay aside before is due for the next look. */
  self->held_looked_at = 0;
}
