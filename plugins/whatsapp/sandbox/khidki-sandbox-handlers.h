/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-sandbox.h"

G_BEGIN_DECLS

/* One request; @path is what follows the part that chose the handler. */
typedef struct
{
  KhidkiSandbox     *sandbox;
  SoupServerMessage *message;
  const char        *method;
  GStrv              path;
  guint              n_path;
  GHashTable        *query; /* nullable */
} KhidkiSandboxRequest;

void khidki_sandbox_graph_handle    (KhidkiSandboxRequest *request);
void khidki_sandbox_graph_messages  (KhidkiSandboxRequest *request);
void khidki_sandbox_graph_media     (KhidkiSandboxRequest *request);
void khidki_sandbox_graph_upload    (KhidkiSandboxRequest *request);
void khidki_sandbox_graph_download  (KhidkiSandboxRequest *request);
gboolean khidki_sandbox_graph_account (KhidkiSandboxRequest *request);
gboolean khidki_sandbox_graph_admit (KhidkiSandboxRequest *request);
void khidki_sandbox_control_handle  (KhidkiSandboxRequest *request);
void khidki_sandbox_control_citizen (KhidkiSandboxRequest *request);
void khidki_sandbox_control_chat    (KhidkiSandboxRequest *request,
                                     KhidkiSandboxCitizen *citizen);
void khidki_sandbox_page_handle     (KhidkiSandboxRequest *request);
void khidki_sandbox_sms_send        (KhidkiSandboxRequest *request);
gboolean khidki_sandbox_sms_control (KhidkiSandboxRequest *request);

G_END_DECLS
