/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "fixture.h"

/* A complete draft on its last page. */
typedef struct
{
  Desk *desk;
  char *id;
  char *review;
  char *submit;
  char *version;
} Case;

static void
case_free (Case *self)
{
  desk_free (self->desk);
  g_free (self->id);
  g_free (self->review);
  g_free (self->submit);
  g_free (self->version);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Case, case_free)

static void
open_draft (Case *self)
{
  g_free (self->id);
  g_free (self->review);
  g_free (self->submit);
  g_free (self->version);
  self->id = desk_begin (self->desk);
  self->review = g_strdup_printf ("/counter/draft/%s/review", self->id);
  self->submit = g_strdup_printf ("/counter/draft/%s/submit", self->id);
  desk_fill (self->desk, self->id);
  desk_get (self->desk, self->review);
  g_assert_cmpuint (self->desk->status, ==, 200);
  self->version = desk_find_hidden (self->desk, "version");
}

static Case *
case_new (void)
{
  Case *self = g_new0 (Case, 1);

  self->desk = desk_new ();
  desk_sign_in (self->desk, "meena");
  open_draft (self);
  return self;
}

static char *
ask_code (Case *self)
{
  g_autofree char *consent = g_strdup_printf ("/counter/draft/%s/consent", self->id);

  desk_post_and_go (self->desk, consent, "version", self->version, "phone", "+91 98765 43210",
                    "read", "hi", NULL);
  g_assert_true (desk_shows (self->desk, "A code is on its way"));
  return g_strdup (khidki_test_host_get_consent_code (self->desk->host, self->id));
}

static guint
count_receipts (Case *self)
{
  return khidki_test_host_get_receipts (self->desk->host)->len;
}

static void
test_review (void)
{
  g_autoptr (Case) self = case_new ();
  g_autofree char *other = g_strconcat (self->review, "?read=hi", NULL);
  g_autofree char *sheet = g_strdup_printf ("/counter/draft/%s/sheet?read=hi", self->id);

  g_assert_true (desk_shows (self->desk, "Sita Devi"));
  g_assert_true (desk_shows (self->desk, "Government fee"));
  g_assert_true (desk_shows (self->desk, "does not pay more than ₹ 30"));
  desk_get (self->desk, other);
  g_assert_true (desk_shows (self->desk, "जन्म"));
  desk_get (self->desk, sheet);
  g_assert_true (desk_shows (self->desk, "हस्ताक्षर"));
}

static void
test_by_code (void)
{
  g_autoptr (Case) self = case_new ();
  g_autofree char *code = ask_code (self);

  desk_post (self->desk, self->submit, "version", self->version, "fee", "0", "charge", "3000",
             "code", "000000", NULL);
  g_assert_cmpuint (self->desk->status, ==, 422);
  g_assert_true (desk_shows (self->desk, "not right, or too old"));
  g_assert_cmpuint (count_receipts (self), ==, 0);
  desk_post_and_go (self->desk, self->submit, "version", self->version, "fee", "0", "charge",
                    "3000", "code", code, "received", "₹ 100", NULL);
  g_assert_true (desk_shows (self->desk, "Give back ₹ 70"));
  g_assert_cmpuint (count_receipts (self), ==, 1);
}

static void
test_by_sheet (void)
{
  g_autoptr (Case) self = case_new ();
  g_autoptr (KhidkiPaper) sheet = desk_keep_photo (self->desk, "signed");
  g_autofree char *kept = NULL;

  /* The photo is kept when something else is wrong. */
  desk_attach (self->desk, "sheet", sheet);
  desk_post (self->desk, self->submit, "version", self->version, "fee", "0", "charge", "3000",
             "received", "10", NULL);
  g_assert_cmpuint (self->desk->status, ==, 422);
  g_assert_true (desk_shows (self->desk, "less than what is to be paid"));
  kept = desk_find_hidden (self->desk, "kept");
  g_assert_nonnull (kept);
  desk_post_and_go (self->desk, self->submit, "version", self->version, "fee", "0", "charge",
                    "3000", "kept", kept, NULL);
  g_assert_cmpuint (count_receipts (self), ==, 1);
}

static void
test_refused (void)
{
  g_autoptr (Case) self = case_new ();
  g_autoptr (KhidkiPaper) sheet = desk_keep_photo (self->desk, "blank");
  g_autofree char *consent = g_strdup_printf ("/counter/draft/%s/consent", self->id);

  desk_post (self->desk, self->submit, "version", self->version, "fee", "0", "charge", "3000",
             NULL);
  g_assert_true (desk_shows (self->desk, "First the applicant declares"));
  desk_post (self->desk, self->submit, "version", self->version, "fee", "0", "charge", "3000",
             "received", "much", NULL);
  g_assert_true (desk_shows (self->desk, "an amount in rupees"));
  khidki_test_host_set_paper_fault (self->desk->host, sheet, "too-dark");
  desk_attach (self->desk, "sheet", sheet);
  desk_post (self->desk, self->submit, "version", self->version, "fee", "0", "charge", "3000",
             NULL);
  g_assert_true (desk_shows (self->desk, "too dark"));
  /* What the page showed is not what it costs now. */
  khidki_test_host_set_service_charge (self->desk->host, 2500);
  desk_post (self->desk, self->submit, "version", self->version, "fee", "0", "charge", "3000",
             "code", "123456", NULL);
  g_assert_cmpuint (self->desk->status, ==, 409);
  g_assert_true (desk_shows (self->desk, "amounts have changed"));
  desk_post (self->desk, consent, "version", self->version, "phone", "12345", NULL);
  g_assert_true (desk_shows (self->desk, "ten digits"));
  for (guint i = 0; i < 4; i++)
    {
      desk_get (self->desk, self->review);
      desk_post (self->desk, consent, "version", self->version, "phone", "9876543210", NULL);
    }
  g_assert_cmpuint (self->desk->status, ==, 429);
  g_assert_cmpuint (count_receipts (self), ==, 0);
}

/* Changed after it was read out, it is read out again. */
static void
test_changed (void)
{
  g_autoptr (Case) self = case_new ();
  g_autofree char *code = ask_code (self);
  g_autofree char *path = g_strconcat ("/counter/draft/", self->id, NULL);

  desk_get (self->desk, path);
  desk_post (self->desk, path, "version", self->version, "was:own.income", "84000", "f:own.income",
             "1", "do", "save", NULL);
  desk_get (self->desk, self->review);
  desk_post_and_go (self->desk, self->submit, "version", self->version, "fee", "0", "charge",
                    "3000", "code", code, NULL);
  g_assert_true (desk_shows (self->desk, "read it out once more"));
  g_assert_cmpuint (count_receipts (self), ==, 0);
}

/* Whatever is tapped how often, and whatever is heard of it: taken once. */
static void
test_once (void)
{
  g_autoptr (Case) self = case_new ();
  g_autofree char *code = ask_code (self);
  g_autofree char *token = desk_find_hidden (self->desk, "token");
  g_autofree char *first = NULL;

  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *place = NULL;

      desk_post (self->desk, self->submit, "token", token, "version", self->version, "fee", "0",
                 "charge", "3000", "code", code, NULL);
      g_assert_cmpuint (self->desk->status, ==, 303);
      place = g_strndup (self->desk->location, strcspn (self->desk->location, "?"));
      if (first == NULL)
        first = g_strdup (place);
      g_assert_cmpstr (place, ==, first);
    }
  g_assert_cmpuint (count_receipts (self), ==, 1);
  desk_get (self->desk, self->review);
  g_assert_cmpstr (self->desk->location, ==, first);
}

/* The line breaks at any point: taken once, and said when that is not certain. */
static void
cut_after (guint turns)
{
  g_autoptr (Case) self = case_new ();
  g_autofree char *code = ask_code (self);
  guint status, taken;

  desk_lose_answer_after (self->desk, turns);
  desk_post (self->desk, self->submit, "version", self->version, "fee", "0", "charge", "3000",
             "code", code, NULL);
  status = self->desk->status;
  taken = count_receipts (self);
  g_assert_true (status == 303 || status == 503);
  g_assert_true (taken == (status == 303 ? 1 : 0));
  if (status == 503)
    g_assert_true (desk_shows (self->desk, "Do NOT take money again"));
  /* Whatever was lost was lost; the operator tries again. */
  desk_get (self->desk, "/counter/");
  desk_get (self->desk, self->review);
  if (self->desk->status == 200)
    desk_post (self->desk, self->submit, "version", self->version, "fee", "0", "charge", "3000",
               "code", code, NULL);
  g_assert_cmpuint (self->desk->status, ==, 303);
  g_assert_true (g_str_has_prefix (self->desk->location, "/counter/receipt/"));
  g_assert_cmpuint (count_receipts (self), ==, 1);
}

/* How often the page says @words when a call is refused for that reason, at whatever point. */
static guint
count_told (const char *refusal, const char *words, guint status)
{
  guint told = 0;

  for (guint turns = 0; turns < 14; turns++)
    {
      g_autoptr (Case) self = case_new ();
      g_autofree char *code = ask_code (self);

      desk_fail_after (self->desk, turns, KHIDKI_ERROR_REFUSED, refusal);
      desk_post (self->desk, self->submit, "version", self->version, "fee", "0", "charge", "3000",
                 "code", code, NULL);
      if (!desk_shows (self->desk, words))
        continue;
      g_assert_cmpuint (self->desk->status, ==, status);
      g_assert_cmpuint (count_receipts (self), ==, 0);
      told++;
    }
  return told;
}

/* The server may know better than the page that asked it a moment ago. */
static void
test_refused_at_last (void)
{
  g_assert_cmpuint (count_told ("amounts-changed", "amounts have changed", 409), >, 0);
  g_assert_cmpuint (count_told ("day-closed", "Your day is closed", 403), >, 0);
  g_assert_cmpuint (count_told ("it is not offered", "not offered at the moment", 404), >, 0);
}

static void
test_lost_answer (void)
{
  for (guint turns = 0; turns < 14; turns++)
    cut_after (turns);
}

static void
submit (Case *self)
{
  g_autofree char *code = ask_code (self);

  desk_post_and_go (self->desk, self->submit, "version", self->version, "fee", "0", "charge",
                    "3000", "code", code, NULL);
  g_assert_cmpuint (self->desk->status, ==, 200);
}

static void
print (Case *self, const char *path, const char *key, const char *size, gboolean is_copy)
{
  g_autofree char *receipt = g_path_get_dirname (path);

  desk_get (self->desk, receipt);
  desk_post_and_go (self->desk, path, "key", key, "size", size, NULL);
  g_assert_cmpuint (self->desk->status, ==, 200);
  g_assert_true (desk_shows (self->desk, "COPY / प्रति") == is_copy);
}

static void
test_receipt (void)
{
  g_autoptr (Case) self = case_new ();
  KhidkiReceipt *receipt;
  g_autofree char *path = NULL;
  g_autofree char *code = NULL;
  g_autofree char *found = NULL;
  static const char *const wanted[] = { "रसीद", "Receipt", "jangpura", "meena", "Sita Devi",
                                        "आय प्रमाण पत्र", "Income certificate", "सरकारी फ़ीस",
                                        "Government fee", "Service charge", "₹ 30",
                                        "Do not pay more than", "से ज़्यादा न दें", "Voter card",
                                        "वोटर कार्ड", "STATUS ", "code.svg", "Decision by" };

  submit (self);
  receipt = g_ptr_array_index (khidki_test_host_get_receipts (self->desk->host), 0);
  path = g_strdup_printf ("/counter/receipt/%s/print", khidki_receipt_get_number (receipt));
  code = g_strdup_printf ("/counter/receipt/%s/code.svg", khidki_receipt_get_number (receipt));
  print (self, path, "first", "a5", FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    g_assert_nonnull (strstr (self->desk->page, wanted[i]));
  print (self, path, "first", "roll", FALSE);
  print (self, path, "second", "a5", TRUE);
  print (self, path, "first", "a5", FALSE);
  print (self, path, "third", "roll", TRUE);
  desk_get (self->desk, code);
  g_assert_true (g_str_has_prefix (self->desk->page, "<svg"));
  found = g_strdup_printf ("/counter/receipt/?number=%s",
                           khidki_receipt_get_application (receipt));
  desk_get (self->desk, found);
  desk_follow (self->desk);
  g_assert_true (desk_shows (self->desk, khidki_receipt_get_number (receipt)));
  desk_get (self->desk, "/counter/receipt/?number=none");
  g_assert_cmpuint (self->desk->status, ==, 404);
  desk_sign_in (self->desk, "far");
  desk_get (self->desk, path);
  desk_get (self->desk, found);
  g_assert_cmpuint (self->desk->status, ==, 404);
}

static void
test_day (void)
{
  g_autoptr (Case) self = case_new ();
  g_autofree char *novel = g_strnfill (2001, 'a');

  submit (self);
  open_draft (self);
  submit (self);
  desk_get (self->desk, "/counter/");
  g_assert_true (desk_shows (self->desk, "Receipts today: 2 · ₹ 60"));
  desk_get (self->desk, "/counter/day");
  g_assert_true (desk_shows (self->desk, "₹ 60"));
  desk_post (self->desk, "/counter/day", "piece-50", "x", NULL);
  g_assert_cmpuint (self->desk->status, ==, 422);
  desk_post (self->desk, "/counter/day", "piece-50", "1", NULL);
  g_assert_cmpuint (self->desk->status, ==, 422);
  g_assert_true (desk_shows (self->desk, "Count again, or say why"));
  g_assert_true (desk_shows (self->desk, "data-worth=\"50\" value=\"1\""));
  desk_post (self->desk, "/counter/day", "piece-50", "1", "remark", novel, NULL);
  g_assert_cmpuint (self->desk->status, ==, 422);
  g_assert_true (desk_shows (self->desk, "The remark is too long"));
  g_assert_false (desk_shows (self->desk, "Count again, or say why"));
  desk_post_and_go (self->desk, "/counter/day", "piece-50", "१", "coins", "10", NULL);
  g_assert_true (desk_shows (self->desk, "The day is closed"));
  g_assert_true (desk_shows (self->desk, "Counted ₹ 60; difference ₹ 0"));
  /* Once more, with another count: it stays as it is. */
  desk_post_and_go (self->desk, "/counter/day", "piece-500", "9", "remark", "none", NULL);
  g_assert_true (desk_shows (self->desk, "Counted ₹ 60; difference ₹ 0"));
}

static void
test_closed_day (void)
{
  g_autoptr (Case) self = case_new ();
  g_autofree char *code = ask_code (self);

  desk_get (self->desk, "/counter/day");
  desk_post_and_go (self->desk, "/counter/day", NULL);
  g_assert_true (desk_shows (self->desk, "The day is closed"));
  desk_get (self->desk, self->review);
  desk_post (self->desk, self->submit, "version", self->version, "fee", "0", "charge", "3000",
             "code", code, NULL);
  g_assert_cmpuint (self->desk->status, ==, 403);
  g_assert_true (desk_shows (self->desk, "Your day is closed"));
  g_assert_cmpuint (count_receipts (self), ==, 0);
  desk_get (self->desk, "/counter/day?day=2020-01-01");
  g_assert_true (desk_shows (self->desk, "01/01/2020"));
}

static void
add_issued (Desk *desk, const char *number)
{
  g_autoptr (KhidkiStanding) standing = khidki_standing_new (number, "REV-INC", "issued", "");
  g_autoptr (KhidkiPaper) paper = desk_keep_photo (desk, "certificate");
  GDate birth;

  g_date_clear (&birth, 1);
  g_date_set_dmy (&birth, 15, G_DATE_AUGUST, 1990);
  khidki_standing_set_applicant (standing, "Sita Devi");
  khidki_standing_set_certificate (standing, "76000000000001", paper);
  khidki_test_host_add_standing (desk->host, standing, &birth);
}

static void
test_status (void)
{
  g_autoptr (Desk) desk = desk_new ();

  desk_sign_in (desk, "meena");
  add_issued (desk, "12615328952170");
  desk_get (desk, "/counter/status");
  desk_post (desk, "/counter/status", "number", "12", "birth", "15/8/1990", NULL);
  g_assert_true (desk_shows (desk, "has 14 digits"));
  desk_post (desk, "/counter/status", "number", "12615328952170", "birth", "soon", NULL);
  g_assert_true (desk_shows (desk, "day, month and year"));
  desk_post (desk, "/counter/status", "number", "12615328952170", "birth", "16/8/1990", NULL);
  g_assert_cmpuint (desk->status, ==, 404);
  desk_post (desk, "/counter/status", "number", "1261 5328 9521 70", "birth", "15-8-1990", NULL);
  g_assert_cmpuint (desk->status, ==, 200);
  g_assert_true (desk_shows (desk, "Certificate issued"));
  desk_post (desk, "/counter/status", "number", "12615328952170", "birth", "15/8/1990", "do",
             "certificate", NULL);
  g_assert_nonnull (khidki_response_get_paper (desk->response));
  desk_get (desk, "/counter/status");
  for (guint i = 0; i < 6; i++)
    desk_post (desk, "/counter/status", "number", "12615328952170", "birth", "1/1/1990", NULL);
  g_assert_cmpuint (desk->status, ==, 429);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csc-money/review", test_review);
  g_test_add_func ("/csc-money/by-code", test_by_code);
  g_test_add_func ("/csc-money/by-sheet", test_by_sheet);
  g_test_add_func ("/csc-money/refused", test_refused);
  g_test_add_func ("/csc-money/refused-at-last", test_refused_at_last);
  g_test_add_func ("/csc-money/changed", test_changed);
  g_test_add_func ("/csc-money/once", test_once);
  g_test_add_func ("/csc-money/lost-answer", test_lost_answer);
  g_test_add_func ("/csc-money/receipt", test_receipt);
  g_test_add_func ("/csc-money/day", test_day);
  g_test_add_func ("/csc-money/closed-day", test_closed_day);
  g_test_add_func ("/csc-money/status", test_status);
  return g_test_run ();
}
