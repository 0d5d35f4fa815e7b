/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libsoup/soup.h>

#include "libkhidki/khidki-request.h"
#include "libkhidki/khidki-response.h"

G_BEGIN_DECLS

/* (nullable): the request as a value; NULL if its path is none. */
KhidkiRequest *khidki_http_exchange_take_request (SoupServerMessage *message);

/* Holds @message until the responder is finished; @done is called once then. */
KhidkiResponder *khidki_http_exchange_begin (SoupServerMessage *message,
                                             GDestroyNotify done,
                                             gpointer user_data);

G_END_DECLS
