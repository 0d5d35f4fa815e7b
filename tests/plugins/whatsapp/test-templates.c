/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "policy-fixture.h"

#define NAME "application_moved"
#define LATER 90000
#define MINUTE (60 * 1000)

static void
close_window (PolicyFixture *self)
{
  khidki_test_host_advance (self->rooms.test_host, 25 * HOUR);
  rooms_settle (&self->rooms);
}

static void
list (PolicyFixture *self, const char *json)
{
  g_free (self->list);
  self->list = g_strdup (json);
  /* Asked for again five minutes after it could not be had. */
  policy_advance (self, 6 * 60 * 1000, 60 * 1000);
  g_assert_cmpuint (self->n_lists, >, 1);
}

static void
tell (PolicyFixture *self, const char *key)
{
  policy_say (self, "asha", KHIDKI_LANE_NEWS, key, NAME);
}

static void
assert_language (PolicyFixture *self, const char *key, const char *language)
{
  g_assert_nonnull (policy_get_last (self, key));
  g_assert_cmpstr (policy_get_last (self, key)->language, ==, language);
}

/* Of what nobody has spoken it is assumed that it is approved. */
static void
test_unknown (PolicyFixture *self, gconstpointer data)
{
  close_window (self);
  tell (self, "one");
  assert_language (self, "one", "en");
}

/* Refused in one language, it goes out in another without anybody doing anything. */
static void
test_refused_goes_in_another (PolicyFixture *self, gconstpointer data)
{
  close_window (self);
  policy_report_template (self, NAME, "hi", "APPROVED");
  policy_refuse (self, 404, 132001);
  tell (self, "one");
  g_assert_cmpuint (policy_count (self, "one"), ==, 1);
  policy_advance (self, 3000, 100);
  g_assert_cmpuint (policy_count (self, "one"), ==, 2);
  assert_language (self, "one", "hi");
  tell (self, "two");
  g_assert_cmpuint (policy_count (self, "two"), ==, 1);
  assert_language (self, "two", "hi");
  policy_report_template (self, NAME, "en", "APPROVED");
  tell (self, "three");
  assert_language (self, "three", "en");
}

static void
test_paused_goes_in_another (PolicyFixture *self, gconstpointer data)
{
  close_window (self);
  policy_report_template (self, NAME, "hi", "APPROVED");
  policy_report_template (self, NAME, "en", "PAUSED");
  g_assert_nonnull (khidki_test_host_get_alarm (self->rooms.test_host, "template-" NAME "-en"));
  tell (self, "one");
  assert_language (self, "one", "hi");
  policy_restart (self);
  tell (self, "two");
  assert_language (self, "two", "hi");
  g_assert_nonnull (khidki_test_host_get_alarm (self->rooms.test_host, "template-" NAME "-en"));
  policy_advance (self, 2000, 1000);
  policy_report_template (self, NAME, "en", "APPROVED");
  g_assert_null (khidki_test_host_get_alarm (self->rooms.test_host, "template-" NAME "-en"));
}

/* What one cannot read is no news: it waits, or goes by a region's English. */
static void
test_paused_goes_in_none_that_is_not_read (PolicyFixture *self, gconstpointer data)
{
  close_window (self);
  policy_report_template (self, NAME, "pa", "APPROVED");
  policy_report_template (self, NAME, "en", "PAUSED");
  tell (self, "one");
  g_assert_cmpuint (policy_count (self, "one"), ==, 0);
  rooms_assert_state (&self->rooms, "one", "held");
  policy_report_template (self, NAME, "en_US", "APPROVED");
  policy_advance (self, 3000, 100);
  assert_language (self, "one", "en_US");
}

/* A webhook that is late does not undo what was said after it. */
static void
test_order_of_webhooks (PolicyFixture *self, gconstpointer data)
{
  gint64 now;

  close_window (self);
  now = rooms_now (&self->rooms);
  policy_report_template (self, NAME, "en", "PAUSED");
  khidki_test_host_set_now (self->rooms.test_host, now - LATER);
  policy_report_template (self, NAME, "en", "APPROVED");
  khidki_test_host_set_now (self->rooms.test_host, now);
  tell (self, "one");
  rooms_assert_state (&self->rooms, "one", "held");
  g_assert_cmpuint (policy_count (self, "one"), ==, 0);
}

/* Meta's list at the start says what webhooks did not. */
static void
test_list (PolicyFixture *self, gconstpointer data)
{
  close_window (self);
  list (self, "{\"data\":[{\"name\":\"" NAME "\",\"language\":\"en\",\"status\":\"PAUSED\"},"
              "{\"name\":\"" NAME "\",\"language\":\"hi\",\"status\":\"APPROVED\"},"
              "{\"name\":7},null],\"paging\":{\"cursors\":{\"before\":\"a\",\"after\":\"b\"}}}");
  tell (self, "one");
  assert_language (self, "one", "hi");
  g_assert_nonnull (khidki_test_host_get_alarm (self->rooms.test_host, "template-" NAME "-ur"));
}

/* Meta's own sample, which each new business has, is no cause for alarm. */
static void
test_sample (PolicyFixture *self, gconstpointer data)
{
  close_window (self);
  list (self, "{\"data\":[{\"name\":\"hello_world\",\"language\":\"en_US\",\"status\":\"APPROVED\"},"
              "{\"name\":\"" NAME "\",\"language\":\"en\",\"status\":\"APPROVED\"}]}");
  tell (self, "one");
  g_assert_null (khidki_test_host_get_alarm (self->rooms.test_host, "template-hello_world-hi"));
  g_assert_nonnull (khidki_test_host_get_alarm (self->rooms.test_host, "template-" NAME "-hi"));
}

/* Paused in the list, back in the next list: what lay aside leaves. */
static void
test_list_brings_back (PolicyFixture *self, gconstpointer data)
{
  close_window (self);
  list (self, "{\"data\":[{\"name\":\"" NAME "\",\"language\":\"en\",\"status\":\"PAUSED\"}]}");
  tell (self, "one");
  rooms_assert_state (&self->rooms, "one", "held");
  g_free (self->list);
  self->list = g_strdup (
      "{\"data\":[{\"name\":\"" NAME "\",\"language\":\"en\",\"status\":\"APPROVED\"}]}");
  policy_advance (self, 7 * HOUR, HOUR / 2);
  rooms_assert_state (&self->rooms, "one", "sent");
}

/* For as long as it is asked. */
static void
keep_paused (PolicyFixture *self)
{
  for (guint i = 0; i < 40; i++)
    policy_refuse (self, 400, 132015);
}

/* Nobody tells that it is back: no list of templates can be had, and the webhook is lost. After
 * the longest pause a message finds out, before a restart or after it. */
static void
test_back_without_a_word (PolicyFixture *self, gconstpointer with_restart)
{
  close_window (self);
  policy_refuse (self, 400, 132015);
  tell (self, "one");
  rooms_assert_state (&self->rooms, "one", "held");
  if (with_restart != NULL)
    policy_restart (self);
  policy_refuse (self, 400, 132015);
  policy_advance (self, 5 * HOUR, HOUR / 2);
  g_assert_cmpuint (policy_count (self, "one"), ==, 1);
  policy_advance (self, 2 * HOUR, HOUR / 2);
  g_assert_cmpuint (policy_count (self, "one"), ==, 2);
  rooms_assert_state (&self->rooms, "one", "held");
  policy_advance (self, 4 * HOUR, HOUR / 2);
  g_assert_cmpuint (policy_count (self, "one"), ==, 2);
  g_assert_nonnull (khidki_test_host_get_alarm (self->rooms.test_host, "template-" NAME "-en"));
  policy_advance (self, 3 * HOUR, HOUR / 2);
  rooms_assert_state (&self->rooms, "one", "sent");
  g_assert_null (khidki_test_host_get_alarm (self->rooms.test_host, "template-" NAME "-en"));
  /* It was taken, and is refused all the same. */
  policy_report (self, "one", "failed", 132015);
  rooms_assert_state (&self->rooms, "one", "held");
  g_assert_nonnull (khidki_test_host_get_alarm (self->rooms.test_host, "template-" NAME "-en"));
}

/* To wait for a template is no try: a day of it does not use up those of a bad line. */
static void
test_waiting_is_no_try (PolicyFixture *self, gconstpointer data)
{
  close_window (self);
  policy_report_template (self, NAME, "en", "PAUSED");
  keep_paused (self);
  tell (self, "one");
  policy_advance (self, DAY, HOUR / 2);
  rooms_assert_state (&self->rooms, "one", "held");
  g_assert_cmpint (rooms_get_attempts (&self->rooms, "one"), <=, 1);
}

/* A week is too long, with no other way: it fails where an administrator sees it. */
static void
test_never_back (PolicyFixture *self, gconstpointer data)
{
  close_window (self);
  policy_report_template (self, NAME, "en", "PAUSED");
  keep_paused (self);
  tell (self, "one");
  policy_advance (self, 6 * DAY, HOUR);
  rooms_assert_state (&self->rooms, "one", "held");
  rooms_expect_warning ("*1 messages could not be sent in seven days*");
  policy_advance (self, 2 * DAY, HOUR);
  rooms_assert_warned ();
  rooms_assert_state (&self->rooms, "one", "failed");
}

/* Gone in every language: by SMS at once; without SMS kept where an administrator sees it. */
static void
test_disabled (PolicyFixture *self, gconstpointer with_sms)
{
  close_window (self);
  if (with_sms != NULL)
    policy_add_sms (self);
  policy_report_template (self, NAME, "en", "DISABLED");
  tell (self, "one");
  g_assert_cmpuint (policy_count (self, "one"), ==, 0);
  rooms_assert_state (&self->rooms, "one", with_sms != NULL ? "rerouted" : "parked");
  if (with_sms != NULL)
    g_assert_cmpuint (fake_channel_get_n_sent (self->sms), ==, 1);
}

/* Paused for longer than anybody should wait: by SMS. */
static void
test_paused_too_long (PolicyFixture *self, gconstpointer data)
{
  close_window (self);
  policy_add_sms (self);
  policy_report_template (self, NAME, "en", "PAUSED");
  keep_paused (self);
  tell (self, "one");
  rooms_assert_state (&self->rooms, "one", "held");
  policy_advance (self, 3 * HOUR, HOUR / 2);
  rooms_assert_state (&self->rooms, "one", "held");
  policy_advance (self, 10 * HOUR, HOUR / 2);
  rooms_assert_state (&self->rooms, "one", "rerouted");
}

/* The webhook that brings it back is not kept, and Meta repeats what is then no news: what
 * waits leaves all the same, and not an hour later. */
static void
test_back_by_a_webhook_that_is_lost (PolicyFixture *self, gconstpointer data)
{
  g_autofree char *json = NULL;

  close_window (self);
  policy_report_template (self, NAME, "en", "PAUSED");
  tell (self, "one");
  rooms_assert_state (&self->rooms, "one", "held");
  json = policy_dup_template_change (self, POLICY_BUSINESS, NAME, "en", "message_template_status_update", "event",
                                     "APPROVED");
  khidki_test_host_fail_receive (self->rooms.test_host, KHIDKI_ERROR_BUSY, "full");
  g_assert_cmpuint (policy_post_only (self, json), ==, 503);
  khidki_test_host_fail_receive (self->rooms.test_host, KHIDKI_ERROR_BUSY, NULL);
  policy_post (self, json);
  policy_advance (self, 3000, 500);
  rooms_assert_state (&self->rooms, "one", "sent");
}

/* A status that was not kept comes once more when Meta has brought the template back: it tells
 * of the time before. */
static void
test_old_refusal (PolicyFixture *self, gconstpointer data)
{
  g_autofree char *json = NULL;

  close_window (self);
  tell (self, "one");
  json = policy_dup_status (self, "one", "failed", 132015);
  khidki_test_host_fail_receive (self->rooms.test_host, KHIDKI_ERROR_BUSY, "full");
  g_assert_cmpuint (policy_post_only (self, json), ==, 503);
  khidki_test_host_fail_receive (self->rooms.test_host, KHIDKI_ERROR_BUSY, NULL);
  g_assert_nonnull (khidki_test_host_get_alarm (self->rooms.test_host, "template-" NAME "-en"));
  policy_advance (self, 3 * HOUR, HOUR);
  policy_report_template (self, NAME, "en", "APPROVED");
  policy_advance (self, MINUTE, MINUTE);
  policy_post (self, json);
  g_assert_null (khidki_test_host_get_alarm (self->rooms.test_host, "template-" NAME "-en"));
  tell (self, "two");
  rooms_assert_state (&self->rooms, "two", "sent");
}

static const char *
get_alarm (PolicyFixture *self, const char *name)
{
  return khidki_test_host_get_alarm (self->rooms.test_host, name);
}

static void
change (PolicyFixture *self, const char *field, const char *key, const char *word)
{
  g_autofree char *json = policy_dup_template_change (self, POLICY_BUSINESS, NAME, "en", field, key, word);

  policy_post (self, json);
}

/* Not yet paused, but disliked; over a restart, until Meta says otherwise. */
static void
test_quality (PolicyFixture *self, gconstpointer data)
{
  change (self, "message_template_quality_update", "new_quality_score", "YELLOW");
  g_assert_null (get_alarm (self, "template-quality-" NAME "-en"));
  change (self, "message_template_quality_update", "new_quality_score", "RED");
  g_assert_nonnull (strstr (get_alarm (self, "template-quality-" NAME "-en"), "RED"));
  close_window (self);
  tell (self, "one");
  assert_language (self, "one", "en");
  policy_restart (self);
  g_assert_nonnull (get_alarm (self, "template-quality-" NAME "-en"));
  change (self, "message_template_quality_update", "new_quality_score", "GREEN");
  g_assert_null (get_alarm (self, "template-quality-" NAME "-en"));
}

/* Marketing is dearer and does not reach all. The list alone does not tell: the office may
 * have texts of its own. */
static void
test_category (PolicyFixture *self, gconstpointer data)
{
  static const char *const marketing
      = "{\"data\":[{\"name\":\"" NAME "\",\"language\":\"en\",\"status\":\"APPROVED\","
        "\"category\":\"MARKETING\",\"quality_score\":{\"score\":\"GREEN\"}}]}";

  list (self, marketing);
  g_assert_null (get_alarm (self, "template-category-" NAME "-en"));
  close_window (self);
  tell (self, "one");
  policy_advance (self, 7 * HOUR, HOUR);
  g_assert_nonnull (get_alarm (self, "template-category-" NAME "-en"));
  change (self, "template_category_update", "new_category", "UTILITY");
  g_assert_null (get_alarm (self, "template-category-" NAME "-en"));
  change (self, "template_category_update", "new_category", "MARKETING");
  g_assert_nonnull (strstr (get_alarm (self, "template-category-" NAME "-en"), "review"));
}

/* Taken out of Meta's list in every language and not missed: the alarm ends. */
static void
test_deleted (PolicyFixture *self, gconstpointer data)
{
  static const char *const others
      = "{\"data\":[{\"name\":\"another\",\"language\":\"en\",\"status\":\"APPROVED\"}]}";

  list (self, "{\"data\":[{\"name\":\"" NAME "\",\"language\":\"en\",\"status\":\"APPROVED\"}]}");
  g_assert_nonnull (get_alarm (self, "template-" NAME "-hi"));
  g_free (self->list);
  self->list = g_strdup (others);
  policy_advance (self, 7 * HOUR, HOUR);
  g_assert_null (get_alarm (self, "template-" NAME "-hi"));
  g_assert_null (get_alarm (self, "template-" NAME "-en"));
  g_assert_nonnull (get_alarm (self, "template-another-hi"));
  /* But what is to be sent is missed. */
  close_window (self);
  policy_refuse (self, 404, 132001);
  tell (self, "one");
  g_assert_nonnull (get_alarm (self, "template-" NAME "-en"));
  policy_advance (self, 7 * HOUR, HOUR);
  g_assert_nonnull (get_alarm (self, "template-" NAME "-en"));
}

/* One app may serve two business accounts: what Meta says of a template of the one leaves
 * the other's of the same name alone. */
static void
test_accounts_apart (PolicyFixture *self, gconstpointer data)
{
  g_autofree char *second = policy_dup_template_change (
      self, POLICY_SECOND_BUSINESS, NAME, "hi", "message_template_status_update", "event", "PAUSED");

  policy_report_template (self, NAME, "en", "PAUSED");
  g_assert_nonnull (get_alarm (self, "template-" NAME "-en"));
  g_assert_null (get_alarm (self, "health:template-" NAME "-en"));
  policy_post (self, second);
  g_assert_nonnull (get_alarm (self, "health:template-" NAME "-hi"));
  g_assert_null (get_alarm (self, "template-" NAME "-hi"));
}

static void
wait_minutes (PolicyFixture *self, guint minutes)
{
  policy_advance (self, minutes * MINUTE, MINUTE);
}

/* When the app or the account makes too many calls, Meta is not asked for what can wait. */
static void
test_limit_holds_the_list (PolicyFixture *self, gconstpointer data)
{
  guint n;

  policy_refuse (self, 400, GPOINTER_TO_INT (data));
  policy_say (self, "asha", KHIDKI_LANE_REPLY, "one", NULL);
  n = self->n_lists;
  wait_minutes (self, 59);
  g_assert_cmpuint (self->n_lists, ==, n);
  wait_minutes (self, 6);
  g_assert_cmpuint (self->n_lists, >, n);
}

/* The list itself may be the one too many: it is not asked for in a row, and all slows down. */
static void
test_limit_of_the_list (PolicyFixture *self, gconstpointer data)
{
  gboolean all;
  g_autoptr (KhidkiAccount) account = khidki_account_new ("whatsapp", POLICY_NUMBER, "IN.9", NULL, NULL);
  guint n;

  self->list_code = GPOINTER_TO_INT (data);
  wait_minutes (self, 6);
  n = self->n_lists;
  g_assert_nonnull (get_alarm (self, self->list_code == 4 ? "app-limit" : "account-limit"));
  wait_minutes (self, 55);
  g_assert_cmpuint (self->n_lists, ==, n);
  self->list_code = 0;
  list (self, "{\"data\":[{\"name\":\"" NAME "\",\"language\":\"en\",\"status\":\"APPROVED\"}]}");
  g_assert_cmpuint (self->n_lists, ==, n + 1);
  g_assert_null (get_alarm (self, "no-template"));
  g_assert_cmpint (khidki_paced_channel_take (KHIDKI_PACED_CHANNEL (self->channel), account, FALSE, &all),
                   ==, 0);
}

/* What a message of the same app met with ends a list between two of its pages. */
static void
test_limit_between_pages (PolicyFixture *self, gconstpointer data)
{
  guint n = self->n_lists;

  self->list_post
      = "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"" POLICY_BUSINESS "\",\"changes\":[{"
        "\"field\":\"messages\",\"value\":{\"messaging_product\":\"whatsapp\",\"metadata\":{"
        "\"display_phone_number\":\"1\",\"phone_number_id\":\"" POLICY_NUMBER "\"},\"statuses\":[{"
        "\"id\":\"wamid.1\",\"status\":\"failed\","
        "\"recipient_id\":\"919811022331\",\"errors\":[{\"code\":4,\"title\":\"No\"}]}]}}]}]}";
  g_free (self->list);
  self->list = g_strdup ("{\"data\":[{\"name\":\"" NAME "\",\"language\":\"en\",\"status\":\"APPROVED\"}],"
                         "\"paging\":{\"cursors\":{\"after\":\"x\"},\"next\":\"https://graph.example/x\"}}");
  wait_minutes (self, 6);
  g_assert_nonnull (get_alarm (self, "app-limit"));
  g_assert_cmpuint (self->n_lists, ==, n + 1);
  wait_minutes (self, 50);
  g_assert_cmpuint (self->n_lists, ==, n + 1);
  self->list_post = NULL;
  wait_minutes (self, 15);
  g_assert_cmpuint (self->n_lists, ==, n + 41);
}

/* That an account has none at all is said long before the first is to be sent; what Meta gives
 * every business does not count. What is not known is not claimed. */
static void
test_none (PolicyFixture *self, gconstpointer data)
{
  g_assert_null (get_alarm (self, "no-template"));
  policy_report_template (self, NAME, "en", "REJECTED");
  g_assert_null (get_alarm (self, "no-template"));
  list (self, "{\"data\":[{\"name\":\"hello_world\",\"language\":\"en_US\",\"status\":\"APPROVED\"}]}");
  g_assert_nonnull (strstr (get_alarm (self, "no-template"), POLICY_BUSINESS));
  policy_report_template (self, NAME, "pa", "APPROVED");
  g_assert_null (get_alarm (self, "no-template"));
  policy_advance (self, 2000, 1000);
  policy_report_template (self, NAME, "pa", "DISABLED");
  g_assert_nonnull (get_alarm (self, "no-template"));
  g_free (self->list);
  self->list = g_strdup ("{\"data\":[{\"name\":\"" NAME "\",\"language\":\"hi\",\"status\":\"PENDING\"}]}");
  policy_advance (self, 7 * HOUR, HOUR);
  g_assert_nonnull (get_alarm (self, "no-template"));
  g_free (self->list);
  self->list = g_strdup ("{\"data\":[{\"name\":\"" NAME "\",\"language\":\"hi\",\"status\":\"APPROVED\"}]}");
  policy_advance (self, 7 * HOUR, HOUR);
  g_assert_null (get_alarm (self, "no-template"));
}

#define ADD(name, func, data) g_test_add ("/whatsapp/templates/" name, PolicyFixture, data, policy_set_up, func, policy_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("unknown", test_unknown, NULL);
  ADD ("refused-goes-in-another", test_refused_goes_in_another, NULL);
  ADD ("paused-goes-in-another", test_paused_goes_in_another, NULL);
  ADD ("paused-goes-in-none-that-is-not-read", test_paused_goes_in_none_that_is_not_read, NULL);
  ADD ("order-of-webhooks", test_order_of_webhooks, NULL);
  ADD ("list", test_list, NULL);
  ADD ("sample", test_sample, NULL);
  ADD ("list-brings-back", test_list_brings_back, NULL);
  ADD ("waiting-is-no-try", test_waiting_is_no_try, NULL);
  ADD ("back-without-a-word", test_back_without_a_word, NULL);
  ADD ("back-without-a-word-after-a-restart", test_back_without_a_word, GINT_TO_POINTER (TRUE));
  ADD ("never-back", test_never_back, NULL);
  ADD ("back-by-a-webhook-that-is-lost", test_back_by_a_webhook_that_is_lost, NULL);
  ADD ("old-refusal", test_old_refusal, NULL);
  ADD ("quality", test_quality, NULL);
  ADD ("category", test_category, NULL);
  ADD ("deleted", test_deleted, NULL);
  ADD ("disabled", test_disabled, NULL);
  ADD ("disabled-with-sms", test_disabled, GINT_TO_POINTER (1));
  ADD ("paused-too-long", test_paused_too_long, NULL);
  ADD ("none", test_none, NULL);
  ADD ("limit-between-pages", test_limit_between_pages, NULL);
  ADD ("limit-holds-the-list/app", test_limit_holds_the_list, GINT_TO_POINTER (4));
  ADD ("limit-holds-the-list/account", test_limit_holds_the_list, GINT_TO_POINTER (80007));
  ADD ("limit-of-the-list/app", test_limit_of_the_list, GINT_TO_POINTER (4));
  ADD ("limit-of-the-list/account", test_limit_of_the_list, GINT_TO_POINTER (80007));
  g_test_add ("/whatsapp/templates/accounts-apart", PolicyFixture, NULL, policy_set_up_two,
              test_accounts_apart, policy_tear_down);

  return g_test_run ();
}
