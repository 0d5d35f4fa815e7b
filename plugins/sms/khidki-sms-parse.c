/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-sms-parse.h"

#include <string.h>

#include "khidki-sms-form.h"

/* The longest that a phone can send: 255 parts of 67 letters. */
#define MAX_TEXT 20000
#define MAX_KEY 200
#define MAX_REASON 160
/* Of a repeated call without an id and without a time. */
#define WINDOW_MS (10 * 60 * 1000)
#define LONGEST_SHORT_CODE 6
#define LONGEST_PHONE 15
#define MIN_PERSONAL_DIGITS 7

static gboolean
is_indian_mobile (const char *ten)
{
  return strlen (ten) == 10 && ten[0] >= '6' && ten[0] <= '9';
}

/**
 * khidki_sms_parse_phone:
 * @sender: who sent, as the operator writes it
 *
 * Operators write a number with `+91`, `0091`, `91`, `0` or nothing before it.
 *
 * Returns: (transfer full) (nullable): `+` and the digits with their country
 *   code; %NULL if it is not a phone: a short code, or a company's name
 *
 * Since: 0.1
 */
char *
khidki_sms_parse_phone (const char *sender)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  gboolean international = FALSE;
  const char *found;

  for (; *sender != '\0'; sender++)
    {
      if (g_ascii_isdigit (*sender))
        g_string_append_c (digits, *sender);
      else if (*sender == '+' && digits->len == 0)
        international = TRUE;
      else if (*sender != ' ' && *sender != '-')
        return NULL;
    }

  found = digits->str;
  if (!international && g_str_has_prefix (found, "00"))
    {
      international = TRUE;
      found += 2;
    }
  if (!international && *found == '0' && is_indian_mobile (found + 1))
    found++;
  if (!international && is_indian_mobile (found))
    return g_strconcat ("+91", found, NULL);

  return strlen (found) > LONGEST_SHORT_CODE && strlen (found) <= LONGEST_PHONE && *found != '0'
             ? g_strconcat ("+", found, NULL)
             : NULL;
}

/* Half a pair stands for nothing. */
static char *
read_utf16 (const guint8 *data, gsize size)
{
  GString *text = g_string_new (NULL);

  for (gsize at = 0; at + 1 < size; at += 2)
    {
      gunichar c = (gunichar) data[at] << 8 | data[at + 1];

      if (c >= 0xd800 && c < 0xdc00 && at + 3 < size && (data[at + 2] & 0xfc) == 0xdc)
        {
          gunichar low = (gunichar) data[at + 2] << 8 | data[at + 3];

          c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
          at += 2;
        }
      g_string_append_unichar (text, c >= 0xd800 && c < 0xe000 ? 0xfffd : c);
    }

  return g_string_free (text, FALSE);
}

static char *
read_latin1 (const guint8 *data, gsize size)
{
  GString *text = g_string_new (NULL);

  for (gsize at = 0; at < size; at++)
    g_string_append_unichar (text, data[at]);

  return g_string_free (text, FALSE);
}

/* A text is shown and stored: what can be neither is a space. */
static char *
clean (const char *text)
{
  GString *clean = g_string_new (NULL);

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);

      if (c == 0xfeff || c == '\r')
        continue;
      g_string_append_unichar (clean, g_unichar_iscntrl (c) && c != '\n' ? ' ' : c);
    }

  return g_strstrip (g_string_free (clean, FALSE));
}

static gboolean
is_utf16 (const char *charset, const char *coding)
{
  return g_ascii_strncasecmp (charset, "UTF-16", 6) == 0
         || g_ascii_strncasecmp (charset, "UCS-2", 5) == 0
         || (*charset == '\0' && strcmp (coding, "2") == 0);
}

static gboolean
is_latin1 (const char *charset)
{
  return g_ascii_strncasecmp (charset, "ISO-8859-", 9) == 0
         || g_ascii_strncasecmp (charset, "WINDOWS-1252", 12) == 0
         || g_ascii_strncasecmp (charset, "LATIN", 5) == 0;
}

/**
 * khidki_sms_parse_text:
 * @bytes: (nullable): what was sent
 * @charset: Kannel's name of its encoding, "" if it does not say
 * @coding: Kannel's `coding`: `0` for 7 bit, `2` for UCS-2, "" if it does not say
 *
 * Returns: (transfer full): the text as UTF-8, without zero bytes, at most
 *   20,000 bytes of what was sent
 *
 * Since: 0.1
 */
char *
khidki_sms_parse_text (GBytes *bytes, const char *charset, const char *coding)
{
  gsize size = 0;
  const guint8 *data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;
  g_autofree char *text = NULL;

  if (data == NULL)
    return g_strdup ("");
  size = MIN (size, MAX_TEXT);
  if (is_utf16 (charset, coding))
    text = read_utf16 (data, size);
  else if (is_latin1 (charset))
    text = read_latin1 (data, size);
  else
    {
      g_autoptr (GString) plain = g_string_new_len ((const char *) data, (gssize) size);

      for (gsize i = 0; i < plain->len; i++)
        if (plain->str[i] == '\0')
          plain->str[i] = ' ';
      text = g_utf8_make_valid (plain->str, (gssize) plain->len);
    }

  return clean (text);
}

/* Seconds since 1970 as Kannel's %T has them. */
static gint64
get_instant (GHashTable *form, gint64 now)
{
  g_autofree char *word = khidki_sms_form_dup_word (form, "at");
  guint64 seconds;

  if (!g_ascii_string_to_unsigned (word, 10, 1, G_MAXINT64 / 1000, &seconds, NULL))
    return now;
  /* A clock that runs ahead at the operator's end is not believed. */
  return MIN ((gint64) seconds * 1000, now);
}

static char *
dup_key (GHashTable *form, const char *phone, const char *text, gint64 now)
{
  g_autofree char *id = khidki_sms_form_dup_word (form, "id");
  g_autofree char *at = khidki_sms_form_dup_word (form, "at");
  g_autofree char *window = g_strdup_printf ("window %" G_GINT64_FORMAT, now / WINDOW_MS);
  g_autofree char *whole = NULL;

  if (*id != '\0' && strlen (id) <= MAX_KEY)
    return g_steal_pointer (&id);

  whole = g_strdup_printf ("%s\n%s\n%s", phone, *at != '\0' ? at : window, text);
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, whole, -1);
}

static gboolean
fail (GError **error, const char *text)
{
  g_set_error_literal (error, KHIDKI_ERROR, KHIDKI_ERROR_INVALID, text);
  return FALSE;
}

/* @phone: (nullable): `+` and digits; the operator's network vouches for it. */
static KhidkiAccount *
make_account (const char *phone)
{
  return khidki_account_new (KHIDKI_SMS_NAME, "", phone != NULL ? phone + 1 : "", phone, NULL);
}

/* What a machine sent is kept and never answered: two of them would talk for ever. */
static KhidkiEvent *
make_notice (const char *key, gint64 at)
{
  g_autoptr (KhidkiAccount) nobody = make_account (NULL);
  KhidkiEvent *event = khidki_event_new (KHIDKI_EVENT_NOTICE, key, nobody, at);

  khidki_event_set_detail (event, "no-phone");
  return event;
}

/**
 * khidki_sms_parse_inbound:
 * @form: what Kannel's `sms-service` called with: `from`, `text` and, where
 *   known, `id`, `at`, `charset`, `coding`
 * @now: UTC milliseconds
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): what a person wrote, or a notice if the
 *   sender is not a phone; %NULL with KHIDKI_ERROR_INVALID if nobody sent it
 *
 * Since: 0.1
 */
KhidkiEvent *
khidki_sms_parse_inbound (GHashTable *form, gint64 now, GError **error)
{
  g_autofree char *sender = khidki_sms_form_dup_word (form, "from");
  g_autofree char *charset = khidki_sms_form_dup_word (form, "charset");
  g_autofree char *coding = khidki_sms_form_dup_word (form, "coding");
  g_autofree char *text
      = khidki_sms_parse_text (khidki_sms_form_get (form, "text"), charset, coding);
  g_autofree char *phone = NULL;
  g_autofree char *key = NULL;
  g_autoptr (KhidkiAccount) account = NULL;

  if (*sender == '\0')
    {
      fail (error, "from= is missing: the sender, Kannel's %p");
      return NULL;
    }

  phone = khidki_sms_parse_phone (sender);
  key = dup_key (form, phone != NULL ? phone : sender, text, now);
  if (phone == NULL)
    return make_notice (key, get_instant (form, now));

  account = make_account (phone);
  return khidki_event_new_text (key, account, get_instant (form, now), text);
}

static gboolean
find_status (const char *word, KhidkiSendStatus *status)
{
  static const struct
  {
    const char *word;
    KhidkiSendStatus status;
  } statuses[] = {
    { "1", KHIDKI_SEND_STATUS_DELIVERED }, { "2", KHIDKI_SEND_STATUS_FAILED },
    { "4", KHIDKI_SEND_STATUS_SENT },      { "8", KHIDKI_SEND_STATUS_SENT },
    { "16", KHIDKI_SEND_STATUS_FAILED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (strcmp (statuses[i].word, word) == 0)
      {
        *status = statuses[i].status;
        return TRUE;
      }

  return FALSE;
}

/* An operator's words hold ids and now and then a number: no long row of digits
 * is somebody's to read. */
static char *
dup_reason (GHashTable *form, const char *status)
{
  g_autofree char *reply = khidki_sms_form_dup_word (form, "reply");
  g_autofree char *short_reply = g_utf8_substring (reply, 0, MIN (g_utf8_strlen (reply, -1), MAX_REASON));
  GString *reason = g_string_new (strcmp (status, "16") == 0 ? "The operator refused it: "
                                                             : "It did not arrive: ");

  for (const char *at = short_reply; *at != '\0';)
    {
      gsize digits = strspn (at, "0123456789");
      gsize others = strcspn (at + digits, "0123456789");

      if (digits >= MIN_PERSONAL_DIGITS)
        g_string_append (reason, "…");
      else
        g_string_append_len (reason, at, (gssize) digits);
      g_string_append_len (reason, at + digits, (gssize) others);
      at += digits + others;
    }

  return g_string_free (reason, FALSE);
}

/**
 * khidki_sms_parse_delivery:
 * @form: what Kannel called the address of a send's `dlr-url` with: our `key`, the
 *   recipient's `phone`, `status` (1 delivered, 2 not delivered, 4 waiting at the operator's, 8 taken
 *   by the operator, 16 refused there) and, where known, `far`, `reply` and `at`
 * @now: UTC milliseconds
 * @error: return location for an error
 *
 * The operator's id is part of the event's key: a second attempt at the same
 * message has reports of its own.
 *
 * Returns: (transfer full) (nullable): what became of a message of ours; %NULL
 *   with KHIDKI_ERROR_INVALID if it cannot be understood
 *
 * Since: 0.1
 */
KhidkiEvent *
khidki_sms_parse_delivery (GHashTable *form, gint64 now, GError **error)
{
  g_autofree char *send_key = khidki_sms_form_dup_word (form, "key");
  g_autofree char *word = khidki_sms_form_dup_word (form, "status");
  g_autofree char *far_id = khidki_sms_form_dup_word (form, "far");
  g_autofree char *recipient = khidki_sms_form_dup_word (form, "phone");
  g_autofree char *phone = khidki_sms_parse_phone (recipient);
  g_autoptr (KhidkiAccount) account = make_account (phone);
  g_autofree char *reason = NULL;
  g_autofree char *key = NULL;
  KhidkiSendStatus status;
  KhidkiEvent *event;

  if (*send_key == '\0' || strlen (send_key) > MAX_KEY)
    {
      fail (error, "key= is missing: the one in the dlr-url of a send");
      return NULL;
    }
  if (!find_status (word, &status))
    {
      fail (error, "status= is not 1, 2, 4, 8 or 16, Kannel's %d");
      return NULL;
    }

  key = g_strdup_printf ("delivery:%s:%s:%s", send_key, word, far_id);
  event = khidki_event_new_status (key, account, get_instant (form, now), status, NULL, send_key);
  if (status == KHIDKI_SEND_STATUS_FAILED)
    {
      reason = dup_reason (form, word);
      khidki_event_set_error (event, strcmp (word, "16") == 0 ? 16 : 2, reason);
      khidki_event_set_detail (event, strcmp (word, "16") == 0 ? "failed" : "recipient");
    }

  return event;
}
