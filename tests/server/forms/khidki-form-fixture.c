/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-form-fixture.h"

void
fixture_set_up (Fixture *fixture, gconstpointer language)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiPlaces) places = khidki_places_new_from_file (g_getenv ("KHIDKI_PLACES"), &error);

  g_assert_no_error (error);
  fixture->department = khidki_folder_department_new (g_getenv ("KHIDKI_REVENUE"));
  fixture->catalogue = khidki_catalogue_new (places);
  khidki_catalogue_add_department (fixture->catalogue, fixture->department, &error);
  g_assert_no_error (error);
  fixture->answers = khidki_answers_new ();
  g_date_clear (&fixture->today, 1);
  g_date_set_dmy (&fixture->today, 1, G_DATE_JUNE, 2026);
  fixture->form = (KhidkiForm){ fixture->catalogue,
                                fixture->department,
                                khidki_catalogue_find_service (fixture->catalogue, "REV-INC"),
                                fixture->answers,
                                &fixture->today,
                                language != NULL ? language : "en" };
}

void
fixture_tear_down (Fixture *fixture, gconstpointer language)
{
  khidki_answers_unref (fixture->answers);
  khidki_catalogue_unref (fixture->catalogue);
  g_object_unref (fixture->department);
}

static void
set_answers (Fixture *fixture, KhidkiAnswers *answers)
{
  khidki_answers_unref (fixture->answers);
  fixture->answers = answers;
  fixture->form.answers = answers;
}

static void
send_paper (Fixture *fixture, const char *path)
{
  KhidkiAnswers *answers = khidki_answers_copy (fixture->answers);
  g_autoptr (KhidkiPaper) paper = khidki_paper_new ("00", "image/jpeg", 1000);

  khidki_answers_add_paper (answers, path, "voter-id", paper);
  set_answers (fixture, answers);
}

void
fixture_answer (Fixture *fixture, const char *path, const char *text)
{
  g_autoptr (KhidkiNeed) need = khidki_form_next (&fixture->form);
  g_autofree char *complaint = NULL;
  KhidkiAnswers *answers;

  if (path != NULL)
    g_assert_cmpstr (need->path, ==, path);
  if (need->kind == KHIDKI_NEED_PAPER)
    {
      send_paper (fixture, need->path);
      return;
    }
  answers = khidki_form_answer (&fixture->form, need, text, &complaint);
  if (answers == NULL)
    g_error ("%s: “%s” refused: %s", need->path, text, complaint);
  g_assert_null (complaint);
  set_answers (fixture, answers);
}

char *
fixture_refuse (Fixture *fixture, const char *path, const char *text)
{
  g_autoptr (KhidkiNeed) need = khidki_form_need_for (&fixture->form, path);
  char *complaint = NULL;
  g_autoptr (KhidkiAnswers) answers = khidki_form_answer (&fixture->form, need, text, &complaint);

  if (answers != NULL)
    g_error ("%s: “%s” taken", path, text);
  g_assert_nonnull (complaint);
  return complaint;
}

void
fixture_walk_to (Fixture *fixture, const char *path)
{
  static const char *const steps[][2] = {
    { "name", "Sita Devi" },
    { "gender", "female" },
    { "dob", "15/8/1990" },
    { "mobile", "9876543210" },
    { "parent", "Husband Mohan Lal" },
    { "id", "Voter card 4321" },
    { "address", "H-12, Gali 4, Rohini Sector 7, 110085" },
    { "address.subdivision", "rohini" },
    { "own", "Daily wage 84000" },
    { "family.1", "Mohan Lal, husband, 38, 120000\nRavi, son, 12, 0\nMeena, daughter, 9, 0" },
    { "family.more", "no" },
    { "purpose", "scholarship" },
    { "identity", "" },
    { "residence", "" },
    { "photo", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      if (g_strcmp0 (path, steps[i][0]) == 0)
        return;
      fixture_answer (fixture, steps[i][0], steps[i][1]);
    }
}

const char *
fixture_get (Fixture *fixture, const char *path)
{
  return khidki_answers_get (fixture->answers, path);
}
