/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-webhook-check.h"

#include <string.h>

#include "khidki-whatsapp-remedy.h"
#include "khidki-whatsapp-signature.h"

#define DEADLINE_MS 15000
#define MAX_SIZE (64 * 1024)
/* A webhook as Meta makes them, of which nothing comes. */
#define NO_EVENT "{\"object\":\"whatsapp_business_account\",\"entry\":[]}"
#define OTHER_SECRETS                                                                              \
  "khidkid has another app-secret= than the one read here: systemctl restart khidkid, and see that " \
  "nothing in front drops the header (docs/go-live.md, sections 2 and 5)"
#define UNGUARDED                                                                                  \
  "what answers is not khidkid, or not this one: see location and proxy_pass in nginx, and take "  \
  "the number off Meta's webhook until it is right (docs/go-live.md, section 5)"

typedef struct
{
  KhidkiWhatsappSettings *settings;
  KhidkiHost *host;
  KhidkiWhatsappReport *report;
  char *address;
} Visit;

static void
visit_clear (Visit *visit)
{
  g_free (visit->address);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Visit, visit_clear)

static KhidkiToolAnswer *
call (KhidkiRequest *request)
{
  khidki_request_set_deadline (request, DEADLINE_MS);
  khidki_request_set_max_size (request, MAX_SIZE);
  return khidki_tool_call (request);
}

static KhidkiToolAnswer *
ask (Visit *visit, const char *token, const char *challenge)
{
  g_autofree char *escaped = g_uri_escape_string (token, NULL, FALSE);
  g_autofree char *uri
      = g_strdup_printf ("%s?hub.mode=subscribe&hub.challenge=%s&hub.verify_token=%s",
                         visit->address, challenge, escaped);
  g_autoptr (KhidkiRequest) request = khidki_request_new ("GET", uri);

  return call (request);
}

static KhidkiToolAnswer *
post (Visit *visit, const char *secret)
{
  g_autoptr (GBytes) body = g_bytes_new_static (NO_EVENT, strlen (NO_EVENT));
  g_autoptr (KhidkiRequest) request = khidki_request_new ("POST", visit->address);
  g_autofree char *signature = secret != NULL ? khidki_whatsapp_signature_make (body, secret) : NULL;

  khidki_request_set_body (request, "application/json", body);
  if (signature != NULL)
    khidki_request_set_header (request, visit->settings->signature_header, signature);
  return call (request);
}

static char *
make_digits (KhidkiHost *host)
{
  guint64 number;

  khidki_host_fill_random (host, (guint8 *) &number, sizeof number);
  return g_strdup_printf ("%" G_GUINT64_FORMAT, 100000000 + number % 900000000);
}

static gboolean
is_answer (KhidkiToolAnswer *answer, const char *text)
{
  gsize size = 0;
  const char *bytes = answer->body != NULL ? g_bytes_get_data (answer->body, &size) : NULL;

  return answer->status == 200 && size == strlen (text) && memcmp (bytes, text, size) == 0;
}

static void
complain_of_trouble (Visit *visit, KhidkiToolAnswer *answer)
{
  const char *words = answer->trouble == KHIDKI_TOOL_TROUBLE_CERTIFICATE
                          ? khidki_whatsapp_remedy_describe_certificate (answer->flags)
                          : answer->words;

  khidki_whatsapp_report_wrong (visit->report, "webhook",
                                khidki_whatsapp_remedy_for_public (answer->trouble, answer->flags),
                                "%s cannot be reached: %s", visit->address, words);
}

/* FALSE if it is of no use to try more. */
static gboolean
check_way (Visit *visit)
{
  g_autofree char *challenge = make_digits (visit->host);
  g_autoptr (KhidkiToolAnswer) answer
      = ask (visit, visit->settings->verify_tokens[0], challenge);

  if (answer->trouble != KHIDKI_TOOL_TROUBLE_NONE)
    complain_of_trouble (visit, answer);
  else if (is_answer (answer, challenge))
    khidki_whatsapp_report_ok (visit->report, "webhook", "%s answers Meta's question",
                               visit->address);
  else if (answer->status == 200)
    khidki_whatsapp_report_wrong (visit->report, "webhook", UNGUARDED,
                                  "%s answers 200, but not what was asked", visit->address);
  else
    khidki_whatsapp_report_wrong (visit->report, "webhook",
                                  khidki_whatsapp_remedy_for_status (answer->status),
                                  "%s answers %u to Meta's question", visit->address,
                                  answer->status);
  return is_answer (answer, challenge);
}

static void
check_other_token (Visit *visit)
{
  g_autofree char *challenge = make_digits (visit->host);
  g_autofree char *digits = make_digits (visit->host);
  g_autofree char *token = g_strconcat ("not-the-token-", digits, NULL);
  g_autoptr (KhidkiToolAnswer) answer = ask (visit, token, challenge);

  if (answer->status == 200 || answer->status == 0)
    khidki_whatsapp_report_wrong (visit->report, "wrong token", UNGUARDED,
                                  "a question with another verify token is answered %u",
                                  answer->status);
  else
    khidki_whatsapp_report_ok (visit->report, "wrong token",
                               "a question with another verify token is refused");
}

static void
check_unsigned (Visit *visit)
{
  g_autoptr (KhidkiToolAnswer) answer = post (visit, NULL);

  if (answer->status == 401)
    khidki_whatsapp_report_ok (visit->report, "unsigned", "a webhook that nobody signed is refused");
  else
    khidki_whatsapp_report_wrong (visit->report, "unsigned", UNGUARDED,
                                  "a webhook that nobody signed is answered %u, not 401",
                                  answer->status);
}

static void
check_signed (Visit *visit)
{
  g_autoptr (KhidkiToolAnswer) answer = post (visit, visit->settings->app_secrets[0]);

  if (answer->status == 200)
    khidki_whatsapp_report_ok (visit->report, "signed",
                               "a webhook signed with app-secret= is taken (it told of nothing)");
  else
    khidki_whatsapp_report_wrong (
        visit->report, "signed",
        answer->status == 401 ? OTHER_SECRETS : khidki_whatsapp_remedy_for_status (answer->status),
        "a webhook signed with app-secret= is answered %u, not 200", answer->status);
}

static void
leave_rest (Visit *visit)
{
  static const char *const checks[] = { "wrong token", "unsigned", "signed" };

  for (guint i = 0; i < G_N_ELEMENTS (checks); i++)
    khidki_whatsapp_report_untried (visit->report, checks[i], NULL, "until the webhook is reached");
}

void
khidki_whatsapp_webhook_check (KhidkiWhatsappSettings *settings,
                               const char *public_url,
                               KhidkiHost *host,
                               KhidkiWhatsappReport *report)
{
  g_auto (Visit) visit = { settings, host, report, NULL };
  gboolean slash = public_url != NULL && g_str_has_suffix (public_url, "/");

  if (public_url == NULL)
    {
      khidki_whatsapp_report_untried (report, "webhook", NULL, "until public-url= is there");
      leave_rest (&visit);
      return;
    }
  visit.address = g_strconcat (public_url, settings->path + (slash ? 1 : 0), NULL);
  if (!check_way (&visit))
    {
      leave_rest (&visit);
      return;
    }
  check_other_token (&visit);
  check_unsigned (&visit);
  check_signed (&visit);
}
