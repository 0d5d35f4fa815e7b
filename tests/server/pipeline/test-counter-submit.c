/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Submissions at a counter, against a model: whatever is paid, printed, closed and
 * submitted, repeated, late, in another order and cut, a draft is charged once,
 * numbered once and in the ledger once, and the sums agree to the paisa. */
#include <string.h>
#include <unistd.h>

#include "catalogue/khidki-civil-day.h"
#include "drafts/khidki-counter-account.h"
#include "drafts/khidki-draft-row.h"
#include "libkhidki/khidki-error.h"
#include "pipeline-fixture.h"
#include "pipeline/khidki-application-number.h"
#include "pipeline/khidki-audit.h"
#include "pipeline/khidki-cash-day-row.h"
#include "pipeline/khidki-counter-submit.h"
#include "pipeline/khidki-receipt-row.h"

#define SCHEDULES 300
#define STEPS 45
#define MOST_IN_A_STORE 500
#define OPERATORS 3
#define DAYS 6

static const char *const charges_file = "[Charge 2025-11-01]\nServiceCharge=3000\n"
                                        "[Charge 2026-11-24 TST-ONE]\nServiceCharge=2550\n"
                                        "[Charge 2026-11-26]\nServiceCharge=3500\n";
/* Two sit at one centre. */
static const guint centres[OPERATORS] = { 0, 0, 1 };

/* A draft as the model knows it. */
typedef struct
{
  char *id;
  guint centre;
  KhidkiDraft *draft;
  char *receipt;
  guint prints;
} Case;

typedef struct
{
  PipelineFixture base;
  KhidkiCharges *charges;
  /* Each schedule has people and centres of its own, in one store. */
  KhidkiOperator *operators[OPERATORS];
  GRand *chance;
  GPtrArray *cases;
  /* What was tapped and is still under way: it arrives later, or again. */
  GPtrArray *delayed;
  gboolean closed[OPERATORS][DAYS];
  gint64 taken[OPERATORS][DAYS];
  guint sequence[OPERATORS][DAYS];
  guint numbers;
  guint submitted;
  guint day;
  guint cut;
} World;

/* A tap on its way. */
typedef struct
{
  World *world;
  Case *what;
  guint who;
  KhidkiDraft *draft;
  gint64 version;
  gint64 fee;
  gint64 charge;
  char *consent;
  gboolean sheet;
} Tap;

typedef struct
{
  World *world;
  const Tap *tap;
  Case *what;
  KhidkiOperator *operator_;
  GDate day;
  gint64 counted;
  const char *remark;
  const char *key;
  KhidkiReceipt *receipt;
  KhidkiConsentOutcome consent;
  KhidkiCashDay *cash;
  KhidkiDraft *draft;
} Call;

static void
case_free (Case *what)
{
  g_free (what->id);
  khidki_draft_unref (what->draft);
  g_free (what->receipt);
  g_free (what);
}

static void
tap_free (Tap *tap)
{
  khidki_draft_unref (tap->draft);
  g_free (tap->consent);
  g_free (tap);
}

static const char *
centre_of (World *world, guint centre)
{
  return khidki_operator_get_centre (world->operators[centre == 0 ? 0 : 2]);
}

static guint
below (World *world, guint n)
{
  return (guint) g_rand_int_range (world->chance, 0, (gint32) n);
}

static KhidkiStore *
store_of (World *world)
{
  return world->base.rows.store;
}

static KhidkiService *
service_of (World *world)
{
  return khidki_catalogue_find_service (world->base.catalogue, "TST-ONE");
}

static KhidkiPaper *
new_sheet (void)
{
  g_autofree char *hash = g_strnfill (64, 'b');

  return khidki_paper_new (hash, "image/jpeg", 1000);
}

static gboolean
do_begin (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Call *call = data;
  gint64 now = call->world->base.now;
  g_autoptr (KhidkiAccount) account = khidki_counter_account_new (
      centre_of (call->world, call->what->centre), call->what->id, NULL);
  g_autofree char *key = khidki_account_key (khidki_transaction_get_seal (transaction), account);

  call->draft = khidki_draft_row_save (transaction, call->what->draft, key, now, error);
  return call->draft != NULL
         && khidki_draft_hold_set (transaction, call->what->id,
                                    centre_of (call->world, call->what->centre), now, error);
}

static void
begin (World *world)
{
  Case *what = g_new0 (Case, 1);
  guint who = below (world, OPERATORS);
  g_autoptr (KhidkiAnswers) answers = pipeline_fixture_answers ("jangpura");
  Call call = { .world = world, .what = what };
  g_autoptr (GError) error = NULL;

  what->id = g_strdup_printf ("draft-%u", world->numbers++);
  what->centre = centres[who];
  what->draft = khidki_draft_new (what->id, "TST-ONE",
                                  khidki_service_get_version (service_of (world)), "self", answers);
  g_ptr_array_add (world->cases, what);
  khidki_store_write (store_of (world), do_begin, &call, &error);
  g_assert_no_error (error);
  khidki_draft_unref (what->draft);
  what->draft = call.draft;
}

static Case *
pick (World *world)
{
  return world->cases->len > 0 ? g_ptr_array_index (world->cases, below (world, world->cases->len))
                               : NULL;
}

/* Somebody types on; whoever has the older version on the screen has to look again. */
static void
edit (World *world)
{
  Case *what = pick (world);
  Call call = { .world = world, .what = what };
  g_autoptr (GError) error = NULL;

  if (what == NULL)
    return;
  khidki_store_write (store_of (world), do_begin, &call, &error);
  if (what->receipt != NULL)
    {
      g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_CONFLICT);
      return;
    }
  g_assert_no_error (error);
  khidki_draft_unref (what->draft);
  what->draft = call.draft;
}

static gboolean
do_ask (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Call *call = data;

  return khidki_consent_ask (transaction, call->what->id,
                             khidki_draft_get_version (call->what->draft), "", "123456",
                             call->world->base.now, error);
}

static Tap *
new_tap (World *world, Case *what)
{
  Tap *tap = g_new0 (Tap, 1);

  tap->what = what;
  tap->who = below (world, OPERATORS);
  /* As a rule at the centre that has the draft. */
  if (below (world, 6) > 0)
    while (centres[tap->who] != what->centre)
      tap->who = below (world, OPERATORS);
  tap->draft = khidki_draft_ref (what->draft);
  tap->version = khidki_draft_get_version (what->draft);
  khidki_counter_find_amounts (world->charges, service_of (world), &world->base.today, &tap->fee,
                               &tap->charge);
  if (below (world, 12) == 0)
    tap->charge += 100;
  return tap;
}

static void
declare (World *world, Tap *tap)
{
  Call call = { .world = world, .what = tap->what };
  g_autoptr (GError) error = NULL;

  switch (below (world, 8))
    {
    case 0:
      break;
    case 1:
      tap->consent = g_strdup ("000000");
      break;
    case 2:
      khidki_store_write (store_of (world), do_ask, &call, &error);
      g_assert_no_error (error);
      tap->consent = g_strdup ("123456");
      break;
    default:
      tap->sheet = TRUE;
      break;
    }
}

static char *
new_number (World *world)
{
  guint8 randomness[KHIDKI_NUMBER_RANDOM_BYTES] = { 0 };
  guint64 value = world->numbers++;

  memcpy (randomness, &value, sizeof value);
  return khidki_application_number_new (2026, randomness);
}

static gboolean
do_submit (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Call *call = data;
  World *world = call->world;
  g_autofree char *number = new_number (world);
  g_autoptr (KhidkiSubmission) submission =
      khidki_submission_new (call->tap->what->id, call->tap->version);
  g_autoptr (KhidkiPaper) sheet = new_sheet ();
  KhidkiCounterSubmit submit = {
    .catalogue = world->base.catalogue,
    .charges = world->charges,
    .operator_ = world->operators[call->tap->who],
    .submission = submission,
    .draft = call->tap->draft,
    .number = number,
    .now = world->base.now,
    .today = &world->base.today,
  };

  khidki_submission_set_cash (submission, call->tap->fee, call->tap->charge);
  if (call->tap->sheet)
    khidki_submission_set_sheet (submission, sheet);
  if (call->tap->consent != NULL)
    khidki_submission_set_consent (submission, call->tap->consent);
  return khidki_counter_submit_draft (transaction, &submit, &call->receipt, &call->consent, error);
}

/* -1 when the model knows that it must succeed */
static int
expect_refusal (World *world, const Tap *tap)
{
  gint64 fee, charge;

  if (centres[tap->who] != tap->what->centre)
    return KHIDKI_ERROR_NOT_FOUND;
  if (tap->what->receipt != NULL)
    return -1;
  if (tap->version != khidki_draft_get_version (tap->what->draft))
    return KHIDKI_ERROR_CONFLICT;
  khidki_counter_find_amounts (world->charges, service_of (world), &world->base.today, &fee,
                               &charge);
  if (world->closed[tap->who][world->day] || fee != tap->fee || charge != tap->charge)
    return KHIDKI_ERROR_REFUSED;
  return !tap->sheet && tap->consent == NULL ? KHIDKI_ERROR_INVALID : -1;
}

static void
note_receipt (World *world, const Tap *tap, KhidkiReceipt *receipt)
{
  guint centre = tap->what->centre;
  g_autofree char *upper = g_ascii_strup (centre_of (world, centre), -1);
  g_autofree char *expected = NULL;

  expected = g_strdup_printf ("%s-%02d%02d%02d-%04u", upper,
                              g_date_get_year (&world->base.today) % 100,
                              g_date_get_month (&world->base.today),
                              g_date_get_day (&world->base.today),
                              ++world->sequence[centre][world->day]);
  g_assert_cmpstr (khidki_receipt_get_number (receipt), ==, expected);
  g_assert_cmpint (khidki_receipt_get_total (receipt), ==, tap->fee + tap->charge);
  tap->what->receipt = g_strdup (expected);
  world->taken[tap->who][world->day] += tap->fee + tap->charge;
  world->submitted++;
}

static void
arrive (World *world, const Tap *tap)
{
  int refusal = expect_refusal (world, tap);
  Call call = { .world = world, .tap = tap };
  g_autoptr (GError) error = NULL;

  khidki_store_write (store_of (world), do_submit, &call, &error);
  if (refusal >= 0)
    {
      g_assert_error (error, KHIDKI_ERROR, refusal);
      g_assert_null (call.receipt);
      return;
    }
  g_assert_no_error (error);
  if (call.receipt == NULL)
    {
      /* A wrong, used or late code; the model does not count tries. */
      g_assert_null (tap->what->receipt);
      g_assert_nonnull (tap->consent);
      g_assert_cmpint (call.consent, !=, KHIDKI_CONSENT_GIVEN);
      return;
    }
  if (tap->what->receipt == NULL)
    {
      g_assert_true (tap->sheet || g_str_equal (tap->consent, "123456"));
      note_receipt (world, tap, call.receipt);
    }
  else
    g_assert_cmpstr (khidki_receipt_get_number (call.receipt), ==, tap->what->receipt);
  khidki_receipt_unref (call.receipt);
}

static void
submit (World *world)
{
  Case *what = pick (world);
  Tap *tap;

  if (what == NULL)
    return;
  tap = new_tap (world, what);
  declare (world, tap);
  g_ptr_array_add (world->delayed, tap);
  if (below (world, 3) > 0)
    arrive (world, tap);
}

/* A tap of before: never answered, tapped twice, or caught on the way. */
static void
arrive_late (World *world)
{
  if (world->delayed->len > 0)
    arrive (world, g_ptr_array_index (world->delayed, below (world, world->delayed->len)));
}

static gboolean
do_print (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Call *call = data;

  call->receipt = khidki_receipt_row_note_print (transaction, call->what->receipt,
                                                 centre_of (call->world, call->what->centre),
                                                 call->key, "anybody",
                                                 call->world->base.now, error);
  return call->receipt != NULL;
}

static void
print (World *world)
{
  Case *what = pick (world);
  g_autofree char *key = NULL;
  guint n;
  Call call = { .world = world, .what = what };
  g_autoptr (GError) error = NULL;

  if (what == NULL || what->receipt == NULL)
    return;
  n = below (world, what->prints + 2);
  key = g_strdup_printf ("print-%u", MIN (n, what->prints));
  call.key = key;
  khidki_store_write (store_of (world), do_print, &call, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (khidki_receipt_get_prints (call.receipt), ==, MIN (n, what->prints));
  what->prints = MAX (what->prints, MIN (n, what->prints) + 1);
  khidki_receipt_unref (call.receipt);
}

static gboolean
do_close (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Call *call = data;

  call->cash = khidki_cash_day_row_close (transaction, khidki_operator_get_id (call->operator_),
                                          &call->day, call->counted, call->remark,
                                          call->world->base.now, error);
  return call->cash != NULL;
}

static void
close_day (World *world)
{
  guint who = below (world, OPERATORS);
  gint64 off = below (world, 4) == 0 ? 50 : 0;
  Call call = { .world = world, .operator_ = world->operators[who], .day = world->base.today,
                .remark = off != 0 && below (world, 2) == 0 ? "half a rupee too much" : "" };
  g_autoptr (GError) error = NULL;

  call.counted = world->taken[who][world->day] + off;
  khidki_store_write (store_of (world), do_close, &call, &error);
  if (!world->closed[who][world->day] && off != 0 && *call.remark == '\0')
    {
      g_assert_error (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID);
      return;
    }
  g_assert_no_error (error);
  world->closed[who][world->day] = TRUE;
  g_assert_cmpint (khidki_cash_day_get_total (call.cash), ==, world->taken[who][world->day]);
  g_assert_cmpint (khidki_cash_day_get_closed_at (call.cash), >, 0);
  khidki_cash_day_unref (call.cash);
}

static void
next_day (World *world)
{
  if (world->day + 1 >= DAYS)
    return;
  world->day++;
  world->base.now += DAY;
  g_date_add_days (&world->base.today, 1);
}

/* The process ends between two transactions, and what was tapped is lost. */
static void
cut (World *world)
{
  if (below (world, 10) > 0)
    return;
  store_fixture_reopen (&world->base.rows);
  world->cut++;
}

static void
step (World *world)
{
  static void (*const steps[]) (World *world) = {
    begin, begin, begin, submit, submit, submit, submit, submit, arrive_late, arrive_late,
    arrive_late, arrive_late, edit, print, print, close_day, next_day, cut,
  };

  world->base.now += 1000;
  steps[below (world, G_N_ELEMENTS (steps))] (world);
}

typedef struct
{
  World *world;
  guint receipts;
  gint64 total;
} Check;

static gboolean
check_days (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Check *check = data;
  World *world = check->world;

  for (guint who = 0; who < OPERATORS; who++)
    {
      GDate day;

      g_date_set_dmy (&day, 23, G_DATE_NOVEMBER, 2026);
      for (guint i = 0; i < DAYS; i++, g_date_add_days (&day, 1))
        {
          g_autoptr (KhidkiCashDay) cash =
              khidki_cash_day_row_load (
              transaction, khidki_operator_get_id (world->operators[who]), &day, error);

          if (cash == NULL)
            return FALSE;
          g_assert_cmpint (khidki_cash_day_get_total (cash), ==, world->taken[who][i]);
          g_assert_cmpint (khidki_cash_day_get_closed_at (cash) != 0, ==, world->closed[who][i]);
          check->receipts += khidki_cash_day_get_n_receipts (cash);
          check->total += khidki_cash_day_get_total (cash);
        }
    }
  return TRUE;
}

static gboolean
check_rows (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  Check *check = data;
  World *world = check->world;
  KhidkiAuditCounts counts = { 0 };

  for (guint i = 0; i < world->cases->len; i++)
    {
      Case *what = g_ptr_array_index (world->cases, i);
      g_autoptr (KhidkiReceipt) receipt = NULL;
      g_autoptr (KhidkiDraft) draft = khidki_draft_row_load (transaction, what->id, NULL, NULL);

      if (!khidki_receipt_row_find (transaction, KHIDKI_RECEIPT_OF_DRAFT, what->id, &receipt, error))
        return FALSE;
      g_assert_true ((receipt != NULL) == (what->receipt != NULL));
      g_assert_true ((draft == NULL) == (what->receipt != NULL));
      if (receipt == NULL)
        continue;
      g_assert_cmpuint (khidki_receipt_get_prints (receipt), ==, what->prints);
      if (!khidki_audit_verify (transaction, khidki_receipt_get_application (receipt), &counts,
                                error))
        return FALSE;
    }
  g_assert_cmpuint (counts.applications, ==, world->submitted);
  g_assert_cmpuint (counts.moves, ==, world->submitted);
  return TRUE;
}

static void
check (World *world)
{
  Check check = { world, 0, 0 };
  g_autoptr (GError) error = NULL;

  khidki_store_read (store_of (world), check_days, &check, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (check.receipts, ==, world->submitted);
  khidki_store_read (store_of (world), check_rows, &check, &error);
  g_assert_no_error (error);
}

static gboolean
keep_sheet (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (KhidkiPaper) sheet = new_sheet ();

  return khidki_transaction_execute (transaction, "paper-add", error, "ssxxs",
                                     khidki_paper_get_hash (sheet), "image/jpeg",
                                     G_GINT64_CONSTANT (1000), START, "ok") >= 0;
}

static void
world_open (World *world)
{
  g_autoptr (GError) error = NULL;

  pipeline_fixture_set_up (&world->base, NULL);
  /* What is tried here is which commits there are, not what the disk does. */
  g_free (world->base.rows.url);
  world->base.rows.url = g_strconcat ("sqlite://", world->base.rows.folder,
                                      "/counter.db?lock-wait=0&synchronous=off&unsafe=yes", NULL);
  store_fixture_reopen (&world->base.rows);
  khidki_store_write (store_of (world), keep_sheet, NULL, &error);
  g_assert_no_error (error);
}

static KhidkiCharges *
new_charges (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("khidki-charges-XXXXXX", &path, &error);
  KhidkiCharges *charges;

  g_assert_no_error (error);
  close (fd);
  g_file_set_contents (path, charges_file, -1, &error);
  g_assert_no_error (error);
  charges = khidki_charges_new_from_file (path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (unlink (path), ==, 0);
  return charges;
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
begin_schedule (World *world, guint seed)
{
  world->chance = g_rand_new_with_seed (seed);
  world->cases = g_ptr_array_new_with_free_func ((GDestroyNotify) case_free);
  world->delayed = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_free);
  for (guint i = 0; i < OPERATORS; i++)
    {
      g_autofree char *id = g_strdup_printf ("operator-%u-%u", i, seed);
      g_autofree char *centre = g_strdup_printf ("centre-%u-%u", centres[i], seed);

      world->operators[i] = khidki_operator_new (id, "operator", centre, "session");
    }
  world->day = 0;
  world->submitted = 0;
  world->base.now = START;
  g_date_set_dmy (&world->base.today, 23, G_DATE_NOVEMBER, 2026);
  memset (world->closed, 0, sizeof world->closed);
  memset (world->taken, 0, sizeof world->taken);
  memset (world->sequence, 0, sizeof world->sequence);
}

static void
end_schedule (World *world)
{
  for (guint i = 0; i < OPERATORS; i++)
    khidki_operator_unref (world->operators[i]);
  g_ptr_array_unref (world->delayed);
  g_ptr_array_unref (world->cases);
  g_rand_free (world->chance);
}

static gint64
count (World *world, const char *sql)
{
  g_autofree char *text = pipeline_fixture_sql (&world->base, sql);
  gint64 value = -1;

  g_assert_true (g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &value, NULL));
  return value;
}

/* What the rows themselves say, past all our code. */
static void
check_all (World *world, guint submitted)
{
  g_free (world->base.rows.path);
  world->base.rows.path = g_build_filename (world->base.rows.folder, "counter.db", NULL);
  g_assert_cmpint (count (world, "SELECT count(*) FROM receipt"), ==, submitted);
  g_assert_cmpint (count (world, "SELECT count(*) FROM application"), ==, submitted);
  g_assert_cmpint (count (world, "SELECT count(DISTINCT application) FROM ledger"), ==, submitted);
  g_assert_cmpint (count (world, "SELECT count(*) - count(DISTINCT application || head) FROM ledger"),
                   ==, 0);
  g_assert_cmpint (count (world, "SELECT count(*) FROM (SELECT max(sequence) m, count(*) c "
                                 "FROM receipt GROUP BY centre, day) WHERE m <> c"), ==, 0);
  g_assert_cmpint (count (world, "SELECT count(*) FROM job WHERE kind = 'event'"), ==, submitted);
}

/* A store of its own for so many, so that a long run does not get slower. */
static guint
run_schedules (World *world, guint seed, guint n)
{
  guint submitted = 0;

  world_open (world);
  for (guint i = 0; i < n; i++)
    {
      g_test_message ("seed %u", seed + i);
      begin_schedule (world, seed + i);
      for (guint j = 0; j < STEPS; j++)
        step (world);
      check (world);
      submitted += world->submitted;
      end_schedule (world);
    }
  check_all (world, submitted);
  pipeline_fixture_tear_down (&world->base, NULL);
  return submitted;
}

static void
test_schedules (void)
{
  guint n = from_environment ("KHIDKI_SCHEDULES", SCHEDULES);
  guint seed = from_environment ("KHIDKI_SEED", 1);
  World world = { .charges = new_charges () };
  guint submitted = 0;

  for (guint i = 0; i < n; i += MOST_IN_A_STORE)
    submitted += run_schedules (&world, seed + i, MIN (n - i, MOST_IN_A_STORE));
  g_test_message ("%u submitted, %u cuts", submitted, world.cut);
  g_assert_cmpuint (submitted, >, n);
  khidki_charges_unref (world.charges);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  /* The store warns of what world_open() asks it for. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  g_test_add_func ("/counter-submit/schedules", test_schedules);
  return g_test_run ();
}
