/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-error.h"

G_DEFINE_QUARK (khidki-error-quark, khidki_error)
