/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <khidki.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

G_DECLARE_FINAL_TYPE (TestCrash, test_crash, TEST, CRASH, KhidkiFolderDepartment)

struct _TestCrash
{
  KhidkiFolderDepartment parent_instance;
};

static void implement (KhidkiDepartmentInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TestCrash, test_crash, KHIDKI_TYPE_FOLDER_DEPARTMENT,
                               G_IMPLEMENT_INTERFACE (KHIDKI_TYPE_DEPARTMENT, implement))

/* Until the stack is at its end; what comes back is used, so that no compiler makes
 * a loop of it. */
static int
fall (volatile char *above)
{
  volatile char here[4096];

  if (above[0] == 0)
    return 0;
  here[0] = above[0];
  return fall (here) + here[0];
}

static gboolean
check_field (KhidkiDepartment *self,
             KhidkiService *service,
             const char *path,
             const char *value,
             KhidkiAnswers *answers,
             const GDate *today,
             const char *language,
             char **complaint)
{
  volatile char bottom = 1;

  if (!g_str_equal (path, "how"))
    return TRUE;
  if (g_str_equal (value, "1"))
    abort ();
  if (g_str_equal (value, "2"))
    return fall (&bottom) != 0;
  if (g_str_equal (value, "3"))
    kill (getpid (), SIGKILL);
  return TRUE;
}

static void
implement (KhidkiDepartmentInterface *iface)
{
  iface->check_field = check_field;
}

static void
test_crash_class_init (TestCrashClass *klass)
{
}

static void
test_crash_init (TestCrash *self)
{
}

KHIDKI_DEFINE_DEPARTMENT_PLUGIN (test_crash_get_type)
