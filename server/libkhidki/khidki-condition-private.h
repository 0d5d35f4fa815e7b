/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-answers.h"
#include "khidki-service.h"

G_BEGIN_DECLS

/* A `ShowIf=`: `path=value|value2` and `path!=value`, joined with ` & `. */
typedef struct
{
  char *path;
  gboolean differs;
  char **values;
} KhidkiTerm;

G_GNUC_INTERNAL
GPtrArray *khidki_condition_parse (const char *condition);
G_GNUC_INTERNAL
gboolean khidki_condition_is_valid (const char *condition);
gboolean khidki_condition_holds (const char *condition,
                                 KhidkiService *service,
                                 KhidkiAnswers *answers,
                                 const char *path);

G_END_DECLS
