/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "forms/khidki-form-draft.h"
#include "khidki-form-fixture.h"

#define OPERATOR "operator/ravi@NW-03"

/* A draft over the fixture's catalogue, and its form. */
typedef struct
{
  Fixture base;
  KhidkiDraft *draft;
  KhidkiForm form;
  KhidkiFormView *view;
} Desk;

static void
look (Desk *desk)
{
  g_clear_pointer (&desk->view, khidki_form_view_unref);
  g_assert_true (khidki_form_open_draft (&desk->form, desk->base.catalogue, desk->draft,
                                         &desk->base.today, desk->base.form.language));
  desk->view = khidki_form_view (&desk->form, desk->draft);
}

static void
take (Desk *desk, KhidkiDraft *draft)
{
  g_assert_nonnull (draft);
  khidki_draft_unref (desk->draft);
  desk->draft = draft;
  look (desk);
}

static void
set_up (Desk *desk, gconstpointer language)
{
  g_autoptr (KhidkiAnswers) none = khidki_answers_new ();

  fixture_set_up (&desk->base, language);
  desk->draft = khidki_draft_new ("d1", "REV-INC", khidki_service_get_version (desk->base.form.service),
                                  "other", none);
  look (desk);
}

static void
tear_down (Desk *desk, gconstpointer language)
{
  khidki_form_view_unref (desk->view);
  khidki_draft_unref (desk->draft);
  fixture_tear_down (&desk->base, language);
}

static KhidkiFormItem *
find (Desk *desk, const char *path)
{
  KhidkiFormItem *item = khidki_form_view_find_item (desk->view, path);

  if (item == NULL)
    g_error ("the form has no %s", path);
  return item;
}

static void
answer (Desk *desk, const char *path, const char *value)
{
  g_autofree char *complaint = NULL;
  KhidkiDraft *draft =
      khidki_form_draft_answer (&desk->form, desk->draft, OPERATOR, path, value, &complaint);

  if (draft == NULL)
    g_error ("%s: “%s” refused: %s", path, value, complaint);
  take (desk, draft);
}

static char *
refuse (Desk *desk, const char *path, const char *value)
{
  char *complaint = NULL;

  g_assert_null (
      khidki_form_draft_answer (&desk->form, desk->draft, OPERATOR, path, value, &complaint));
  g_assert_nonnull (complaint);
  return complaint;
}

static void
test_empty (Desk *desk, gconstpointer language)
{
  KhidkiFormItem *name = find (desk, "name");
  KhidkiFormItem *same = find (desk, "permanent-same");
  const char *choice = NULL;

  g_assert_false (khidki_form_view_is_complete (desk->view));
  g_assert_null (khidki_form_view_get_trouble (desk->view));
  /* The order of the definition; a group's heading before its fields. */
  g_assert_true (khidki_form_view_get_item (desk->view, 0) == name);
  g_assert_cmpstr (khidki_form_item_get_label (name), ==, "Name");
  g_assert_cmpstr (khidki_form_item_get_question (name), ==,
                   "What is the applicant's full name, as on the identity card?");
  g_assert_cmpstr (khidki_form_item_get_example (name), ==, "Sita Devi");
  g_assert_cmpint (khidki_form_item_get_field_type (name), ==, KHIDKI_FIELD_NAME);
  g_assert_true (khidki_form_item_is_missing (name));
  /* Nobody has tried to hand it in: it is not wrong yet. */
  g_assert_null (khidki_form_item_get_trouble (name));

  g_assert_cmpuint (khidki_form_item_get_n_choices (find (desk, "gender")), ==, 3);
  khidki_form_item_get_choice (find (desk, "gender"), 0, &choice, NULL);
  g_assert_cmpstr (choice, ==, "Female");
  g_assert_cmpstr (khidki_form_item_get_value (same), ==, "yes");
  g_assert_cmpstr (khidki_form_item_get_shown (same), ==, "Yes");
  g_assert_false (khidki_form_item_is_missing (same));
  g_assert_cmpuint (khidki_form_item_get_n_choices (find (desk, "address.subdivision")), >, 10);
  /* What a chat may not ask, a counter may. */
  g_assert_cmpint (khidki_form_item_get_class (find (desk, "ration-card")), ==,
                   KHIDKI_FIELD_CLASS_IDENTIFIER);
}

static void
test_groups (Desk *desk, gconstpointer language)
{
  gboolean headed = FALSE;

  g_assert_null (khidki_form_view_find_item (desk->view, "permanent.address"));
  for (guint i = 0; i < khidki_form_view_get_n_items (desk->view); i++)
    {
      KhidkiFormItem *item = khidki_form_view_get_item (desk->view, i);
      const char *path = khidki_form_item_get_path (item);

      g_assert_cmpstr (path, !=, "permanent");
      if (khidki_form_item_get_kind (item) == KHIDKI_FORM_ITEM_HEADING)
        headed = strcmp (path, "address") == 0;
      if (g_str_has_prefix (path, "address."))
        g_assert_true (headed);
    }

  answer (desk, "permanent-same", "no");
  g_assert_true (khidki_form_item_is_missing (find (desk, "permanent.address")));
  g_assert_cmpint (khidki_form_item_get_kind (find (desk, "permanent")), ==,
                   KHIDKI_FORM_ITEM_HEADING);
}

static void
test_answers (Desk *desk, gconstpointer language)
{
  g_autofree char *complaint = refuse (desk, "dob", "tomorrow");
  g_autofree char *pin = refuse (desk, "address.pin", "560001");
  g_autofree char *unknown = refuse (desk, "shoe-size", "7");
  KhidkiFormItem *item;

  g_assert_nonnull (strstr (complaint, "15/8/1990"));
  g_assert_nonnull (strstr (pin, "110085"));
  answer (desk, "dob", "15 aug 1990");
  answer (desk, "own.income", "84,000");
  item = find (desk, "dob");
  g_assert_cmpstr (khidki_form_item_get_value (item), ==, "1990-08-15");
  g_assert_cmpstr (khidki_form_item_get_shown (item), ==, "15/08/1990");
  g_assert_cmpstr (khidki_form_item_get_author (item), ==, OPERATOR);
  g_assert_false (khidki_form_item_is_missing (item));
  g_assert_cmpstr (khidki_form_item_get_shown (find (desk, "own.income")), ==, "₹ 84,000");

  answer (desk, "dob", "  ");
  g_assert_true (khidki_form_item_is_missing (find (desk, "dob")));
  g_assert_null (khidki_form_item_get_author (find (desk, "dob")));
}

/* What was fine when it was answered may not be so any more. */
static void
test_trouble (Desk *desk, gconstpointer language)
{
  g_autoptr (KhidkiAnswers) answers = khidki_answers_copy (khidki_draft_get_answers (desk->draft));

  khidki_answers_set (answers, "address.pin", "999999");
  take (desk, khidki_draft_copy_with_answers (desk->draft, answers, "whatsapp"));
  g_assert_nonnull (khidki_form_item_get_trouble (find (desk, "address.pin")));
  g_assert_cmpstr (khidki_form_item_get_value (find (desk, "address.pin")), ==, "999999");
  g_assert_false (khidki_form_item_is_missing (find (desk, "address.pin")));
}

static void
add_member (Desk *desk)
{
  g_autofree char *complaint = NULL;

  take (desk,
        khidki_form_draft_add_member (&desk->form, desk->draft, OPERATOR, "family", &complaint));
}

static void
test_members (Desk *desk, gconstpointer language)
{
  KhidkiFormItem *more = find (desk, "family");
  g_autofree char *complaint = NULL;
  g_autofree char *hole = refuse (desk, "family.1.name", "Mohan Lal");
  g_autofree char *bare = refuse (desk, "family.name", "Mohan Lal");

  g_assert_cmpint (khidki_form_item_get_kind (more), ==, KHIDKI_FORM_ITEM_MORE);
  g_assert_true (khidki_form_item_can_add (more));
  g_assert_cmpuint (khidki_form_item_get_count (more), ==, 0);
  g_assert_cmpuint (khidki_form_item_get_most (more), ==, 15);

  add_member (desk);
  add_member (desk);
  g_assert_cmpuint (khidki_form_item_get_count (find (desk, "family")), ==, 1);
  g_assert_true (khidki_form_item_can_remove (find (desk, "family.1")));
  g_assert_true (khidki_form_item_is_missing (find (desk, "family.1.name")));
  answer (desk, "family.1.name", "Mohan Lal");
  g_assert_null (khidki_form_view_find_item (desk->view, "family.2"));
  g_assert_cmpstr (khidki_form_item_get_question (find (desk, "family.1.age")), ==,
                   "How old is Mohan Lal, in years?");
  add_member (desk);
  answer (desk, "family.2.name", "Rani");

  take (desk, khidki_form_draft_remove_member (&desk->form, desk->draft, OPERATOR, "family.1",
                                               &complaint));
  g_assert_cmpstr (khidki_form_item_get_value (find (desk, "family.1.name")), ==, "Rani");
  g_assert_null (khidki_form_view_find_item (desk->view, "family.2"));
  g_assert_null (khidki_form_draft_remove_member (&desk->form, desk->draft, OPERATOR, "family.2",
                                                  &complaint));
  g_assert_nonnull (complaint);
}

static void
test_most_members (Desk *desk, gconstpointer language)
{
  g_autofree char *complaint = NULL;
  g_autofree char *empty = NULL;

  for (guint i = 1; i <= 15; i++)
    {
      g_autofree char *path = g_strdup_printf ("family.%u.name", i);

      add_member (desk);
      answer (desk, path, "Mohan Lal");
    }
  g_assert_false (khidki_form_item_can_add (find (desk, "family")));
  g_assert_null (
      khidki_form_draft_add_member (&desk->form, desk->draft, OPERATOR, "family", &complaint));
  g_assert_nonnull (strstr (complaint, "15"));

  /* An empty one that was asked for goes without a trace. */
  take (desk,
        khidki_form_draft_remove_member (&desk->form, desk->draft, OPERATOR, "family.3", &empty));
  add_member (desk);
  g_assert_true (khidki_form_item_is_missing (find (desk, "family.15.name")));
  take (desk,
        khidki_form_draft_remove_member (&desk->form, desk->draft, OPERATOR, "family.15", &empty));
  g_assert_cmpuint (khidki_form_item_get_count (find (desk, "family")), ==, 14);
  g_assert_null (khidki_answers_get (khidki_draft_get_answers (desk->draft), "family.more"));
}

static void
test_papers (Desk *desk, gconstpointer language)
{
  g_autoptr (KhidkiPaper) paper = khidki_paper_new ("abc", "image/jpeg", 5);
  g_autoptr (KhidkiPaper) other = khidki_paper_new ("def", "image/jpeg", 5);
  g_autofree char *complaint = NULL;
  g_autofree char *many = NULL;
  KhidkiFormItem *item = find (desk, "identity");
  guint most = khidki_form_item_get_most (item);

  g_assert_cmpint (khidki_form_item_get_kind (item), ==, KHIDKI_FORM_ITEM_PAPER);
  g_assert_true (khidki_form_item_is_missing (item));
  g_assert_cmpstr (khidki_form_item_get_choice (item, 0, NULL, NULL), ==, "voter-id");
  g_assert_null (khidki_form_draft_add_paper (&desk->form, desk->draft, OPERATOR, "identity",
                                              "love-letter", paper, &complaint));
  g_assert_nonnull (complaint);
  for (guint i = 0; i < 2; i++)
    take (desk, khidki_form_draft_add_paper (&desk->form, desk->draft, OPERATOR, "identity",
                                             "voter-id", paper, NULL));
  item = find (desk, "identity");
  g_assert_cmpuint (khidki_form_item_get_count (item), ==, 1);
  g_assert_cmpstr (khidki_form_item_get_shown (item), ==, "Voter card");
  g_assert_cmpstr (khidki_form_item_get_author (item), ==, OPERATOR);
  g_assert_false (khidki_form_item_is_missing (item));

  g_assert_cmpuint (most, ==, 2);
  take (desk, khidki_form_draft_add_paper (&desk->form, desk->draft, OPERATOR, "identity",
                                           "voter-id", other, NULL));
  g_assert_false (khidki_form_item_can_add (find (desk, "identity")));
  {
    g_autoptr (KhidkiPaper) third = khidki_paper_new ("ghi", "image/jpeg", 5);

    g_assert_null (khidki_form_draft_add_paper (&desk->form, desk->draft, OPERATOR, "identity",
                                                "voter-id", third, &many));
  }
  g_assert_nonnull (strstr (many, "2"));
  take (desk, khidki_form_draft_remove_paper (desk->draft, OPERATOR, "identity", 0));
  take (desk, khidki_form_draft_remove_paper (desk->draft, OPERATOR, "identity", 7));
  g_assert_cmpuint (khidki_form_item_get_count (find (desk, "identity")), ==, 1);
}

/* All that is missing, from what the form itself offers: then it is complete for
 * chat, counter and office alike. */
static const char *
make_up (KhidkiFormItem *item)
{
  switch (khidki_form_item_get_field_type (item))
    {
    case KHIDKI_FIELD_MONEY:
    case KHIDKI_FIELD_INTEGER:
      return "40";
    case KHIDKI_FIELD_LAST4:
      return "4321";
    case KHIDKI_FIELD_DATE:
      return "1990-08-15";
    case KHIDKI_FIELD_MOBILE:
      return "9812345610";
    case KHIDKI_FIELD_PIN:
      return "110085";
    case KHIDKI_FIELD_LOCALITY:
      return "Rohini Sector 7";
    default:
      return khidki_form_item_get_n_choices (item) > 0
                 ? khidki_form_item_get_choice (item, 0, NULL, NULL)
                 : "Sita Devi";
    }
}

static KhidkiFormItem *
find_missing (Desk *desk)
{
  for (guint i = 0; i < khidki_form_view_get_n_items (desk->view); i++)
    if (khidki_form_item_is_missing (khidki_form_view_get_item (desk->view, i)))
      return khidki_form_view_get_item (desk->view, i);
  return NULL;
}

static void
test_complete (Desk *desk, gconstpointer language)
{
  g_autoptr (KhidkiPaper) paper = khidki_paper_new ("abc", "image/jpeg", 5);
  KhidkiFormItem *item;
  g_autofree char *complaint = NULL;

  while ((item = find_missing (desk)) != NULL)
    {
      g_autofree char *path = g_strdup (khidki_form_item_get_path (item));

      g_assert_false (khidki_form_view_is_complete (desk->view));
      if (khidki_form_item_get_kind (item) == KHIDKI_FORM_ITEM_PAPER)
        take (desk, khidki_form_draft_add_paper (
                        &desk->form, desk->draft, OPERATOR, path,
                        khidki_form_item_get_n_choices (item) > 0
                            ? khidki_form_item_get_choice (item, 0, NULL, NULL)
                            : "",
                        paper, NULL));
      else
        answer (desk, path, make_up (item));
    }
  g_assert_true (khidki_form_view_is_complete (desk->view));
  g_assert_null (khidki_form_check_all (&desk->form, &complaint));
}

/* Asked for an old version that nobody keeps, the one on offer serves. */
static void
test_open (Desk *desk, gconstpointer language)
{
  g_autoptr (KhidkiAnswers) none = khidki_answers_new ();
  g_autoptr (KhidkiDraft) old = khidki_draft_new ("d2", "REV-INC", "gone", "self", none);
  g_autoptr (KhidkiDraft) unknown = khidki_draft_new ("d3", "XX", "v", "self", none);
  KhidkiForm form;

  g_assert_true (khidki_form_open_draft (&form, desk->base.catalogue, old, &desk->base.today, "hi"));
  g_assert_cmpstr (khidki_service_get_id (form.service), ==, "REV-INC");
  g_assert_false (
      khidki_form_open_draft (&form, desk->base.catalogue, unknown, &desk->base.today, "hi"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/form-view/empty", Desk, "en", set_up, test_empty, tear_down);
  g_test_add ("/form-view/groups", Desk, "en", set_up, test_groups, tear_down);
  g_test_add ("/form-view/answers", Desk, "en", set_up, test_answers, tear_down);
  g_test_add ("/form-view/trouble", Desk, "en", set_up, test_trouble, tear_down);
  g_test_add ("/form-view/members", Desk, "en", set_up, test_members, tear_down);
  g_test_add ("/form-view/most-members", Desk, "en", set_up, test_most_members, tear_down);
  g_test_add ("/form-view/papers", Desk, "en", set_up, test_papers, tear_down);
  g_test_add ("/form-view/complete", Desk, "hi", set_up, test_complete, tear_down);
  g_test_add ("/form-view/open", Desk, "en", set_up, test_open, tear_down);
  return g_test_run ();
}
