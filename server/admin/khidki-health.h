/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "admin/khidki-admin.h"

G_BEGIN_DECLS

/**
 * KhidkiHealthPoint:
 * @name: what was looked at
 * @fine: whether it is as it should be
 * @text: why not, or a detail
 *
 * One thing that must be well for citizens to be served.
 *
 * Since: 0.1
 */
typedef struct
{
  const char *name;
  gboolean fine;
  char *text;
} KhidkiHealthPoint;

/* @points: (transfer none) (element-type KhidkiHealthPoint) */
typedef void (*KhidkiHealthFunc) (KhidkiAdmin *admin, GPtrArray *points, gpointer user_data);

void khidki_health_check (KhidkiAdmin *admin, KhidkiHealthFunc done, gpointer user_data);
gboolean khidki_health_is_fine (GPtrArray *points);

/* A [callback@RouteFunc] whose data is the admin. */
void khidki_health_answer (KhidkiRequest *request, KhidkiResponder *responder, gpointer user_data);

G_END_DECLS
