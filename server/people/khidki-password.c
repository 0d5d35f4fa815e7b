/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "people/khidki-password.h"

#include <sodium.h>
#include <string.h>

/* About 70 ms on a small machine; one is made at a time, so this is also all the
 * memory that signing in takes. */
#define OPERATIONS 4
#define MEMORY (32 * 1024 * 1024)
#define HASH_BYTES 32
#define FORMAT "argon2id"
/* What is left of a password without what anybody guesses first. */
#define LEAST_LEFT_OF_COMMON 4
#define LEAST_LEFT_OF_KNOWN 8
#define LEAST_KNOWN 4

/* Passwords of leaked lists are made of these, digits and marks. */
static const char *const common[] = {
  "password", "passwort", "passcode", "parola",    "motdepasse", "letmein",  "welcome",  "iloveyou",
  "qwertyuiop", "qwerty", "asdfghjkl", "asdfgh",   "zxcvbnm",    "qazwsx",   "abcdefgh", "abcdef",
  "abcd",     "administrator", "admin", "root",    "superuser",  "operator", "supervisor", "manager",
  "counter",  "khidki",   "centre",   "center",    "computer",   "internet", "login",    "signin",
  "secret",   "default",  "changeme", "temporary", "test",       "guest",    "user",     "master",
  "monkey",   "dragon",   "football", "cricket",   "sunshine",   "princess", "superman", "batman",
  "india",    "bharat",   "hindustan", "delhi",    "sarkar",     "janseva",  "digital",  "aadhaar",
  "aadhar",   "government", "service", "namaste",  "jaihind",    "vandemataram", "krishna", "ganesh",
  "hanuman",  "bajrang",  "shivshakti", "omsairam", "sairam",    "waheguru", "bismillah", "allah",
  "mother",   "father",   "family",   "money",     "lucky",      "love",     "hello",    "january",
  "february", "march",    "april",    "june",      "july",       "august",   "september", "october",
  "november", "december", "monday",   "summer",    "winter",     "पासवर्ड",   "भारत",     "दिल्ली",
  "नमस्ते",     "जयहिंद",    "खिड़की",
};

/* (transfer full): one form of what several keyboards may give. */
static char *
normalize (const char *password)
{
  return g_utf8_normalize (password, -1, G_NORMALIZE_ALL_COMPOSE);
}

/* (transfer full): as people read it aloud: p@ssw0rd is password. */
static char *
unmask (const char *folded)
{
  static const char from[] = "@0$31!4";
  static const char to[] = "aoseiia";
  char *text = g_strdup (folded);

  for (char *p = text; *p != '\0'; p++)
    {
      const char *found = strchr (from, *p);

      if (found != NULL)
        *p = to[found - from];
    }
  return text;
}

static gboolean
take_out (GString *text, const char *word)
{
  return g_string_replace (text, word, " ", 0) > 0;
}

static guint
count (const char *text, gboolean digits)
{
  guint n = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      n += g_unichar_isalpha (c) || g_unichar_ismark (c) || (digits && g_unichar_isdigit (c));
    }
  return n;
}

static gboolean
is_common_form (const char *form)
{
  g_autoptr (GString) rest = g_string_new (form);

  for (guint i = 0; i < G_N_ELEMENTS (common); i++)
    {
      g_autofree char *folded = g_utf8_casefold (common[i], -1);
      g_autofree char *word = normalize (folded);

      take_out (rest, word);
    }
  return count (rest->str, FALSE) < LEAST_LEFT_OF_COMMON;
}

/* One short piece over and over. */
static gboolean
is_repeated (const char *text)
{
  gsize length = strlen (text);

  for (gsize piece = 1; piece <= length / 3; piece++)
    if (memcmp (text, text + piece, length - piece) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_common (const char *folded)
{
  g_autofree char *unmasked = unmask (folded);

  return is_repeated (folded) || is_common_form (folded) || is_common_form (unmasked);
}

static gboolean
is_known (const char *folded, const char *const *known)
{
  g_autoptr (GString) rest = g_string_new (folded);
  gboolean any = FALSE;

  for (guint i = 0; known[i] != NULL; i++)
    {
      g_autofree char *lower = g_utf8_casefold (known[i], -1);
      g_autofree char *word = normalize (lower);
      g_auto (GStrv) parts = g_strsplit_set (word, " .-_", -1);

      for (guint j = 0; parts[j] != NULL; j++)
        if (g_utf8_strlen (parts[j], -1) >= LEAST_KNOWN)
          any |= take_out (rest, parts[j]);
    }
  return any && count (rest->str, TRUE) < LEAST_LEFT_OF_KNOWN;
}

static gboolean
is_text (const char *password)
{
  if (!g_utf8_validate (password, -1, NULL))
    return FALSE;
  for (const char *p = password; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

/**
 * khidki_password_find_fault:
 * @password: as typed; letters of any script, and anything else that is text
 * @known: (array zero-terminated=1): what everybody knows of the operator: id, names, centre
 *
 * Returns: (transfer none) (nullable): `not-text`, `too-short`, `too-long`,
 *   `too-common`, `names-you`; %NULL for one that is good
 *
 * Since: 0.1
 */
const char *
khidki_password_find_fault (const char *password, const char *const *known)
{
  g_autofree char *normal = NULL;
  g_autofree char *folded = NULL;
  glong length;

  if (!is_text (password))
    return "not-text";
  normal = normalize (password);
  length = g_utf8_strlen (normal, -1);
  if (length < KHIDKI_PASSWORD_LEAST)
    return "too-short";
  if (length > KHIDKI_PASSWORD_MOST)
    return "too-long";
  folded = g_utf8_casefold (normal, -1);
  if (is_common (folded))
    return "too-common";
  return is_known (folded, known) ? "names-you" : NULL;
}

static gboolean
derive (const char *password,
        const guint8 *salt,
        guint64 operations,
        guint64 memory,
        guint8 hash[HASH_BYTES])
{
  g_autofree char *valid = g_utf8_make_valid (password, -1);
  g_autofree char *normal = normalize (valid);
  gboolean done = crypto_pwhash (hash, HASH_BYTES, normal, strlen (normal), salt, operations, memory,
                                 crypto_pwhash_ALG_ARGON2ID13) == 0;

  sodium_memzero (normal, strlen (normal));
  sodium_memzero (valid, strlen (valid));
  return done;
}

/**
 * khidki_password_hash:
 * @password: one without fault
 * @salt: (array fixed-size=16): unpredictable bytes
 *
 * Takes about a tenth of a second and 32 MiB: never on the main loop.
 *
 * Returns: (transfer full) (nullable): what to keep instead; %NULL without memory
 *
 * Since: 0.1
 */
char *
khidki_password_hash (const char *password, const guint8 *salt)
{
  guint8 hash[HASH_BYTES];
  char salt_hex[2 * KHIDKI_PASSWORD_SALT_BYTES + 1];
  char hash_hex[2 * HASH_BYTES + 1];

  if (!derive (password, salt, OPERATIONS, MEMORY, hash))
    return NULL;
  sodium_bin2hex (salt_hex, sizeof salt_hex, salt, KHIDKI_PASSWORD_SALT_BYTES);
  sodium_bin2hex (hash_hex, sizeof hash_hex, hash, sizeof hash);
  return g_strdup_printf (FORMAT "$%d$%d$%s$%s", OPERATIONS, MEMORY, salt_hex, hash_hex);
}

static gboolean
parse_hex (const char *text, guint8 *bytes, gsize length)
{
  gsize parsed = 0;

  return sodium_hex2bin (bytes, length, text, strlen (text), NULL, &parsed, NULL) == 0
         && parsed == length;
}

/**
 * khidki_password_fits:
 * @password: as typed
 * @hash: from khidki_password_hash(), or anything else to take the same time and not to fit
 *
 * Never on the main loop.
 *
 * Returns: whether the hash is that password's
 *
 * Since: 0.1
 */
gboolean
khidki_password_fits (const char *password, const char *hash)
{
  g_auto (GStrv) parts = g_strsplit (hash, "$", -1);
  guint64 operations = OPERATIONS, memory = MEMORY;
  guint8 salt[KHIDKI_PASSWORD_SALT_BYTES] = { 0 };
  guint8 kept[HASH_BYTES] = { 0 };
  guint8 made[HASH_BYTES];
  gboolean good = g_strv_length (parts) == 5 && g_str_equal (parts[0], FORMAT)
                  && g_ascii_string_to_unsigned (parts[1], 10, 1, 100, &operations, NULL)
                  && g_ascii_string_to_unsigned (parts[2], 10, 8192, G_MAXINT32, &memory, NULL)
                  && parse_hex (parts[3], salt, sizeof salt)
                  && parse_hex (parts[4], kept, sizeof kept);

  return derive (password, salt, operations, memory, made)
         && sodium_memcmp (made, kept, sizeof made) == 0 && good;
}
