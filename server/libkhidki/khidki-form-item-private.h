/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-form-view.h"

G_BEGIN_DECLS

G_GNUC_INTERNAL
KhidkiFormItem *khidki_form_item_new (KhidkiFormItemKind kind, const char *path, const char *label);
G_GNUC_INTERNAL
void khidki_form_item_free (KhidkiFormItem *self);

G_END_DECLS
