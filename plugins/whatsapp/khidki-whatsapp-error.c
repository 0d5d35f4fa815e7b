/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-error.h"

#include <string.h>

#include "khidki-whatsapp-json.h"

#define MAX_DEPTH 16
#define MAX_WORDS 300
#define MIN_PERSONAL_DIGITS 7
#define ADVICE " (“khidkictl whatsapp doctor” says what to do)"
#define LOST_FILE_CODE 131052
#define UPLOAD_CODE 131053

typedef struct
{
  int first;
  int last;
  KhidkiError code;
  KhidkiWhatsappRemedy remedy;
} Row;

/* What Meta's error codes ask for. In order of the code. */
static const Row rows[] = {
  { 0, 0, KHIDKI_ERROR_OPERATOR },           /* token */
  { 1, 2, KHIDKI_ERROR_RETRY },              /* unknown; service down */
  { 3, 3, KHIDKI_ERROR_OPERATOR },           /* permission */
  { 4, 4, KHIDKI_ERROR_RETRY, KHIDKI_WHATSAPP_REMEDY_SLOW_APP }, /* the app's rate */
  { 10, 10, KHIDKI_ERROR_OPERATOR },         /* permission */
  { 33, 33, KHIDKI_ERROR_FAILED, KHIDKI_WHATSAPP_REMEDY_WRONG }, /* bad request */
  { 100, 100, KHIDKI_ERROR_FAILED, KHIDKI_WHATSAPP_REMEDY_WRONG }, /* bad request */
  { 190, 190, KHIDKI_ERROR_OPERATOR },       /* token */
  { 200, 299, KHIDKI_ERROR_OPERATOR },       /* permission */
  { 368, 368, KHIDKI_ERROR_OPERATOR },       /* policy: blocked for a time */
  { 2046, 2047, KHIDKI_ERROR_FAILED },       /* an order's state, for the payments */
  { 80007, 80007, KHIDKI_ERROR_RETRY, KHIDKI_WHATSAPP_REMEDY_SLOW_ACCOUNT }, /* the business's rate */
  { 130429, 130429, KHIDKI_ERROR_RETRY, KHIDKI_WHATSAPP_REMEDY_SLOW }, /* throughput */
  { 130472, 130472, KHIDKI_ERROR_RECIPIENT }, /* in an experiment of Meta's */
  { 130497, 130497, KHIDKI_ERROR_RECIPIENT, KHIDKI_WHATSAPP_REMEDY_COUNTRY }, /* this recipient's country is closed to us */
  { 130501, 130501, KHIDKI_ERROR_FAILED },   /* not in a group */
  { 131000, 131000, KHIDKI_ERROR_RETRY },    /* something went wrong */
  { 131005, 131005, KHIDKI_ERROR_OPERATOR }, /* permission */
  { 131008, 131009, KHIDKI_ERROR_FAILED, KHIDKI_WHATSAPP_REMEDY_WRONG }, /* parameter missing, wrong */
  { 131016, 131016, KHIDKI_ERROR_RETRY },    /* service unavailable */
  { 131021, 131021, KHIDKI_ERROR_RECIPIENT }, /* to ourselves */
  { 131026, 131026, KHIDKI_ERROR_RECIPIENT }, /* undeliverable */
  { 131030, 131030, KHIDKI_ERROR_RECIPIENT }, /* not among a test number's recipients */
  { 131031, 131031, KHIDKI_ERROR_OPERATOR }, /* account locked */
  { 131036, 131036, KHIDKI_ERROR_RETRY },    /* not stored by Meta: send again */
  { 131037, 131037, KHIDKI_ERROR_OPERATOR }, /* display name */
  { 131042, 131042, KHIDKI_ERROR_TEMPLATE, KHIDKI_WHATSAPP_REMEDY_UNPAID }, /* payment: only templates cost */
  { 131045, 131045, KHIDKI_ERROR_OPERATOR }, /* certificate of the number */
  { 131047, 131047, KHIDKI_ERROR_WINDOW },   /* 24 hours have passed */
  { 131048, 131048, KHIDKI_ERROR_FAILED, KHIDKI_WHATSAPP_REMEDY_BULK }, /* reported as spam: never repeated blindly */
  { 131049, 131050, KHIDKI_ERROR_RECIPIENT }, /* Meta chose not to; opted out */
  { 131051, 131051, KHIDKI_ERROR_FAILED, KHIDKI_WHATSAPP_REMEDY_WRONG }, /* type not supported */
  { LOST_FILE_CODE, LOST_FILE_CODE, KHIDKI_ERROR_FAILED }, /* media down: the citizen sends it again */
  { UPLOAD_CODE, UPLOAD_CODE, KHIDKI_ERROR_RETRY }, /* media up: once more, with a new upload */
  { 131056, 131056, KHIDKI_ERROR_RETRY, KHIDKI_WHATSAPP_REMEDY_PAIR }, /* rate of a pair */
  { 131057, 131057, KHIDKI_ERROR_RETRY, KHIDKI_WHATSAPP_REMEDY_REST }, /* maintenance */
  { 131062, 131062, KHIDKI_ERROR_RECIPIENT }, /* needs a phone number */
  { 132000, 132000, KHIDKI_ERROR_FAILED, KHIDKI_WHATSAPP_REMEDY_TEMPLATE_WRONG }, /* parameters */
  { 132001, 132001, KHIDKI_ERROR_FAILED, KHIDKI_WHATSAPP_REMEDY_TEMPLATE_MISSING },
  { 132005, 132012, KHIDKI_ERROR_FAILED, KHIDKI_WHATSAPP_REMEDY_TEMPLATE_WRONG }, /* too long, form */
  { 132015, 132015, KHIDKI_ERROR_TEMPLATE, KHIDKI_WHATSAPP_REMEDY_TEMPLATE_PAUSED }, /* template paused for some hours */
  { 132016, 132016, KHIDKI_ERROR_FAILED, KHIDKI_WHATSAPP_REMEDY_TEMPLATE_DISABLED }, /* template disabled */
  { 132068, 132069, KHIDKI_ERROR_FAILED },   /* flow blocked, throttled */
  { 133000, 133000, KHIDKI_ERROR_OPERATOR }, /* registration */
  { 133004, 133004, KHIDKI_ERROR_RETRY },    /* server unavailable */
  { 133005, 133016, KHIDKI_ERROR_OPERATOR }, /* registration, PIN */
  { 134011, 134011, KHIDKI_ERROR_FAILED, KHIDKI_WHATSAPP_REMEDY_PAYMENTS }, /* terms of payments: only these fail */
  { 135000, 135000, KHIDKI_ERROR_FAILED, KHIDKI_WHATSAPP_REMEDY_WRONG }, /* bad request */
  { 137000, 137000, KHIDKI_ERROR_RECIPIENT }, /* the person's identity changed */
  { 139000, 139999, KHIDKI_ERROR_FAILED },   /* block list */
  { 147000, 147999, KHIDKI_ERROR_FAILED },   /* the business's user name */
};

/**
 * khidki_whatsapp_error_find:
 * @meta_code: Meta's error code
 * @code: (out): what it asks of us
 *
 * Returns: whether the code is known
 *
 * Since: 0.1
 */
gboolean
khidki_whatsapp_error_find (int meta_code, KhidkiError *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (meta_code >= rows[i].first && meta_code <= rows[i].last)
      {
        *code = rows[i].code;
        return TRUE;
      }

  return FALSE;
}

/**
 * khidki_whatsapp_error_get_remedy:
 * @meta_code: Meta's error code
 *
 * Returns: what else is to be done about it than to try again or not
 *
 * Since: 0.1
 */
KhidkiWhatsappRemedy
khidki_whatsapp_error_get_remedy (int meta_code)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (meta_code >= rows[i].first && meta_code <= rows[i].last)
      return rows[i].remedy;

  return KHIDKI_WHATSAPP_REMEDY_NONE;
}

/**
 * khidki_whatsapp_error_is_limit:
 * @meta_code: Meta's error code
 *
 * Returns: whether it refuses whatever is asked for a while, and not this alone
 *
 * Since: 0.1
 */
gboolean
khidki_whatsapp_error_is_limit (int meta_code)
{
  switch (khidki_whatsapp_error_get_remedy (meta_code))
    {
    case KHIDKI_WHATSAPP_REMEDY_SLOW:
    case KHIDKI_WHATSAPP_REMEDY_SLOW_APP:
    case KHIDKI_WHATSAPP_REMEDY_SLOW_ACCOUNT:
    case KHIDKI_WHATSAPP_REMEDY_REST:
      return TRUE;
    default:
      return FALSE;
    }
}

/**
 * khidki_whatsapp_error_get_word:
 * @meta_code: Meta's error code
 *
 * Meta tells most failures later, in a status: there the word says what a
 * sender is to do without knowing Meta's codes.
 *
 * Returns: (transfer none): `retry`, `once`, `window`, `recipient`, `operator`, `template` or
 *   `failed`
 *
 * Since: 0.1
 */
const char *
khidki_whatsapp_error_get_word (int meta_code)
{
  KhidkiError code = KHIDKI_ERROR_FAILED;

  khidki_whatsapp_error_find (meta_code, &code);
  if (khidki_whatsapp_error_is_upload (meta_code))
    return "once";
  if (code == KHIDKI_ERROR_RETRY)
    return "retry";
  if (code == KHIDKI_ERROR_WINDOW)
    return "window";
  if (code == KHIDKI_ERROR_RECIPIENT)
    return "recipient";
  if (code == KHIDKI_ERROR_OPERATOR)
    return "operator";
  if (code == KHIDKI_ERROR_TEMPLATE)
    return "template";

  return "failed";
}

/**
 * khidki_whatsapp_error_is_upload:
 * @meta_code: Meta's error code
 *
 * Returns: whether what we had uploaded could not be delivered
 *
 * Since: 0.1
 */
gboolean
khidki_whatsapp_error_is_upload (int meta_code)
{
  return meta_code == UPLOAD_CODE;
}

/**
 * khidki_whatsapp_error_is_lost_file:
 * @meta_code: Meta's error code
 *
 * Returns: whether Meta could not fetch what somebody sent, or it was too large for it
 *
 * Since: 0.1
 */
gboolean
khidki_whatsapp_error_is_lost_file (int meta_code)
{
  return meta_code == LOST_FILE_CODE;
}

/* Meta repeats numbers that it refuses, and its words end up in the log. */
static char *
dup_masked (const char *text)
{
  GString *masked = g_string_new (NULL);

  while (*text != '\0')
    {
      gsize digits = strspn (text, "0123456789");
      gsize others = strcspn (text + digits, "0123456789");

      if (digits >= MIN_PERSONAL_DIGITS)
        g_string_append (masked, "…");
      else
        g_string_append_len (masked, text, (gssize) digits);
      g_string_append_len (masked, text + digits, (gssize) others);
      text += digits + others;
    }

  return g_string_free (masked, FALSE);
}

/**
 * khidki_whatsapp_error_describe:
 * @object: (nullable): Meta's error object, of an answer or of a webhook
 * @meta_code: (out): its code, -1 if it has none
 *
 * Returns: (transfer full): code and words for an administrator
 *
 * Since: 0.1
 */
char *
khidki_whatsapp_error_describe (JsonObject *object, int *meta_code)
{
  JsonObject *data = khidki_whatsapp_json_get_object (object, "error_data");
  const char *message = khidki_whatsapp_json_get_string (object, "message");
  const char *details = khidki_whatsapp_json_get_string (data, "details");
  g_autofree char *text = NULL;
  g_autofree char *masked = NULL;
  JsonNode *code = object != NULL ? json_object_get_member (object, "code") : NULL;

  *meta_code = -1;
  if (code != NULL && json_node_get_value_type (code) == G_TYPE_INT64)
    *meta_code = (int) CLAMP (json_node_get_int (code), -1, G_MAXINT);

  if (message == NULL)
    message = khidki_whatsapp_json_get_string (object, "title");
  text = g_strdup_printf ("Meta's error %d: %s%s%s", *meta_code,
                          message != NULL ? message : "without words",
                          details != NULL ? ": " : "", details != NULL ? details : "");

  masked = dup_masked (text);

  return g_utf8_strlen (masked, -1) > MAX_WORDS ? g_utf8_substring (masked, 0, MAX_WORDS)
                                                : g_steal_pointer (&masked);
}

/**
 * khidki_whatsapp_error_dup_advised:
 * @text: why something was refused
 * @code: what that asks of us
 *
 * Returns: (transfer full): the same, and where an administrator learns what to do if it
 *   needs one
 *
 * Since: 0.1
 */
char *
khidki_whatsapp_error_dup_advised (const char *text, KhidkiError code)
{
  return g_strconcat (text, code == KHIDKI_ERROR_OPERATOR ? ADVICE : "", NULL);
}

static KhidkiError
judge_status (guint status, gboolean answered)
{
  if (status == 401 || status == 403)
    return KHIDKI_ERROR_OPERATOR;
  if (status == 404)
    return KHIDKI_ERROR_NOT_FOUND;
  if (status == 429 || status == 503)
    return KHIDKI_ERROR_RETRY;
  /* Words of Meta's own say that it was refused; a proxy's do not. */
  if (status >= 500 || status == 408)
    return answered ? KHIDKI_ERROR_RETRY : KHIDKI_ERROR_UNCERTAIN;

  /* What a proxy does not let through or leads elsewhere, Meta has not seen. */
  return answered ? KHIDKI_ERROR_FAILED : KHIDKI_ERROR_RETRY;
}

static KhidkiError
judge (JsonObject *object, int meta_code, guint status)
{
  KhidkiError code;

  if (object == NULL)
    return judge_status (status, FALSE);
  if (meta_code >= 0 && khidki_whatsapp_error_find (meta_code, &code))
    return code;
  if (json_object_has_member (object, "is_transient")
      && json_node_get_value_type (json_object_get_member (object, "is_transient"))
             == G_TYPE_BOOLEAN
      && json_object_get_boolean_member (object, "is_transient"))
    return KHIDKI_ERROR_RETRY;

  return judge_status (status, TRUE);
}

/**
 * khidki_whatsapp_error_new:
 * @status: the HTTP status of an answer of Meta's that is not a success
 * @body: (nullable): its body
 * @meta_code: (out): Meta's code, -1 if there is none
 *
 * Judges by Meta's code, and by the HTTP status only where there is none.
 *
 * Returns: (transfer full): an error in the KHIDKI_ERROR domain
 *
 * Since: 0.1
 */
GError *
khidki_whatsapp_error_new (guint status, GBytes *body, int *meta_code)
{
  g_autoptr (JsonNode) root = body != NULL ? khidki_whatsapp_json_parse (body, MAX_DEPTH, NULL)
                                           : NULL;
  g_autofree char *text = NULL;
  JsonObject *object = NULL;

  *meta_code = -1;
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    object = khidki_whatsapp_json_get_object (json_node_get_object (root), "error");
  if (object != NULL)
    text = khidki_whatsapp_error_describe (object, meta_code);

  return g_error_new (KHIDKI_ERROR, judge (object, *meta_code, status), "HTTP %u: %s", status,
                      text != NULL ? text : "without an error of Meta's");
}

/**
 * khidki_whatsapp_error_new_from_fetch:
 * @fetch_error: why a request had no answer
 * @unknown: what it means where the host could not tell
 *
 * Returns: (transfer full): an error in the KHIDKI_ERROR domain
 *
 * Since: 0.1
 */
GError *
khidki_whatsapp_error_new_from_fetch (const GError *fetch_error, KhidkiError unknown)
{
  KhidkiError code = unknown;

  if (fetch_error->domain == KHIDKI_ERROR && fetch_error->code != KHIDKI_ERROR_UNCERTAIN)
    code = fetch_error->code;

  return g_error_new_literal (KHIDKI_ERROR, code, fetch_error->message);
}
