/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <khidki.h>

#include "khidki-revenue-department.h"

KHIDKI_DEFINE_DEPARTMENT_PLUGIN (khidki_revenue_department_get_type)
