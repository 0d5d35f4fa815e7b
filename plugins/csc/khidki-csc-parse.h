/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <khidki.h>

G_BEGIN_DECLS

/**
 * KhidkiCscDeed:
 * @KHIDKI_CSC_DEED_SAVE: keep what was typed
 * @KHIDKI_CSC_DEED_REVIEW: keep it and go on
 * @KHIDKI_CSC_DEED_OFFER: keep it and give the form to the citizen's phone
 * @KHIDKI_CSC_DEED_ADD_MEMBER: one more member of the group @target
 * @KHIDKI_CSC_DEED_REMOVE_MEMBER: the member @target goes
 * @KHIDKI_CSC_DEED_ADD_PAPER: the files that came with the paper @target
 * @KHIDKI_CSC_DEED_REMOVE_PAPER: the file with the hash @detail of the paper @target goes
 *
 * Which button of a form was tapped.
 */
typedef enum
{
  KHIDKI_CSC_DEED_SAVE,
  KHIDKI_CSC_DEED_REVIEW,
  KHIDKI_CSC_DEED_OFFER,
  KHIDKI_CSC_DEED_ADD_MEMBER,
  KHIDKI_CSC_DEED_REMOVE_MEMBER,
  KHIDKI_CSC_DEED_ADD_PAPER,
  KHIDKI_CSC_DEED_REMOVE_PAPER,
} KhidkiCscDeed;

/* A file that came with a form, and what the operator says it is. */
typedef struct
{
  char *path;
  KhidkiPaper *paper;
} KhidkiCscFile;

/**
 * KhidkiCscForm:
 * @deed: which button was tapped
 * @target: of the deed, "" if it has none
 * @detail: likewise
 * @version: of the draft that the page showed; -1 if it said none
 * @values: path → what stands in the box
 * @before: path → what stood there when the page was made
 * @again: path → the same number once more
 * @kinds: paper → which of its kinds it is
 * @files: of #KhidkiCscFile
 * @left_out: papers whose file did not come along: too large, or one too many
 *
 * What the page of a draft sends.
 */
typedef struct
{
  KhidkiCscDeed deed;
  char *target;
  char *detail;
  gint64 version;
  GHashTable *values;
  GHashTable *before;
  GHashTable *again;
  GHashTable *kinds;
  GPtrArray *files;
  GPtrArray *left_out;
} KhidkiCscForm;

KhidkiCscForm *khidki_csc_form_parse (KhidkiRequest *request);
void khidki_csc_form_free (KhidkiCscForm *self);

/* What the box of @path holds differs from what stood there. */
gboolean khidki_csc_form_is_changed (KhidkiCscForm *self, const char *path);

/* ₹ 1,230.50, १२३०, 30 → paise; FALSE if it is no amount that a counter takes. */
gboolean khidki_csc_parse_paise (const char *text, gint64 *paise);

/* 15/8/1990, 15-08-1990, 15.8.1990, १५ 8 1990, 1990-08-15. */
gboolean khidki_csc_parse_date (const char *text, GDate *date);

/* A path of a field, a member or a paper: letters, digits, dots and dashes. */
gboolean khidki_csc_is_path (const char *text);

/* Somewhere below /counter/, to go on after signing in. */
gboolean khidki_csc_is_own_path (const char *text);

/* (transfer full): only the digits, in ASCII, at most @most. */
char *khidki_csc_dup_digits (const char *text, gsize most);

/* (transfer full): ₹ 2,04,000 or ₹ 12.50 */
char *khidki_csc_dup_rupees (gint64 paise);

/* (transfer full): 1234 5678 9012 34, as numbers are read out; in threes, fours, fours
 * for the eleven of a code. */
char *khidki_csc_dup_grouped (const char *digits);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhidkiCscForm, khidki_csc_form_free)

G_END_DECLS
