/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "chat-world.h"

G_BEGIN_DECLS

/*
 * A chat as a text file, a line each; `#` begins a remark.
 *
 *   me: TEXT            a person writes          tap: TITLE      taps a choice
 *   photo: CAPTION      sends a photo            pdf: CAPTION    sends a PDF
 *   tap-again:          taps the last choice once more
 *   old-tap: ID         taps a button of a message of long ago
 *   voice: sticker: place: empty:                sends something else
 *   octets: word:       sends a file of a type that phones give, or of an office
 *   reply: TEXT         writes, as a reply to the last news
 *   reply-photo:        sends a photo, as a reply to the last news
 *   pace: SECONDS       so much time passes after every step, at first 30
 *   no-hours:           nobody has set when the helpline answers
 *   files: PAPER N      so many files the draft has of the paper
 *   answered: TEXT      the last answer to the office was this, and how many files
 *   decided: MOVE       the office does this without a word to the citizen yet
 *   bot: TEXT           what was answered has this in it
 *   bot~ REGEX          … or matches this        not: TEXT       has not
 *   choice: TITLE       this may be tapped       no-choice: TITLE
 *   silent:             nothing was answered     document:       it was a document
 *   template: NAME N    it may be said by this template of N values
 *   kept: VERDICT       a file that was sent is kept and checked, or `lost`; `kept: ok pdf`,
 *                       `kept: lost too-large`
 *   private: VALUE      the page of the last link is filled
 *   news: MOVE EXTRA    the office moves the last application
 *   days: N             the clock is turned      identity:       the account changed hands
 *   draft-gone:         the open draft was sent or deleted at a counter
 *   scanned: photo 3    at a counter so many files were added to a paper of the open draft
 *   market:             another department is there too, with one service
 *   sms:                nothing can be tapped here
 *   did: withdraw, submit, answer, link          what the last step did
 *   applications: N     draft: yes|no            at-most: N      messages of the person
 *
 * `{number}` in a line stands for the last application's number.
 */
void chat_script_run (KhidkiCatalogue *catalogue, const char *path);

G_END_DECLS
