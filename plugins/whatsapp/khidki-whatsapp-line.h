/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <khidki.h>

#include "khidki-whatsapp-payment.h"
#include "khidki-whatsapp-rate.h"
#include "khidki-whatsapp-settings.h"
#include "khidki-whatsapp-template-store.h"
#include "khidki-whatsapp-uploads.h"

G_BEGIN_DECLS

/**
 * KhidkiWhatsappLine:
 *
 * One business number at work, from start to stop: its settings, what Meta has
 * of our papers, and the requests that are under way.
 */
#define KHIDKI_TYPE_WHATSAPP_LINE (khidki_whatsapp_line_get_type ())

G_DECLARE_FINAL_TYPE (KhidkiWhatsappLine, khidki_whatsapp_line, KHIDKI, WHATSAPP_LINE, GObject)

KhidkiWhatsappLine *khidki_whatsapp_line_new (KhidkiHost *host,
                                              const char *group,
                                              GError **error);
KhidkiHost *khidki_whatsapp_line_get_host (KhidkiWhatsappLine *self);
KhidkiWhatsappSettings *khidki_whatsapp_line_get_settings (KhidkiWhatsappLine *self);
KhidkiWhatsappUploads *khidki_whatsapp_line_get_uploads (KhidkiWhatsappLine *self);
KhidkiWhatsappRate *khidki_whatsapp_line_get_rate (KhidkiWhatsappLine *self);
KhidkiWhatsappPayment *khidki_whatsapp_line_get_payment (KhidkiWhatsappLine *self);
void khidki_whatsapp_line_join (KhidkiWhatsappLine *self, GPtrArray *family);
GPtrArray *khidki_whatsapp_line_get_family (KhidkiWhatsappLine *self);
KhidkiWhatsappTemplateStore *khidki_whatsapp_line_get_template_store (KhidkiWhatsappLine *self);
void khidki_whatsapp_line_set_ready_func (KhidkiWhatsappLine *self,
                                          KhidkiTimerFunc func,
                                          gpointer user_data);
void khidki_whatsapp_line_templates_ready (KhidkiWhatsappLine *self);
void khidki_whatsapp_line_hold_lists (KhidkiWhatsappLine *self, guint milliseconds);
guint khidki_whatsapp_line_get_list_wait (KhidkiWhatsappLine *self);
void khidki_whatsapp_line_set_list_timer (KhidkiWhatsappLine *self,
                                          guint milliseconds,
                                          KhidkiTimerFunc func);
gboolean khidki_whatsapp_line_is_stopping (KhidkiWhatsappLine *self);
void khidki_whatsapp_line_raise_alarm (KhidkiWhatsappLine *self,
                                       const char *name,
                                       const char *text,
                                       guint lasts_ms);
void khidki_whatsapp_line_set_alarm (KhidkiWhatsappLine *self,
                                     const char *name,
                                     const char *text);
void khidki_whatsapp_line_note_signature (KhidkiWhatsappLine *self, gboolean good);
void khidki_whatsapp_line_complain (KhidkiWhatsappLine *self, const char *text);

KhidkiRequest *khidki_whatsapp_line_new_request (KhidkiWhatsappLine *self,
                                                 const char *method,
                                                 const char *rest);
void khidki_whatsapp_line_fetch_async (KhidkiWhatsappLine *self,
                                       KhidkiRequest *request,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
KhidkiResponse *khidki_whatsapp_line_fetch_finish (KhidkiWhatsappLine *self,
                                                   GAsyncResult *result,
                                                   GError **error);
gboolean khidki_whatsapp_line_may_offer (KhidkiWhatsappLine *self);
void khidki_whatsapp_line_offer (KhidkiWhatsappLine *self, KhidkiRequest *request);
void khidki_whatsapp_line_stop_async (KhidkiWhatsappLine *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean khidki_whatsapp_line_stop_finish (KhidkiWhatsappLine *self,
                                           GAsyncResult *result,
                                           GError **error);

G_END_DECLS
