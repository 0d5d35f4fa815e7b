/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stddef.h>
#include <stdint.h>

#include "forms/khidki-form.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

typedef struct
{
  KhidkiCatalogue *catalogue;
  KhidkiService *service;
  GDate today;
} World;

static World *
get_world (void)
{
  static World world;
  g_autoptr (KhidkiDepartment) department = NULL;
  g_autoptr (KhidkiPlaces) places = NULL;

  if (world.catalogue != NULL)
    return &world;

  places = khidki_places_new_from_file (FUZZ_SOURCE_ROOT "/data/places/delhi.ini", NULL);
  department = khidki_folder_department_new (FUZZ_SOURCE_ROOT "/plugins/departments/revenue");
  world.catalogue = khidki_catalogue_new (places);
  g_assert_true (khidki_catalogue_add_department (world.catalogue, department, NULL));
  world.service = khidki_catalogue_find_service (world.catalogue, "REV-INC");
  g_date_set_dmy (&world.today, 1, G_DATE_JUNE, 2026);
  return &world;
}

/* What was taken is taken again as it stands, unchanged. */
static void
check_canonical (const KhidkiForm *form, KhidkiAnswers *answers)
{
  g_auto (GStrv) paths = khidki_answers_list_paths (answers);

  for (guint i = 0; paths[i] != NULL; i++)
    {
      const char *value = khidki_answers_get (answers, paths[i]);
      g_autofree char *complaint = NULL;
      g_autofree char *shown = khidki_form_dup_value (form, paths[i]);
      g_autoptr (KhidkiAnswers) again = khidki_form_set (form, paths[i], value, &complaint);

      g_assert_true (g_utf8_validate (value, -1, NULL));
      g_assert_true (g_utf8_validate (shown, -1, NULL));
      g_assert_nonnull (again);
      g_assert_cmpstr (khidki_answers_get (again, paths[i]), ==, value);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const char *const paths[] = {
    "name", "dob", "mobile", "parent", "id", "address", "own", "family.1", "family.more", "purpose",
    "address.subdivision", "own.income", "email", "earlier-certificate", "resident-since",
  };
  World *world = get_world ();
  g_autoptr (KhidkiAnswers) empty = khidki_answers_new ();
  KhidkiForm form = { world->catalogue, NULL, world->service, empty, &world->today, size % 2 == 0 ? "en" : "hi" };
  g_autofree char *text = size > 0 ? g_strndup ((const char *) data + 1, size - 1) : g_strdup ("");
  g_autoptr (KhidkiNeed) need =
      khidki_form_need_for (&form, paths[(size > 0 ? data[0] : 0) % G_N_ELEMENTS (paths)]);
  g_autofree char *complaint = NULL;
  g_autoptr (KhidkiAnswers) answers = khidki_form_answer (&form, need, text, &complaint);

  g_assert_true (answers != NULL || complaint != NULL);
  if (answers != NULL)
    check_canonical (&form, answers);
  return 0;
}
