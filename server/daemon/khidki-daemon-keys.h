/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "gate/khidki-config.h"
#include "libkhidki/khidki-host.h"
#include "pipeline/khidki-signing-key.h"
#include "store/khidki-seal.h"

G_BEGIN_DECLS

/* The two keys of the server: `file:PATH`, `credential:NAME` or a path; one that
 * is not configured lies in the state folder and is made at the first start.
 * @host: (nullable): gives randomness; without it nothing is made, and one that
 * is not there yet is KHIDKI_ERROR_NOT_FOUND. Errors name file, key and what was
 * expected. */
KhidkiSeal *khidki_daemon_open_seal (KhidkiConfig *config,
                                     const char *state,
                                     KhidkiHost *host,
                                     GError **error);
KhidkiSigningKey *khidki_daemon_open_signing_key (KhidkiConfig *config,
                                                  const char *state,
                                                  KhidkiHost *host,
                                                  GError **error);

G_END_DECLS
