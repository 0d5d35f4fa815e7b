/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "admin/khidki-admin.h"
#include "admin/khidki-census.h"

G_BEGIN_DECLS

/* A [callback@RouteFunc] whose data is the admin. */
void khidki_metrics_answer (KhidkiRequest *request, KhidkiResponder *responder, gpointer user_data);

G_END_DECLS
