/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libsoup/soup.h>

#include "libkhidki/khidki-response.h"
#include "store/khidki-paper-store.h"

G_BEGIN_DECLS

/* Answers with the paper of @response, unsealed piece by piece on the pool as fast as
 * the far end reads. @message is paused; @done is called once, when all was handed
 * over or the far end has gone. A paper that is not there is answered with 404. */
void khidki_http_paper_send (SoupServerMessage *message,
                             KhidkiPaperStore *papers,
                             KhidkiResponse *response,
                             GDestroyNotify done,
                             gpointer user_data);

G_END_DECLS
