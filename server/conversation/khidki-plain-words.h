/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KhidkiPlain:
 * @KHIDKI_PLAIN_NONE: anything else
 * @KHIDKI_PLAIN_YES: yes, all is right; also by a sign
 * @KHIDKI_PLAIN_NO: no
 * @KHIDKI_PLAIN_AGREED: agrees in so many words
 * @KHIDKI_PLAIN_UNKNOWN: does not know
 * @KHIDKI_PLAIN_THANKS: thanks
 * @KHIDKI_PLAIN_SIGN: signs without a word
 * @KHIDKI_PLAIN_SAME: the number from which they write
 * @KHIDKI_PLAIN_SELF: for oneself
 * @KHIDKI_PLAIN_OTHER: for somebody else
 * @KHIDKI_PLAIN_LATER: not now
 *
 * What is said alone and means the same wherever it is said.
 */
typedef enum
{
  KHIDKI_PLAIN_NONE,
  KHIDKI_PLAIN_YES,
  KHIDKI_PLAIN_NO,
  KHIDKI_PLAIN_AGREED,
  KHIDKI_PLAIN_UNKNOWN,
  KHIDKI_PLAIN_THANKS,
  KHIDKI_PLAIN_SIGN,
  KHIDKI_PLAIN_SAME,
  KHIDKI_PLAIN_SELF,
  KHIDKI_PLAIN_OTHER,
  KHIDKI_PLAIN_LATER,
} KhidkiPlain;

KhidkiPlain khidki_plain_match (const char *text);
gboolean khidki_plain_is_yes (const char *text);
gboolean khidki_plain_is_for_other (const char *text);
KhidkiPlain khidki_plain_find_whom (const char *text);
gboolean khidki_plain_wants_person (const char *text);

G_END_DECLS
