/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  char   *name;
  char   *filename;   /* nullable */
  char   *media_type; /* nullable */
  GBytes *bytes;
} KhidkiSandboxPart;

GPtrArray         *khidki_sandbox_multipart_parse (GBytes     *body,
                                                   const char *content_type,
                                                   GError    **error);
KhidkiSandboxPart *khidki_sandbox_multipart_find  (GPtrArray  *parts,
                                                   const char *name);

G_END_DECLS
