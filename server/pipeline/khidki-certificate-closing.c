/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pipeline/khidki-page-block.h"

#include "print/khidki-page-code.h"

/* 62 mm: on a page printed or scanned at 100 dpi a module is still wide enough
 * for a reader. */
#define CODE_SIZE 176.0
#define TEXT_LEFT (KHIDKI_PAGE_LEFT + CODE_SIZE + 14)
#define TEXT_WIDTH (KHIDKI_PAGE_RIGHT - TEXT_LEFT)
#define SPACE_BEFORE 7.0

/* Which of the block's layouts is what. */
enum
{
  ISSUED,
  VALID,
  TITLE,
  HOW_HINDI,
  HOW_ENGLISH,
  PHONE,
  OFFICER_HINDI,
  OFFICER_ENGLISH,
  OFFICE_HINDI,
  OFFICE_ENGLISH,
  MADE,
  N_PARTS,
};

G_STATIC_ASSERT (N_PARTS <= KHIDKI_PAGE_BLOCK_LAYOUTS);

static double
space_before (int part)
{
  switch (part)
    {
    case OFFICER_HINDI:
    case TITLE:
      return 6;
    case OFFICER_ENGLISH:
    case OFFICE_ENGLISH:
      return -1;
    case HOW_HINDI:
    case PHONE:
    case OFFICE_HINDI:
    case MADE:
      return 2;
    default:
      return 0;
    }
}

static const KhidkiInk *
ink_of (int part)
{
  switch (part)
    {
    case TITLE:
    case PHONE:
      return &khidki_ink_accent;
    case HOW_ENGLISH:
    case OFFICE_ENGLISH:
    case OFFICER_ENGLISH:
    case MADE:
      return &khidki_ink_quiet;
    default:
      return &khidki_ink_text;
    }
}

static double
text_height (KhidkiPageBlock *self)
{
  double height = 0;

  for (int part = 0; part < N_PARTS; part++)
    if (self->layouts[part] != NULL)
      height += space_before (part) + khidki_page_text_height (self->layouts[part]);
  return height;
}

static void
begin_link (cairo_t *cr, const char *url, double y)
{
  g_autofree char *attributes =
      g_strdup_printf ("rect=[%d %d %d %d] uri='%s'", (int) KHIDKI_PAGE_LEFT, (int) y,
                       (int) CODE_SIZE, (int) CODE_SIZE, url);

  cairo_tag_begin (cr, CAIRO_TAG_LINK, attributes);
}

static gboolean
draw_closing (KhidkiPageBlock *self, cairo_t *cr, double y, GError **error)
{
  g_autofree char *url = khidki_certificate_dup_verify_url (self->certificate);
  double top = y + SPACE_BEFORE;

  begin_link (cr, url, top);
  if (!khidki_page_code_draw (cr, url, KHIDKI_PAGE_LEFT, top, CODE_SIZE, error))
    {
      cairo_tag_end (cr, CAIRO_TAG_LINK);
      return FALSE;
    }
  cairo_tag_end (cr, CAIRO_TAG_LINK);

  for (int part = 0; part < N_PARTS; part++)
    if (self->layouts[part] != NULL)
      {
        top += space_before (part);
        cairo_tag_begin (cr, "P", NULL);
        khidki_page_text_show (cr, self->layouts[part], ink_of (part), TEXT_LEFT, top);
        cairo_tag_end (cr, "P");
        top += khidki_page_text_height (self->layouts[part]);
      }
  return TRUE;
}

static void
set_part (KhidkiPageBlock *self,
          PangoContext *context,
          int part,
          const char *language,
          double size,
          PangoWeight weight,
          const char *text)
{
  KhidkiTextStyle style = { language, size, weight,
                            part >= OFFICER_HINDI ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT,
                            TEXT_WIDTH };

  if (*text != '\0')
    self->layouts[part] = khidki_page_text_new (context, &style, text);
}

static void
set_how_to_check (KhidkiPageBlock *self, PangoContext *context)
{
  const char *url = khidki_certificate_get_public_url (self->certificate);
  const char *phone = khidki_certificate_get_phone (self->certificate);
  g_autofree char *number =
      khidki_page_text_group_digits (khidki_certificate_get_number (self->certificate));
  g_autofree char *hindi = g_strdup_printf (
      "यह QR कोड फ़ोन से पढ़ें। पता %s से ही शुरू होना चाहिए। हस्ताक्षर बिना नेटवर्क के भी जाँचा जा सकता है।", url);
  g_autofree char *english = g_strdup_printf (
      "Scan this code with a phone. The address must begin with %s. The signature can be "
      "checked without a network too.", url);
  g_autofree char *call =
      *phone != '\0'
          ? g_strdup_printf ("या %s पर फ़ोन करके संख्या बताएँ / Or call %s and say: %s", phone, phone, number)
          : g_strdup_printf ("प्रमाण पत्र संख्या / Certificate number: %s", number);

  set_part (self, context, TITLE, "hi", 10.5, PANGO_WEIGHT_BOLD,
            "असली है या नहीं, स्वयं जाँचें / Check that it is genuine");
  set_part (self, context, HOW_HINDI, "hi", 8.6, PANGO_WEIGHT_NORMAL, hindi);
  set_part (self, context, HOW_ENGLISH, "en", 7.8, PANGO_WEIGHT_NORMAL, english);
  set_part (self, context, PHONE, "hi", 8.6, PANGO_WEIGHT_SEMIBOLD, call);
}

/* Both languages on one line where they fit. */
static gboolean
set_joined (KhidkiPageBlock *self,
            PangoContext *context,
            int part,
            PangoWeight weight,
            const char *hindi,
            const char *english)
{
  KhidkiTextStyle style = { "hi", 9.6, weight,
                            part >= OFFICER_HINDI ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT,
                            TEXT_WIDTH };

  if (*hindi != '\0' && *english != '\0' && !g_str_equal (hindi, english))
    self->layouts[part] = khidki_page_text_new_joined (context, &style, hindi, english);
  return self->layouts[part] != NULL;
}

static void
set_date (KhidkiPageBlock *self, PangoContext *context, int part, const char *hindi, const char *english)
{
  g_autofree char *both = g_strdup_printf ("%s / %s", hindi, english);

  if (!set_joined (self, context, part, PANGO_WEIGHT_SEMIBOLD, hindi, english))
    set_part (self, context, part, "hi", 9.6, PANGO_WEIGHT_SEMIBOLD, both);
}

static void
set_dates (KhidkiPageBlock *self, PangoContext *context)
{
  const GDate *issued = khidki_certificate_get_issued (self->certificate);
  const GDate *until = khidki_certificate_get_valid_until (self->certificate);
  g_autofree char *issued_hi = khidki_certificate_date_text (issued, "hi");
  g_autofree char *issued_en = khidki_certificate_date_text (issued, "en");
  g_autofree char *until_hi = until != NULL ? khidki_certificate_date_text (until, "hi") : NULL;
  g_autofree char *until_en = until != NULL ? khidki_certificate_date_text (until, "en") : NULL;
  g_autofree char *hindi = g_strdup_printf ("%s को जारी", issued_hi);
  g_autofree char *english = g_strdup_printf ("Issued on %s", issued_en);
  g_autofree char *valid_hi = until != NULL ? g_strdup_printf ("%s तक मान्य", until_hi)
                                            : g_strdup ("बिना समय सीमा के मान्य");
  g_autofree char *valid_en = until != NULL
                                  ? g_strdup_printf ("Valid until the end of %s", until_en)
                                  : g_strdup ("Valid without a time limit");

  set_date (self, context, ISSUED, hindi, english);
  set_date (self, context, VALID, valid_hi, valid_en);
}

static void
set_bilingual (KhidkiPageBlock *self,
               PangoContext *context,
               int part,
               KhidkiCertificateText text,
               PangoWeight weight)
{
  const char *hindi = khidki_certificate_get_text (self->certificate, text, "hi");
  const char *english = khidki_certificate_get_text (self->certificate, text, "en");

  if (set_joined (self, context, part, weight, hindi, english))
    return;
  set_part (self, context, part, "hi", 9.6, weight, hindi);
  if (!g_str_equal (hindi, english))
    set_part (self, context, part + 1, "en", 8.4, weight, english);
}

static void
set_issuer (KhidkiPageBlock *self, PangoContext *context)
{
  KhidkiCertificate *certificate = self->certificate;
  const char *hindi = khidki_certificate_get_text (certificate, KHIDKI_CERTIFICATE_PLACE, "hi");
  const char *english = khidki_certificate_get_text (certificate, KHIDKI_CERTIFICATE_PLACE, "en");
  g_autofree char *place = g_str_equal (hindi, english)
                               ? g_strdup (hindi)
                               : g_strdup_printf ("%s / %s", hindi, english);
  g_autofree char *made =
      g_strdup_printf ("%s%sइलेक्ट्रॉनिक रूप से जारी / Issued electronically", place,
                       *place != '\0' ? "  ·  " : "");

  set_bilingual (self, context, OFFICER_HINDI, KHIDKI_CERTIFICATE_OFFICER, PANGO_WEIGHT_BOLD);
  set_bilingual (self, context, OFFICE_HINDI, KHIDKI_CERTIFICATE_OFFICE, PANGO_WEIGHT_NORMAL);
  set_part (self, context, MADE, "hi", 7.8, PANGO_WEIGHT_NORMAL, made);
}

/* The code, how to check, and who issued it: always together on one page. */
KhidkiPageBlock *
khidki_certificate_closing_new (KhidkiCertificate *certificate, PangoContext *context)
{
  KhidkiPageBlock *self = khidki_page_block_new (certificate, draw_closing);

  set_dates (self, context);
  set_how_to_check (self, context);
  set_issuer (self, context);
  self->height = SPACE_BEFORE + MAX (CODE_SIZE, text_height (self));
  return self;
}
