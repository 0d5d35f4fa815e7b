/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "chat-world.h"

G_BEGIN_DECLS

/*
 * A person who knows what the form asks for, and does not always do it: types
 * wrong, goes back, sends photos, changes language, taps what was offered long
 * ago, disappears for months. The same seed does the same again.
 */
typedef struct
{
  ChatWorld *world;
  GRand *rand;
  /* Of a hundred turns so many are what was asked for. */
  guint willing;
} RandomCitizen;

RandomCitizen *random_citizen_new (KhidkiCatalogue *catalogue, guint seed);
void random_citizen_free (RandomCitizen *self);

/* One thing that the person does, or that happens to them. */
void random_citizen_turn (RandomCitizen *self);
/* The best answer to what was said last. */
void random_citizen_answer (RandomCitizen *self);
void random_citizen_say (RandomCitizen *self, const char *text);

/* From where the conversation stands, menu leads to the menu, back leads there in
 * the end, and cancel leaves no form. It stands where it stood afterwards. */
void random_citizen_check_ways_out (RandomCitizen *self);
/* Whoever is willing gets an application's number from here; at most @turns. */
void random_citizen_check_way_on (RandomCitizen *self, guint turns);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RandomCitizen, random_citizen_free)

G_END_DECLS
