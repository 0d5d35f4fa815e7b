/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "tools/khidki-tool-call.h"

G_BEGIN_DECLS

/* What an administrator does about a thing that is wrong: a sentence, and the section of
 * docs/go-live.md that has more. Pure; all (transfer none). */

/* Meta answered with an error: @meta_code, -1 if it has none. */
const char *khidki_whatsapp_remedy_for_code (int meta_code);
gboolean khidki_whatsapp_remedy_is_token (int meta_code);
gboolean khidki_whatsapp_remedy_is_unknown_id (int meta_code);
/* It passes by itself. */
gboolean khidki_whatsapp_remedy_is_passing (int meta_code);

/* A call of ours did not get through to Meta. */
const char *khidki_whatsapp_remedy_for_graph (KhidkiToolTrouble trouble, GTlsCertificateFlags flags);

/* The same way that Meta's webhooks come in did not lead to khidkid. */
const char *khidki_whatsapp_remedy_for_public (KhidkiToolTrouble trouble,
                                               GTlsCertificateFlags flags);
/* It led somewhere, but what answered was @status. */
const char *khidki_whatsapp_remedy_for_status (guint status);

/* What is wrong with a certificate, in words. */
const char *khidki_whatsapp_remedy_describe_certificate (GTlsCertificateFlags flags);

G_END_DECLS
