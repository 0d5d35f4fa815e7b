/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "admin/khidki-admin.h"
#include "admin/khidki-census.h"

G_BEGIN_DECLS

/* (transfer full): @census is %NULL when the store does not answer: then what is
 * counted in rows is missing, and `khidki_store_up` is 0. */
char *khidki_metrics_render (KhidkiAdmin *admin, KhidkiCensus *census);

/* A [callback@RouteFunc] whose data is the admin. */
void khidki_metrics_answer (KhidkiRequest *request, KhidkiResponder *responder, gpointer user_data);

G_END_DECLS
