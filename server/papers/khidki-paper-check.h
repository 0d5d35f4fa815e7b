/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KhidkiPaperFault:
 * @KHIDKI_PAPER_FINE: nothing; it can be read
 * @KHIDKI_PAPER_TOO_SMALL: too few pixels to read a paper from
 * @KHIDKI_PAPER_TOO_DARK: too dark to read
 * @KHIDKI_PAPER_TOO_LARGE: more bytes or pixels than are taken
 * @KHIDKI_PAPER_ENCRYPTED: a document with a password
 * @KHIDKI_PAPER_DAMAGED: it cannot be decoded, or decoding it failed badly
 * @KHIDKI_PAPER_TOO_MANY_PAGES: a document with more pages than a paper has
 * @KHIDKI_PAPER_NOT_AN_IMAGE: neither a JPEG, nor a PNG, nor a PDF
 *
 * What is wrong with a paper, so that the citizen can be told what to do.
 *
 * Since: 0.1
 */
typedef enum
{
  KHIDKI_PAPER_FINE,
  KHIDKI_PAPER_TOO_SMALL,
  KHIDKI_PAPER_TOO_DARK,
  KHIDKI_PAPER_TOO_LARGE,
  KHIDKI_PAPER_ENCRYPTED,
  KHIDKI_PAPER_DAMAGED,
  KHIDKI_PAPER_TOO_MANY_PAGES,
  KHIDKI_PAPER_NOT_AN_IMAGE,
  KHIDKI_PAPER_N_FAULTS,
} KhidkiPaperFault;

/* What stands for %KHIDKI_PAPER_FINE where a verdict is told. */
#define KHIDKI_PAPER_GOOD "ok"

#define KHIDKI_PAPER_MAX_BYTES (25 * 1024 * 1024)
#define KHIDKI_PAPER_MAX_PIXELS (40 * 1000 * 1000)
#define KHIDKI_PAPER_MAX_SIDE 20000
#define KHIDKI_PAPER_MIN_SIDE 400
#define KHIDKI_PAPER_MIN_BRIGHTNESS 40
#define KHIDKI_PAPER_MAX_PAGES 20
#define KHIDKI_PAPER_MAX_ANSWER_BYTES 1024

/**
 * KhidkiPaperCheck:
 * @mime_type: (not nullable): what it is, from its content
 * @width: in pixels; of a document in points, its first page
 * @height: likewise
 * @pages: 1 for an image
 * @brightness: the mean of all pixels, 0 black to 255 white
 * @fault: what is wrong with it
 *
 * What a sandboxed worker found out about a file.
 *
 * Since: 0.1
 */
typedef struct
{
  char *mime_type;
  int width;
  int height;
  int pages;
  int brightness;
  KhidkiPaperFault fault;
} KhidkiPaperCheck;

KhidkiPaperCheck *khidki_paper_check_new (const char *mime_type, KhidkiPaperFault fault);
KhidkiPaperCheck *khidki_paper_check_new_from_text (const char *text, gsize length);
char *khidki_paper_check_to_text (const KhidkiPaperCheck *self);
void khidki_paper_check_free (KhidkiPaperCheck *self);

const char *khidki_paper_fault_to_string (KhidkiPaperFault fault);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiPaperCheck, khidki_paper_check_free)

G_END_DECLS
