/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "conversation/khidki-commands.h"
#include "conversation/khidki-turn.h"

G_BEGIN_DECLS

/**
 * KhidkiRoom:
 * @place: its name in the session
 * @show: says where we stand and what may be done
 * @hear: (nullable): takes a text; %FALSE if it means nothing here
 * @choose: (nullable): takes a tapped choice; %FALSE if it is none of this room
 * @back: (nullable): goes one step back; without it, to the menu
 *
 * A part of the conversation.
 */
typedef struct
{
  const char *place;
  void (*show) (KhidkiTurn *turn);
  gboolean (*hear) (KhidkiTurn *turn, const char *text);
  gboolean (*choose) (KhidkiTurn *turn, const char *id);
  void (*back) (KhidkiTurn *turn);
} KhidkiRoom;

extern const KhidkiRoom khidki_room_menu;
extern const KhidkiRoom khidki_room_services;
extern const KhidkiRoom khidki_room_found;
extern const KhidkiRoom khidki_room_service;
extern const KhidkiRoom khidki_room_resume;
extern const KhidkiRoom khidki_room_question;
extern const KhidkiRoom khidki_room_review;
extern const KhidkiRoom khidki_room_change;
extern const KhidkiRoom khidki_room_declaration;
extern const KhidkiRoom khidki_room_cancel;
extern const KhidkiRoom khidki_room_applications;
extern const KhidkiRoom khidki_room_application;
extern const KhidkiRoom khidki_room_withdraw;
extern const KhidkiRoom khidki_room_claim_number;
extern const KhidkiRoom khidki_room_claim_birth;
extern const KhidkiRoom khidki_room_query;

const KhidkiRoom *khidki_rooms_find (const char *place);
void khidki_rooms_enter (KhidkiTurn *turn, const char *place, const char *subject);
void khidki_rooms_show (KhidkiTurn *turn);
gboolean khidki_rooms_is (KhidkiTurn *turn, const KhidkiRoom *room);

/* Choices that mean the same everywhere. */
gboolean khidki_rooms_choose_anywhere (KhidkiTurn *turn, const char *id);

/* Greeting and language. */
void khidki_room_menu_greet (KhidkiTurn *turn);
void khidki_room_language_ask (KhidkiTurn *turn);
void khidki_room_language_offer (KhidkiTurn *turn);
void khidki_room_language_set (KhidkiTurn *turn, const char *language);

/* Introduction of a service. */
void khidki_room_service_note_terms (KhidkiTurn *turn, KhidkiService *service);
void khidki_room_service_note_papers (KhidkiTurn *turn, KhidkiService *service);
void khidki_room_service_open (KhidkiTurn *turn, const char *service);
gboolean khidki_room_resume_watch (KhidkiTurn *turn);

/* Questions. */
void khidki_room_question_next (KhidkiTurn *turn);
void khidki_room_question_ask (KhidkiTurn *turn, const char *path);
gboolean khidki_room_question_asks (KhidkiTurn *turn, KhidkiFieldType type);
KhidkiNeed *khidki_room_question_get_need (KhidkiTurn *turn, const KhidkiForm *form);
void khidki_room_question_take (KhidkiTurn *turn, const char *path, KhidkiAnswers *answers);
void khidki_room_question_miss (KhidkiTurn *turn, const char *complaint);
gboolean khidki_room_question_offer_other (KhidkiTurn *turn, const KhidkiForm *form, const char *text);

/* Kinds of question with rules of their own. */
void khidki_room_places_show (KhidkiTurn *turn, const KhidkiForm *form, const KhidkiNeed *need);
gboolean khidki_room_places_choose (KhidkiTurn *turn,
                                    const KhidkiForm *form,
                                    const KhidkiNeed *need,
                                    const char *id);
KhidkiAnswers *khidki_room_places_follow (const KhidkiForm *form, KhidkiAnswers *answers);
void khidki_room_private_show (KhidkiTurn *turn, const KhidkiForm *form, const KhidkiNeed *need);
void khidki_room_private_given (KhidkiTurn *turn);
void khidki_room_papers_show (KhidkiTurn *turn, const KhidkiForm *form, const KhidkiNeed *need);
gboolean khidki_room_papers_hear (KhidkiTurn *turn,
                                  const KhidkiForm *form,
                                  const KhidkiNeed *need,
                                  const char *text);
void khidki_room_papers_media (KhidkiTurn *turn);
char *khidki_room_papers_match_kind (const KhidkiForm *form, const KhidkiNeed *need, const char *text);
char *khidki_room_papers_get_only_kind (const KhidkiForm *form, const KhidkiNeed *need);
void khidki_room_papers_note_kept (KhidkiTurn *turn, const char *path);
void khidki_room_papers_note_verdict (KhidkiTurn *turn, const char *verdict);
void khidki_room_papers_kept (KhidkiTurn *turn);
void khidki_room_papers_lost (KhidkiTurn *turn);
gboolean khidki_room_papers_waits (KhidkiTurn *turn);

/* Whether all that was answered holds now; says why not. */
gboolean khidki_room_review_holds (KhidkiTurn *turn, const KhidkiForm *form, GStrv *wrong);

/* Further pages of a paper that may have several files. */
gboolean khidki_room_pages_has_place (KhidkiTurn *turn, const char *path);
char *khidki_room_pages_dup_album (KhidkiTurn *turn, const KhidkiForm *form, const char *caption);
char *khidki_room_pages_dup_kind (KhidkiTurn *turn, const char *path);
void khidki_room_pages_show (KhidkiTurn *turn, const KhidkiForm *form, const KhidkiNeed *need);
void khidki_room_pages_note (KhidkiTurn *turn, const char *path);
void khidki_room_pages_offer (KhidkiTurn *turn, gboolean guessed);
gboolean khidki_room_pages_choose (KhidkiTurn *turn, const char *id);

/* Applications. */
const KhidkiApplicationFacts *khidki_applications_find (KhidkiTurn *turn, const char *number);
GPtrArray *khidki_applications_list (KhidkiTurn *turn);
gboolean khidki_applications_any_hidden (KhidkiTurn *turn);
char *khidki_applications_dup_state (KhidkiTurn *turn, const char *state);
void khidki_room_applications_status (KhidkiTurn *turn);
void khidki_room_applications_certificate (KhidkiTurn *turn);
void khidki_room_applications_send_certificate (KhidkiTurn *turn, const char *number);
gboolean khidki_room_applications_number (KhidkiTurn *turn, const char *number);
void khidki_room_applications_again (KhidkiTurn *turn, const char *number);

/* Whoever has the number now may be another person than before. */
void khidki_identity_watch (KhidkiTurn *turn);
gboolean khidki_identity_may_be_another (KhidkiTurn *turn);
void khidki_identity_trust_draft (KhidkiTurn *turn);
void khidki_identity_hide (KhidkiTurn *turn);
void khidki_room_claim_open (KhidkiTurn *turn);

/* The office's question, its news, and help. */
void khidki_room_query_open (KhidkiTurn *turn, const char *number);
void khidki_room_query_offer (KhidkiTurn *turn, const char *number, const char *text);
gboolean khidki_room_query_offer_media (KhidkiTurn *turn, const char *number);
void khidki_room_query_kept (KhidkiTurn *turn, KhidkiPaper *paper, const char *kind);
void khidki_news_tell (KhidkiTurn *turn);
char *khidki_news_dup_number (KhidkiMessage *message);
void khidki_help_tell (KhidkiTurn *turn);
void khidki_help_after_misses (KhidkiTurn *turn);
void khidki_help_offer (KhidkiTurn *turn);

/* A draft walks between the chat and a counter. */
void khidki_counter_offer (KhidkiTurn *turn);
void khidki_counter_hand_over (KhidkiTurn *turn);
void khidki_counter_offer_phone (KhidkiTurn *turn);
gboolean khidki_counter_hears (KhidkiTurn *turn, const char *text);
void khidki_counter_take (KhidkiTurn *turn, const char *text);
void khidki_counter_taken (KhidkiTurn *turn);
void khidki_counter_refused (KhidkiTurn *turn);

/* What is asked about the service in hand; an answer in several messages, or several in one. */
gboolean khidki_asides_hear (KhidkiTurn *turn, const char *text);
gboolean khidki_named_service_hear (KhidkiTurn *turn, const char *text);
gboolean khidki_pieces_add (KhidkiTurn *turn, const KhidkiForm *form, const char *text);
char *khidki_pieces_split (const char *text, char **rest);

/* It is for somebody else, that was wrong, sorry. */
gboolean khidki_second_thoughts_hear_whom (KhidkiTurn *turn, const KhidkiForm *form, const char *text);
gboolean khidki_second_thoughts_hear (KhidkiTurn *turn, const KhidkiForm *form, const char *text);
gboolean khidki_room_review_hear_wrong (KhidkiTurn *turn, const char *text);
void khidki_room_service_begin_again (KhidkiTurn *turn, const char *relation);

/* Yes, thanks, don't know, where something else was asked. */
gboolean khidki_plain_answer (KhidkiTurn *turn,
                              const KhidkiForm *form,
                              const KhidkiNeed *need,
                              const char *text);
gboolean khidki_plain_hear_last (KhidkiTurn *turn, const char *text);
void khidki_plain_put_off (KhidkiTurn *turn);
void khidki_plain_ask_in_words (KhidkiTurn *turn, const char *label);

/* What is said though nothing here asked for it. */
const KhidkiApplicationFacts *khidki_unasked_find_waiting (KhidkiTurn *turn);
gboolean khidki_unasked_hear_reply (KhidkiTurn *turn, const char *text);
gboolean khidki_unasked_hear_first (KhidkiTurn *turn, const char *text);
gboolean khidki_unasked_hear_last (KhidkiTurn *turn, const char *text);
gboolean khidki_unasked_media_first (KhidkiTurn *turn);
gboolean khidki_unasked_media_last (KhidkiTurn *turn);

void khidki_commands_do (KhidkiTurn *turn, KhidkiCommand command);

G_END_DECLS
