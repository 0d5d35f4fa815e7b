/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "catalogue/khidki-measured-department.h"

/* A hook is pure: it computes, and that is done in a fraction of this. */
#define SLOW_MS 5
/* Two such hooks and a citizen waits as long as for the disk. */
#define TOO_SLOW_MS 50
/* A busy machine may hold up any hook now and then: it is the hook's doing if it
 * is so five times within a minute, and for one call in four. */
#define MOST_TOO_SLOW 5
#define MOST_SHARE 4
#define SPAN_MS 60000

struct _KhidkiMeasuredDepartment
{
  GObject parent_instance;

  KhidkiDepartment *inner;
  KhidkiHost *host;
  KhidkiSlowHookFunc func;
  gpointer user_data;

  /* mutex: what follows */
  GMutex mutex;
  gint64 span_began;
  guint calls;
  guint too_slow;
  gint64 logged_at;
  guint unlogged;
  gboolean told;
};

static void implement (KhidkiDepartmentInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KhidkiMeasuredDepartment,
                               khidki_measured_department,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KHIDKI_TYPE_DEPARTMENT, implement))

/* Whether the line is to be written now; the mutex is held. */
static gboolean
may_log (KhidkiMeasuredDepartment *self, gint64 now, guint *others)
{
  if (self->logged_at != 0 && now - self->logged_at < SPAN_MS)
    {
      self->unlogged++;
      return FALSE;
    }
  *others = self->unlogged;
  self->unlogged = 0;
  self->logged_at = MAX (now, 1);
  return TRUE;
}

/* Whether it is time to tell; the mutex is held. */
static gboolean
is_past_bearing (KhidkiMeasuredDepartment *self, gint64 now, gint64 taken)
{
  if (now - self->span_began >= SPAN_MS)
    {
      self->span_began = now;
      self->calls = self->too_slow = 0;
    }
  self->calls++;
  self->too_slow += taken > TOO_SLOW_MS;
  if (self->told || self->too_slow < MOST_TOO_SLOW || self->too_slow < self->calls / MOST_SHARE)
    return FALSE;
  self->told = TRUE;
  return TRUE;
}

static void
note (KhidkiMeasuredDepartment *self, const char *hook, gint64 began)
{
  gint64 now = khidki_host_get_monotonic (self->host);
  gint64 taken = now - began;
  gboolean logs, tells;
  guint others = 0;

  g_mutex_lock (&self->mutex);
  logs = taken > SLOW_MS && may_log (self, now, &others);
  tells = is_past_bearing (self, now, taken);
  g_mutex_unlock (&self->mutex);

  if (logs)
    g_warning ("department %s: %s took %" G_GINT64_FORMAT " ms, expected at most %d; %u others since "
               "the last such line",
               khidki_department_get_id (self->inner), hook, taken, SLOW_MS, others);
  if (tells && self->func != NULL)
    self->func (khidki_department_get_id (self->inner), hook, taken, self->user_data);
}

static const char *
get_id (KhidkiDepartment *department)
{
  return khidki_department_get_id (KHIDKI_MEASURED_DEPARTMENT (department)->inner);
}

static const char *
get_text (KhidkiDepartment *department, const char *key, const char *language)
{
  KhidkiMeasuredDepartment *self = KHIDKI_MEASURED_DEPARTMENT (department);
  gint64 began = khidki_host_get_monotonic (self->host);
  const char *text = khidki_department_get_text (self->inner, key, language);

  note (self, "get_text", began);
  return text;
}

/* Called when a catalogue is made, not for a citizen: it may read files. */
static GPtrArray *
list_services (KhidkiDepartment *department, GError **error)
{
  return khidki_department_list_services (KHIDKI_MEASURED_DEPARTMENT (department)->inner, error);
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
  KhidkiMeasuredDepartment *self = KHIDKI_MEASURED_DEPARTMENT (department);
  gint64 began = khidki_host_get_monotonic (self->host);
  gboolean well = khidki_department_check_field (self->inner, service, path, value, answers, today,
                                                 language, complaint);

  note (self, "check_field", began);
  return well;
}

static gboolean
check_eligibility (KhidkiDepartment *department,
                   KhidkiService *service,
                   KhidkiAnswers *answers,
                   const GDate *today,
                   const char *language,
                   char **complaint)
{
  KhidkiMeasuredDepartment *self = KHIDKI_MEASURED_DEPARTMENT (department);
  gint64 began = khidki_host_get_monotonic (self->host);
  gboolean well = khidki_department_check_eligibility (self->inner, service, answers, today,
                                                       language, complaint);

  note (self, "check_eligibility", began);
  return well;
}

static void
fill_certificate (KhidkiDepartment *department,
                  KhidkiApplication *application,
                  const char *language,
                  GHashTable *values)
{
  KhidkiMeasuredDepartment *self = KHIDKI_MEASURED_DEPARTMENT (department);
  gint64 began = khidki_host_get_monotonic (self->host);

  khidki_department_fill_certificate (self->inner, application, language, values);
  note (self, "fill_certificate", began);
}

static void
implement (KhidkiDepartmentInterface *iface)
{
  iface->get_id = get_id;
  iface->get_text = get_text;
  iface->list_services = list_services;
  iface->check_field = check_field;
  iface->check_eligibility = check_eligibility;
  iface->fill_certificate = fill_certificate;
}

static void
khidki_measured_department_finalize (GObject *object)
{
  KhidkiMeasuredDepartment *self = KHIDKI_MEASURED_DEPARTMENT (object);

  g_mutex_clear (&self->mutex);
  g_object_unref (self->inner);
  g_object_unref (self->host);
  G_OBJECT_CLASS (khidki_measured_department_parent_class)->finalize (object);
}

static void
khidki_measured_department_class_init (KhidkiMeasuredDepartmentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = khidki_measured_department_finalize;
}

static void
khidki_measured_department_init (KhidkiMeasuredDepartment *self)
{
  g_mutex_init (&self->mutex);
}

KhidkiDepartment *
khidki_measured_department_new (KhidkiDepartment *department,
                                KhidkiHost *host,
                                KhidkiSlowHookFunc func,
                                gpointer user_data)
{
  KhidkiMeasuredDepartment *self = g_object_new (KHIDKI_TYPE_MEASURED_DEPARTMENT, NULL);

  self->inner = g_object_ref (department);
  self->host = g_object_ref (host);
  self->func = func;
  self->user_data = user_data;
  self->span_began = khidki_host_get_monotonic (host);
  return KHIDKI_DEPARTMENT (self);
}

KhidkiDepartment *
khidki_measured_department_find_inner (KhidkiDepartment *department)
{
  return department != NULL && KHIDKI_IS_MEASURED_DEPARTMENT (department)
             ? KHIDKI_MEASURED_DEPARTMENT (department)->inner
             : department;
}
