/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-policy.h"

#include <string.h>

#include "khidki-whatsapp-error.h"
#include "khidki-whatsapp-lines.h"
#include "khidki-whatsapp-unpaid.h"

#define MAINTENANCE_MS (60 * 1000)
/* Meta lifts it by itself after a day or more; until then only replies leave. */
#define SPAM_MS (24 * 60 * 60 * 1000)
/* Meta counts the calls of an app and of an account by the hour. Sends need theirs more than
 * what can wait. */
#define LISTS_REST_MS (60 * 60 * 1000)
/* How long an alarm stays whose end nobody tells. */
#define ALARM_MS (24 * 60 * 60 * 1000)
/* By then the number says as much as before, if nothing was refused since. */
#define RATE_ALARM_MS (10 * 60 * 1000)
/* What Meta says of a moment that is longer past is no reason to say less now: it repeats
 * for days what it was not answered. So it may be paid for by then, too. */
#define FRESH_MS (60 * 1000)

/* What was refused, or is wrong: in whose words, and how many milliseconds ago. */
typedef struct
{
  KhidkiWhatsappLine *line;
  const char *text;
  gint64 age;
} Trouble;

static gint64
get_clock (KhidkiWhatsappLine *line)
{
  return khidki_host_get_monotonic (khidki_whatsapp_line_get_host (line));
}

static const char *
describe_state (KhidkiWhatsappTemplateState state)
{
  switch (state)
    {
    case KHIDKI_WHATSAPP_TEMPLATE_PAUSED:
      return "is paused by Meta for some hours, because people complained or did not read it. "
             "It goes out in another language, or waits; it needs a better text";
    case KHIDKI_WHATSAPP_TEMPLATE_GONE:
      return "is rejected, disabled or missing. It goes out in another language or by another "
             "channel; have it approved in WhatsApp Manager, Message templates";
    case KHIDKI_WHATSAPP_TEMPLATE_WAITING:
    case KHIDKI_WHATSAPP_TEMPLATE_APPROVED:
    default:
      return NULL;
    }
}

/* @trouble: (nullable): ends the alarm if it is NULL */
static void
show_trouble (KhidkiWhatsappLine *line,
              const char *kind,
              const KhidkiWhatsappTemplateUpdate *known,
              const char *trouble)
{
  g_autofree char *alarm = g_strdup_printf ("template%s-%s-%s", kind, known->name, known->language);
  g_autofree char *text
      = trouble != NULL
            ? g_strdup_printf ("The template %s in %s %s", known->name, known->language, trouble)
            : NULL;

  khidki_whatsapp_line_set_alarm (line, alarm, text);
}

static void
show_template (const KhidkiWhatsappTemplateUpdate *known, gpointer user_data)
{
  KhidkiWhatsappLine *line = user_data;

  show_trouble (line, "", known, describe_state (known->state));
  show_trouble (line, "-quality", known,
                (known->marks & KHIDKI_WHATSAPP_TEMPLATE_DISLIKED) != 0
                    ? "has the quality RED: people complain or do not read it, and Meta will "
                      "pause it. Give it a better text before"
                    : NULL);
  show_trouble (line, "-category", known,
                (known->marks & KHIDKI_WHATSAPP_TEMPLATE_MARKETING) != 0
                    ? "counts as marketing: it costs more, and Meta delivers it only to some. "
                      "Ask for a review in WhatsApp Manager, or hand in a plainer text"
                    : NULL);
}

/* Long before the first is to be sent. */
static void
show_lack (KhidkiWhatsappLine *line)
{
  gboolean none = khidki_whatsapp_templates_has_none (
      khidki_whatsapp_template_store_get (khidki_whatsapp_line_get_template_store (line)));
  g_autofree char *account
      = khidki_whatsapp_settings_dup_account_name (khidki_whatsapp_line_get_settings (line));
  g_autofree char *text
      = g_strdup_printf ("Meta has approved no template of %s in a language that Khidki speaks: nobody "
                         "can be told anything here later than 24 hours after they wrote last. "
                         "“khidkictl whatsapp templates” prints those to hand in", account);

  khidki_whatsapp_line_set_alarm (line, "no-template", none ? text : NULL);
}

static void
show_known (KhidkiWhatsappLine *line, const KhidkiWhatsappTemplateUpdate *update)
{
  const KhidkiWhatsappTemplateUpdate *known = khidki_whatsapp_templates_find (
      khidki_whatsapp_template_store_get (khidki_whatsapp_line_get_template_store (line)),
      update->name, update->language);

  if (known != NULL)
    show_template (known, line);
}

static gboolean
is_template (KhidkiMessage *message)
{
  return khidki_message_get_kind (message) == KHIDKI_MESSAGE_TEMPLATE;
}

/**
 * khidki_whatsapp_policy_accepted:
 * @line: a line
 * @account: to whom
 * @message: what
 *
 * Meta took a message.
 *
 * Since: 0.1
 */
void
khidki_whatsapp_policy_accepted (KhidkiWhatsappLine *line,
                                 KhidkiAccount *account,
                                 KhidkiMessage *message)
{
  KhidkiWhatsappTemplateStore *store = khidki_whatsapp_line_get_template_store (line);
  const KhidkiWhatsappTemplateUpdate *back = khidki_whatsapp_templates_note_accepted (
      khidki_whatsapp_template_store_get (store), message);

  khidki_whatsapp_rate_trust (khidki_whatsapp_line_get_rate (line),
                              khidki_account_get_id (account), get_clock (line));
  if (is_template (message))
    khidki_whatsapp_unpaid_note_taken (line);
  if (back == NULL)
    return;

  show_known (line, back);
  khidki_whatsapp_template_store_touch (store);
  /* If it is not stored, the next message tells it once more. */
  khidki_whatsapp_template_store_save_async (store, NULL, NULL);
}

/* A refusal tells as much as a webhook, and sooner. */
static void
note_template (KhidkiWhatsappLine *line,
               KhidkiMessage *message,
               KhidkiWhatsappTemplateState state,
               gint64 at)
{
  KhidkiWhatsappTemplateStore *store = khidki_whatsapp_line_get_template_store (line);
  g_autoptr (KhidkiWhatsappTemplateUpdate) update = NULL;

  if (message == NULL || !is_template (message))
    return;

  update = khidki_whatsapp_template_update_new (khidki_message_get_name (message),
                                                khidki_message_get_language (message), state, at);
  if (!khidki_whatsapp_templates_set (khidki_whatsapp_template_store_get (store), update))
    return;

  show_known (line, update);
  khidki_whatsapp_template_store_touch (store);
  /* If it is not stored, Meta says it once more. */
  khidki_whatsapp_template_store_save_async (store, NULL, NULL);
}

static void
raise_alarm_for (const Trouble *trouble, const char *name, const char *what, gint64 lasts_ms)
{
  g_autofree char *words = g_strdup_printf ("%s (%s)", what, trouble->text);

  if (trouble->age < lasts_ms)
    khidki_whatsapp_line_raise_alarm (trouble->line, name, words, (guint) (lasts_ms - trouble->age));
}

static void
raise_alarm (const Trouble *trouble, const char *name, const char *what)
{
  raise_alarm_for (trouble, name, what, ALARM_MS);
}

static void
slow_all (KhidkiWhatsappLine *line, KhidkiWhatsappSharesFunc shares, gint64 now)
{
  g_autoptr (GPtrArray) sharers = khidki_whatsapp_lines_list_sharers (line, shares);

  for (guint i = 0; i < sharers->len; i++)
    {
      KhidkiWhatsappLine *other = g_ptr_array_index (sharers, i);

      khidki_whatsapp_rate_slow (khidki_whatsapp_line_get_rate (other), now);
      khidki_whatsapp_line_hold_lists (other, LISTS_REST_MS);
    }
}

/* Of these Meta says nothing about how long they last. */
static void
slow_down_now (KhidkiWhatsappLine *line,
               KhidkiAccount *account,
               KhidkiWhatsappRemedy remedy,
               gint64 now)
{
  KhidkiWhatsappRate *rate = khidki_whatsapp_line_get_rate (line);

  if (remedy == KHIDKI_WHATSAPP_REMEDY_SLOW)
    khidki_whatsapp_rate_slow (rate, now);
  else if (remedy == KHIDKI_WHATSAPP_REMEDY_SLOW_APP)
    slow_all (line, khidki_whatsapp_settings_shares_app, now);
  else if (remedy == KHIDKI_WHATSAPP_REMEDY_SLOW_ACCOUNT)
    slow_all (line, khidki_whatsapp_settings_shares_account, now);
  else if (remedy == KHIDKI_WHATSAPP_REMEDY_PAIR)
    khidki_whatsapp_rate_hold (rate, khidki_account_get_id (account), now);
}

static void
slow_down (const Trouble *trouble, KhidkiAccount *account, KhidkiWhatsappRemedy remedy)
{
  KhidkiWhatsappRate *rate = khidki_whatsapp_line_get_rate (trouble->line);
  gint64 now = get_clock (trouble->line);

  if (remedy == KHIDKI_WHATSAPP_REMEDY_REST)
    khidki_whatsapp_rate_rest (rate, now - trouble->age, MAINTENANCE_MS);
  else if (remedy == KHIDKI_WHATSAPP_REMEDY_BULK)
    khidki_whatsapp_rate_rest_broadcasts (rate, now - trouble->age, SPAM_MS);
  else if (trouble->age <= FRESH_MS)
    slow_down_now (trouble->line, account, remedy, now);
}

static void
raise_account_limit (const Trouble *trouble)
{
  g_autofree char *account = khidki_whatsapp_settings_dup_account_name (
      khidki_whatsapp_line_get_settings (trouble->line));
  g_autofree char *text
      = g_strdup_printf ("More calls are made for %s than Meta allows it. All its numbers slow down; "
                         "look at what else uses the account", account);

  raise_alarm (trouble, "account-limit", text);
}

/* Meta has new reasons now and then; what they stop, nobody else would see. */
static void
note_unknown (const Trouble *trouble, int meta_code)
{
  KhidkiError code;

  if (meta_code >= 0 && !khidki_whatsapp_error_find (meta_code, &code))
    raise_alarm (trouble, "unknown-refusal",
                 "Meta refuses something by a code that Khidki does not know. The message is in "
                 "“khidkictl queue”; Meta's list of error codes says more");
}

/**
 * khidki_whatsapp_policy_refused:
 * @line: a line
 * @account: (nullable): to whom, of a message
 * @message: (nullable): what, if it is known
 * @meta_code: Meta's error code
 * @text: Meta's words, without personal numbers
 * @at: when Meta refused it, UTC milliseconds
 *
 * Does about a refusal, at once or by a status, what concerns more than the message.
 *
 * Since: 0.1
 */
void
khidki_whatsapp_policy_refused (KhidkiWhatsappLine *line,
                                KhidkiAccount *account,
                                KhidkiMessage *message,
                                int meta_code,
                                const char *text,
                                gint64 at)
{
  KhidkiWhatsappRemedy remedy = khidki_whatsapp_error_get_remedy (meta_code);
  gint64 now = khidki_host_now (khidki_whatsapp_line_get_host (line));
  const Trouble trouble = { line, text, MAX (now - at, 0) };

  at = MIN (at, now);
  slow_down (&trouble, account, remedy);
  switch (remedy)
    {
    case KHIDKI_WHATSAPP_REMEDY_SLOW_APP:
      raise_alarm (&trouble, "app-limit", "The app makes more calls than Meta allows it. All its "
                                          "numbers slow down; look at “Application rate limit” in "
                                          "the App Dashboard, and at what else uses the app");
      break;
    case KHIDKI_WHATSAPP_REMEDY_SLOW_ACCOUNT:
      raise_account_limit (&trouble);
      break;
    case KHIDKI_WHATSAPP_REMEDY_BULK:
      raise_alarm (&trouble, "spam", "People report the number as spam. Broadcasts rest for a day; "
                                     "look at the number's quality in WhatsApp Manager");
      break;
    case KHIDKI_WHATSAPP_REMEDY_WRONG:
      raise_alarm (&trouble, "wrong-request", "Meta does not take what was sent: a mistake in this "
                                              "program. The message is in “khidkictl queue”");
      break;
    case KHIDKI_WHATSAPP_REMEDY_COUNTRY:
      raise_alarm (&trouble, "country", "Meta does not let the number write to some country");
      break;
    case KHIDKI_WHATSAPP_REMEDY_PAYMENTS:
      raise_alarm (&trouble, "payments", "The terms of payments are not accepted. Accept them in "
                                         "WhatsApp Manager");
      break;
    case KHIDKI_WHATSAPP_REMEDY_UNPAID:
      if ((message == NULL || is_template (message)) && trouble.age <= FRESH_MS)
        khidki_whatsapp_unpaid_note_refused (line, text);
      break;
    case KHIDKI_WHATSAPP_REMEDY_TEMPLATE_WRONG:
      raise_alarm (&trouble, "template-form", "A template was approved in another form than the one "
                                              "that “khidkictl whatsapp templates” prints");
      break;
    case KHIDKI_WHATSAPP_REMEDY_TEMPLATE_PAUSED:
      note_template (line, message, KHIDKI_WHATSAPP_TEMPLATE_PAUSED, at);
      break;
    case KHIDKI_WHATSAPP_REMEDY_TEMPLATE_MISSING:
    case KHIDKI_WHATSAPP_REMEDY_TEMPLATE_DISABLED:
      note_template (line, message, KHIDKI_WHATSAPP_TEMPLATE_GONE, at);
      break;
    case KHIDKI_WHATSAPP_REMEDY_SLOW:
      raise_alarm_for (&trouble, "rate", "Meta refuses messages because they are too many at once. The "
                                         "number says less until it goes well, and nothing is lost. If "
                                         "it goes on for hours, WhatsApp Manager allows less than "
                                         "rate=, or something else sends with this number or app",
                       RATE_ALARM_MS);
      break;
    case KHIDKI_WHATSAPP_REMEDY_REST:
      raise_alarm_for (&trouble, "maintenance", "Meta gives the number another throughput. Nothing "
                                                "leaves for a minute, and nothing is lost",
                       MAINTENANCE_MS);
      break;
    case KHIDKI_WHATSAPP_REMEDY_NONE:
    case KHIDKI_WHATSAPP_REMEDY_PAIR:
    default:
      note_unknown (&trouble, meta_code);
      break;
    }
}

/**
 * khidki_whatsapp_policy_not_sent:
 * @line: a line
 * @error: why a message could not be put as Meta takes it
 *
 * What Meta would refuse concerns an administrator as much as what it does.
 *
 * Since: 0.1
 */
void
khidki_whatsapp_policy_not_sent (KhidkiWhatsappLine *line, const GError *error)
{
  const Trouble trouble = { line, error->message, 0 };

  if (g_error_matches (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED))
    raise_alarm (&trouble, "wrong-request",
                 "Meta would not take what was to be sent: a mistake in this program or in a "
                 "department's texts. The message is in “khidkictl queue”");
}

/**
 * khidki_whatsapp_policy_call_refused:
 * @line: a line
 * @meta_code: Meta's error code
 * @text: Meta's words, without personal numbers
 *
 * A call was refused that brings nobody a message. Those count for the same limits.
 *
 * Since: 0.1
 */
void
khidki_whatsapp_policy_call_refused (KhidkiWhatsappLine *line, int meta_code, const char *text)
{
  if (khidki_whatsapp_error_is_limit (meta_code))
    khidki_whatsapp_policy_refused (line, NULL, NULL, meta_code, text,
                                    khidki_host_now (khidki_whatsapp_line_get_host (line)));
}

/* What Meta does to a business account before it stops the numbers, or with it. */
static const char *const account_troubles[] = {
  "ACCOUNT_DELETED",
  "ACCOUNT_RESTRICTION",
  "ACCOUNT_VIOLATION",
  "DISABLED_UPDATE DISABLE",
  "DISABLED_UPDATE SCHEDULE_FOR_DISABLE",
  NULL,
};

/* (transfer none): of those for which whoever told it may speak: one of the account, or the
 * first */
static KhidkiWhatsappLine *
find_by_account (GPtrArray *lines, const char *business_account)
{
  for (guint i = 0; i < lines->len; i++)
    {
      KhidkiWhatsappLine *line = g_ptr_array_index (lines, i);
      const char *own = khidki_whatsapp_line_get_settings (line)->business_account;

      if (own != NULL && g_strcmp0 (own, business_account) == 0)
        return line;
    }

  return g_ptr_array_index (lines, 0);
}

/* One app may serve several accounts, and each of them several numbers. */
static char *
dup_account_trouble (KhidkiWhatsappLine *line, const char *business_account)
{
  g_autofree char *own
      = khidki_whatsapp_settings_dup_account_name (khidki_whatsapp_line_get_settings (line));

  return business_account == NULL
             ? g_strdup_printf ("Meta acts against a business account, likely %s. See Business "
                                "Support Home, Request review; “khidkictl whatsapp doctor” says how "
                                "the numbers stand", own)
             : g_strdup_printf ("Meta acts against the business account %s. See Business Support "
                                "Home, Request review; “khidkictl whatsapp doctor” says how the "
                                "numbers stand", business_account);
}

/**
 * khidki_whatsapp_policy_take_account_update:
 * @lines: (element-type KhidkiWhatsappLine): those for which whoever told it may speak, at least
 *   one
 * @update: what Meta tells of a business account
 *
 * Each account has an alarm of its own, which names it.
 *
 * Since: 0.1
 */
void
khidki_whatsapp_policy_take_account_update (GPtrArray *lines,
                                            const KhidkiWhatsappAccountUpdate *update)
{
  KhidkiWhatsappLine *line = find_by_account (lines, update->business_account);
  const Trouble trouble = { line, update->word, 0 };
  g_autofree char *alarm = g_strconcat ("account", update->business_account != NULL ? "-" : NULL,
                                        update->business_account, NULL);
  g_autofree char *text = dup_account_trouble (line, update->business_account);

  if (g_strv_contains (account_troubles, update->word))
    raise_alarm (&trouble, alarm, text);
  else if (strcmp (update->word, "DISABLED_UPDATE REINSTATE") == 0)
    khidki_whatsapp_line_set_alarm (line, alarm, NULL);
}

/* Each account has templates of its own, of the same names, and one app may serve several. */
static gboolean
is_of_another_account (KhidkiWhatsappLine *line, const KhidkiWhatsappTemplateUpdate *update)
{
  const char *ours = khidki_whatsapp_line_get_settings (line)->business_account;

  return ours != NULL && update->business_account != NULL
         && strcmp (ours, update->business_account) != 0;
}

/**
 * khidki_whatsapp_policy_take_updates:
 * @line: a line
 * @updates: (element-type KhidkiWhatsappTemplateUpdate): what Meta tells of templates
 *
 * Those of another business account are left out.
 *
 * Returns: whether one is approved that was not
 *
 * Since: 0.1
 */
gboolean
khidki_whatsapp_policy_take_updates (KhidkiWhatsappLine *line, GPtrArray *updates)
{
  KhidkiWhatsappTemplateStore *store = khidki_whatsapp_line_get_template_store (line);
  gboolean ready = FALSE;

  for (guint i = 0; i < updates->len; i++)
    {
      KhidkiWhatsappTemplateUpdate *update = g_ptr_array_index (updates, i);

      if (is_of_another_account (line, update)
          || !khidki_whatsapp_templates_set (khidki_whatsapp_template_store_get (store), update))
        continue;
      khidki_whatsapp_template_store_touch (store);
      show_known (line, update);
      ready = ready
              || (!update->stateless && update->state == KHIDKI_WHATSAPP_TEMPLATE_APPROVED);
    }

  show_lack (line);
  return ready;
}

/**
 * khidki_whatsapp_policy_forget_templates:
 * @line: a line
 * @forgotten: (element-type KhidkiWhatsappTemplateUpdate): templates that nobody misses
 *
 * Ends what was shown of them.
 *
 * Since: 0.1
 */
void
khidki_whatsapp_policy_forget_templates (KhidkiWhatsappLine *line, GPtrArray *forgotten)
{
  for (guint i = 0; i < forgotten->len; i++)
    {
      KhidkiWhatsappTemplateUpdate *update = g_ptr_array_index (forgotten, i);

      update->state = KHIDKI_WHATSAPP_TEMPLATE_APPROVED;
      update->marks = 0;
      show_template (update, line);
    }
}

/**
 * khidki_whatsapp_policy_show_templates:
 * @line: a line
 *
 * Shows an administrator what is wrong with templates, from what is known.
 *
 * Since: 0.1
 */
void
khidki_whatsapp_policy_show_templates (KhidkiWhatsappLine *line)
{
  KhidkiWhatsappTemplateStore *store = khidki_whatsapp_line_get_template_store (line);

  khidki_whatsapp_templates_foreach (khidki_whatsapp_template_store_get (store), show_template, line);
  show_lack (line);
}

/**
 * khidki_whatsapp_policy_dup_message:
 * @line: a line
 * @message: what is to be sent
 *
 * Returns: (transfer full) (nullable): what may be sent: the same, or a template in
 *   another language; NULL with an error if it is not approved in any
 *
 * Since: 0.1
 */
KhidkiMessage *
khidki_whatsapp_policy_dup_message (KhidkiWhatsappLine *line, KhidkiMessage *message, GError **error)
{
  KhidkiWhatsappTemplates *templates
      = khidki_whatsapp_template_store_get (khidki_whatsapp_line_get_template_store (line));
  const char *const *parameters = khidki_message_get_parameters (message);
  const char *wished = khidki_message_get_language (message);
  const char *language;
  KhidkiMessage *copy;

  if (!is_template (message) || khidki_message_get_name (message) == NULL || wished == NULL)
    return khidki_message_ref (message);

  language = khidki_whatsapp_templates_choose (templates, khidki_message_get_name (message), wished,
                                               khidki_host_now (khidki_whatsapp_line_get_host (line)),
                                               error);
  if (language == NULL)
    return NULL;
  if (g_str_equal (language, wished))
    return khidki_message_ref (message);

  copy = khidki_message_new_template (khidki_message_get_name (message), language);
  for (guint i = 0; parameters != NULL && parameters[i] != NULL; i++)
    khidki_message_add_parameter (copy, parameters[i]);
  if (khidki_message_get_paper (message) != NULL)
    khidki_message_set_paper (copy, khidki_message_get_paper (message),
                              khidki_message_get_filename (message));
  return copy;
}
