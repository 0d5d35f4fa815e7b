/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "catalogue/khidki-catalogue.h"

G_BEGIN_DECLS

GStrv khidki_catalogue_check (KhidkiCatalogue *self, const char *const *languages, const GDate *today);

G_END_DECLS
