/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "store/khidki-gda.h"
#include "store/khidki-transaction.h"

G_BEGIN_DECLS

struct _KhidkiTransaction
{
  KhidkiGda *gda;
  KhidkiSeal *seal;
  gboolean writing;
  GError *failure;
};

G_END_DECLS
