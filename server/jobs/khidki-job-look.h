/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "jobs/khidki-jobs.h"

G_BEGIN_DECLS

/* A row that cannot be opened: at the head of its kind it would hold up all behind it. */
typedef struct
{
  gint64 id;
  char *why;
} KhidkiJobUnreadable;

/**
 * KhidkiJobLook:
 * @found: (element-type KhidkiJob): what is due
 * @unreadable: (element-type KhidkiJobUnreadable): what was due and cannot be opened
 * @next: when the next one will be, UTC milliseconds
 *
 * One look at the rows. Each kind is looked for by itself, as far as its handler has
 * room: a backlog of one kind holds up no other.
 */
typedef struct
{
  GPtrArray *found;
  GPtrArray *unreadable;
  gint64 next;

  /*< private >*/
  gint64 now;
  GPtrArray *kinds;
  GArray *rooms;
} KhidkiJobLook;

KhidkiJobLook *khidki_job_look_new (gint64 now);
void khidki_job_look_free (KhidkiJobLook *self);

/* At most @room jobs of @kind. */
void khidki_job_look_add_kind (KhidkiJobLook *self, const char *kind, guint room);
/* A [callback@StoreFunc] whose data is the look. */
gboolean khidki_job_look_read (KhidkiTransaction *transaction, gpointer data, GError **error);

/* Frees what it holds. */
void khidki_job_clear (KhidkiJob *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiJobLook, khidki_job_look_free)

G_END_DECLS
