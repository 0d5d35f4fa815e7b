/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the housekeeping forgets of codes, guesses and sessions: nothing that still
 * counts, and of the rest a few at once. */
#include "drafts/khidki-draft-offer.h"
#include "drafts/khidki-guess.h"
#include "people/khidki-sign-in-rows.h"
#include "store-fixture.h"

#define MINUTE (G_GINT64_CONSTANT (60) * 1000)
#define DAY (24 * 60 * MINUTE)
#define START G_GINT64_CONSTANT (1795400000000)
#define MOST 2

typedef int (*ForgetFunc) (KhidkiTransaction *transaction, gint64 now, gint64 most, GError **error);

typedef struct
{
  ForgetFunc func;
  gint64 now;
  int gone;
} Forget;

static gboolean
do_forget (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Forget *forget = data;

  forget->gone = forget->func (transaction, forget->now, MOST, error);
  return forget->gone >= 0;
}

static void
check_gone (StoreFixture *fixture, ForgetFunc func, gint64 after, int n)
{
  Forget forget = { func, START + after, 0 };
  g_autoptr (GError) error = NULL;

  khidki_store_write (fixture->store, do_forget, &forget, &error);
  g_assert_no_error (error);
  g_assert_cmpint (forget.gone, ==, n);
}

/* Three rows there are: they stay for @useful, and are gone a month later. */
static void
check_forgets (StoreFixture *fixture, KhidkiStoreFunc add, ForgetFunc func, gint64 useful)
{
  g_autoptr (GError) error = NULL;

  khidki_store_write (fixture->store, add, NULL, &error);
  g_assert_no_error (error);
  check_gone (fixture, func, useful, 0);
  check_gone (fixture, func, 31 * DAY, MOST);
  check_gone (fixture, func, 31 * DAY, 1);
  check_gone (fixture, func, 31 * DAY, 0);
}

static gboolean
add_offers (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  return khidki_draft_offer_make (transaction, "one", KHIDKI_OFFER_TOWARDS_COUNTER, "",
                                  "12345678901", START, error)
         && khidki_draft_offer_make (transaction, "two", KHIDKI_OFFER_TOWARDS_COUNTER, "",
                                     "23456789012", START, error)
         && khidki_draft_offer_make (transaction, "two", KHIDKI_OFFER_TOWARDS_PHONE, "",
                                     "34567890123", START + 3 * DAY, error);
}

static void
test_offers (StoreFixture *fixture, gconstpointer data)
{
  check_forgets (fixture, add_offers, khidki_draft_offer_forget_old, 3 * DAY);
}

static gboolean
add_guesses (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  return khidki_guess_note_wrong (transaction, &khidki_guess_codes, "meena", START, error)
         && khidki_guess_note_wrong (transaction, &khidki_guess_codes, "arif", START, error)
         && khidki_guess_note_wrong (transaction, &khidki_guess_standings, "arif", START, error);
}

static void
test_guesses (StoreFixture *fixture, gconstpointer data)
{
  check_forgets (fixture, add_guesses, khidki_guess_forget_old, DAY);
}

static gboolean
add_sessions (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  return khidki_sign_in_note_success (transaction, "meena", "203.0.113.7", START, error)
         && khidki_sign_in_add_session (transaction, "one", "meena", START, error)
         && khidki_sign_in_add_session (transaction, "two", "meena", START, error)
         && khidki_sign_in_add_session (transaction, "three", "arif", START, error);
}

static gboolean
count_remotes (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  guint *n = data;
  g_autofree char *digest = khidki_seal_digest (khidki_transaction_get_seal (transaction),
                                                "operator-remote", "203.0.113.7");
  g_autoptr (KhidkiRows) rows = khidki_transaction_query (transaction, "operator-remote-load", "x",
                                                          error, "ssx", "meena", digest,
                                                          G_GINT64_CONSTANT (0));

  if (rows == NULL)
    return FALSE;
  *n = khidki_rows_get_n (rows);
  return TRUE;
}

static void
assert_remotes (StoreFixture *fixture, guint expected)
{
  g_autoptr (GError) error = NULL;
  guint n = 0;

  khidki_store_read (fixture->store, count_remotes, &n, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, expected);
}

/* From where somebody signed in is known longer than the session. */
static void
test_sessions (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  khidki_store_write (fixture->store, add_sessions, NULL, &error);
  g_assert_no_error (error);
  check_gone (fixture, khidki_sign_in_forget_old, KHIDKI_SIGN_IN_MOST_MS, 0);
  check_gone (fixture, khidki_sign_in_forget_old, 2 * DAY, MOST);
  check_gone (fixture, khidki_sign_in_forget_old, 2 * DAY, 1);
  assert_remotes (fixture, 1);
  check_gone (fixture, khidki_sign_in_forget_old, 31 * DAY, 0);
  assert_remotes (fixture, 0);
}

#define ADD(name, func) \
  g_test_add ("/forget-old/" name, StoreFixture, NULL, store_fixture_set_up, func, \
              store_fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("offers", test_offers);
  ADD ("guesses", test_guesses);
  ADD ("sessions", test_sessions);

  return g_test_run ();
}
