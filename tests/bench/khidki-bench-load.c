/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-bench-load.h"

#include <string.h>
#include <unistd.h>

#include "khidki-bench-far-end.h"
#include "khidki-bench-figures.h"
#include "khidki-bench-journey.h"
#include "khidki-bench-post.h"

#define FIRST_PHONE G_GUINT64_CONSTANT (916000000000)
#define STATUS_TAG G_MAXUINT64
#define LATE_US 5000
#define DRAIN_US (30 * G_USEC_PER_SEC)
#define LONGEST_US (300 * G_USEC_PER_SEC)
#define MOST_COMPLAINTS 5

typedef struct
{
  KhidkiBenchAct act;
  gint64 due;
  gboolean waits;
} Citizen;

/* What became of a message that we took for Meta. */
typedef struct
{
  char id[48];
  char key[64];
  guint64 phone;
  guint told;
} Message;

typedef struct
{
  const KhidkiBenchSetup *setup;
  KhidkiBenchLoop *loop;
  KhidkiBenchFarEnd *far_end;
  KhidkiBenchPost *post;
  GArray *citizens;
  GQueue ready;
  GQueue messages;
  GString *body;
  guint64 serial;
  guint length;
  guint waiting;
  gint64 begin;
  gint64 measure_from;
  gint64 end;
  guint64 issued;
  guint64 statuses;
  guint64 turns;
  guint64 journeys;
  guint64 late;
  guint64 strange;
  guint64 others;
  KhidkiBenchTimes turn_times;
  KhidkiBenchTimes paper_times;
  KhidkiBenchTimes ack_times;
  KhidkiBenchTimes status_times;
} Load;

static Citizen *
get_citizen (Load *load, guint64 index)
{
  return &g_array_index (load->citizens, Citizen, index);
}

static guint64
phone_of (Load *load, guint64 index)
{
  return FIRST_PHONE + load->setup->first + index;
}

static gboolean
is_measured (Load *load, gint64 due)
{
  return due >= load->measure_from && due < load->end;
}

static guint64
new_citizen (Load *load)
{
  Citizen citizen = { 0 };

  g_array_append_val (load->citizens, citizen);
  return load->citizens->len - 1;
}

static void
post_message (Load *load, guint64 index, gint64 due)
{
  Citizen *citizen = get_citizen (load, index);

  citizen->due = due;
  citizen->waits = TRUE;
  load->waiting++;
  khidki_bench_journey_write (load->body, &citizen->act, phone_of (load, index), load->serial++);
  khidki_bench_act_clear (&citizen->act);
  khidki_bench_post_add (load->post, load->body, index, due);
}

/* The citizen who ended makes room for another. */
static void
go_on (Load *load, guint64 index)
{
  gint64 now = khidki_bench_now ();

  if (load->setup->rate > 0)
    g_queue_push_tail (&load->ready, GSIZE_TO_POINTER (index + 1));
  else if (now < load->end)
    post_message (load, index, now);
}

static void
advance (Load *load, guint64 index, const char *reply)
{
  Citizen *citizen = get_citizen (load, index);
  guint step = citizen->act.step + 1;

  if (step >= load->length)
    {
      load->journeys++;
      go_on (load, new_citizen (load));
      return;
    }
  if (khidki_bench_journey_next (step, phone_of (load, index), reply, &citizen->act))
    {
      go_on (load, index);
      return;
    }
  if (load->strange++ < MOST_COMPLAINTS)
    g_printerr ("step %u was not offered in: %s\n", step, reply);
  go_on (load, new_citizen (load));
}

static void
remember_message (Load *load, guint64 phone, const char *body, const char *message_id)
{
  const char *name = "\"biz_opaque_callback_data\":\"";
  const char *key = strstr (body, name);
  Message *message;

  if (key == NULL)
    return;
  key += strlen (name);
  message = g_new0 (Message, 1);
  g_strlcpy (message->id, message_id, sizeof message->id);
  g_strlcpy (message->key, key, MIN (sizeof message->key, strcspn (key, "\"") + 1));
  message->phone = phone;
  g_queue_push_tail (&load->messages, message);
}

static void
on_sent (guint64 phone, const char *body, const char *message_id, gpointer data)
{
  Load *load = data;
  guint64 index = phone - phone_of (load, 0);
  Citizen *citizen = index < load->citizens->len ? get_citizen (load, index) : NULL;

  if (load->setup->status_rate > 0)
    remember_message (load, phone, body, message_id);
  if (citizen == NULL || !citizen->waits)
    {
      load->others++;
      return;
    }

  citizen->waits = FALSE;
  load->waiting--;
  load->turns += is_measured (load, khidki_bench_now ());
  if (is_measured (load, citizen->due))
    khidki_bench_times_add (citizen->act.paper ? &load->paper_times : &load->turn_times,
                            khidki_bench_now () - citizen->due);
  advance (load, index, body);
}

static void
on_acked (guint64 tag, gint64 due, gint64 began, gpointer data)
{
  Load *load = data;
  gint64 now = khidki_bench_now ();

  if (is_measured (load, due))
    {
      load->late += began - due > LATE_US;
      khidki_bench_times_add (tag == STATUS_TAG ? &load->status_times : &load->ack_times, now - due);
    }
  if (!load->setup->acknowledgement_only || tag == STATUS_TAG)
    return;

  load->waiting--;
  load->turns += is_measured (load, now);
  go_on (load, tag);
}

/* Every message is told to be sent, delivered and read. */
static void
post_status (Load *load, gint64 due)
{
  static const char *const names[] = { "sent", "delivered", "read" };
  Message *message = g_queue_peek_head (&load->messages);

  if (message == NULL)
    return;
  load->statuses++;
  khidki_bench_journey_write_status (load->body, message->id, message->key, message->phone,
                                     names[message->told]);
  khidki_bench_post_add (load->post, load->body, STATUS_TAG, due);
  if (++message->told == G_N_ELEMENTS (names))
    g_free (g_queue_pop_head (&load->messages));
}

static void
post_due (Load *load)
{
  gint64 now = khidki_bench_now ();
  double so_far = (double) (now - load->begin) / G_USEC_PER_SEC;

  while (load->issued < so_far * load->setup->rate)
    {
      gint64 due = load->begin + (gint64) (load->issued++ / load->setup->rate * G_USEC_PER_SEC);
      gsize ready = load->citizens->len < load->setup->active
                        ? 0
                        : GPOINTER_TO_SIZE (g_queue_pop_head (&load->ready));

      post_message (load, ready > 0 ? ready - 1 : new_citizen (load), due);
    }
  while (load->statuses < so_far * load->setup->status_rate && !g_queue_is_empty (&load->messages))
    post_status (load, now);
}

static gboolean
is_enough (Load *load)
{
  return load->setup->journeys > 0 && load->journeys >= load->setup->journeys;
}

static void
turn_until (Load *load, gint64 until)
{
  while (khidki_bench_now () < until && !is_enough (load))
    {
      khidki_bench_loop_turn (load->loop, 1);
      khidki_bench_post_tick (load->post);
      if (load->setup->rate > 0)
        post_due (load);
    }
}

static void
drain (Load *load)
{
  gint64 until = khidki_bench_now () + DRAIN_US;

  while (khidki_bench_now () < until
         && (load->waiting > 0 || khidki_bench_post_get_outstanding (load->post) > 0))
    {
      khidki_bench_loop_turn (load->loop, 10);
      khidki_bench_post_tick (load->post);
    }
  /* What follows the last answers, such as the marks that they were read. */
  for (guint i = 0; i < 20; i++)
    khidki_bench_loop_turn (load->loop, 10);
}

static char *
to_json (Load *load, KhidkiBenchProcess *before, KhidkiBenchProcess *after, double own)
{
  double seconds = (double) (load->end - load->measure_from) / G_USEC_PER_SEC;
  const KhidkiBenchPostCounters *posts = khidki_bench_post_get_counters (load->post);
  const KhidkiBenchFarEndCounters *far_end = khidki_bench_far_end_get_counters (load->far_end);
  g_autofree char *turn = khidki_bench_times_to_json (&load->turn_times);
  g_autofree char *paper = khidki_bench_times_to_json (&load->paper_times);
  g_autofree char *ack = khidki_bench_times_to_json (&load->ack_times);
  g_autofree char *status = khidki_bench_times_to_json (&load->status_times);
  GString *json = g_string_new ("{");

  g_string_append_printf (json, "\"turns_per_second\":%.1f,\"turns\":%" G_GUINT64_FORMAT
                          ",\"journeys\":%" G_GUINT64_FORMAT ",\"citizens\":%u,",
                          (double) load->turns / seconds, load->turns, load->journeys,
                          load->citizens->len);
  g_string_append_printf (json, "\"turn_ms\":%s,\"paper_ms\":%s,\"ack_ms\":%s,\"status_ms\":%s,",
                          turn, paper, ack, status);
  g_string_append_printf (json, "\"unanswered\":%u,\"unacknowledged\":%u,\"strange\":%"
                          G_GUINT64_FORMAT ",\"refused\":%" G_GUINT64_FORMAT ",\"busy\":%"
                          G_GUINT64_FORMAT ",\"broken\":%" G_GUINT64_FORMAT ",\"late\":%"
                          G_GUINT64_FORMAT ",",
                          load->waiting, khidki_bench_post_get_outstanding (load->post),
                          load->strange, posts->refused, posts->busy, posts->broken, load->late);
  g_string_append_printf (json, "\"sends\":%" G_GUINT64_FORMAT ",\"reads\":%" G_GUINT64_FORMAT
                          ",\"others\":%" G_GUINT64_FORMAT ",\"server_cpu\":%.2f,"
                          "\"generator_cpu\":%.2f,\"resident_mib\":%.1f,\"most_mib\":%.1f}",
                          far_end->sends, far_end->reads, load->others,
                          (after->cpu_seconds - before->cpu_seconds) / seconds,
                          own / seconds, after->resident_mib, after->most_mib);
  return g_string_free (json, FALSE);
}

static char *
measure (Load *load)
{
  KhidkiBenchProcess before, after, own_before, own_after;

  load->begin = khidki_bench_now ();
  load->measure_from = load->begin + (gint64) (load->setup->warm_up * G_USEC_PER_SEC);
  load->end = load->measure_from
              + (load->setup->journeys > 0 ? LONGEST_US
                                           : (gint64) (load->setup->seconds * G_USEC_PER_SEC));
  if (load->setup->rate <= 0)
    for (guint i = 0; i < load->setup->outstanding; i++)
      post_message (load, new_citizen (load), load->begin);

  turn_until (load, load->measure_from);
  khidki_bench_process_read (&before, load->setup->process);
  khidki_bench_process_read (&own_before, getpid ());
  turn_until (load, load->end);
  load->end = MIN (load->end, khidki_bench_now ());
  khidki_bench_process_read (&after, load->setup->process);
  khidki_bench_process_read (&own_after, getpid ());
  drain (load);
  return to_json (load, &before, &after, own_after.cpu_seconds - own_before.cpu_seconds);
}

/* One JSON object; NULL if the far end's port is taken. */
char *
khidki_bench_load_run (const KhidkiBenchSetup *setup)
{
  Load load = { .setup = setup };
  KhidkiBenchTimes *times[]
      = { &load.turn_times, &load.paper_times, &load.ack_times, &load.status_times };
  char *json = NULL;

  load.loop = khidki_bench_loop_new ();
  load.far_end = khidki_bench_far_end_new (load.loop, setup->far_end_port, setup->photo,
                                           setup->document, on_sent, &load);
  if (load.far_end != NULL)
    {
      load.post = khidki_bench_post_new (load.loop, setup->port, setup->secret, setup->connections,
                                         on_acked, &load);
      load.citizens = g_array_new (FALSE, FALSE, sizeof (Citizen));
      load.body = g_string_new (NULL);
      load.serial = (guint64) g_get_real_time () * 16;
      load.length = khidki_bench_journey_get_length (setup->papers);
      for (guint i = 0; i < G_N_ELEMENTS (times); i++)
        khidki_bench_times_init (times[i]);
      json = measure (&load);
      for (guint i = 0; i < G_N_ELEMENTS (times); i++)
        khidki_bench_times_clear (times[i]);
      for (guint i = 0; i < load.citizens->len; i++)
        khidki_bench_act_clear (&get_citizen (&load, i)->act);
      g_array_unref (load.citizens);
      g_string_free (load.body, TRUE);
      g_queue_clear (&load.ready);
      g_queue_clear_full (&load.messages, g_free);
      khidki_bench_post_free (load.post);
      khidki_bench_far_end_free (load.far_end);
    }
  khidki_bench_loop_free (load.loop);
  return json;
}
