/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conversation/khidki-reply.h"

#include <string.h>

#include "catalogue/khidki-language.h"
#include "conversation/khidki-fit.h"
#include "conversation/khidki-texts.h"

/* Where nothing can be tapped, this many numbered lines stand in one message. */
#define NUMBERED_LINES 9

typedef struct
{
  GPtrArray *options;
  gboolean more;
  gboolean less;
} Page;

static void
page_clear (Page *page)
{
  g_ptr_array_unref (page->options);
}

static char *
join (KhidkiTurn *turn)
{
  if (turn->notes->len == 0)
    return g_strdup (turn->body->str);
  if (turn->body->len == 0)
    return g_strdup (turn->notes->str);
  return g_strconcat (turn->notes->str, "\n\n", turn->body->str, NULL);
}

static gboolean
fits_buttons (KhidkiTurn *turn)
{
  const KhidkiLimits *limits = turn->context->limits;

  if (turn->options->len > limits->max_buttons)
    return FALSE;
  for (guint i = 0; i < turn->options->len; i++)
    {
      KhidkiOption *option = g_ptr_array_index (turn->options, i);

      if (khidki_limits_measure (option->title) > limits->max_button_title)
        return FALSE;
    }

  return TRUE;
}

static guint
count_pinned (KhidkiTurn *turn)
{
  guint pinned = 0;

  for (guint i = 0; i < turn->options->len; i++)
    pinned += ((KhidkiOption *) g_ptr_array_index (turn->options, i))->pinned ? 1 : 0;

  return pinned;
}

static gboolean
is_numbered (KhidkiTurn *turn)
{
  return turn->context->limits->max_rows == 0 && !fits_buttons (turn);
}

/* How many rows of a long list stand on a page beside the pinned, more and back. */
static guint
get_page_size (KhidkiTurn *turn)
{
  guint rows = turn->context->limits->max_rows;
  guint kept = count_pinned (turn) + 2;

  if (is_numbered (turn))
    rows = MAX (NUMBERED_LINES, kept + 1);
  return rows > kept ? rows - kept : 1;
}

static gboolean
fits_one_page (KhidkiTurn *turn)
{
  if (fits_buttons (turn))
    return TRUE;
  if (is_numbered (turn))
    return turn->options->len <= NUMBERED_LINES;
  return turn->options->len <= turn->context->limits->max_rows;
}

static void
collect (KhidkiTurn *turn, Page *page, gboolean pinned, guint from, guint to)
{
  guint at = 0;

  for (guint i = 0; i < turn->options->len; i++)
    {
      KhidkiOption *option = g_ptr_array_index (turn->options, i);

      if (option->pinned != pinned)
        continue;
      if (at >= from && at < to)
        g_ptr_array_add (page->options, option);
      at++;
    }
}

static void
select_page (KhidkiTurn *turn, Page *page)
{
  guint size = get_page_size (turn);
  guint flowing = turn->options->len - count_pinned (turn);
  guint pages = MAX (1, (flowing + size - 1) / size);
  guint number = CLAMP (turn->session->page, 0, (gint64) pages - 1);

  page->options = g_ptr_array_new ();
  page->more = page->less = FALSE;
  if (fits_one_page (turn))
    {
      collect (turn, page, FALSE, 0, G_MAXUINT);
      collect (turn, page, TRUE, 0, G_MAXUINT);
      return;
    }

  turn->session->page = number;
  collect (turn, page, FALSE, number * size, (number + 1) * size);
  collect (turn, page, TRUE, 0, G_MAXUINT);
  page->more = number + 1 < pages;
  page->less = number > 0;
}

/* A title is short by its nature; one that is not is shown whole below it. */
static void
add_choice (KhidkiTurn *turn,
            KhidkiMessage *message,
            const char *id,
            const char *title,
            const char *description)
{
  const KhidkiLimits *limits = turn->context->limits;
  guint maximum = MAX (limits->max_row_title, limits->max_button_title);
  gint64 number = turn->news ? 0 : turn->session->turn;
  g_autofree char *full_id = g_strdup_printf ("%" G_GINT64_FORMAT ":%s", number, id);
  g_autofree char *line = khidki_fit_line (title);
  g_autofree char *fitted = maximum > 0 ? khidki_fit_text (line, maximum) : g_strdup (line);
  g_autofree char *below = NULL;
  g_autofree char *second = NULL;

  if (strcmp (line, fitted) == 0)
    below = khidki_fit_line (description);
  else
    below = *description != '\0' ? g_strconcat (line, " · ", description, NULL) : g_strdup (line);
  second = khidki_fit_text (below, limits->max_row_description);
  khidki_message_add_choice (message, full_id, *fitted != '\0' ? fitted : "–",
                             *second != '\0' ? second : NULL);

  khidki_session_push (&turn->session->offered, full_id);
  khidki_session_push (&turn->session->offered, line);
}

static void
add_key_choice (KhidkiTurn *turn, KhidkiMessage *message, const char *id, const char *key)
{
  const char *title = khidki_texts_get (khidki_turn_get_language (turn), key);

  add_choice (turn, message, id, title,
              khidki_turn_knows_language (turn) ? "" : khidki_texts_get (KHIDKI_LANGUAGE_SECOND, key));
}

static void
add_page (KhidkiTurn *turn, KhidkiMessage *message)
{
  Page page;

  select_page (turn, &page);
  for (guint i = 0; i < page.options->len; i++)
    {
      KhidkiOption *option = g_ptr_array_index (page.options, i);

      add_choice (turn, message, option->id, option->title, option->description);
    }
  if (page.more)
    add_key_choice (turn, message, "more", "label.more");
  if (page.less)
    add_key_choice (turn, message, "less", "label.less");
  page_clear (&page);
}

static void
send (KhidkiTurn *turn, KhidkiMessage *message)
{
  KhidkiAction *action;

  if (turn->template_message != NULL)
    khidki_message_set_template (message, turn->template_message);
  action = khidki_turn_act (turn, KHIDKI_ACTION_SEND);
  action->message = khidki_message_ref (message);
  action->news = turn->news;
  if (khidki_message_get_kind (message) == KHIDKI_MESSAGE_DOCUMENT)
    action->number = g_strdup (turn->paper_of);
}

/* What is too long for the text above choices goes before it on its own. */
static char *
send_head (KhidkiTurn *turn, const char *text, guint maximum)
{
  const KhidkiLimits *limits = turn->context->limits;
  g_autofree char *fitted = NULL;
  g_autoptr (KhidkiMessage) head = NULL;

  if (khidki_limits_measure (text) <= maximum)
    return g_strdup (text);
  if (turn->news)
    return khidki_fit_text (text, maximum);

  fitted = khidki_fit_text (text, limits->max_text);
  head = khidki_message_new_text (fitted);
  send (turn, head);
  return khidki_fit_text (khidki_texts_get (khidki_turn_get_language (turn), "label.choose"), maximum);
}

static void
send_choices (KhidkiTurn *turn, const char *text)
{
  g_autofree char *body = send_head (turn, text, turn->context->limits->max_body);
  const char *key = turn->button != NULL ? turn->button : "label.open-list";
  g_autofree char *button = khidki_fit_text (khidki_texts_get (khidki_turn_get_language (turn), key),
                                             turn->context->limits->max_list_button);
  g_autoptr (KhidkiMessage) message = khidki_message_new_choices (body, button);

  add_page (turn, message);
  send (turn, message);
}

static char *
dup_numbered (KhidkiTurn *turn)
{
  g_autoptr (KhidkiMessage) message = khidki_message_new_choices ("", NULL);
  GString *lines = g_string_new (NULL);

  add_page (turn, message);
  for (guint i = 0; i < khidki_message_get_n_choices (message); i++)
    g_string_append_printf (lines, "%s%u. %s", i > 0 ? "\n" : "", i + 1,
                            khidki_message_get_choice_title (message, i));

  return g_string_free (lines, FALSE);
}

static void
send_numbered (KhidkiTurn *turn, const char *text)
{
  guint maximum = turn->context->limits->max_text;
  g_autofree char *lines = dup_numbered (turn);
  guint length = khidki_limits_measure (lines) + 2;
  g_autofree char *above = khidki_fit_text (text, length < maximum ? maximum - length : 0);
  g_autofree char *whole = g_strconcat (above, *above != '\0' ? "\n\n" : "", lines, NULL);
  g_autofree char *fitted = khidki_fit_text (whole, maximum);
  g_autoptr (KhidkiMessage) message = khidki_message_new_text (fitted);

  turn->session->numbered = TRUE;
  send (turn, message);
}

static void
send_document (KhidkiTurn *turn, const char *text)
{
  g_autofree char *caption = khidki_fit_text (text, turn->context->limits->max_caption);
  g_autoptr (KhidkiMessage) message = NULL;

  if (turn->context->limits->sends_documents)
    {
      message = khidki_message_new_document (turn->paper, turn->filename, caption);
    }
  else
    {
      g_clear_pointer (&caption, g_free);
      caption = khidki_fit_text (text, turn->context->limits->max_text);
      message = khidki_message_new_text (caption);
    }
  send (turn, message);
}

static void
send_text (KhidkiTurn *turn, const char *text)
{
  g_autofree char *fitted = khidki_fit_text (text, turn->context->limits->max_text);
  g_autoptr (KhidkiMessage) message = khidki_message_new_text (fitted);

  send (turn, message);
}

static void
send_kind (KhidkiTurn *turn, const char *text)
{
  khidki_session_clear_list (&turn->session->offered);
  turn->session->numbered = FALSE;

  if (turn->paper != NULL)
    send_document (turn, text);
  else if (turn->options->len == 0)
    send_text (turn, text);
  else if (is_numbered (turn))
    send_numbered (turn, text);
  else
    send_choices (turn, text);
}

/* News stands beside the dialogue: what was offered there stays offered. Where
 * choices are numbers, the numbers last read are the ones that are meant. */
static void
send_news (KhidkiTurn *turn, const char *text)
{
  g_auto (GStrv) offered = g_strdupv (turn->session->offered);
  gint64 numbered = turn->session->numbered;

  send_kind (turn, text);
  if (turn->session->numbered)
    return;
  g_strfreev (turn->session->offered);
  turn->session->offered = g_steal_pointer (&offered);
  turn->session->numbered = numbered;
}

/* A channel that knows registered texts alone is given nothing else. */
static void
send_template (KhidkiTurn *turn)
{
  KhidkiAction *action = khidki_turn_act (turn, KHIDKI_ACTION_SEND);

  action->message = khidki_message_ref (turn->template_message);
  action->news = turn->news;
}

void
khidki_reply_send (KhidkiTurn *turn)
{
  g_autofree char *text = NULL;

  if (turn->silent || (turn->notes->len == 0 && turn->body->len == 0))
    return;

  if (turn->context->limits->templates_only && turn->template_message != NULL)
    {
      send_template (turn);
      return;
    }
  text = join (turn);
  if (turn->news)
    {
      send_news (turn, text);
      return;
    }
  turn->session->turn++;
  khidki_session_set (&turn->session->shown_draft,
                      khidki_turn_sees_draft (turn) ? khidki_draft_get_id (turn->draft) : "");
  send_kind (turn, text);
}
