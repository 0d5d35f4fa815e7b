/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Codes that take a draft over, against a model: whatever is offered, taken,
 * late, repeated, lost and asked by two at once, a code serves once, in time, and
 * only whom it was made for. */
#include <string.h>

#include "drafts/khidki-consent.h"
#include "drafts/khidki-draft-offer.h"
#include "drafts/khidki-guess.h"
#include "libkhidki/khidki-error.h"
#include "store-fixture.h"

#define START G_GINT64_CONSTANT (1795400000000)
#define MINUTE (G_GINT64_CONSTANT (60) * 1000)
#define DAY (24 * 60 * MINUTE)
#define SCHEDULES 300
#define STEPS 40
#define DRAFTS 4
#define GUESSES 10000

static const char *const phones[] = { "", "phone-a", "phone-b" };

/* What the model knows of a code. */
typedef struct
{
  char *code;
  guint draft;
  KhidkiOfferTowards towards;
  const char *phone;
  gint64 expires;
  gboolean gone;
} Offer;

typedef struct
{
  StoreFixture rows;
  GRand *chance;
  GPtrArray *offers;
  gint64 now;
  guint askers;
  guint taken;
} World;

/* One call as the store runs it. */
typedef struct
{
  const char *code;
  const char *asker;
  const char *phone;
  KhidkiOfferTowards towards;
  gint64 now;
  char draft[16];
  KhidkiOfferOutcome outcome;
  char *taken;
} Call;

static void
offer_free (Offer *offer)
{
  g_free (offer->code);
  g_free (offer);
}

static gboolean
do_offer (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Call *call = data;

  return khidki_draft_offer_make (transaction, call->draft, call->towards, call->phone, call->code,
                                  call->now, error);
}

static gboolean
do_take (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Call *call = data;

  g_clear_pointer (&call->taken, g_free);
  return khidki_draft_offer_take (transaction, call->code, call->towards, call->asker, call->phone,
                                  call->now, &call->outcome, &call->taken, error);
}

static void
run (World *world, KhidkiStoreFunc func, Call *call)
{
  g_autoptr (GError) error = NULL;

  khidki_store_write (world->rows.store, func, call, &error);
  g_assert_no_error (error);
}

static char *
new_code (World *world)
{
  guint8 bytes[KHIDKI_OFFER_RANDOM_BYTES];

  for (guint i = 0; i < sizeof bytes; i++)
    bytes[i] = (guint8) g_rand_int_range (world->chance, 0, 256);
  return khidki_offer_code_new (bytes);
}

static void
offer (World *world)
{
  Offer *made = g_new0 (Offer, 1);
  Call call = { .now = world->now };

  made->code = new_code (world);
  made->draft = (guint) g_rand_int_range (world->chance, 0, DRAFTS);
  made->towards = g_rand_boolean (world->chance) ? KHIDKI_OFFER_TOWARDS_COUNTER
                                                 : KHIDKI_OFFER_TOWARDS_PHONE;
  made->phone = made->towards == KHIDKI_OFFER_TOWARDS_PHONE
                    ? phones[g_rand_int_range (world->chance, 0, G_N_ELEMENTS (phones))]
                    : "";
  made->expires =
      world->now + (made->towards == KHIDKI_OFFER_TOWARDS_COUNTER ? 3 * DAY : 30 * MINUTE);
  for (guint i = 0; i < world->offers->len; i++)
    {
      Offer *old = g_ptr_array_index (world->offers, i);

      if (old->draft == made->draft && old->towards == made->towards)
        old->gone = TRUE;
    }
  g_ptr_array_add (world->offers, made);

  g_snprintf (call.draft, sizeof call.draft, "draft-%u", made->draft);
  call.towards = made->towards;
  call.phone = made->phone;
  call.code = made->code;
  run (world, do_offer, &call);
}

static Offer *
pick (World *world)
{
  if (world->offers->len == 0)
    return NULL;
  return g_ptr_array_index (world->offers,
                            g_rand_int_range (world->chance, 0, (gint32) world->offers->len));
}

static gboolean
is_good (World *world, const Offer *offer, const Call *call)
{
  return !offer->gone && offer->expires > world->now && offer->towards == call->towards
         && (*offer->phone == '\0' || g_str_equal (offer->phone, call->phone));
}

/* A new asker each time, so that only the codes decide. */
static void
fill_take (World *world, Call *call, Offer *offer, char **asker)
{
  *asker = g_strdup_printf ("asker-%u", world->askers++);
  call->now = world->now;
  call->asker = *asker;
  call->code = offer->code;
  call->towards = g_rand_int_range (world->chance, 0, 5) > 0 ? offer->towards
                                                             : 1 - offer->towards;
  call->phone = g_rand_boolean (world->chance)
                    ? offer->phone
                    : phones[g_rand_int_range (world->chance, 0, G_N_ELEMENTS (phones))];
}

static void
check_taken (World *world, Offer *offer, const Call *call)
{
  g_autofree char *draft = g_strdup_printf ("draft-%u", offer->draft);

  g_assert_cmpint (call->outcome, ==, KHIDKI_OFFER_TAKEN);
  g_assert_cmpstr (call->taken, ==, draft);
  offer->gone = TRUE;
  world->taken++;
}

static void
take (World *world)
{
  Offer *chosen = pick (world);
  g_autofree char *asker = NULL;
  Call call = { 0 };

  if (chosen == NULL)
    return;
  fill_take (world, &call, chosen, &asker);
  run (world, do_take, &call);
  if (is_good (world, chosen, &call))
    check_taken (world, chosen, &call);
  else
    {
      g_assert_cmpint (call.outcome, ==, KHIDKI_OFFER_WRONG);
      g_assert_null (call.taken);
    }
  g_free (call.taken);
}

static void
count_down (GObject *source, GAsyncResult *result, gpointer user_data)
{
  guint *waiting = user_data;
  g_autoptr (GError) error = NULL;

  khidki_store_write_finish (KHIDKI_STORE (source), result, &error);
  g_assert_no_error (error);
  (*waiting)--;
}

/* Both are on their way before either is answered. */
static void
take_at_once (World *world)
{
  Offer *chosen = pick (world);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  Call calls[2] = { { 0 }, { 0 } };
  guint waiting = 2, taken = 0;

  if (chosen == NULL)
    return;
  fill_take (world, &calls[0], chosen, &first);
  fill_take (world, &calls[1], chosen, &second);
  calls[1].towards = calls[0].towards;
  calls[1].phone = calls[0].phone;
  for (guint i = 0; i < 2; i++)
    khidki_store_write_async (world->rows.store, do_take, &calls[i], NULL, NULL, count_down,
                              &waiting);
  while (waiting > 0)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < 2; i++)
    taken += calls[i].outcome == KHIDKI_OFFER_TAKEN;
  g_assert_cmpuint (taken, ==, is_good (world, chosen, &calls[0]) ? 1 : 0);
  if (taken > 0)
    check_taken (world, chosen, calls[0].outcome == KHIDKI_OFFER_TAKEN ? &calls[0] : &calls[1]);
  g_free (calls[0].taken);
  g_free (calls[1].taken);
}

static void
pass_time (World *world)
{
  static const gint64 spans[] = { 1000, MINUTE, 29 * MINUTE, 30 * MINUTE, DAY, 3 * DAY };

  world->now += spans[g_rand_int_range (world->chance, 0, G_N_ELEMENTS (spans))];
}

static void
step (World *world)
{
  switch (g_rand_int_range (world->chance, 0, 20))
    {
    case 0: case 1: case 2: case 3: case 4: case 5: case 6:
      offer (world);
      break;
    case 7: case 8: case 9: case 10: case 11: case 12: case 13:
      take (world);
      break;
    case 14: case 15:
      take_at_once (world);
      break;
    default:
      pass_time (world);
      break;
    }
}

static void
schedule (World *world, guint32 seed)
{
  world->chance = g_rand_new_with_seed (seed);
  world->offers = g_ptr_array_new_with_free_func ((GDestroyNotify) offer_free);
  for (guint i = 0; i < STEPS; i++)
    step (world);
  if (seed % 10 == 0)
    store_fixture_reopen (&world->rows);
  for (guint i = 0; i < STEPS / 4; i++)
    take (world);
  g_ptr_array_unref (world->offers);
  g_rand_free (world->chance);
}

static guint
from_environment (const char *name, guint otherwise)
{
  const char *text = g_getenv (name);
  guint64 value = otherwise;

  if (text != NULL)
    g_assert_true (g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT32, &value, NULL));
  return (guint) value;
}

static void
test_schedules (World *world, gconstpointer data)
{
  guint n = from_environment ("KHIDKI_SCHEDULES", SCHEDULES);
  guint seed = from_environment ("KHIDKI_SEED", 1);

  for (guint i = 0; i < n; i++)
    {
      /* Each schedule has its time to itself, so that no code of another lives. */
      world->now += 4 * DAY;
      g_test_message ("seed %u", seed + i);
      schedule (world, seed + i);
    }
  g_assert_cmpuint (world->taken, >, n);
}

/* Many guesses in one commit: the disk is not what is tried here. */
typedef struct
{
  World *world;
  guint n;
  gboolean one_clerk;
  guint looked;
} Guessing;

static gboolean
do_offer_many (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Guessing *guessing = data;

  for (guint i = 0; i < guessing->n; i++)
    {
      g_autofree char *code = new_code (guessing->world);
      Call call = { .code = code, .phone = "", .now = guessing->world->now };

      g_snprintf (call.draft, sizeof call.draft, "draft-%u", i);
      if (!do_offer (transaction, &call, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
do_guess (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Guessing *guessing = data;

  for (guint i = 0; i < guessing->n; i++)
    {
      g_autofree char *code = new_code (guessing->world);
      g_autofree char *asker = g_strdup_printf ("clerk-%u", guessing->one_clerk ? 0 : i);
      Call call = { .code = code, .asker = asker, .phone = "", .now = guessing->world->now };

      if (!do_take (transaction, &call, error))
        return FALSE;
      g_assert_cmpint (call.outcome, !=, KHIDKI_OFFER_TAKEN);
      guessing->looked += call.outcome == KHIDKI_OFFER_WRONG;
      guessing->world->now += 1000;
    }
  return TRUE;
}

/* A thousand codes lie about. Gives how many guesses were looked at. */
static guint
guess (World *world, gboolean one_clerk)
{
  Guessing guessing = { world, 1000, one_clerk, 0 };
  g_autoptr (GError) error = NULL;

  world->chance = g_rand_new_with_seed (7);
  khidki_store_write (world->rows.store, do_offer_many, &guessing, &error);
  g_assert_no_error (error);
  guessing.n = GUESSES;
  khidki_store_write (world->rows.store, do_guess, &guessing, &error);
  g_assert_no_error (error);
  g_rand_free (world->chance);
  return guessing.looked;
}

/* One clerk guesses each second: 5 of each 10, 20, 40, 80 minutes are looked at. */
static void
test_guesses (World *world, gconstpointer data)
{
  guint looked = guess (world, TRUE);

  g_assert_cmpuint (looked, >=, 20);
  g_assert_cmpuint (looked, <=, 30);
}

/* Ten thousand at once, each with one guess that nothing slows. */
static void
test_many_guessers (World *world, gconstpointer data)
{
  g_assert_cmpuint (guess (world, FALSE), ==, GUESSES);
}

/* Whoever is shut out does not get in with a right code, and does not use it up. */
static void
test_shut (World *world, gconstpointer data)
{
  Call offered = { .code = "12345678901", .phone = "", .draft = "draft-1", .now = world->now };
  Call wrong = { .code = "98765432109", .asker = "clerk", .phone = "", .now = world->now };
  Call right = { .code = "123 4567 8901", .asker = "clerk", .phone = "", .now = world->now };
  Call slip = { .code = "123 4567 890", .asker = "clerk", .phone = "", .now = world->now };

  run (world, do_offer, &offered);
  for (guint i = 0; i < 9; i++)
    run (world, do_take, &slip);
  for (guint i = 0; i < 5; i++)
    {
      run (world, do_take, &wrong);
      g_assert_cmpint (wrong.outcome, ==, KHIDKI_OFFER_WRONG);
    }
  run (world, do_take, &right);
  g_assert_cmpint (right.outcome, ==, KHIDKI_OFFER_SHUT);
  right.now += 10 * MINUTE - 1;
  run (world, do_take, &right);
  g_assert_cmpint (right.outcome, ==, KHIDKI_OFFER_SHUT);
  right.now += 1;
  run (world, do_take, &right);
  g_assert_cmpint (right.outcome, ==, KHIDKI_OFFER_TAKEN);
  g_assert_cmpstr (right.taken, ==, "draft-1");
  g_free (right.taken);
}

static void
test_parse (World *world, gconstpointer data)
{
  static const char *const good[] = { "12345678901", "123 4567 8901", " 123-4567-8901\n",
                                      "१२३ ४५६७ ८९०१" };
  static const char *const bad[] = { "", "1234567890", "123456789012", "02345678901",
                                     "12345678901x", "\xff" "12345678901" };
  guint8 none[KHIDKI_OFFER_RANDOM_BYTES] = { 0 };
  guint8 most[KHIDKI_OFFER_RANDOM_BYTES];
  g_autofree char *shown = khidki_offer_code_show ("12345678901");
  g_autofree char *first = khidki_offer_code_new (none);
  g_autofree char *last = NULL;

  memset (most, 0xff, sizeof most);
  last = khidki_offer_code_new (most);
  g_assert_cmpstr (shown, ==, "123 4567 8901");
  g_assert_cmpstr (first, ==, "10000000000");
  g_assert_cmpuint (strlen (last), ==, KHIDKI_OFFER_DIGITS);
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *code = khidki_offer_code_parse (good[i]);

      g_assert_cmpstr (code, ==, "12345678901");
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (khidki_offer_code_parse (bad[i]));
}

typedef struct
{
  const char *code;
  gint64 version;
  gint64 now;
  KhidkiConsentOutcome outcome;
} Consent;

static gboolean
do_ask (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Consent *consent = data;

  return khidki_consent_ask (transaction, "draft-1", consent->version, "", consent->code,
                             consent->now, error);
}

static gboolean
do_check (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Consent *consent = data;

  return khidki_consent_check (transaction, "draft-1", consent->version, consent->code,
                               consent->now, &consent->outcome, error);
}

static KhidkiConsentOutcome
check (World *world, const char *code, gint64 version, gint64 now)
{
  Consent consent = { code, version, now, 0 };
  g_autoptr (GError) error = NULL;

  khidki_store_write (world->rows.store, do_check, &consent, &error);
  g_assert_no_error (error);
  return consent.outcome;
}

static void
ask (World *world, const char *code, gint64 version)
{
  Consent consent = { code, version, world->now, 0 };
  g_autoptr (GError) error = NULL;

  khidki_store_write (world->rows.store, do_ask, &consent, &error);
  g_assert_no_error (error);
}

static void
test_consent (World *world, gconstpointer data)
{
  gint64 now = world->now;

  g_assert_cmpint (check (world, "000000", 3, now), ==, KHIDKI_CONSENT_WRONG);
  ask (world, "012345", 3);
  g_assert_cmpint (check (world, "012346", 3, now), ==, KHIDKI_CONSENT_WRONG);
  g_assert_cmpint (check (world, "012345", 4, now), ==, KHIDKI_CONSENT_OUTDATED);
  g_assert_cmpint (check (world, "012345", 3, now + 15 * MINUTE), ==, KHIDKI_CONSENT_WRONG);
  g_assert_cmpint (check (world, "012 345", 3, now), ==, KHIDKI_CONSENT_GIVEN);
  g_assert_cmpint (check (world, "012345", 3, now), ==, KHIDKI_CONSENT_WRONG);

  ask (world, "000001", 4);
  for (guint i = 0; i < 5; i++)
    g_assert_cmpint (check (world, "999999", 4, now), ==, KHIDKI_CONSENT_WRONG);
  g_assert_cmpint (check (world, "000001", 4, now), ==, KHIDKI_CONSENT_SPENT);
  ask (world, "000002", 4);
  g_assert_cmpint (check (world, "000001", 4, now), ==, KHIDKI_CONSENT_WRONG);
  g_assert_cmpint (check (world, "०००००२", 4, now), ==, KHIDKI_CONSENT_GIVEN);
}

static void
set_up (World *world, gconstpointer data)
{
  store_fixture_set_up (&world->rows, NULL);
  /* What is tried here is which commits there are, not what the disk does. */
  g_free (world->rows.url);
  world->rows.url = g_strconcat ("sqlite://", world->rows.folder,
                                 "/codes.db?lock-wait=0&synchronous=off&unsafe=yes", NULL);
  store_fixture_reopen (&world->rows);
  world->now = START;
}

static void
tear_down (World *world, gconstpointer data)
{
  store_fixture_tear_down (&world->rows, NULL);
}

static void
add (const char *name, void (*test) (World *world, gconstpointer data))
{
  g_test_add (name, World, NULL, set_up, test, tear_down);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  /* The store warns of what set_up() asks it for. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  add ("/draft-codes/schedules", test_schedules);
  add ("/draft-codes/guesses", test_guesses);
  add ("/draft-codes/many-guessers", test_many_guessers);
  add ("/draft-codes/shut", test_shut);
  add ("/draft-codes/parse", test_parse);
  add ("/draft-codes/consent", test_consent);
  return g_test_run ();
}
