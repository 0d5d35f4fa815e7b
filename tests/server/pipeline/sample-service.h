/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "libkhidki/khidki-service.h"

G_BEGIN_DECLS

KhidkiService *sample_service_new (void);

G_END_DECLS
