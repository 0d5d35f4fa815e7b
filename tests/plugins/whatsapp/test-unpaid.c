/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A business account that cannot pay: its templates rest, and whoever writes is answered. */
#include <string.h>

#include "policy-fixture.h"

#define SECOND 1000
#define MINUTE (60 * SECOND)
#define UNPAID 131042

static const char *
get_alarm (PolicyFixture *self, const char *name)
{
  return khidki_test_host_get_alarm (self->rooms.test_host, name);
}

/* Nobody has written for a day: they are told by a template. */
static void
tell (PolicyFixture *self, const char *account, const char *key)
{
  policy_say (self, account, KHIDKI_LANE_NEWS, key, "application_moved");
}

/* (transfer full): somebody who has just written */
static char *
add_writer (PolicyFixture *self, const char *name, const char *number)
{
  char *account = g_strconcat (name, number, NULL);

  rooms_add_account (&self->rooms, account, rooms_now (&self->rooms));
  return account;
}

static void
begin (PolicyFixture *self)
{
  khidki_test_host_advance (self->rooms.test_host, 25 * HOUR);
  rooms_settle (&self->rooms);
}

/* (transfer full): the same status, which Meta may repeat */
static char *
refuse_one (PolicyFixture *self)
{
  char *json;

  begin (self);
  tell (self, "asha", "one");
  g_assert_cmpuint (policy_count (self, "one"), ==, 1);
  json = policy_dup_status (self, "one", "failed", UNPAID);
  policy_post (self, json);
  rooms_assert_state (&self->rooms, "one", "held");
  return json;
}

/* Meta takes each and fails it by a status: one a minute finds out, however many there are, and
 * people who chat do not notice. The alarm is told once, and names the account. */
static void
test_refused_later (PolicyFixture *self, gconstpointer data)
{
  g_autofree char *json = refuse_one (self);
  g_autofree char *cara = add_writer (self, "cara", "");

  g_assert_nonnull (strstr (get_alarm (self, "unpaid"), POLICY_BUSINESS));
  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *news = g_strdup_printf ("news %u", i);
      g_autofree char *more = g_strdup_printf ("more %u", i);
      g_autofree char *reply = g_strdup_printf ("reply %u", i);

      policy_advance (self, MINUTE + SECOND, 10 * SECOND);
      tell (self, "bina", news);
      tell (self, "asha", more);
      g_assert_cmpuint (policy_count (self, news) + policy_count (self, more), ==, 1);
      policy_report (self, news, "failed", UNPAID);
      g_assert_nonnull (get_alarm (self, "unpaid"));
      policy_say (self, cara, KHIDKI_LANE_REPLY, reply, NULL);
      g_assert_cmpuint (policy_count (self, reply), ==, 1);
    }
  g_assert_null (get_alarm (self, "refused-whatsapp-line"));
}

/* What was sent before it was refused is read after: that says nothing. */
static void
test_read_late (PolicyFixture *self, gconstpointer data)
{
  g_autofree char *json = NULL;

  begin (self);
  tell (self, "bina", "before");
  tell (self, "asha", "one");
  policy_report (self, "one", "failed", UNPAID);
  policy_report (self, "before", "read", 0);
  g_assert_nonnull (get_alarm (self, "unpaid"));
  tell (self, "bina", "after");
  g_assert_cmpuint (policy_count (self, "after"), ==, 0);
}

/* Meta repeats for days what it was not answered; it may be paid by then. */
static void
test_repeated (PolicyFixture *self, gconstpointer data)
{
  g_autofree char *json = refuse_one (self);

  policy_advance (self, 2 * MINUTE, MINUTE);
  tell (self, "bina", "probe");
  policy_report (self, "probe", "sent", 0);
  g_assert_null (get_alarm (self, "unpaid"));
  policy_post (self, json);
  g_assert_null (get_alarm (self, "unpaid"));
  tell (self, "bina", "after");
  g_assert_cmpuint (policy_count (self, "after"), ==, 1);
}

/* Statuses do not come through: what is taken for minutes and not refused is paid for. */
static void
test_no_status (PolicyFixture *self, gconstpointer data)
{
  g_autofree char *json = refuse_one (self);

  for (guint i = 0; i < 7; i++)
    {
      g_autofree char *news = g_strdup_printf ("news %u", i);

      policy_advance (self, MINUTE + SECOND, 10 * SECOND);
      tell (self, "bina", news);
      g_assert_cmpuint (policy_count (self, news), ==, 1);
    }
  g_assert_null (get_alarm (self, "unpaid"));
  policy_advance (self, SECOND, SECOND);
  rooms_assert_state (&self->rooms, "one", "sent");
}

/* Nothing is sent of its own accord: what lies aside is tried once an hour. */
static void
test_quiet (PolicyFixture *self, gconstpointer data)
{
  g_autofree char *json = refuse_one (self);

  policy_advance (self, HOUR + 2 * MINUTE, MINUTE);
  g_assert_cmpuint (policy_count (self, "one"), ==, 2);
  policy_report (self, "one", "sent", 0);
  g_assert_null (get_alarm (self, "unpaid"));
}

/* A reply costs nothing: if Meta refuses one for that, it takes nothing, as before. */
static void
test_reply_refused (PolicyFixture *self, gconstpointer data)
{
  rooms_expect_warning ("outbox: channel whatsapp refuses everything*");
  policy_refuse (self, 400, UNPAID);
  policy_say (self, "asha", KHIDKI_LANE_REPLY, "reply", NULL);
  rooms_assert_state (&self->rooms, "reply", "queued");
  g_assert_nonnull (get_alarm (self, "refused-whatsapp-line"));
  g_assert_null (get_alarm (self, "unpaid"));
}

/* Two numbers: of two accounts each pays for itself, of one they rest together. */
static void
test_two (PolicyFixture *self, gconstpointer together)
{
  g_autofree char *dina = NULL;

  if (together != NULL)
    {
      khidki_test_host_set_config (self->rooms.test_host, "health/business-account-id",
                                   POLICY_BUSINESS);
      policy_restart (self);
    }
  dina = add_writer (self, "dina", "@" POLICY_SECOND);
  begin (self);
  policy_refuse (self, 400, UNPAID);
  rooms_add_account (&self->rooms, "eva@" POLICY_NUMBER, 0);
  tell (self, "eva@" POLICY_NUMBER, "one");
  rooms_assert_state (&self->rooms, "one", "held");
  tell (self, dina, "other");
  g_assert_cmpuint (policy_count (self, "other"), ==, together != NULL ? 0 : 1);
  g_assert_null (get_alarm (self, "health:unpaid"));
}

#define ADD(name, func) g_test_add ("/whatsapp/unpaid/" name, PolicyFixture, NULL, policy_set_up, func, policy_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("refused-later", test_refused_later);
  ADD ("read-late", test_read_late);
  ADD ("repeated", test_repeated);
  ADD ("no-status", test_no_status);
  ADD ("quiet", test_quiet);
  ADD ("reply-refused", test_reply_refused);
  g_test_add ("/whatsapp/unpaid/two/apart", PolicyFixture, NULL, policy_set_up_two, test_two,
              policy_tear_down);
  g_test_add ("/whatsapp/unpaid/two/together", PolicyFixture, "together", policy_set_up_two,
              test_two, policy_tear_down);

  return g_test_run ();
}
