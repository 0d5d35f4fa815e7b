/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "store/khidki-paper-store.h"

G_BEGIN_DECLS

struct _KhidkiPaperStore
{
  GObject parent_instance;

  char *folder;
  KhidkiSeal *seal;
  GThreadPool *pool;
};

/* A piece of work of @task, whose source object is the store. */
typedef void (*KhidkiPaperStepFunc) (GTask *task);

/* @work on the pool, then @then on the caller's main context. */
void khidki_paper_store_push_step (GTask *task, KhidkiPaperStepFunc work, KhidkiPaperStepFunc then);

G_END_DECLS
