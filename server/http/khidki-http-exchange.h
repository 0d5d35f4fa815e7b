/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libsoup/soup.h>

#include "libkhidki/khidki-request.h"
#include "libkhidki/khidki-response.h"
#include "store/khidki-paper-store.h"

G_BEGIN_DECLS

/* (nullable): the request as a value; NULL if its path is none. */
KhidkiRequest *khidki_http_exchange_take_request (SoupServerMessage *message);
/* The same without a body: it has not come yet, or goes elsewhere. */
KhidkiRequest *khidki_http_exchange_take_head (SoupServerMessage *message);

/* Status, headers and cookies of @response; and with its body. */
void khidki_http_exchange_set_head (SoupServerMessage *message, KhidkiResponse *response);
void khidki_http_exchange_set_response (SoupServerMessage *message, KhidkiResponse *response);

/* Holds @message until the responder is finished; @done is called once then.
 * @papers: (nullable): where an answer's paper is. */
KhidkiResponder *khidki_http_exchange_begin (SoupServerMessage *message,
                                             KhidkiPaperStore *papers,
                                             GDestroyNotify done,
                                             gpointer user_data);

G_END_DECLS
