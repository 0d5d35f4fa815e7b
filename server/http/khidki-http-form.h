/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "libkhidki/khidki-request.h"

G_BEGIN_DECLS

/* Puts the fields of a form that was sent as @request's body beside it. A body that is
 * no form is left alone. Gives 0, or the status to refuse it by. */
guint khidki_http_form_read (KhidkiRequest *request, const char *content_type);

/* The same of `application/x-www-form-urlencoded`: FALSE if it is not well made. Pure. */
gboolean khidki_http_form_read_fields (KhidkiRequest *request, const char *text, gsize length);

/* The status that says why a form was not taken. */
guint khidki_http_form_get_status (const GError *error);

G_END_DECLS
