/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "libkhidki/khidki-department.h"

G_BEGIN_DECLS

/**
 * KhidkiMeasuredDepartment:
 *
 * A department as the server calls it: each pure hook is timed. Over 5 ms is
 * logged, at most once a minute; over 50 ms again and again is told once, so that
 * whoever let the department in can take it out.
 */
#define KHIDKI_TYPE_MEASURED_DEPARTMENT (khidki_measured_department_get_type ())

G_DECLARE_FINAL_TYPE (KhidkiMeasuredDepartment,
                      khidki_measured_department,
                      KHIDKI,
                      MEASURED_DEPARTMENT,
                      GObject)

/* Called on the thread of the hook, once for each measured department. @id: its
 * code; @hook: the slow one; @milliseconds: how long it took the last time. */
typedef void (*KhidkiSlowHookFunc) (const char *id,
                                    const char *hook,
                                    gint64 milliseconds,
                                    gpointer user_data);

/* @host tells the time, on any thread. */
KhidkiDepartment *khidki_measured_department_new (KhidkiDepartment *department,
                                                  KhidkiHost *host,
                                                  KhidkiSlowHookFunc func,
                                                  gpointer user_data);

/* (transfer none) (nullable): the department itself, whether or not @department
 * is a measured one; for its further interfaces */
KhidkiDepartment *khidki_measured_department_find_inner (KhidkiDepartment *department);

G_END_DECLS
