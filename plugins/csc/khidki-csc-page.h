/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-csc-visit.h"

G_BEGIN_DECLS

/**
 * KhidkiCscBox:
 * @name: of the field, also its id
 * @label: key of the texts
 * @hint: (nullable): in words
 * @value: (nullable): what stands in it
 * @type: (nullable): of the input; `text` if not said
 * @mode: (nullable): which keys a phone shows
 * @complete: (nullable): what a browser may fill in; nothing if not said
 * @trouble: (nullable): in words, what is wrong with it
 * @required: whether it must be filled
 * @focus: whether it is typed into first
 *
 * One labelled box of a form that is not a citizen's.
 */
typedef struct
{
  const char *name;
  const char *label;
  const char *hint;
  const char *value;
  const char *type;
  const char *mode;
  const char *complete;
  const char *trouble;
  gboolean required;
  gboolean focus;
} KhidkiCscBox;

void khidki_csc_page_answer (KhidkiCscVisit *visit, const char *title, KhidkiHtml *html);
/* To be printed: neither head nor foot. */
void khidki_csc_page_answer_sheet (KhidkiCscVisit *visit, const char *title, KhidkiHtml *html);

/* Opens a form that is posted to a path, with the session's token in it. */
void khidki_csc_page_open_form (KhidkiCscVisit *visit,
                                KhidkiHtml *html,
                                const char *action,
                                const char *class);
void khidki_csc_page_hide (KhidkiHtml *html, const char *name, const char *value);
void khidki_csc_page_hide_number (KhidkiHtml *html, const char *name, gint64 value);
/* What the form that came sent, without its files; @whole: for the same session, with what
 * its button does. */
void khidki_csc_page_hide_typed (KhidkiCscVisit *visit, KhidkiHtml *html, gboolean whole);
void khidki_csc_page_box (KhidkiCscVisit *visit, KhidkiHtml *html, const KhidkiCscBox *box);
/* An element that says one text of ours. */
void khidki_csc_page_say (KhidkiCscVisit *visit,
                          KhidkiHtml *html,
                          const char *element,
                          const char *class,
                          const char *key);
/* What is to be told first, if anything. */
void khidki_csc_page_notice (KhidkiCscVisit *visit, KhidkiHtml *html);
void khidki_csc_page_alert (KhidkiCscVisit *visit,
                            KhidkiHtml *html,
                            const char *class,
                            const char *title,
                            const char *text);
/* A line of a list of facts (an open `dl`). */
/* (nullable): the class of a fact that needs more room than a column has. */
const char *khidki_csc_page_get_room (const char *value);
void khidki_csc_page_fact (KhidkiHtml *html, const char *label, const char *value, const char *class);

/* (nullable): the service of a draft or of an id, as the draft has it. */
KhidkiService *khidki_csc_page_find_service (KhidkiCscVisit *visit, KhidkiDraft *draft);
const char *khidki_csc_page_name_service (KhidkiService *service, const char *language);
/* (transfer full): who typed it, in words; "" for an author that is not known. */
char *khidki_csc_page_name_author (KhidkiCscVisit *visit, const char *author);

G_END_DECLS
