/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "pages/khidki-page-reader.h"
#include "pages/khidki-pages.h"

G_BEGIN_DECLS

struct _KhidkiPages
{
  GObject parent_instance;

  KhidkiHost *host;
  KhidkiStore *store;
  KhidkiJobs *jobs;
  KhidkiSigningKey *signing_key;
  KhidkiHttpServer *http_server;
  KhidkiCatalogue *catalogue; /* (nullable): none until it is built */
  GTimeZone *time_zone;
  char *public_url;
  KhidkiChannels *channels; /* (nullable) */
  GStrv numbers;
  char *helpline;
  char *helpline_hours;
};

/* @user_data is the KhidkiPages. */
void khidki_pages_get_verify (KhidkiRequest *request, KhidkiResponder *responder, gpointer user_data);
void khidki_pages_post_verify (KhidkiRequest *request, KhidkiResponder *responder, gpointer user_data);
void khidki_pages_get_private (KhidkiRequest *request, KhidkiResponder *responder, gpointer user_data);
void khidki_pages_post_private (KhidkiRequest *request, KhidkiResponder *responder, gpointer user_data);

/* (transfer full) (nullable): what follows @prefix in the path, decoded. */
char *khidki_pages_dup_rest (KhidkiRequest *request, const char *prefix);

/* (transfer full) (nullable): the one field of a form that was sent; NULL if the
 * request is no form of at most @most bytes, with the @status to refuse it by. */
char *khidki_pages_dup_field (KhidkiRequest *request, const char *name, gsize most, guint *status);

/* The page for what failed on our side, or was sent too large. */
KhidkiResponse *khidki_pages_make_trouble (const KhidkiPageReader *reader, guint status);

G_END_DECLS
