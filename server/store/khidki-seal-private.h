/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "store/khidki-seal.h"

G_BEGIN_DECLS

#define KHIDKI_SEAL_ID_BYTES 4
#define KHIDKI_SEAL_KEY_BYTES 32

/* Keys for files: the current one with its id, and the one of a given id, NULL if
 * the key is gone. The bytes belong to the seal. */
const guint8 *khidki_seal_get_file_key (KhidkiSeal *self, guint8 id[KHIDKI_SEAL_ID_BYTES]);
const guint8 *khidki_seal_find_file_key (KhidkiSeal *self, const guint8 *id);

G_END_DECLS
