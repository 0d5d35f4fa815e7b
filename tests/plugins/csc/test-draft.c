/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "fixture.h"

/* A signed-in desk with a new draft before it. */
typedef struct
{
  Desk *desk;
  char *id;
  char *path;
  char *version;
} Case;

static void
case_free (Case *self)
{
  desk_free (self->desk);
  g_free (self->id);
  g_free (self->path);
  g_free (self->version);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Case, case_free)

static void
show (Case *self)
{
  desk_get (self->desk, self->path);
  g_assert_cmpuint (self->desk->status, ==, 200);
  g_free (self->version);
  self->version = desk_find_hidden (self->desk, "version");
}

static Case *
case_new (void)
{
  Case *self = g_new0 (Case, 1);

  self->desk = desk_new ();
  desk_sign_in (self->desk, "meena");
  self->id = desk_begin (self->desk);
  self->path = g_strconcat ("/counter/draft/", self->id, NULL);
  show (self);
  return self;
}

static void
test_begin_once (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autofree char *key = NULL;
  g_autofree char *first = NULL;

  desk_sign_in (desk, "meena");
  desk_get (desk, "/counter/?q=inc");
  key = desk_find_hidden (desk, "key");
  desk_post (desk, "/counter/begin", "service", "REV-INC", "relation", "self", "key", key, NULL);
  first = g_strdup (desk->location);
  desk_get (desk, "/counter/?q=inc");
  desk_post (desk, "/counter/begin", "service", "REV-INC", "relation", "self", "key", key, NULL);
  g_assert_cmpstr (desk->location, ==, first);
  desk_get (desk, "/counter/");
  desk_post (desk, "/counter/begin", "service", "REV-INC", "relation", "self", "key", "other",
             NULL);
  g_assert_cmpstr (desk->location, !=, first);
  desk_get (desk, "/counter/");
  desk_post (desk, "/counter/begin", "service", "NONE", "relation", "self", "key", "k", NULL);
  g_assert_cmpuint (desk->status, ==, 404);
}

static void
test_save (void)
{
  g_autoptr (Case) self = case_new ();

  desk_post (self->desk, self->path, "version", self->version, "f:name", "Sita Devi", "f:dob",
             "31/2/1990", "f:gender", "female", "do", "save", NULL);
  /* What is right is saved, what is wrong stays in its box beside what is wrong with it. */
  g_assert_cmpuint (self->desk->status, ==, 422);
  g_assert_true (desk_shows (self->desk, "value=\"31/2/1990\""));
  g_assert_true (desk_shows (self->desk, "href=\"#f-dob\""));
  g_assert_true (desk_shows (self->desk, "aria-invalid=\"true\" autofocus"));
  g_assert_cmpstr (desk_find_answer (self->desk, self->id, "name"), ==, "Sita Devi");
  g_assert_null (desk_find_answer (self->desk, self->id, "dob"));
  show (self);
  desk_post_and_go (self->desk, self->path, "version", self->version, "was:name", "Sita Devi",
                    "f:name", "Sita Devi", "f:dob", "15/8/1990", "do", "save", NULL);
  g_assert_cmpstr (desk_find_answer (self->desk, self->id, "dob"), ==, "1990-08-15");
  g_assert_true (desk_shows (self->desk, "value=\"15/08/1990\""));
}

/* A late or doubled tap has nothing more to say. */
static void
test_repeated (void)
{
  g_autoptr (Case) self = case_new ();
  g_autofree char *first = g_strdup (self->version);

  desk_post (self->desk, self->path, "version", first, "f:name", "Sita", "do", "save", NULL);
  g_assert_cmpuint (self->desk->status, ==, 303);
  show (self);
  desk_post (self->desk, self->path, "version", first, "f:name", "Sita", "do", "save", NULL);
  g_assert_cmpuint (self->desk->status, ==, 303);
  show (self);
  desk_post (self->desk, self->path, "version", self->version, "was:name", "Sita", "f:name", "Gita",
             "do", "save", NULL);
  show (self);
  /* The first once more, behind the second. */
  desk_post (self->desk, self->path, "version", first, "f:name", "Sita", "do", "save", NULL);
  g_assert_cmpuint (self->desk->status, ==, 409);
  g_assert_true (desk_shows (self->desk, "Meanwhile it says “Gita”"));
  g_assert_true (desk_shows (self->desk, "value=\"Sita\""));
  g_assert_cmpstr (desk_find_answer (self->desk, self->id, "name"), ==, "Gita");
  /* What nobody else has touched only waits for another tap. */
  show (self);
  desk_post (self->desk, self->path, "version", first, "f:dob", "15/8/1990", "do", "save", NULL);
  g_assert_cmpuint (self->desk->status, ==, 409);
  g_assert_true (desk_shows (self->desk, "value=\"15/8/1990\""));
  g_assert_false (desk_shows (self->desk, "Meanwhile"));
}

static void
test_members (void)
{
  g_autoptr (Case) self = case_new ();
  g_autofree char *first = g_strdup (self->version);

  desk_post_and_go (self->desk, self->path, "version", first, "do", "add family", NULL);
  g_assert_true (desk_shows (self->desk, "name=\"f:family.1.name\""));
  desk_post_and_go (self->desk, self->path, "version", first, "do", "add family", NULL);
  g_assert_true (desk_shows (self->desk, "name=\"f:family.1.name\""));
  g_assert_false (desk_shows (self->desk, "name=\"f:family.2.name\""));
  show (self);
  /* What was typed is saved with the tap. */
  desk_post_and_go (self->desk, self->path, "version", self->version, "f:family.1.name",
                    "Mohan Lal", "f:family.1.age", "38", "do", "add family", NULL);
  g_assert_cmpstr (desk_find_answer (self->desk, self->id, "family.1.name"), ==, "Mohan Lal");
  g_assert_true (desk_shows (self->desk, "name=\"f:family.2.name\""));
  show (self);
  g_free (g_steal_pointer (&first));
  first = g_strdup (self->version);
  desk_post_and_go (self->desk, self->path, "version", first, "do", "remove family.1", NULL);
  g_assert_null (desk_find_answer (self->desk, self->id, "family.1.name"));
  show (self);
  desk_post_and_go (self->desk, self->path, "version", first, "do", "remove family.1", NULL);
  g_assert_true (desk_shows (self->desk, "changed meanwhile"));
  g_assert_true (desk_shows (self->desk, "name=\"f:family.1.name\""));
}

static guint
count_papers (Case *self, const char *path)
{
  return khidki_answers_get_n_papers (
      khidki_draft_get_answers (desk_find_draft (self->desk, self->id)), path);
}

static void
test_papers (void)
{
  g_autoptr (Case) self = case_new ();
  g_autoptr (KhidkiPaper) photo = desk_keep_photo (self->desk, "card");
  const char *hash = khidki_paper_get_hash (photo);
  g_autofree char *address = g_strconcat (self->path, "/paper/identity/", hash, NULL);
  g_autofree char *deed = g_strconcat ("unpaper identity ", hash, NULL);
  g_autofree char *first = g_strdup (self->version);
  g_autofree char *kept = NULL;

  /* What is not taken is not offered: a phone turns such a photo into another by itself. */
  g_assert_true (desk_shows (self->desk, "accept=\"image/jpeg,image/png,application/pdf\""));
  /* Without a word of what it is it waits on the page. */
  desk_attach (self->desk, "file:identity", photo);
  desk_post (self->desk, self->path, "version", first, "do", "paper identity", NULL);
  g_assert_cmpuint (self->desk->status, ==, 422);
  g_assert_true (desk_shows (self->desk, "Say which paper it is"));
  kept = desk_find_hidden (self->desk, "kept:identity");
  g_assert_nonnull (kept);
  desk_post_and_go (self->desk, self->path, "version", first, "kept:identity", kept,
                    "kind:identity", "voter-id", "do", "paper identity", NULL);
  g_assert_cmpuint (count_papers (self, "identity"), ==, 1);
  g_assert_true (desk_shows (self->desk, address));
  /* Tapped again. */
  show (self);
  desk_attach (self->desk, "file:identity", photo);
  desk_post (self->desk, self->path, "version", first, "kind:identity", "voter-id", "do",
             "paper identity", NULL);
  g_assert_cmpuint (count_papers (self, "identity"), ==, 1);
  desk_get (self->desk, address);
  g_assert_cmpuint (self->desk->status, ==, 200);
  g_assert_cmpstr (khidki_paper_get_hash (khidki_response_get_paper (self->desk->response)), ==,
                   hash);
  show (self);
  desk_post_and_go (self->desk, self->path, "version", self->version, "do", deed, NULL);
  g_assert_cmpuint (count_papers (self, "identity"), ==, 0);
  desk_get (self->desk, address);
  g_assert_cmpuint (self->desk->status, ==, 404);
}

static void
test_papers_refused (void)
{
  g_autoptr (Case) self = case_new ();
  g_autoptr (KhidkiPaper) bad = desk_keep_photo (self->desk, "virus");
  g_autoptr (KhidkiPaper) other = desk_keep_photo (self->desk, "stranger");
  g_autofree char *sealed = NULL;

  khidki_test_host_set_paper_fault (self->desk->host, bad, "not-an-image");
  desk_attach (self->desk, "file:photo", bad);
  desk_post (self->desk, self->path, "version", self->version, "f:name", "Sita", "do",
             "paper photo", NULL);
  g_assert_cmpuint (self->desk->status, ==, 422);
  g_assert_true (desk_shows (self->desk, "neither a photo nor a PDF"));
  g_assert_cmpuint (count_papers (self, "photo"), ==, 0);
  g_assert_cmpstr (desk_find_answer (self->desk, self->id, "name"), ==, "Sita");
  show (self);
  desk_post (self->desk, self->path, "version", self->version, "do", "paper photo", NULL);
  g_assert_true (desk_shows (self->desk, "No file was chosen"));
  /* A handle that no page of this session sealed opens nothing. */
  show (self);
  sealed = g_strdup_printf ("%064d %s %" G_GINT64_FORMAT " image/jpeg", 0,
                            khidki_paper_get_hash (other), khidki_paper_get_size (other));
  desk_post (self->desk, self->path, "version", self->version, "kept:photo", sealed, "do", "save",
             NULL);
  g_assert_cmpuint (count_papers (self, "photo"), ==, 0);
}

/* Numbers in which a typing error costs are typed twice. */
static void
test_again (void)
{
  g_autoptr (Case) self = case_new ();

  desk_post (self->desk, self->path, "version", self->version, "f:ration-card", "DL07123456",
             "again:ration-card", "DL07123465", "do", "save", NULL);
  g_assert_cmpuint (self->desk->status, ==, 422);
  g_assert_true (desk_shows (self->desk, "two numbers are not the same"));
  g_assert_null (desk_find_answer (self->desk, self->id, "ration-card"));
  show (self);
  desk_post_and_go (self->desk, self->path, "version", self->version, "f:ration-card",
                    "DL07123456", "again:ration-card", "DL07123456", "do", "save", NULL);
  g_assert_cmpstr (desk_find_answer (self->desk, self->id, "ration-card"), ==, "DL07123456");
}

/* Our script is told only what has changed. */
static void
test_parts (void)
{
  g_autoptr (Case) self = case_new ();

  self->desk->by_script = TRUE;
  desk_post (self->desk, self->path, "version", self->version, "f:name", "Sita", "do", "save",
             NULL);
  g_assert_cmpuint (self->desk->status, ==, 200);
  g_assert_true (desk_shows (self->desk, "data-state=\"saved\""));
  g_assert_true (desk_shows (self->desk, "id=\"part-field-name\""));
  g_assert_false (desk_shows (self->desk, "id=\"part-field-dob\""));
  /* By an old version: all that is saved, and nothing is changed. */
  self->desk->by_script = FALSE;
  desk_get (self->desk, "/counter/");
  self->desk->by_script = TRUE;
  desk_post (self->desk, self->path, "version", self->version, "f:name", "Gita", "do", "save",
             NULL);
  g_assert_true (desk_shows (self->desk, "data-state=\"changed\""));
  g_assert_true (desk_shows (self->desk, "id=\"part-field-dob\""));
  g_assert_cmpstr (desk_find_answer (self->desk, self->id, "name"), ==, "Sita");
  desk_post (self->desk, self->path, "token", "0", "version", self->version, "do", "save", NULL);
  g_assert_cmpuint (self->desk->status, ==, 403);
}

static void
test_other_centre (void)
{
  g_autoptr (Case) self = case_new ();
  g_autofree char *review = g_strconcat (self->path, "/review", NULL);

  desk_sign_in (self->desk, "arif");
  desk_get (self->desk, self->path);
  g_assert_cmpuint (self->desk->status, ==, 200);
  desk_sign_in (self->desk, "far");
  desk_get (self->desk, self->path);
  g_assert_cmpuint (self->desk->status, ==, 404);
  desk_get (self->desk, review);
  g_assert_cmpuint (self->desk->status, ==, 404);
}

static void
test_take_over (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (KhidkiAnswers) answers = khidki_answers_new ();
  g_autoptr (KhidkiService) service
      = khidki_counter_find_service (KHIDKI_COUNTER (desk->host), "REV-INC", NULL);
  g_autoptr (KhidkiAnswers) none = khidki_answers_new ();
  g_autoptr (KhidkiDraft) begun
      = khidki_draft_new ("phonedraft", "REV-INC", khidki_service_get_version (service), "self",
                          none);
  g_autoptr (KhidkiDraft) draft = NULL;
  g_autofree char *code = NULL;

  khidki_answers_set (answers, "name", "Sita Devi");
  draft = khidki_draft_copy_with_answers (begun, answers, "whatsapp");
  code = khidki_test_host_offer_to_counter (desk->host, draft);
  desk_sign_in (desk, "meena");
  desk_post (desk, "/counter/take", "code", "123", NULL);
  g_assert_cmpuint (desk->status, ==, 422);
  g_assert_true (desk_shows (desk, "A code has 11 digits"));
  /* What is wrong has the focus, and nothing else asks for it. */
  g_assert_null (strstr (strstr (desk->page, "autofocus") + 1, "autofocus"));
  g_assert_true (strstr (desk->page, "autofocus") > strstr (desk->page, "id=\"code\""));
  desk_post (desk, "/counter/take", "code", "10000000000", NULL);
  g_assert_cmpuint (desk->status, ==, 422);
  g_assert_true (desk_shows (desk, "is not good"));
  desk_post_and_go (desk, "/counter/take", "code", code, NULL);
  g_assert_true (desk_shows (desk, "value=\"Sita Devi\""));
  g_assert_true (desk_shows (desk, "Typed on WhatsApp"));
  /* Tapped twice it says where the form is. */
  desk_get (desk, "/counter/");
  desk_post (desk, "/counter/take", "code", code, NULL);
  g_assert_cmpuint (desk->status, ==, 422);
  g_assert_true (desk_shows (desk, "Sita Devi"));
  g_assert_true (desk_shows (desk, "in the list below"));
  for (guint i = 0; i < 5; i++)
    desk_post (desk, "/counter/take", "code", "10000000000", NULL);
  g_assert_cmpuint (desk->status, ==, 429);
}

static void
test_hand_over (void)
{
  g_autoptr (Case) self = case_new ();
  const char *begin;
  char code[12] = "";
  g_autoptr (KhidkiDraft) taken = NULL;

  g_assert_true (desk_shows (self->desk, "form=\"draft\" name=\"do\" value=\"offer\""));
  desk_post (self->desk, self->path, "version", self->version, "f:dob", "31/2/1990", "do", "offer",
             NULL);
  g_assert_cmpuint (self->desk->status, ==, 422);
  g_assert_false (desk_shows (self->desk, "class=\"code\">"));
  /* What was typed goes with it; sent once more, with nothing new, it is done once more. */
  for (guint i = 0; i < 2; i++)
    {
      desk_post (self->desk, self->path, "version", self->version, "f:name", "Sita", "do", "offer",
                 NULL);
      g_assert_cmpuint (self->desk->status, ==, 200);
      g_assert_cmpstr (desk_find_answer (self->desk, self->id, "name"), ==, "Sita");
    }
  begin = strstr (self->desk->page, "class=\"code\">");
  g_assert_nonnull (begin);
  for (const char *p = begin + 13; strlen (code) < 11; p++)
    if (g_ascii_isdigit (*p))
      code[strlen (code)] = *p;
  taken = khidki_test_host_take_to_phone (self->desk->host, code);
  g_assert_nonnull (taken);
  desk_get (self->desk, self->path);
  g_assert_cmpuint (self->desk->status, ==, 404);
  g_assert_true (desk_shows (self->desk, "citizen’s phone"));
}

static void
test_drop (void)
{
  g_autoptr (Case) self = case_new ();
  g_autofree char *drop = g_strconcat (self->path, "/drop", NULL);

  desk_get (self->desk, drop);
  g_assert_true (desk_shows (self->desk, "cannot be undone"));
  /* Filled meanwhile, it is not thrown away unseen. */
  desk_post (self->desk, self->path, "version", self->version, "f:name", "Sita", "do", "save",
             NULL);
  desk_get (self->desk, drop);
  desk_post (self->desk, drop, "version", self->version, NULL);
  g_assert_nonnull (desk_find_draft (self->desk, self->id));
  show (self);
  desk_get (self->desk, drop);
  desk_post_and_go (self->desk, drop, "version", self->version, NULL);
  g_assert_null (desk_find_draft (self->desk, self->id));
  g_assert_true (desk_shows (self->desk, "The form was put away"));
  desk_post (self->desk, drop, "version", self->version, NULL);
  g_assert_cmpstr (self->desk->location, ==, "/counter/?done=dropped");
}

static void
test_incomplete (void)
{
  g_autoptr (Case) self = case_new ();
  g_autofree char *review = g_strconcat (self->path, "/review", NULL);

  desk_get (self->desk, review);
  g_assert_cmpuint (self->desk->status, ==, 303);
  desk_follow (self->desk);
  g_assert_true (desk_shows (self->desk, "href=\"#f-name\""));
  show (self);
  desk_post (self->desk, self->path, "version", self->version, "f:name", "Sita", "do", "review",
             NULL);
  g_assert_cmpuint (self->desk->status, ==, 422);
  g_assert_false (desk_shows (self->desk, "href=\"#f-name\""));
  g_assert_true (desk_shows (self->desk, "href=\"#kind-identity\""));
  g_assert_cmpstr (desk_find_answer (self->desk, self->id, "name"), ==, "Sita");
}

/* The disk fails, the line breaks: it is said, and nothing is lost that was saved. */
static void
test_trouble (void)
{
  g_autoptr (Case) self = case_new ();
  g_autoptr (KhidkiPaper) photo = desk_keep_photo (self->desk, "photo of Sita");

  khidki_test_host_lose_answer (self->desk->host);
  desk_get (self->desk, "/counter/");
  g_assert_cmpuint (self->desk->status, ==, 503);
  show (self);
  khidki_test_host_fail_counter (self->desk->host, KHIDKI_ERROR_RETRY, "the disk is full");
  desk_get (self->desk, self->path);
  g_assert_cmpuint (self->desk->status, ==, 503);
  g_assert_true (desk_shows (self->desk, "try again in a minute"));
  g_assert_false (desk_shows (self->desk, "the disk is full"));
  show (self);
  /* After the head of the form, which asks once already. */
  desk_fail_after (self->desk, 0, KHIDKI_ERROR_RETRY, "the disk is full");
  desk_post (self->desk, self->path, "version", self->version, "f:name", "Sita", "do", "save", NULL);
  g_assert_cmpuint (self->desk->status, ==, 503);
  g_assert_true (desk_shows (self->desk, "nothing is entered as paid"));
  g_assert_true (desk_shows (self->desk, "name=\"f:name\" value=\"Sita\""));
  g_assert_true (desk_shows (self->desk, "name=\"do\" value=\"save\""));
  g_assert_null (desk_find_answer (self->desk, self->id, "name"));
  /* When only the head has nobody to ask: without its file the form is taken. */
  desk_attach (self->desk, "file:identity", photo);
  khidki_test_host_fail_counter (self->desk->host, KHIDKI_ERROR_RETRY, "the disk is full");
  desk_post (self->desk, self->path, "version", self->version, "f:name", "Sita", "do", "save", NULL);
  g_assert_true (desk_shows (self->desk, "This file was not taken"));
  g_assert_cmpstr (desk_find_answer (self->desk, self->id, "name"), ==, "Sita");
  desk_get (self->desk, "/counter/draft/none");
  g_assert_cmpuint (self->desk->status, ==, 404);
  desk_get (self->desk, "/counter/nowhere");
  g_assert_cmpuint (self->desk->status, ==, 404);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csc-draft/begin-once", test_begin_once);
  g_test_add_func ("/csc-draft/save", test_save);
  g_test_add_func ("/csc-draft/repeated", test_repeated);
  g_test_add_func ("/csc-draft/members", test_members);
  g_test_add_func ("/csc-draft/papers", test_papers);
  g_test_add_func ("/csc-draft/papers-refused", test_papers_refused);
  g_test_add_func ("/csc-draft/again", test_again);
  g_test_add_func ("/csc-draft/parts", test_parts);
  g_test_add_func ("/csc-draft/other-centre", test_other_centre);
  g_test_add_func ("/csc-draft/take-over", test_take_over);
  g_test_add_func ("/csc-draft/hand-over", test_hand_over);
  g_test_add_func ("/csc-draft/drop", test_drop);
  g_test_add_func ("/csc-draft/incomplete", test_incomplete);
  g_test_add_func ("/csc-draft/trouble", test_trouble);
  return g_test_run ();
}
