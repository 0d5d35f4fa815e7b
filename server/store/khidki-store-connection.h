/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "store/khidki-gda.h"
#include "store/khidki-store-url.h"

G_BEGIN_DECLS

KhidkiGda *khidki_store_connection_open (const KhidkiStoreUrl *url, gboolean writing, GError **error);

G_END_DECLS
