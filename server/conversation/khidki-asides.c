/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "catalogue/khidki-words.h"
#include "conversation/khidki-rooms.h"
#include "conversation/khidki-word-table.h"

/*
 * What people ask in the midst of something else: what it costs, how long it takes,
 * which papers. One message may ask for all of it; the dialogue stays where it is.
 */

#define LONGEST 256

typedef enum
{
  ASIDE_FEE = 1 << 0,
  ASIDE_DAYS = 1 << 1,
  ASIDE_PAPERS = 1 << 2,
  /* It is a question at all; a name or a trade is none. */
  ASIDE_ASKED = 1 << 3,
  /* Tells nothing, but stands in such questions. */
  ASIDE_FILLER = 1 << 4,
} Aside;

#define TOPICS ((guint) (ASIDE_FEE | ASIDE_DAYS | ASIDE_PAPERS))

/* Single words; heard by their sound, so that one script does. */
static const KhidkiWordRow vocabulary[] = {
  { ASIDE_FEE, "fee|fees|pay|payment|free|muft|मुफ़्त|ਮੁਫ਼ਤ|مفت|charge|charges|cost|costs|price|paisa|paise|paisey|kharcha|kharch|shulk|"
               "फीस|फ़ीस|शुल्क|पैसा|पैसे|ख़र्चा|ਫੀਸ|ਫ਼ੀਸ|ਪੈਸੇ|فیس|پیسے|خرچ" },
  { ASIDE_DAYS, "days|deadline|time|long|din|dino|samay|kab|when|दिन|दिनों|समय|कब|ਦਿਨ|ਕਦੋਂ|دن|کب" },
  { ASIDE_PAPERS, "paper|papers|document|documents|kagaz|kaagaz|kagaj|kagzat|dastavez|dastavej|"
                  "कागज|कागज़|कागज़ात|दस्तावेज|दस्तावेज़|ਕਾਗਜ਼|ਦਸਤਾਵੇਜ਼|کاغذ|کاغذات|دستاویز" },
  { ASIDE_ASKED, "what|which|how|when|kya|kitna|kitne|kitni|kaun|konsa|kaunsa|kab|kaise|lagega|lagegi|"
                 "lagenge|क्या|कितना|कितने|कितनी|कौन|कब|कैसे|लगेगा|लगेगी|लगेंगे|ਕੀ|ਕਿੰਨੀ|ਕਿੰਨੇ|ਕਿਹੜੇ|ਕਦੋਂ|"
                 "کیا|کتنی|کتنے|کون|کب" },
  { ASIDE_FILLER, "much|many|will|does|are|there|should|bring|send|required|needed|this|be|with|take|"
                  "takes|mein|me|men|tak|lage|lagta|lagti|lagte|hoga|hogi|honge|hote|milega|milegi|"
                  "banega|banegi|aayega|aayegi|में|तक|लगता|लगती|लगते|होगा|होगी|होंगे|मिलेगा|मिलेगी|"
                  "बनेगा|बनेगी|आएगा|से|सा|सी|ਲੱਗੇਗੀ|ਲੱਗਣਗੇ|ਵਿੱਚ|ਮਿਲੇਗਾ|ਬਣੇਗਾ|لگے|گی|گے|گا|میں|تک|"
                  "لگیں|ملے|بنے|سے|ہوں" },
};

static guint
get_meaning (const char *folded)
{
  static KhidkiWordTable table = KHIDKI_WORD_TABLE (vocabulary, khidki_words_fold);

  return khidki_word_table_get (&table, folded);
}

static guint
find_asides (const char *text)
{
  g_auto (GStrv) words = NULL;
  guint found = strpbrk (text, "?") != NULL || strstr (text, "؟") != NULL ? ASIDE_ASKED : 0;

  if (strlen (text) > LONGEST)
    return 0;
  words = khidki_words_split (text);
  for (guint i = 0; words[i] != NULL; i++)
    found |= get_meaning (words[i]);

  return (found & ASIDE_ASKED) != 0 ? found & TOPICS : 0;
}

/* Whether every word of it belongs to such a question, so that it can be nothing else. */
static gboolean
is_plain (const char *text)
{
  g_auto (GStrv) words = khidki_words_split (text);

  for (guint i = 0; words[i] != NULL; i++)
    if (get_meaning (words[i]) == 0 && !khidki_words_is_stop (words[i]))
      return FALSE;
  return TRUE;
}

/* `Din Dayal Marg, kab wali gali` is where somebody lives. */
static gboolean
may_be_answer (KhidkiTurn *turn, const char *text)
{
  KhidkiForm form;
  g_autoptr (KhidkiNeed) need = NULL;
  g_autoptr (KhidkiAnswers) answers = NULL;

  /* What the office asked is answered in free words. */
  if (khidki_rooms_is (turn, &khidki_room_query))
    return TRUE;
  if (!khidki_rooms_is (turn, &khidki_room_question) || is_plain (text)
      || !khidki_turn_get_form (turn, &form))
    return FALSE;
  need = khidki_room_question_get_need (turn, &form);
  answers = khidki_form_answer (&form, need, text, NULL);
  return answers != NULL;
}

static gboolean
names_other (KhidkiTurn *turn, KhidkiService *service, const char *text)
{
  g_autoptr (GPtrArray) services = khidki_catalogue_search (turn->catalogue, text);

  return services->len > 0
         && strcmp (khidki_service_get_id (g_ptr_array_index (services, 0)),
                    khidki_service_get_id (service)) != 0;
}

/* (nullable): that of the application which is being looked at. */
static KhidkiService *
find_applied (KhidkiTurn *turn)
{
  const KhidkiApplicationFacts *facts = khidki_applications_find (turn, turn->session->subject);

  return facts != NULL ? khidki_catalogue_find_service (turn->catalogue, facts->service) : NULL;
}

/* (nullable): the service that is being spoken of. */
static KhidkiService *
find_service (KhidkiTurn *turn)
{
  KhidkiForm form;

  if (khidki_rooms_is (turn, &khidki_room_service))
    return khidki_catalogue_find_service (turn->catalogue, turn->session->subject);
  if (khidki_rooms_is (turn, &khidki_room_application))
    return find_applied (turn);
  return khidki_turn_get_form (turn, &form) ? form.service : NULL;
}

/* `Kitna paisa lagega`, before anything was chosen. */
static gboolean
say_it_depends (KhidkiTurn *turn, guint asides, const char *text)
{
  g_autoptr (GPtrArray) services = NULL;
  gboolean here = khidki_rooms_find (turn->session->place) == &khidki_room_menu
                  || khidki_rooms_is (turn, &khidki_room_services)
                  || khidki_rooms_is (turn, &khidki_room_found);

  if (asides == 0 || !here)
    return FALSE;
  services = khidki_catalogue_search (turn->catalogue, text);
  if (services->len > 0)
    return FALSE;
  khidki_turn_note (turn, "menu.depends", NULL);
  khidki_rooms_show (turn);
  return TRUE;
}

/* `Kab milega`, when all is filled in: how far is it? */
static gboolean
asks_how_far (KhidkiTurn *turn, guint asides)
{
  g_autoptr (GPtrArray) seen = khidki_applications_list (turn);
  gboolean here = khidki_rooms_is (turn, &khidki_room_menu) || khidki_rooms_is (turn, &khidki_room_application)
                  || khidki_rooms_is (turn, &khidki_room_applications);

  if ((asides & ASIDE_DAYS) == 0 || seen->len == 0 || !here)
    return FALSE;
  khidki_room_applications_status (turn);
  return TRUE;
}

/**
 * khidki_asides_hear:
 * @turn: a turn
 * @text: a whole message
 *
 * Answers what is asked about the service in hand, and says again where we stand.
 *
 * Returns: %FALSE if it asks nothing of the kind
 *
 * Since: 0.1
 */
gboolean
khidki_asides_hear (KhidkiTurn *turn, const char *text)
{
  guint asides = find_asides (text);
  KhidkiService *service = asides != 0 ? find_service (turn) : NULL;

  if (asks_how_far (turn, asides))
    return TRUE;
  if (service == NULL)
    return say_it_depends (turn, asides, text);
  if (may_be_answer (turn, text))
    return FALSE;
  /* Who asks about another service is not told of this one. */
  if (names_other (turn, service, text))
    return !khidki_rooms_is (turn, &khidki_room_question) && khidki_room_menu.hear (turn, text);
  if ((asides & (ASIDE_FEE | ASIDE_DAYS)) != 0)
    khidki_room_service_note_terms (turn, service);
  if ((asides & ASIDE_PAPERS) != 0)
    khidki_room_service_note_papers (turn, service);
  turn->brief = TRUE;
  khidki_rooms_show (turn);
  return TRUE;
}
