/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "libkhidki/khidki-department.h"

G_BEGIN_DECLS

#define HELD_TYPE_DEPARTMENT (held_department_get_type ())

G_DECLARE_FINAL_TYPE (HeldDepartment, held_department, HELD, DEPARTMENT, KhidkiFolderDepartment)

/* The department of a folder, whose next hook may be held up. */
HeldDepartment *held_department_new (const char *folder);

/* The next call of a hook does not come back until it is let go. */
void held_department_hold (HeldDepartment *self);
gboolean held_department_is_held (HeldDepartment *self);
void held_department_let_go (HeldDepartment *self);

G_END_DECLS
