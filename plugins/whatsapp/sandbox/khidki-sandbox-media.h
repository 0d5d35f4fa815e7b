/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-sandbox-refusal.h"

G_BEGIN_DECLS

#define KHIDKI_SANDBOX_MEDIA_URL_LIFE 300

/* Files that were sent in either direction. Times are those of the sandbox's clock. */
typedef struct _KhidkiSandboxMedia KhidkiSandboxMedia;

typedef struct
{
  char   *id;
  char   *media_type;
  char   *filename; /* nullable */
  char   *sha256;   /* lower hex */
  char   *secret;   /* stands in the download address */
  GBytes *bytes;
  gint64  expires;
  gint64  url_expires;
} KhidkiSandboxMedium;

KhidkiSandboxMedia   *khidki_sandbox_media_new         (gsize               max_bytes);
void                  khidki_sandbox_media_free        (KhidkiSandboxMedia *media);
KhidkiSandboxMedium  *khidki_sandbox_media_add         (KhidkiSandboxMedia *media,
                                                        GBytes             *bytes,
                                                        const char         *media_type,
                                                        const char         *filename,
                                                        gint64              expires);
KhidkiSandboxMedium  *khidki_sandbox_media_find        (KhidkiSandboxMedia *media,
                                                        const char         *id,
                                                        gint64              now);
gboolean              khidki_sandbox_media_remove      (KhidkiSandboxMedia *media,
                                                        const char         *id);
char                 *khidki_sandbox_medium_hash       (const KhidkiSandboxMedium *medium);
KhidkiSandboxRefusal *khidki_sandbox_media_check       (const char         *kind,
                                                        const char         *media_type,
                                                        gsize               size);
KhidkiSandboxRefusal *khidki_sandbox_media_check_file  (const char         *media_type,
                                                        gsize               size);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiSandboxMedia, khidki_sandbox_media_free)

G_END_DECLS
