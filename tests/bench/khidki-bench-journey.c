/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-bench-journey.h"

#include <string.h>

#define ID "\"id\":\""
#define TITLE "\",\"title\":\""
#define PHOTO_FLAG 1

typedef enum
{
  SAY,
  TAP,
  TAP_IF_OFFERED,
  TAP_OWN_NUMBER,
  PHOTO,
  DOCUMENT,
} Kind;

/* An income certificate in English for a family of four. */
static const struct
{
  Kind kind;
  const char *what;
} steps[] = {
  { SAY, "Hi" },
  { TAP, "राजस्व" },
  { TAP_IF_OFFERED, "English" },
  { TAP, "For myself" },
  { SAY, "Sita Devi" },
  { TAP, "Female" },
  { SAY, "15/8/1990" },
  { TAP_OWN_NUMBER, "" },
  { SAY, "Father, Ram Prasad" },
  { SAY, "Voter card, 4321" },
  { SAY, "H-12, Gali 4, Rohini Sector 7, 110085" },
  { TAP, "Rohini" },
  { SAY, "Daily wage, 84000" },
  { SAY, "Mohan Lal, spouse, 38, 120000\\nRavi, son, 12, 0\\nAnu, daughter, 9, 0" },
  { TAP, "No, that is all" },
  { TAP, "School admission" },
  /* At this pace only a caption tells the next paper from a further page. */
  { PHOTO, "Voter card" },
  { DOCUMENT, "Electricity bill" },
  { PHOTO, "photo" },
  { TAP, "All correct" },
  { TAP, "I agree" },
};

/* Without papers a journey ends where the first is asked for. */
guint
khidki_bench_journey_get_length (gboolean papers)
{
  guint length = 0;

  while (length < G_N_ELEMENTS (steps) && (papers || steps[length].kind != PHOTO))
    length++;
  return length;
}

void
khidki_bench_act_clear (KhidkiBenchAct *act)
{
  g_clear_pointer (&act->choice, g_free);
  g_clear_pointer (&act->title, g_free);
}

/* Rows and buttons both carry an id before their title. */
static gboolean
find_choice (const char *reply, const char *wanted, KhidkiBenchAct *act)
{
  const char *at = reply;

  while ((at = strstr (at, ID)) != NULL)
    {
      const char *id = at + strlen (ID);
      const char *id_end = strchr (id, '"');
      const char *title, *title_end;

      at = id;
      if (id_end == NULL || !g_str_has_prefix (id_end, TITLE))
        continue;
      title = id_end + strlen (TITLE);
      title_end = strchr (title, '"');
      if (title_end == NULL || g_strstr_len (title, title_end - title, wanted) == NULL)
        continue;
      act->choice = g_strndup (id, (gsize) (id_end - id));
      act->title = g_strndup (title, (gsize) (title_end - title));
      act->button = strstr (reply, "\"buttons\":") != NULL;
      return TRUE;
    }
  return FALSE;
}

/* Whether @reply allows what comes at @step, or after it if that is not always there. */
gboolean
khidki_bench_journey_next (guint step, guint64 phone, const char *reply, KhidkiBenchAct *act)
{
  char own[16];

  memset (act, 0, sizeof *act);
  act->step = step;
  switch (steps[step].kind)
    {
    case SAY:
      return TRUE;
    case TAP:
      return find_choice (reply, steps[step].what, act);
    case TAP_IF_OFFERED:
      return find_choice (reply, steps[step].what, act)
             || khidki_bench_journey_next (step + 1, phone, reply, act);
    case TAP_OWN_NUMBER:
      g_snprintf (own, sizeof own, "%010" G_GUINT64_FORMAT,
                  phone % G_GUINT64_CONSTANT (10000000000));
      return find_choice (reply, own, act);
    case PHOTO:
    case DOCUMENT:
    default:
      act->paper = TRUE;
      return TRUE;
    }
}

static void
begin (GString *body)
{
  g_string_assign (body,
                   "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"102290129340398\","
                   "\"changes\":[{\"field\":\"messages\",\"value\":{\"messaging_product\":\"whatsapp\","
                   "\"metadata\":{\"display_phone_number\":\"911100000000\",\"phone_number_id\":"
                   "\"100200300400500\"},");
}

static void
write_content (GString *body, KhidkiBenchAct *act, guint64 serial)
{
  const char *kind = act->button ? "button_reply" : "list_reply";

  switch (steps[act->step].kind)
    {
    case SAY:
      g_string_append_printf (body, "\"type\":\"text\",\"text\":{\"body\":\"%s\"}",
                              steps[act->step].what);
      break;
    case PHOTO:
      g_string_append_printf (body,
                              "\"type\":\"image\",\"image\":{\"id\":\"%" G_GUINT64_FORMAT
                              "\",\"mime_type\":\"image/jpeg\",\"caption\":\"%s\"}",
                              serial * 2 + PHOTO_FLAG, steps[act->step].what);
      break;
    case DOCUMENT:
      g_string_append_printf (body,
                              "\"type\":\"document\",\"document\":{\"id\":\"%" G_GUINT64_FORMAT
                              "\",\"mime_type\":\"application/pdf\",\"filename\":\"bill.pdf\",\"caption\":\"%s\"}",
                              serial * 2, steps[act->step].what);
      break;
    case TAP:
    case TAP_IF_OFFERED:
    case TAP_OWN_NUMBER:
    default:
      g_string_append_printf (body,
                              "\"type\":\"interactive\",\"interactive\":{\"type\":\"%s\",\"%s\":"
                              "{\"id\":\"%s\",\"title\":\"%s\"}}",
                              kind, kind, act->choice != NULL ? act->choice : "",
                              act->title != NULL ? act->title : "");
    }
}

/* A webhook with one message, as Meta sends them. */
void
khidki_bench_journey_write (GString *body, KhidkiBenchAct *act, guint64 phone, guint64 serial)
{
  begin (body);
  g_string_append_printf (body,
                          "\"contacts\":[{\"profile\":{\"name\":\"Sita Devi\"},\"wa_id\":\"%"
                          G_GUINT64_FORMAT "\"}],\"messages\":[{\"from\":\"%" G_GUINT64_FORMAT
                          "\",\"id\":\"wamid.IN%016" G_GINT64_MODIFIER
                          "X\",\"timestamp\":\"%" G_GINT64_FORMAT "\",",
                          phone, phone, serial, g_get_real_time () / G_USEC_PER_SEC);
  write_content (body, act, serial);
  g_string_append (body, "}]}}]}]}");
}

/* A webhook with one status of a message that was sent. */
void
khidki_bench_journey_write_status (GString *body, const char *message_id, const char *key,
                                   guint64 phone, const char *status)
{
  begin (body);
  g_string_append_printf (body,
                          "\"statuses\":[{\"id\":\"%s\",\"status\":\"%s\",\"timestamp\":\"%"
                          G_GINT64_FORMAT "\",\"recipient_id\":\"%" G_GUINT64_FORMAT
                          "\",\"biz_opaque_callback_data\":\"%s\",\"pricing\":{\"billable\":false,"
                          "\"pricing_model\":\"PMP\",\"category\":\"service\",\"type\":"
                          "\"free_customer_service\"}}]}}]}]}",
                          message_id, status, g_get_real_time () / G_USEC_PER_SEC, phone, key);
}

gboolean
khidki_bench_journey_is_photo (guint64 media)
{
  return media % 2 == PHOTO_FLAG;
}
