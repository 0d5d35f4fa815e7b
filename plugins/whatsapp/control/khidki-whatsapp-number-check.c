/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-number-check.h"

#include <libsoup/soup.h>

#include "khidki-whatsapp-digits.h"
#include "khidki-whatsapp-json.h"
#include "khidki-whatsapp-rate.h"

/* Where Meta's clock and ours disagree, the 24 hours of a chat are counted wrongly. */
#define CLOCK_SECONDS 30

/* A value of a field that stops messages, or soon will. Those that are not here are fine. */
static const struct
{
  const char *field;
  const char *value;
  const char *remedy;
} faults[] = {
  { "status", "PENDING", "register the number (docs/go-live.md, section 3)" },
  { "status", "DISCONNECTED", "register the number (docs/go-live.md, section 3)" },
  { "status", "UNVERIFIED", "verify the number in App Dashboard, WhatsApp, API Setup, then register it "
                            "(docs/go-live.md, sections 1.3 and 3)" },
  { "status", "RESTRICTED", "Business Support Home, Request review; until then only answers leave "
                            "(docs/go-live.md, section 8)" },
  { "status", "BANNED", "Business Support Home, Request review (docs/go-live.md, section 8)" },
  { "status", "FLAGGED", "people report the number: no broadcasts for a week, write less "
                         "(docs/go-live.md, section 8, spam)" },
  { "status", "DELETED", "add the number again (docs/go-live.md, section 1.3)" },
  { "status", "MIGRATED", "the number went to another account: put that one's ids into the "
                          "configuration (docs/go-live.md, section 4)" },
  { "name_status", "DECLINED", "WhatsApp Manager, Phone numbers, the number, Profile: hand in another "
                               "display name (docs/go-live.md, section 8, 131037)" },
  { "name_status", "EXPIRED", "WhatsApp Manager, Phone numbers, the number, Profile: hand the display "
                              "name in again (docs/go-live.md, section 8, 131037)" },
  { "name_status", "NONE", "WhatsApp Manager, Phone numbers, the number, Profile: hand a display name "
                           "in (docs/go-live.md, section 8, 131037)" },
  { "code_verification_status", "NOT_VERIFIED", "verify the number in App Dashboard, WhatsApp, API "
                                                "Setup (docs/go-live.md, section 1.3)" },
  { "quality_rating", "RED", "people block or report the number: no broadcasts for a week, write less "
                             "(docs/go-live.md, section 8, spam)" },
};

static const char *
find_level (JsonObject *number)
{
  JsonObject *throughput = khidki_whatsapp_json_get_object (number, "throughput");

  return khidki_whatsapp_json_get_string (throughput, "level");
}

static gboolean
check_rate (const char *level, guint rate, KhidkiWhatsappReport *report)
{
  if (g_strcmp0 (level, "STANDARD") != 0 || rate <= KHIDKI_WHATSAPP_RATE_DEFAULT)
    return TRUE;
  khidki_whatsapp_report_wrong (report, "number",
                                "set rate=80 until WhatsApp Manager shows more (docs/go-live.md, "
                                "section 10)",
                                "Meta allows it 80 messages a second, and rate= says %u", rate);
  return FALSE;
}

/* /numbers and the poster would send people to somebody else. */
static gboolean
check_dialled (const char *display, const char *dialled, KhidkiWhatsappReport *report)
{
  g_autofree char *told = dialled != NULL ? khidki_whatsapp_digits_read (dialled) : NULL;
  g_autofree char *theirs = display != NULL ? khidki_whatsapp_digits_read (display) : NULL;

  if (dialled == NULL || (told != NULL && (theirs == NULL || g_str_equal (told, theirs))))
    return TRUE;
  khidki_whatsapp_report_wrong (
      report, "number",
      "correct display-number=, with + and the country's code, then systemctl restart khidkid: it "
      "stands on /numbers and on the poster (docs/go-live.md, section 4)",
      "people are told to dial %s, and Meta says that the number is %s", dialled,
      display != NULL ? display : "?");
  return FALSE;
}

void
khidki_whatsapp_number_check (JsonObject *number,
                              guint rate,
                              const char *dialled,
                              KhidkiWhatsappReport *report)
{
  const char *display = khidki_whatsapp_json_get_string (number, "display_phone_number");
  const char *name = khidki_whatsapp_json_get_string (number, "verified_name");
  const char *quality = khidki_whatsapp_json_get_string (number, "quality_rating");
  const char *level = find_level (number);
  gboolean good = check_rate (level, rate, report);

  good &= check_dialled (display, dialled, report);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    if (g_strcmp0 (khidki_whatsapp_json_get_string (number, faults[i].field), faults[i].value) == 0)
      {
        good = FALSE;
        khidki_whatsapp_report_wrong (report, "number", faults[i].remedy, "Meta says %s of %s: %s",
                                      faults[i].field, display != NULL ? display : "the number",
                                      faults[i].value);
      }
  if (good)
    khidki_whatsapp_report_ok (report, "number", "%s, “%s”, quality %s, throughput %s",
                               display != NULL ? display : "?", name != NULL ? name : "?",
                               quality != NULL ? quality : "?", level != NULL ? level : "?");
}

void
khidki_whatsapp_number_check_clock (const char *date, gint64 now, KhidkiWhatsappReport *report)
{
  g_autoptr (GDateTime) theirs = date != NULL ? soup_date_time_new_from_http_string (date) : NULL;
  gint64 apart;

  if (theirs == NULL)
    {
      khidki_whatsapp_report_untried (report, "clock", NULL, "the answer does not say what time it is");
      return;
    }
  apart = now / 1000 - g_date_time_to_unix (theirs);
  if (ABS (apart) <= CLOCK_SECONDS)
    khidki_whatsapp_report_ok (report, "clock", "within %d seconds of Meta's", CLOCK_SECONDS);
  else
    khidki_whatsapp_report_wrong (
        report, "clock",
        "timedatectl set-ntp true, and see with timedatectl that it is synchronized: due dates and "
        "the 24 hours of a chat go by it (docs/go-live.md, section 4)",
        "this machine is %" G_GINT64_FORMAT " seconds %s Meta", ABS (apart),
        apart > 0 ? "ahead of" : "behind");
}

/* (transfer full): their names */
static char *
join_apps (JsonArray *apps)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (apps); i++)
    {
      JsonNode *node = json_array_get_element (apps, i);
      JsonObject *app = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      JsonObject *data = khidki_whatsapp_json_get_object (app, "whatsapp_business_api_data");
      const char *name = khidki_whatsapp_json_get_string (data, "name");

      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", name != NULL ? name : "?");
    }
  return g_string_free (names, FALSE);
}

void
khidki_whatsapp_number_check_apps (JsonObject *answer, KhidkiWhatsappReport *report)
{
  JsonArray *apps = khidki_whatsapp_json_get_array (answer, "data");
  g_autofree char *names = apps != NULL ? join_apps (apps) : g_strdup ("");

  if (*names != '\0')
    khidki_whatsapp_report_ok (report, "subscription", "the account's webhooks go to the app %s",
                               names);
  else
    khidki_whatsapp_report_wrong (
        report, "subscription",
        "subscribe the app to the account: the last command of docs/go-live.md, section 6",
        "no app gets the account's webhooks: what citizens write reaches nobody");
}

gboolean
khidki_whatsapp_number_is_listed (JsonObject *page, const char *id)
{
  JsonArray *data = khidki_whatsapp_json_get_array (page, "data");

  for (guint i = 0; data != NULL && i < json_array_get_length (data); i++)
    {
      JsonNode *node = json_array_get_element (data, i);
      JsonObject *one = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      g_autofree char *its = khidki_whatsapp_json_dup_id (one, "id");

      if (g_strcmp0 (its, id) == 0)
        return TRUE;
    }
  return FALSE;
}
