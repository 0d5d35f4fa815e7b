/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "catalogue/khidki-places.h"
#include "libkhidki/khidki-seva-private.h"

G_BEGIN_DECLS

typedef struct
{
  KhidkiPart *part;
  GDate from;       /* invalid: since ever */
  GDate until;      /* invalid: still */
  GPtrArray *names; /* GStrv: what it is called, as folded words */
} KhidkiPlaceDivision;

/* What one or several localities are called. */
typedef struct
{
  GStrv words;      /* folded */
  GPtrArray *parts; /* KhidkiPart */
} KhidkiPlaceName;

struct _KhidkiPlaces
{
  GPtrArray *parts;          /* (owned) everything, in the file's order */
  GPtrArray *subdivisions;   /* KhidkiPlaceDivision, in the file's order */
  GHashTable *by_name;       /* a language → GPtrArray of them, in its alphabet's order */
  GHashTable *districts;     /* id → KhidkiPart */
  GHashTable *by_id;         /* id of a sub-division → KhidkiPlaceDivision */
  GHashTable *localities;    /* folded name → KhidkiPlaceName */
  GHashTable *sounds;        /* the sound of such a name → GPtrArray of KhidkiPart */
  GHashTable *sorted;        /* the words of such a name in alphabetical order */
  GHashTable *cities;        /* folded name → KhidkiPart */
  GHashTable *pins;          /* six digits → KhidkiPart */
};

void khidki_place_division_free (KhidkiPlaceDivision *division);
void khidki_place_name_free (KhidkiPlaceName *name);

/* (transfer full): so that Sector 7 Rohini is Rohini Sector 7. */
char *khidki_places_sort_words (const char *const *folded, guint n);
/* (transfer full) (nullable): the sound of @n words together; NULL if it is so short that it may
 * be any word. */
char *khidki_places_dup_sound (const char *const *folded, guint n);

G_END_DECLS
