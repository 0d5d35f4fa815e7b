/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "catalogue/khidki-alphabet.h"

/* Each stands before the next, whatever else it is compared with. */
static void
check_order (const char *const *names)
{
  for (guint i = 0; names[i] != NULL; i++)
    for (guint j = 0; names[j] != NULL; j++)
      {
        g_autofree char *one = khidki_alphabet_dup_key (names[i]);
        g_autofree char *other = khidki_alphabet_dup_key (names[j]);
        int order = strcmp (one, other);

        if ((order < 0) != (i < j) || (order == 0) != (i == j))
          g_test_fail_printf ("%s and %s: %d", names[i], names[j], order);
      }
}

static void
test_english (void)
{
  /* Word by word: a short word before one that it begins. */
  check_order ((const char *const[]) { "", "new delhi", "New Town", "Newada", "Noida", "Orléans", "Orlova", NULL });
}

static void
test_hindi (void)
{
  check_order ((const char *const[]) { "अंबाला", "अजमेर", "आगरा", "ऋषिकेश", "कंझावला", "कनॉट प्लेस", "करोल बाग",
                                       "कालकाजी", "किराड़ी", "कौशाम्बी", "क्षिप्रा", "गांधी नगर", "हौज़ खास", NULL });
  /* A nukta, a candrabindu, and a letter written as one or as two make no other place. */
  check_order ((const char *const[]) { "चाँदनी चौक", "चांदनी महल", "बाजरा", "बाज़ार", "बाजू", NULL });
  check_order ((const char *const[]) { "पटपडग", "पटपड़ग", "पटपडगं", NULL });
}

static void
test_punjabi (void)
{
  check_order ((const char *const[]) { "ਉੱਤਮ ਨਗਰ", "ਓਖਲਾ", "ਅਸ਼ੋਕ ਨਗਰ", "ਆਦਰਸ਼ ਨਗਰ", "ਇੰਦਰਪੁਰੀ", "ਸਦਰ ਬਾਜ਼ਾਰ", "ਸ਼ਾਹਦਰਾ",
                                       "ਸੀਲਮਪੁਰ", "ਹੌਜ਼ ਖ਼ਾਸ", "ਕਰੋਲ ਬਾਗ", "ਜੰਗਪੁਰਾ", "ਪਟੇਲ ਨਗਰ", "ਪੂਸਾ", "ਪ੍ਰੀਤ ਵਿਹਾਰ", "ਵਸੰਤ ਵਿਹਾਰ",
                                       NULL });
}

static void
test_urdu (void)
{
  check_order ((const char *const[]) { "اوکھلا", "آدرش نگر", "بادلی", "بدرپور", "بوانہ", "بھجن پورہ", "پٹیل نگر", "تلک نگر",
                                       "ٹیگور گارڈن", "جنگ پورہ", "چاندنی چوک", "دوارکا", "ڈیفنس", "روہنی", "شاہدرہ", "قرول باغ",
                                       "کالکا جی", "گاندھی نگر", "ماڈل ٹاؤن", "نریلا", "وشواس نگر", "ہوز خاص", "یمنا", NULL });
  /* As somebody types who has Arabic keys. */
  check_order ((const char *const[]) { "کالج", "كالكا", "کالکاجی", NULL });
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/alphabet/english", test_english);
  g_test_add_func ("/alphabet/hindi", test_hindi);
  g_test_add_func ("/alphabet/punjabi", test_punjabi);
  g_test_add_func ("/alphabet/urdu", test_urdu);
  return g_test_run ();
}
