/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "sample-certificate.h"

#include "pipeline/khidki-certificate-claims.h"

KhidkiSigningKey *
sample_key_new (guint8 first)
{
  guint8 seed[KHIDKI_SIGNING_KEY_SEED_BYTES] = { first };

  return khidki_signing_key_new (seed);
}

static void
add_texts (KhidkiCertificateBuilder *builder)
{
  const struct
  {
    KhidkiCertificateText text;
    const char *hindi;
    const char *english;
  } texts[] = {
    { KHIDKI_CERTIFICATE_GOVERNMENT, "राष्ट्रीय राजधानी क्षेत्र दिल्ली सरकार",
      "Government of the National Capital Territory of Delhi" },
    { KHIDKI_CERTIFICATE_DEPARTMENT, "राजस्व विभाग", "Revenue Department" },
    { KHIDKI_CERTIFICATE_TITLE, "आय प्रमाण पत्र", "Income certificate" },
    { KHIDKI_CERTIFICATE_BODY,
      "प्रमाणित किया जाता है कि सुनीता देवी, पुत्री श्री रामेश्वर प्रसाद, निवासी मकान संख्या 12, गली 4, "
      "करावल नगर, दिल्ली 110094, के परिवार की सभी स्रोतों से कुल वार्षिक आय वित्तीय वर्ष 2025-26 में "
      "1,68,000 रुपये (एक लाख अड़सठ हज़ार रुपये) है।",
      "This is to certify that the annual income from all sources of the family of Sunita Devi, "
      "daughter of Shri Rameshwar Prasad, resident of house no. 12, street 4, Karawal Nagar, "
      "Delhi 110094, is Rs 1,68,000 (rupees one lakh sixty-eight thousand) in the financial "
      "year 2025-26." },
    { KHIDKI_CERTIFICATE_APPLICANT, "सुनीता देवी", "Sunita Devi" },
    { KHIDKI_CERTIFICATE_OFFICE, "कार्यालय उप-मंडल मजिस्ट्रेट, करावल नगर, ज़िला उत्तर पूर्व",
      "Office of the Sub-Divisional Magistrate, Karawal Nagar, District North East" },
    { KHIDKI_CERTIFICATE_OFFICER, "उप-मंडल मजिस्ट्रेट", "Sub-Divisional Magistrate" },
    { KHIDKI_CERTIFICATE_PLACE, "दिल्ली", "Delhi" },
    { KHIDKI_CERTIFICATE_NOTE,
      "यह प्रमाण पत्र आवेदक की घोषणा और विभाग की जाँच पर आधारित है। असत्य जानकारी पर यह रद्द किया जा सकता है।",
      "This certificate rests on the applicant's declaration and the department's inquiry. It can "
      "be revoked when a statement proves untrue." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      khidki_certificate_builder_set_text (builder, texts[i].text, "hi", texts[i].hindi);
      khidki_certificate_builder_set_text (builder, texts[i].text, "en", texts[i].english);
    }
}

static void
add_family (KhidkiCertificateBuilder *builder, guint members)
{
  khidki_certificate_builder_add_heading (builder, "परिवार के सदस्य", "Family members");
  for (guint i = 1; i <= members; i++)
    {
      g_autofree char *label_hi = g_strdup_printf ("सदस्य %u", i);
      g_autofree char *label_en = g_strdup_printf ("Member %u", i);
      g_autofree char *hindi =
          g_strdup_printf ("राजेश कुमार %u, पुत्र, 84,000 रुपये", i);
      g_autofree char *english =
          g_strdup_printf ("Rajesh Kumar %u, son, Rs 84,000", i);

      khidki_certificate_builder_add_line (builder, label_hi, label_en, hindi, english);
    }
}

KhidkiCertificateBuilder *
sample_builder_new (guint members)
{
  KhidkiCertificateBuilder *builder = khidki_certificate_builder_new (SAMPLE_NUMBER, "REV-INC");
  g_autoptr (GTimeZone) timezone = g_time_zone_new_identifier ("Asia/Kolkata");
  GDate issued;
  GDate valid_until;

  g_date_set_dmy (&issued, 23, G_DATE_NOVEMBER, 2026);
  g_date_set_dmy (&valid_until, 22, G_DATE_NOVEMBER, 2027);
  add_texts (builder);
  khidki_certificate_builder_add_line (builder, "आवेदक का नाम", "Name of applicant", "सुनीता देवी",
                                       "Sunita Devi");
  khidki_certificate_builder_add_line (builder, "पिता का नाम", "Father's name",
                                       "श्री रामेश्वर प्रसाद", "Shri Rameshwar Prasad");
  khidki_certificate_builder_add_line (builder, "वार्षिक पारिवारिक आय", "Annual family income",
                                       "₹ 1,68,000", "₹ 1,68,000");
  khidki_certificate_builder_sign_line (builder, "total");
  khidki_certificate_builder_add_line (builder, "प्रयोजन", "Purpose", "छात्रवृत्ति", "Scholarship");
  add_family (builder, members);
  khidki_certificate_builder_set_dates (builder, &issued, &valid_until, timezone);
  khidki_certificate_builder_set_public_url (builder, "https://seva.delhi.example/");
  khidki_certificate_builder_set_phone (builder, "1076");
  return builder;
}

KhidkiCertificate *
sample_certificate_new (guint members, gboolean specimen, KhidkiSigningKey *key)
{
  g_autoptr (KhidkiCertificateBuilder) builder = sample_builder_new (members);
  g_autoptr (KhidkiCertificate) plain = NULL;
  g_autoptr (GError) error = NULL;
  KhidkiCertificate *signed_certificate;

  khidki_certificate_builder_set_specimen (builder, specimen);
  plain = khidki_certificate_builder_end (builder, &error);
  g_assert_no_error (error);
  signed_certificate = khidki_certificate_sign (plain, key, SAMPLE_TOKEN, &error);
  g_assert_no_error (error);
  return signed_certificate;
}
