/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KhidkiError:
 * @KHIDKI_ERROR_FAILED: it failed and trying again would not help
 * @KHIDKI_ERROR_RETRY: it may work later; the caller tries again by its schedule
 * @KHIDKI_ERROR_BUSY: too much at once; nothing was taken, come again shortly
 * @KHIDKI_ERROR_INVALID: the input is wrong and the one who gave it can mend it
 * @KHIDKI_ERROR_REFUSED: what was asked is not allowed
 * @KHIDKI_ERROR_NOT_FOUND: what was named does not exist
 * @KHIDKI_ERROR_CONFLICT: another was faster; load again and repeat
 * @KHIDKI_ERROR_UNCERTAIN: it may or may not have happened; never repeat blindly
 * @KHIDKI_ERROR_RECIPIENT: this recipient cannot be reached on this channel
 * @KHIDKI_ERROR_WINDOW: only a template may be sent to this recipient now
 * @KHIDKI_ERROR_OPERATOR: nothing works until an administrator acts (token, account)
 * @KHIDKI_ERROR_TEMPLATE: this registered text is not to be had now, but may be later; see
 *   [iface@TemplateChannel]
 *
 * The few codes that decide what happens next. Errors of other libraries are
 * mapped to one of these where they enter.
 *
 * Since: 0.1
 */
typedef enum
{
  KHIDKI_ERROR_FAILED,
  KHIDKI_ERROR_RETRY,
  KHIDKI_ERROR_BUSY,
  KHIDKI_ERROR_INVALID,
  KHIDKI_ERROR_REFUSED,
  KHIDKI_ERROR_NOT_FOUND,
  KHIDKI_ERROR_CONFLICT,
  KHIDKI_ERROR_UNCERTAIN,
  KHIDKI_ERROR_RECIPIENT,
  KHIDKI_ERROR_WINDOW,
  KHIDKI_ERROR_OPERATOR,
  KHIDKI_ERROR_TEMPLATE,
} KhidkiError;

#define KHIDKI_ERROR (khidki_error_quark ())

GQuark khidki_error_quark (void);

G_END_DECLS
