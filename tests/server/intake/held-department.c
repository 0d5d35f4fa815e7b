/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "held-department.h"

/* A test that waits for who waits for the hook ends all the same. */
#define LONGEST_US (10 * G_USEC_PER_SEC)

typedef enum
{
  FREE,
  ARMED,
  HELD_UP,
} State;

struct _HeldDepartment
{
  KhidkiFolderDepartment parent_instance;

  GMutex mutex;
  GCond cond;
  State state;
};

static KhidkiDepartmentInterface *parent_iface;

static void implement (KhidkiDepartmentInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HeldDepartment,
                               held_department,
                               KHIDKI_TYPE_FOLDER_DEPARTMENT,
                               G_IMPLEMENT_INTERFACE (KHIDKI_TYPE_DEPARTMENT, implement))

static void
be_held (HeldDepartment *self)
{
  gint64 until = g_get_monotonic_time () + LONGEST_US;

  g_mutex_lock (&self->mutex);
  if (self->state == ARMED)
    {
      self->state = HELD_UP;
      while (self->state == HELD_UP && g_cond_wait_until (&self->cond, &self->mutex, until))
        ;
      self->state = FREE;
    }
  g_mutex_unlock (&self->mutex);
}

static const char *
get_text (KhidkiDepartment *department, const char *key, const char *language)
{
  be_held (HELD_DEPARTMENT (department));
  return parent_iface->get_text (department, key, language);
}

static void
implement (KhidkiDepartmentInterface *iface)
{
  parent_iface = g_type_interface_peek_parent (iface);
  iface->get_text = get_text;
}

static void
held_department_finalize (GObject *object)
{
  HeldDepartment *self = HELD_DEPARTMENT (object);

  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  G_OBJECT_CLASS (held_department_parent_class)->finalize (object);
}

static void
held_department_class_init (HeldDepartmentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = held_department_finalize;
}

static void
held_department_init (HeldDepartment *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
}

HeldDepartment *
held_department_new (const char *folder)
{
  return g_object_new (HELD_TYPE_DEPARTMENT, "folder", folder, NULL);
}

void
held_department_hold (HeldDepartment *self)
{
  g_mutex_lock (&self->mutex);
  self->state = ARMED;
  g_mutex_unlock (&self->mutex);
}

gboolean
held_department_is_held (HeldDepartment *self)
{
  gboolean held;

  g_mutex_lock (&self->mutex);
  held = self->state == HELD_UP;
  g_mutex_unlock (&self->mutex);
  return held;
}

void
held_department_let_go (HeldDepartment *self)
{
  g_mutex_lock (&self->mutex);
  self->state = FREE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}
