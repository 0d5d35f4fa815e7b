/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-doctor.h"

#include "khidki-whatsapp-meta.h"
#include "khidki-whatsapp-number-check.h"
#include "khidki-whatsapp-remedy.h"
#include "khidki-whatsapp-webhook-check.h"

#define MOST_PAGES 10
#define SETTINGS_REMEDY                                                                            \
  "correct this key in the configuration, or the file that it names: a secret is file:PATH of "    \
  "mode 0600, or credential:NAME, for which khidkid's unit has a line LoadCredential= and which "  \
  "the next start reads (docs/go-live.md, sections 2 and 4)"

typedef struct
{
  KhidkiToolHost *host;
  KhidkiWhatsappSettings *settings;
  KhidkiWhatsappShipped *shipped;
  KhidkiWhatsappReport *report;
} Visit;

/* A provider company has the bodies of Meta's, but seldom all of its calls. */
static gboolean
is_provider (Visit *visit)
{
  return g_ascii_strcasecmp (visit->settings->auth_header, "Authorization") != 0;
}

static gboolean
is_refused_token (KhidkiWhatsappMeta *answer)
{
  return khidki_whatsapp_remedy_is_token (answer->meta_code)
         || (answer->meta_code < 0
             && (answer->call->status == 401 || answer->call->status == 403));
}

/* (transfer full): a token that is right is refused as well where it is not looked for */
static char *
dup_token_remedy (int meta_code)
{
  return g_strconcat (khidki_whatsapp_remedy_for_code (meta_code < 0 ? 190 : meta_code),
                      "; or, at a provider company, name in auth-header= the header that it wants "
                      "(docs/go-live.md, section 9)", NULL);
}

/* Meta, or whoever stands in its place, did not say what was asked. */
static void
complain (Visit *visit, const char *check, KhidkiWhatsappMeta *answer)
{
  const char *words = answer->words != NULL ? answer->words : "without a list";
  g_autofree char *for_token = dup_token_remedy (answer->meta_code);

  if (answer->call->trouble != KHIDKI_TOOL_TROUBLE_NONE)
    khidki_whatsapp_report_untried (visit->report, check, NULL, "no answer: %s", words);
  else if (khidki_whatsapp_remedy_is_passing (answer->meta_code))
    khidki_whatsapp_report_untried (visit->report, check,
                                    khidki_whatsapp_remedy_for_code (answer->meta_code), "%s", words);
  else if (is_provider (visit) && !is_refused_token (answer))
    khidki_whatsapp_report_untried (visit->report, check,
                                    "see the company's own pages (docs/go-live.md, section 9)",
                                    "the provider company does not answer it: %s", words);
  else if (is_refused_token (answer))
    khidki_whatsapp_report_wrong (visit->report, check, for_token, "in the header %s: %s",
                                  visit->settings->auth_header, words);
  else
    khidki_whatsapp_report_wrong (visit->report, check,
                                  khidki_whatsapp_remedy_for_code (answer->meta_code), "%s", words);
}

static gboolean
check_graph (Visit *visit, KhidkiWhatsappMeta *answer)
{
  KhidkiToolAnswer *call = answer->call;

  if (call->trouble == KHIDKI_TOOL_TROUBLE_NONE)
    {
      khidki_whatsapp_report_ok (visit->report, "graph", "%s answers", visit->settings->graph_url);
      return TRUE;
    }
  khidki_whatsapp_report_wrong (
      visit->report, "graph", khidki_whatsapp_remedy_for_graph (call->trouble, call->flags),
      "%s cannot be reached: %s", visit->settings->graph_url,
      call->trouble == KHIDKI_TOOL_TROUBLE_CERTIFICATE
          ? khidki_whatsapp_remedy_describe_certificate (call->flags)
          : call->words);
  return FALSE;
}

/* FALSE if nothing else can be asked with it. */
static gboolean
check_token (Visit *visit, KhidkiWhatsappMeta *answer)
{
  if (answer->object != NULL || khidki_whatsapp_remedy_is_unknown_id (answer->meta_code))
    {
      khidki_whatsapp_report_ok (visit->report, "token", "Meta takes it");
      return TRUE;
    }
  complain (visit, "token", answer);
  return FALSE;
}

static gboolean
check_number (Visit *visit)
{
  g_autofree char *path = g_strconcat (visit->settings->number,
                                       "?fields=" KHIDKI_WHATSAPP_NUMBER_FIELDS, NULL);
  g_autoptr (KhidkiWhatsappMeta) answer = khidki_whatsapp_meta_ask (visit->settings, path);

  if (!check_graph (visit, answer))
    {
      khidki_whatsapp_report_untried (visit->report, "clock", NULL, "until Meta is reached");
      khidki_whatsapp_report_untried (visit->report, "token", NULL, "until Meta is reached");
      khidki_whatsapp_report_untried (visit->report, "number", NULL, "until Meta is reached");
      return FALSE;
    }
  khidki_whatsapp_number_check_clock (answer->call->date, khidki_host_now (KHIDKI_HOST (visit->host)),
                                      visit->report);
  if (!check_token (visit, answer))
    {
      khidki_whatsapp_report_untried (visit->report, "number", NULL, "until the token is right");
      return FALSE;
    }
  if (answer->object != NULL)
    khidki_whatsapp_number_check (answer->object, visit->settings->rate,
                                  visit->settings->display_number, visit->report);
  else
    khidki_whatsapp_report_wrong (visit->report, "number",
                                  khidki_whatsapp_remedy_for_code (answer->meta_code),
                                  "phone-number-id=%s: %s", visit->settings->number, answer->words);
  return TRUE;
}

/* FALSE if the account is none that the token may see. */
static gboolean
check_account (Visit *visit)
{
  const char *account = visit->settings->business_account;
  g_autofree char *after = NULL;

  for (guint i = 0; i < MOST_PAGES && (i == 0 || after != NULL); i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/phone_numbers?fields=id&limit=100%s%s", account,
                                               after != NULL ? "&after=" : "",
                                               after != NULL ? after : "");
      g_autoptr (KhidkiWhatsappMeta) answer = khidki_whatsapp_meta_ask (visit->settings, path);

      if (answer->object == NULL)
        {
          complain (visit, "account", answer);
          return FALSE;
        }
      if (khidki_whatsapp_number_is_listed (answer->object, visit->settings->number))
        {
          khidki_whatsapp_report_ok (visit->report, "account", "the number is one of %s", account);
          return TRUE;
        }
      g_free (after);
      after = khidki_whatsapp_meta_dup_next (answer);
    }
  khidki_whatsapp_report_wrong (
      visit->report, "account",
      "take both ids from the same page, App Dashboard, WhatsApp, API Setup: business-account-id= "
      "is of another account (docs/go-live.md, section 1.3)",
      "the account %s does not have the number %s", account, visit->settings->number);
  return TRUE;
}

static void
check_subscription (Visit *visit)
{
  g_autofree char *path = g_strconcat (visit->settings->business_account, "/subscribed_apps", NULL);
  g_autoptr (KhidkiWhatsappMeta) answer = khidki_whatsapp_meta_ask (visit->settings, path);

  if (answer->object != NULL)
    khidki_whatsapp_number_check_apps (answer->object, visit->report);
  else
    complain (visit, "subscription", answer);
}

static void
check_templates (Visit *visit)
{
  g_autoptr (KhidkiWhatsappMeta) failed = NULL;
  g_autoptr (GPtrArray) account = khidki_whatsapp_meta_list_templates (
      visit->settings, khidki_host_now (KHIDKI_HOST (visit->host)), &failed);

  if (account != NULL)
    khidki_whatsapp_shipped_check (visit->shipped, account, visit->report);
  else
    complain (visit, "templates", failed);
}

static void
leave_account (Visit *visit, const char *remedy, const char *why)
{
  khidki_whatsapp_report_untried (visit->report, "account", remedy, "%s", why);
  khidki_whatsapp_report_untried (visit->report, "subscription", NULL, "%s", why);
  khidki_whatsapp_report_untried (visit->report, "templates", NULL, "%s", why);
}

static void
check_meta (Visit *visit)
{
  if (!check_number (visit))
    leave_account (visit, NULL, "until the token is taken");
  else if (visit->settings->business_account == NULL)
    leave_account (visit,
                   "set business-account-id=: without it nobody asks Meta for the templates "
                   "(docs/go-live.md, section 4)",
                   "business-account-id= is not set");
  else if (!check_account (visit))
    {
      khidki_whatsapp_report_untried (visit->report, "subscription", NULL, "until the account is right");
      khidki_whatsapp_report_untried (visit->report, "templates", NULL, "until the account is right");
    }
  else
    {
      check_subscription (visit);
      check_templates (visit);
    }
}

static void
check_settings (Visit *visit, const char *public_url)
{
  if (public_url == NULL)
    khidki_whatsapp_report_wrong (visit->report, "configuration",
                                  "set public-url= in [server] (docs/go-live.md, section 4)",
                                  "public-url= is missing");
  else
    khidki_whatsapp_report_ok (visit->report, "configuration", "complete, all secrets can be read");
}

void
khidki_whatsapp_doctor_visit (KhidkiToolHost *host,
                              const char *group,
                              KhidkiWhatsappShipped *shipped,
                              KhidkiWhatsappReport *report)
{
  g_autofree char *public_url = khidki_tool_host_dup_server (host, "public-url");
  g_autofree char *name = g_strconcat ("whatsapp", group != NULL ? " " : NULL, group, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KhidkiWhatsappSettings) settings
      = khidki_whatsapp_settings_new (KHIDKI_HOST (host), group, &error);
  Visit visit = { host, settings, shipped, report };

  khidki_whatsapp_report_begin (report, name);
  if (settings == NULL)
    {
      khidki_whatsapp_report_wrong (report, "configuration", SETTINGS_REMEDY, "%s", error->message);
      khidki_whatsapp_report_untried (report, "everything else", NULL,
                                      "until the configuration is right");
      return;
    }
  check_settings (&visit, public_url);
  check_meta (&visit);
  khidki_whatsapp_webhook_check (settings, public_url, KHIDKI_HOST (host), report);
}
