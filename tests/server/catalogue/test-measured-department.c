/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <khidki-testing.h>
#include <string.h>

#include "catalogue/khidki-measured-department.h"

#define SLOW_TYPE_DEPARTMENT (slow_department_get_type ())

G_DECLARE_FINAL_TYPE (SlowDepartment, slow_department, SLOW, DEPARTMENT, GObject)

/* Its hook takes as long as the test says, on the test's clock. */
struct _SlowDepartment
{
  GObject parent_instance;

  KhidkiTestHost *host;
  gint64 takes;
};

static void implement (KhidkiDepartmentInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SlowDepartment,
                               slow_department,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KHIDKI_TYPE_DEPARTMENT, implement))

static const char *
get_id (KhidkiDepartment *department)
{
  return "SLOW";
}

static const char *
get_text (KhidkiDepartment *department, const char *key, const char *language)
{
  return key;
}

static gboolean
check_field (KhidkiDepartment *department,
             KhidkiService *service,
             const char *path,
             const char *value,
             KhidkiAnswers *answers,
             const GDate *today,
             const char *language,
             char **complaint)
{
  SlowDepartment *self = SLOW_DEPARTMENT (department);

  khidki_test_host_advance (self->host, self->takes);
  if (g_str_equal (value, "wrong"))
    *complaint = g_strdup ("not this");
  return *complaint == NULL;
}

static void
implement (KhidkiDepartmentInterface *iface)
{
  iface->get_id = get_id;
  iface->get_text = get_text;
  iface->check_field = check_field;
}

static void
slow_department_class_init (SlowDepartmentClass *klass)
{
}

static void
slow_department_init (SlowDepartment *self)
{
}

typedef struct
{
  KhidkiTestHost *host;
  SlowDepartment *inner;
  KhidkiDepartment *measured;
  guint told;
} Fixture;

static guint warnings;

static GLogWriterOutput
count_warnings (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer user_data)
{
  if (level != G_LOG_LEVEL_WARNING)
    return g_log_writer_default (level, fields, n_fields, user_data);
  warnings++;
  return G_LOG_WRITER_HANDLED;
}

static void
tell (const char *id, const char *hook, gint64 milliseconds, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_cmpstr (id, ==, "SLOW");
  g_assert_cmpstr (hook, ==, "check_field");
  g_assert_cmpint (milliseconds, >, 50);
  fixture->told++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->host = khidki_test_host_new ("measured");
  fixture->inner = g_object_new (SLOW_TYPE_DEPARTMENT, NULL);
  fixture->inner->host = fixture->host;
  fixture->measured = khidki_measured_department_new (KHIDKI_DEPARTMENT (fixture->inner),
                                                      KHIDKI_HOST (fixture->host), tell, fixture);
  warnings = 0;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->measured);
  g_assert_finalize_object (fixture->inner);
  g_assert_finalize_object (fixture->host);
}

static gboolean
check (Fixture *fixture, gint64 takes, const char *value)
{
  g_autofree char *complaint = NULL;

  fixture->inner->takes = takes;
  return khidki_department_check_field (fixture->measured, NULL, "name", value, NULL, NULL, "en",
                                        &complaint);
}

static void
test_says_what_the_department_says (Fixture *fixture, gconstpointer data)
{
  g_assert_true (check (fixture, 0, "right"));
  g_assert_false (check (fixture, 0, "wrong"));
  g_assert_cmpstr (khidki_department_get_id (fixture->measured), ==, "SLOW");
  g_assert_cmpstr (khidki_department_get_text (fixture->measured, "Name", "en"), ==, "Name");
  g_assert_true (khidki_measured_department_find_inner (fixture->measured)
                 == KHIDKI_DEPARTMENT (fixture->inner));
  g_assert_null (khidki_measured_department_find_inner (NULL));
  g_assert_cmpuint (warnings, ==, 0);
}

static void
test_logs_over_five_once_a_minute (Fixture *fixture, gconstpointer data)
{
  check (fixture, 5, "right");
  g_assert_cmpuint (warnings, ==, 0);
  for (guint i = 0; i < 20; i++)
    check (fixture, 6, "right");
  g_assert_cmpuint (warnings, ==, 1);
  khidki_test_host_advance (fixture->host, 60000);
  check (fixture, 6, "right");
  g_assert_cmpuint (warnings, ==, 2);
  g_assert_cmpuint (fixture->told, ==, 0);
}

static void
test_tells_once_when_it_is_so_again_and_again (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 4; i++)
    check (fixture, 51, "right");
  g_assert_cmpuint (fixture->told, ==, 0);
  check (fixture, 51, "right");
  g_assert_cmpuint (fixture->told, ==, 1);
  for (guint i = 0; i < 20; i++)
    check (fixture, 51, "right");
  g_assert_cmpuint (fixture->told, ==, 1);
}

/* Four in every minute, or few among many, are the machine's doing. */
static void
test_bears_now_and_then (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 40; i++)
    {
      check (fixture, 51, "right");
      khidki_test_host_advance (fixture->host, 15000);
    }
  g_assert_cmpuint (fixture->told, ==, 0);
  for (guint i = 0; i < 100; i++)
    check (fixture, i % 10 == 9 ? 51 : 0, "right");
  g_assert_cmpuint (fixture->told, ==, 0);
}

#define ADD(name, func) g_test_add ("/measured-department/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_log_set_always_fatal (G_LOG_FATAL_MASK);
  g_log_set_writer_func (count_warnings, NULL, NULL);
  ADD ("same", test_says_what_the_department_says);
  ADD ("logged", test_logs_over_five_once_a_minute);
  ADD ("told", test_tells_once_when_it_is_so_again_and_again);
  ADD ("now-and-then", test_bears_now_and_then);
  return g_test_run ();
}
