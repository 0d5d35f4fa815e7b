/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Each row of Meta's error codes, and what is done about it: from the refusal to what
 * leaves next, when and to whom. */
#include <string.h>

#include "khidki-whatsapp-error.h"
#include "policy-fixture.h"

#define SECOND 1000

typedef enum
{
  RETRY,     /* again, after a while that grows */
  SLOW,      /* the whole number rests and slows down */
  REST,      /* the whole number rests a minute */
  PAIR,      /* this person alone waits, 4^n seconds */
  UNPAID,    /* templates of the account rest; replies go on; alarm */
  STOP,      /* nothing leaves until an administrator has acted; all is kept; alarm */
  BULK,      /* broadcasts stop; alarm; this one is not repeated */
  OTHER,     /* this person is told by another channel */
  WINDOW,    /* once more, then the template */
  NEVER,     /* not repeated; kept for an administrator; news go by another channel */
  ALARM,     /* the same, and an alarm */
  COUNTRY,   /* by another channel, and an alarm; the rest goes on */
  PAUSED,    /* waits until the template is back */
  ONCE,      /* once more, then as NEVER */
  MISSING,   /* another channel, for there is no other language */
} Action;

typedef struct
{
  const char *name;
  guint status;
  int code;
  Action action;
  const char *alarm;
} Row;

static const Row table[] = {
  { "0-token", 401, 0, STOP },
  { "190-token-expired", 401, 190, STOP },
  { "3-permission", 500, 3, STOP },
  { "10-permission", 403, 10, STOP },
  { "200-permission", 403, 200, STOP },
  { "299-permission", 403, 299, STOP },
  { "131005-permission", 403, 131005, STOP },
  { "1-unknown", 400, 1, RETRY },
  { "2-service-down", 503, 2, RETRY },
  { "4-app-rate-limit", 400, 4, SLOW, "app-limit" },
  { "80007-business-account-rate-limit", 400, 80007, SLOW, "account-limit" },
  { "130429-throughput", 400, 130429, SLOW },
  { "130429-bare-429", 429, -1, SLOW },
  { "131056-pair-rate-limit", 400, 131056, PAIR },
  { "131048-spam-limit", 400, 131048, BULK, "spam" },
  { "131049-not-delivered-by-choice", 400, 131049, OTHER },
  { "131050-opted-out-of-marketing", 400, 131050, OTHER },
  { "130472-experiment", 400, 130472, OTHER },
  { "131000-something-went-wrong", 500, 131000, RETRY },
  { "131016-service-unavailable", 500, 131016, RETRY },
  { "133004-server-unavailable", 503, 133004, RETRY },
  { "131057-maintenance", 500, 131057, REST },
  { "33-bad-request", 400, 33, ALARM, "wrong-request" },
  { "100-bad-request", 400, 100, ALARM, "wrong-request" },
  { "131008-parameter-missing", 400, 131008, ALARM, "wrong-request" },
  { "131009-parameter-wrong", 400, 131009, ALARM, "wrong-request" },
  { "131051-type-not-supported", 400, 131051, ALARM, "wrong-request" },
  { "135000-bad-request", 400, 135000, ALARM, "wrong-request" },
  { "131021-to-self", 400, 131021, OTHER },
  { "131026-undeliverable", 400, 131026, OTHER },
  { "131030-not-a-test-recipient", 400, 131030, OTHER },
  { "131037-display-name", 400, 131037, STOP },
  { "131042-payment-method", 400, 131042, UNPAID, "unpaid" },
  { "131045-certificate", 500, 131045, STOP },
  { "133010-not-registered", 400, 133010, STOP },
  { "131047-outside-24-hours", 400, 131047, WINDOW },
  { "131053-media-upload", 400, 131053, ONCE },
  { "131031-account-locked", 403, 131031, STOP },
  { "368-policy", 403, 368, STOP },
  { "130497-country", 403, 130497, COUNTRY, "country" },
  { "131062-user-id-not-allowed", 400, 131062, OTHER },
  { "131036-no-storage", 400, 131036, RETRY },
  { "132000-template-parameters", 400, 132000, ALARM, "template-form" },
  { "132001-template-missing-in-language", 404, 132001, MISSING },
  { "132005-template-too-long", 400, 132005, ALARM, "template-form" },
  { "132007-template-policy", 400, 132007, ALARM, "template-form" },
  { "132012-template-format", 400, 132012, ALARM, "template-form" },
  { "132015-template-paused", 400, 132015, PAUSED },
  { "132016-template-disabled", 400, 132016, MISSING },
  { "132068-flow-blocked", 400, 132068, NEVER },
  { "132069-flow-throttled", 400, 132069, NEVER },
  { "133000-registration", 400, 133000, STOP },
  { "133005-pin", 400, 133005, STOP },
  { "133006-pin", 400, 133006, STOP },
  { "133008-pin", 400, 133008, STOP },
  { "133009-pin", 400, 133009, STOP },
  { "133015-registration", 400, 133015, STOP },
  { "133016-registration", 400, 133016, STOP },
  { "134011-terms-of-payments", 400, 134011, ALARM, "payments" },
  { "130501-not-in-a-group", 400, 130501, NEVER },
  { "137000-identity-changed", 400, 137000, OTHER },
  { "2046-order-status", 400, 2046, NEVER },
  { "2047-order-cancel", 400, 2047, NEVER },
  { "139000-block-list", 400, 139000, NEVER },
  { "147000-user-name", 400, 147000, NEVER },
  { "999999-not-in-the-table", 400, 999999, ALARM, "unknown-refusal" },
};

static void
expect_refused_channel (const Row *row)
{
  if (row->action == STOP)
    rooms_expect_warning ("outbox: channel whatsapp refuses everything*");
}

/* Meta refuses what asha is told, at once or by a status. */
static void
begin (PolicyFixture *self, const Row *row, gboolean by_status, KhidkiLane lane, const char *key)
{
  expect_refused_channel (row);
  if (!by_status)
    policy_refuse (self, row->status, row->code);
  policy_say (self, "asha", lane, key, "application_moved");
  g_assert_cmpuint (policy_count (self, key), ==, 1);
  if (by_status)
    policy_report (self, key, "failed", row->code);
}

/* bina writes meanwhile: is she answered? */
static gboolean
is_bina_served (PolicyFixture *self)
{
  policy_say (self, "bina", KHIDKI_LANE_REPLY, "bina", "application_query");
  return policy_count (self, "bina") == 1;
}

static const char *
get_alarm (PolicyFixture *self, const char *name)
{
  return khidki_test_host_get_alarm (self->rooms.test_host, name);
}

static void
check_retry (PolicyFixture *self, const Row *row)
{
  g_assert_true (is_bina_served (self));
  rooms_assert_state (&self->rooms, "news", "queued");
  policy_advance (self, 3 * SECOND, 100);
  g_assert_cmpuint (policy_count (self, "news"), ==, 2);
  rooms_assert_state (&self->rooms, "news", "sent");
}

static void
check_whole_line (PolicyFixture *self, gint64 least, gint64 most)
{
  PolicySend *bina;

  g_assert_false (is_bina_served (self));
  policy_advance (self, most + 2 * SECOND, 100);
  bina = policy_get_last (self, "bina");
  g_assert_nonnull (bina);
  g_assert_cmpint (bina->at, >=, least);
  g_assert_cmpint (bina->at, <=, most);
  rooms_assert_state (&self->rooms, "bina", "sent");
  rooms_assert_state (&self->rooms, "news", "sent");
}

/* Each time refused again, each time four times as long. */
static void
check_pair (PolicyFixture *self, const Row *row)
{
  gint64 at = policy_get_last (self, "news")->at;
  gint64 wait = SECOND;

  g_assert_true (is_bina_served (self));
  for (guint i = 0; i < 4; i++, wait *= 4)
    {
      gint64 next;

      policy_refuse (self, row->status, row->code);
      policy_advance (self, wait + wait / 2 + SECOND, MAX (wait / 40, 50));
      g_assert_cmpuint (policy_count (self, "news"), ==, i + 2);
      next = policy_get_last (self, "news")->at;
      g_assert_cmpint (next - at, >=, wait);
      g_assert_cmpint (next - at, <=, wait + wait / 2 + 400);
      at = next;
    }
  policy_advance (self, wait + wait / 2, wait / 8);
  rooms_assert_state (&self->rooms, "news", "sent");
}

/* All is kept, nothing leaves but one a minute to see, and the alarm is there until
 * something was taken. */
static void
check_stop (PolicyFixture *self, const Row *row, gboolean by_status)
{
  const char *alarm;

  if (by_status)
    policy_advance (self, 100, 50);
  alarm = get_alarm (self, "refused-whatsapp-line");
  g_assert_nonnull (alarm);
  g_assert_nonnull (strstr (alarm, "Why"));
  g_assert_nonnull (strstr (alarm, "khidkictl whatsapp doctor"));
  g_assert_false (is_bina_served (self));
  rooms_assert_state (&self->rooms, "news", "queued");
  rooms_assert_state (&self->rooms, "bina", "queued");
  rooms_expect_warning ("outbox: channel whatsapp refuses everything*");
  policy_refuse (self, row->status, row->code);
  policy_advance (self, 75 * SECOND, 5 * SECOND);
  g_assert_nonnull (get_alarm (self, "refused-whatsapp-line"));
  rooms_assert_state (&self->rooms, "news", "queued");
  policy_advance (self, 150 * SECOND, 5 * SECOND);
  rooms_assert_state (&self->rooms, "news", "sent");
  rooms_assert_state (&self->rooms, "bina", "sent");
  g_assert_null (get_alarm (self, "refused-whatsapp-line"));
}

/* Who writes is answered; what costs lies aside until Meta takes it again. */
static void
check_unpaid (PolicyFixture *self, const Row *row)
{
  rooms_assert_state (&self->rooms, "news", "held");
  g_assert_nonnull (get_alarm (self, row->alarm));
  g_assert_null (get_alarm (self, "refused-whatsapp-line"));
  rooms_add_account (&self->rooms, "cara", rooms_now (&self->rooms));
  policy_say (self, "cara", KHIDKI_LANE_REPLY, "reply", NULL);
  g_assert_cmpuint (policy_count (self, "reply"), ==, 1);
  g_assert_false (is_bina_served (self));
  rooms_assert_state (&self->rooms, "bina", "held");
  policy_advance (self, 61 * SECOND, 5 * SECOND);
  policy_say (self, "bina", KHIDKI_LANE_NEWS, "probe", "application_query");
  g_assert_cmpuint (policy_count (self, "probe"), ==, 1);
  g_assert_nonnull (get_alarm (self, row->alarm));
  policy_report (self, "probe", "sent", 0);
  g_assert_null (get_alarm (self, row->alarm));
  g_assert_cmpuint (policy_count (self, "bina"), ==, 1);
  rooms_assert_state (&self->rooms, "news", "sent");
}

static void
check_by_sms (PolicyFixture *self)
{
  rooms_assert_state (&self->rooms, "news", "rerouted");
  g_assert_cmpuint (fake_channel_get_n_sent (self->sms), ==, 1);
  g_assert_cmpstr (fake_channel_get_sent (self->sms, 0)->text, ==, "application_moved");
  g_assert_cmpuint (policy_count (self, "news"), ==, 1);
}

static void
check_bulk (PolicyFixture *self, const Row *row)
{
  g_assert_nonnull (get_alarm (self, row->alarm));
  g_assert_cmpuint (policy_count (self, "broadcast"), ==, 1);
  g_assert_true (is_bina_served (self));
  policy_say (self, "bina", KHIDKI_LANE_BROADCAST, "another", NULL);
  policy_advance (self, 12 * HOUR, HOUR);
  g_assert_cmpuint (policy_count (self, "broadcast"), ==, 1);
  g_assert_cmpuint (policy_count (self, "another"), ==, 0);
  rooms_assert_state (&self->rooms, "another", "queued");
}

/* A restart in between does not make it more, where a status says so. */
static void
check_once (PolicyFixture *self, const Row *row, gboolean by_status)
{
  g_assert_true (is_bina_served (self));
  if (by_status)
    policy_restart (self);
  else
    policy_refuse (self, row->status, row->code);
  policy_advance (self, 3 * SECOND, 100);
  g_assert_cmpuint (policy_count (self, "news"), ==, 2);
  if (by_status)
    policy_report (self, "news", "failed", row->code);
  policy_advance (self, HOUR, 10 * 60 * SECOND);
  g_assert_cmpuint (policy_count (self, "news"), ==, 2);
  rooms_assert_state (&self->rooms, "news", "rerouted");
  g_assert_cmpuint (fake_channel_get_n_sent (self->sms), ==, 1);
}

/* Once more the same, then the template; both within seconds. */
static void
check_window (PolicyFixture *self, const Row *row)
{
  g_assert_null (policy_get_last (self, "news")->template_name);
  policy_refuse (self, row->status, row->code);
  policy_advance (self, 2 * SECOND, 100);
  g_assert_cmpuint (policy_count (self, "news"), ==, 3);
  g_assert_cmpstr (policy_get_last (self, "news")->template_name, ==, "application_moved");
  rooms_assert_state (&self->rooms, "news", "sent");
}

/* No template: kept for an administrator. */
static void
check_window_without_template (PolicyFixture *self, const Row *row)
{
  policy_refuse (self, row->status, row->code);
  policy_refuse (self, row->status, row->code);
  policy_say (self, "asha", KHIDKI_LANE_REPLY, "plain", NULL);
  policy_advance (self, 5 * SECOND, 100);
  g_assert_cmpuint (policy_count (self, "plain"), ==, 2);
  rooms_assert_state (&self->rooms, "plain", "parked");
}

/* A template leaves only when the window has closed. */
static void
let_window_close (PolicyFixture *self)
{
  khidki_test_host_advance (self->rooms.test_host, 25 * HOUR);
  rooms_settle (&self->rooms);
}

/* Lies aside while others are served, over a restart, until Meta says APPROVED. */
static void
check_paused (PolicyFixture *self, const Row *row)
{
  rooms_assert_state (&self->rooms, "news", "held");
  policy_say (self, "bina", KHIDKI_LANE_NEWS, "behind", "application_query");
  g_assert_cmpuint (policy_count (self, "behind"), ==, 1);
  policy_advance (self, 2 * HOUR, HOUR / 2);
  policy_restart (self);
  policy_advance (self, 2 * HOUR, HOUR / 2);
  rooms_assert_state (&self->rooms, "news", "held");
  g_assert_cmpuint (policy_count (self, "news"), ==, 1);
  policy_report_template (self, "application_query", "en", "APPROVED");
  g_assert_cmpuint (policy_count (self, "news"), ==, 1);
  policy_report_template (self, "application_moved", "en", "APPROVED");
  g_assert_cmpuint (policy_count (self, "news"), ==, 2);
  rooms_assert_state (&self->rooms, "news", "sent");
}

/* Nothing tells that it is over; a day without another cause does. */
static void
check_alarm_ends (PolicyFixture *self, const Row *row)
{
  policy_advance (self, 23 * HOUR, 23 * HOUR);
  g_assert_nonnull (get_alarm (self, row->alarm));
  policy_advance (self, 2 * HOUR, HOUR);
  g_assert_null (get_alarm (self, row->alarm));
}

/* The number's own limit is forgotten soon, one that others share in a day. */
static void
check_slow (PolicyFixture *self, const Row *row)
{
  g_assert_nonnull (get_alarm (self, row->alarm != NULL ? row->alarm : "rate"));
  check_whole_line (self, SECOND, SECOND + 100);
  if (row->alarm != NULL)
    {
      check_alarm_ends (self, row);
      return;
    }
  g_assert_nonnull (get_alarm (self, "rate"));
  policy_advance (self, 10 * 60 * SECOND, 60 * SECOND);
  g_assert_null (get_alarm (self, "rate"));
}

static void
check (PolicyFixture *self, const Row *row, gboolean by_status)
{
  switch (row->action)
    {
    case RETRY:
      check_retry (self, row);
      break;
    case SLOW:
      check_slow (self, row);
      break;
    case REST:
      g_assert_nonnull (get_alarm (self, "maintenance"));
      check_whole_line (self, 60 * SECOND, 60 * SECOND + 100);
      g_assert_null (get_alarm (self, "maintenance"));
      break;
    case PAIR:
      check_pair (self, row);
      break;
    case UNPAID:
      check_unpaid (self, row);
      break;
    case STOP:
      check_stop (self, row, by_status);
      break;
    case BULK:
      check_bulk (self, row);
      break;
    case WINDOW:
      check_window (self, row);
      check_window_without_template (self, row);
      break;
    case COUNTRY:
    case ALARM:
      g_assert_nonnull (get_alarm (self, row->alarm));
      G_GNUC_FALLTHROUGH;
    case OTHER:
    case NEVER:
      check_by_sms (self);
      g_assert_true (is_bina_served (self));
      if (row->alarm != NULL)
        check_alarm_ends (self, row);
      break;
    case ONCE:
      check_once (self, row, by_status);
      break;
    case MISSING:
      check_by_sms (self);
      if (!by_status)
        g_assert_nonnull (get_alarm (self, "template-application_moved-en"));
      g_assert_true (is_bina_served (self));
      break;
    case PAUSED:
      check_paused (self, row);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
run (PolicyFixture *self, const Row *row, gboolean by_status)
{
  gboolean templates = row->action == PAUSED || row->action == MISSING || row->action == UNPAID;

  if (row->action >= OTHER && row->action != WINDOW && row->action != PAUSED)
    policy_add_sms (self);
  if (templates)
    let_window_close (self);
  if (row->action == BULK)
    begin (self, row, by_status, KHIDKI_LANE_BROADCAST, "broadcast");
  else
    begin (self, row, by_status, KHIDKI_LANE_NEWS, "news");
  check (self, row, by_status);
}

static void
test_at_once (PolicyFixture *self, gconstpointer data)
{
  run (self, data, FALSE);
}

static void
test_by_status (PolicyFixture *self, gconstpointer data)
{
  run (self, data, TRUE);
}

static void
test_is_in_table (gconstpointer data)
{
  const Row *row = data;
  KhidkiError code;

  g_assert_true (row->code < 0 || row->code == 999999
                 || khidki_whatsapp_error_find (row->code, &code));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *name = g_strconcat ("/whatsapp/error/", table[i].name, NULL);
      g_autofree char *status = g_strconcat (name, "/by-status", NULL);
      g_autofree char *known = g_strconcat (name, "/known", NULL);

      g_test_add_data_func (known, &table[i], test_is_in_table);
      g_test_add (name, PolicyFixture, &table[i], policy_set_up, test_at_once,
                  policy_tear_down);
      if (table[i].code >= 0)
        g_test_add (status, PolicyFixture, &table[i], policy_set_up, test_by_status,
                    policy_tear_down);
    }

  return g_test_run ();
}
