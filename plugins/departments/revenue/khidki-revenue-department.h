/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <khidki.h>

G_BEGIN_DECLS

#define KHIDKI_TYPE_REVENUE_DEPARTMENT (khidki_revenue_department_get_type ())

G_DECLARE_FINAL_TYPE (KhidkiRevenueDepartment,
                      khidki_revenue_department,
                      KHIDKI,
                      REVENUE_DEPARTMENT,
                      KhidkiFolderDepartment)

G_END_DECLS
