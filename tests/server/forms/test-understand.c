/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "khidki-form-fixture.h"

/* What people really write, and what is understood of it: `field=value` for each
 * field of the question, in the order of the service; or a part of the complaint. */
typedef struct
{
  const char *path;
  const char *text;
  const char *understood;
  const char *said;
} Row;

static char *
list_understood (KhidkiService *service, KhidkiAnswers *answers, const char *path)
{
  gsize group = strcspn (path, ".");
  GString *found = g_string_new (khidki_answers_get (answers, path));

  for (guint i = 0; i < khidki_service_get_n_fields (service); i++)
    {
      const char *field = khidki_field_get_path (khidki_service_get_field (service, i));
      g_autofree char *full = NULL;
      const char *value;

      if (strncmp (field, path, group) != 0 || field[group] != '.')
        continue;
      full = g_strconcat (path, field + group, NULL);
      value = khidki_answers_get (answers, full);
      if (value != NULL)
        g_string_append_printf (found, "%s%s=%s", found->len > 0 ? "; " : "", field + group + 1, value);
    }
  return g_string_free (found, FALSE);
}

static void
check_row (Fixture *fixture, const Row *row, GString *wrong)
{
  g_autoptr (KhidkiNeed) need = khidki_form_need_for (&fixture->form, row->path);
  g_autofree char *complaint = NULL;
  g_autoptr (KhidkiAnswers) answers = khidki_form_answer (&fixture->form, need, row->text, &complaint);
  g_autofree char *understood = answers != NULL ? list_understood (fixture->form.service, answers, row->path) : NULL;
  gboolean said = row->said == NULL ? complaint == NULL : complaint != NULL && strstr (complaint, row->said) != NULL;

  if (g_strcmp0 (understood, row->understood) != 0 || !said)
    g_string_append_printf (wrong, "\n%s: “%s”: %s; said: %s", row->path, row->text, understood, complaint);
}

static void
check_rows (Fixture *fixture, const Row *rows, guint n)
{
  g_autoptr (GString) wrong = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    check_row (fixture, &rows[i], wrong);
  g_assert_cmpstr (wrong->str, ==, "");
}

#define CHECK(fixture, rows) check_rows (fixture, rows, G_N_ELEMENTS (rows))

static void
test_periods (Fixture *fixture, gconstpointer language)
{
  static const Row rows[] = {
    { "own", "Daily wage 300 per day", "source=daily-wage",
      "300 rupees a day for about 300 days of work makes 90,000 rupees" },
    { "own", "Majdoori 300 roj", "source=daily-wage", "pay for a day" },
    { "own", "दिहाड़ी 400 रोज़", "source=daily-wage",
      "400 rupees a day for about 300 days of work makes 1,20,000 rupees" },
    { "own", "दिहाड़ी ४०० रोज", "source=daily-wage", "pay for a day" },
    { "own", "दिहाड़ी 400", "source=daily-wage", "pay for a day" },
    { "own", "Daily wage 300", "source=daily-wage", "pay for a day" },
    { "own", "Daily wage, 300, per day", "source=daily-wage", "pay for a day" },
    { "own", "mazdoori 300 rupaye har roz", "source=daily-wage", "pay for a day" },
    { "own", "mazdoori, roz ke 300 rupaye", "source=daily-wage", "pay for a day" },
    { "own", "majdoori teen sau roz", "source=daily-wage", "pay for a day" },
    { "own", "labour 300/day", "source=daily-wage", "pay for a day" },
    { "own", "labour ₹300 daily", "source=daily-wage", "pay for a day" },
    { "own", "2000 weekly", NULL,
      "2,000 rupees a week for about 50 weeks of work makes 1,00,000 rupees" },
    { "own", "dukan 2000 hafta", "source=self-employed", "pay for a week" },
    { "own", "दुकान, हर हफ़्ते 2000", "source=self-employed", "pay for a week" },
    { "own", "naukri 12000 mahina", "source=salaried", "1,44,000 rupees in 12 months" },
    { "own", "नौकरी 12000 महीने के", "source=salaried", "1,44,000 rupees in 12 months" },
    { "own", "salary 12000 p.m.", "source=salaried", "1,44,000 rupees in 12 months" },
    { "own", "job har mahine kamai 12000", "source=salaried", "1,44,000 rupees in 12 months" },
    { "own", "private job 12000", "source=salaried", "1,44,000 rupees in 12 months" },
    { "own", "नौकरी 12000", "source=salaried", "1,44,000 rupees in 12 months" },
    { "own", "pension 2500", "source=pensioner", "30,000 rupees in 12 months" },
    { "own", "job 49000 a year", "source=salaried; income=49000" },
    { "own", "job 84000", "source=salaried; income=84000" },
    { "own.income", "300 per day", NULL,
      "300 rupees a day for about 300 days of work makes 90,000 rupees" },
    { "own.income", "300 roz", NULL, "pay for a day" },
    { "own.income", "रोज़ 300 रुपये", NULL, "pay for a day" },
    { "own.income", "2000 weekly", NULL, "pay for a week" },
    { "own.income", "12000 p.m.", NULL, "1,44,000 rupees in 12 months" },
    { "family.1", "Ravi, beta, 12, 300 roz", "name=Ravi; relation=son; age=12", "pay for a day" },
    { "family.1", "Ravi, beta, 12, 300, roz", "name=Ravi; relation=son; age=12", "pay for a day" },
    { "family.1", "Ravi beta 12 300 roz", "name=Ravi; relation=son; age=12", "pay for a day" },
    { "family.1", "रवि, बेटा, 24, 300 रुपये दिहाड़ी", "name=रवि; relation=son; age=24", "pay for a day" },
    { "family.1", "Mohan Lal, husband, 38, daily wage 300", "name=Mohan Lal; relation=spouse; age=38", "pay for a day" },
    { "family.1", "Sita Devi, wife, 35, 10000 mahina", "name=Sita Devi; relation=spouse; age=35", "1,20,000 rupees in 12 months" },
    /* For the year, or nothing at all. */
    { "own", "Daily wage 84000", "source=daily-wage; income=84000" },
    { "own", "84000 daily wage", "source=daily-wage; income=84000" },
    { "own", "Daily wage 1500 a year", "source=daily-wage; income=1500" },
    { "own", "दिहाड़ी 1500 सालाना", "source=daily-wage; income=1500" },
    { "own", "दिहाड़ी 84000", "source=daily-wage; income=84000" },
    { "own", "salary 240000 per year", "source=salaried; income=240000" },
    { "own", "student, 0 per month", "source=student; income=0" },
    { "family.1", "Mohan Lal, husband, 38, daily wage 84000", "name=Mohan Lal; relation=spouse; age=38; income=84000" },
    { "family.1", "Din Dayal father 60 1200", "name=Din Dayal; relation=father; age=60; income=1200" },
    { "family.1", "Ravi, son, 24, 12 lakh", "name=Ravi; relation=son; age=24; income=1200000" },
    { "family.1", "Ravi, son, 12 lakh, 24", "name=Ravi; relation=son; age=24; income=1200000" },
  };

  CHECK (fixture, rows);
}

static void
test_parents (Fixture *fixture, gconstpointer language)
{
  static const Row rows[] = {
    { "parent", "Father Mata Prasad", "relation=father; name=Mata Prasad" },
    { "parent", "Father, Mata Prasad", "relation=father; name=Mata Prasad" },
    { "parent", "Mata Prasad, father", "relation=father; name=Mata Prasad" },
    { "parent", "पिता माता प्रसाद", "relation=father; name=माता प्रसाद" },
    { "parent", "पिता, माता प्रसाद", "relation=father; name=माता प्रसाद" },
    { "parent", "father: mata prasad", "relation=father; name=Mata Prasad" },
    { "parent", "Ram Prasad father", "relation=father; name=Ram Prasad" },
    { "parent", "Ram Prasad (father)", "relation=father; name=Ram Prasad" },
    { "parent", "मेरे पिता का नाम राम प्रसाद है", "relation=father; name=राम प्रसाद" },
    { "parent", "mere pita ka naam Ram Prasad hai", "relation=father; name=Ram Prasad" },
    { "parent", "pita ji Ram Prasad", "relation=father; name=Ram Prasad" },
    { "parent", "पिता जी राम प्रसाद", "relation=father; name=राम प्रसाद" },
    { "parent", "My father's name is Ram Prasad", "relation=father; name=Ram Prasad" },
    { "parent", "S/O Ram Prasad", "relation=father; name=Ram Prasad" },
    { "parent", "w/o Mohan Lal", "relation=husband; name=Mohan Lal" },
    { "parent", "पिता-राम प्रसाद", "relation=father; name=राम प्रसाद" },
    { "parent", "पिता - राम प्रसाद", "relation=father; name=राम प्रसाद" },
    { "parent", "Father Anne-Marie", "relation=father; name=Anne-Marie" },
    { "parent", "guardian Nana Patil", "relation=guardian; name=Nana Patil" },
    { "parent", "Father Ram Prasad, Mother Sita Devi", "relation=father; name=Ram Prasad" },
    { "parent", "Father Chhota Ram", "relation=father; name=Chhota Ram" },
    { "parent", "Fathr, Ram Prasad", "relation=father; name=Ram Prasad" },
    /* What is sure is taken, the rest is asked. */
    { "parent", "Ram Prasad", "name=Ram Prasad" },
    { "parent", "Rati Ram", "name=Rati Ram" },
    { "parent", "Ram Mata Prasad", "name=Ram Mata Prasad" },
    { "parent", "Father in law Ram Prasad", "name=Ram Prasad" },
    { "parent", "mother-in-law Sita Devi", "name=Sita Devi" },
    { "parent", "Ram Prasad, father in law", "name=Ram Prasad" },
    { "parent", "father", "relation=father" },
    /* Nothing is. */
    { "parent", "Mata Prasad father", NULL, "Father Ram Prasad" },
    { "parent", "Father Ram Prasad Mother Sita Devi", NULL, "Father Ram Prasad" },
    { "parent", "Fathr Ram Prasad", NULL, "Father Ram Prasad" },
    { "parent", "Fatema Begum", NULL, "Father Ram Prasad" },
  };

  CHECK (fixture, rows);
}

static void
test_families (Fixture *fixture, gconstpointer language)
{
  static const Row rows[] = {
    { "family.1", "Babu Lal, uncle, 50, 0", "name=Babu Lal; relation=other; age=50; income=0" },
    { "family.1", "Ram Lal, father in law, 60, 0", "name=Ram Lal; age=60; income=0" },
    { "family.1", "Ram Lal, father-in-law, 60, 0", "name=Ram Lal; age=60; income=0" },
    { "family.1", "Ram Lal father in law 60 0", "name=Ram Lal; age=60; income=0" },
    { "family.1", "Sita, mother in law, 58, 0", "name=Sita; age=58; income=0" },
    { "family.1", "Ajay, son in law, 30, 120000", "name=Ajay; age=30; income=120000" },
    { "family.1", "Ajay, cousin brother, 30, 0", "name=Ajay; age=30; income=0" },
    { "family.1", "Rita, son's wife, 30, 0", "name=Rita; age=30; income=0" },
    { "family.1", "Mina, daughter in law, 25, 0", "name=Mina; relation=daughter-in-law; age=25; income=0" },
    { "family.1", "Mina, daughter-in-law, 25, 0", "name=Mina; relation=daughter-in-law; age=25; income=0" },
    { "family.1", "Baby, 6 months, daughter", "name=Baby; relation=daughter; age=0" },
    { "family.1", "Baby, daughter, 6 months, 0", "name=Baby; relation=daughter; age=0; income=0" },
    { "family.1", "मुन्नी, बेटी, 6 महीने, 0", "name=मुन्नी; relation=daughter; age=0; income=0" },
    { "family.1", "Munna, beta, 18 months old, 0", "name=Munna; relation=son; age=1; income=0" },
    { "family.1", "Ravi, bada beta, 24 saal, 0", "name=Ravi; relation=son; age=24; income=0" },
    { "family.1", "wife Sita Devi 35 0", "name=Sita Devi; relation=spouse; age=35; income=0" },
    { "family.1", "wife, Sita Devi, 35, 0", "name=Sita Devi; relation=spouse; age=35; income=0" },
    { "family.1", "Mata Prasad father 60 0", "name=Mata Prasad; relation=father; age=60; income=0" },
    { "family.1", "Mata Prasad, father, 60, 0", "name=Mata Prasad; relation=father; age=60; income=0" },
    { "family.1", "पति मोहन 40 साल, मज़दूरी, 96000", "name=मोहन; relation=spouse; age=40; income=96000" },
    { "family.1", "husband Mohan 40, labour, 96000", "name=Mohan; relation=spouse; age=40; income=96000" },
    { "family.1", "شوہر موہن 40, مزدوری, 96000", "name=موہن; relation=spouse; age=40; income=96000" },
    { "family.1", "beti Anu 9, student, 0", "name=Anu; relation=daughter; age=9; income=0" },
    { "family.1", "Daily wage, 84000", NULL, "I could not understand" },
    { "family.1", "दिहाड़ी, 84000", NULL, "I could not understand" },
    { "family.1", "Kisan, beta, 12, 0", "name=Kisan; relation=son; age=12; income=0" },
    { "family.1", "Nana Lal, uncle, 50, 0", "name=Nana Lal; relation=other; age=50; income=0" },
    { "family.1", "Mohan Lal, husbend, 38, 0", "name=Mohan Lal; relation=spouse; age=38; income=0" },
    { "family.1", "राम लाल, दादा, 70, कुछ नहीं", "name=राम लाल; relation=grandparent; age=70; income=0" },
    { "family.1", "Ram Das, father, 60, 0", "name=Ram Das; relation=father; age=60; income=0" },
    { "family.1", "Ravi Kumar 12 years son student no income", "name=Ravi Kumar; relation=son; age=12; income=0" },
    { "family.1", "Golu 5 sal beta 0", "name=Golu; relation=son; age=5; income=0" },
    { "family.1", "मेरी बेटी अनु 9 साल", "name=अनु; relation=daughter; age=9" },
    { "family.1", "Kamla Devi (mother) 60 years, pension 2500", "name=Kamla Devi; relation=mother; age=60", "30,000 rupees in 12 months" },
    { "family.1", "Kamla Devi (mother) 60 years, pension 30000", "name=Kamla Devi; relation=mother; age=60; income=30000" },
    { "family.1", "Mohan Lal - husband - 38 - 120000", "name=Mohan Lal; relation=spouse; age=38; income=120000" },
    { "family.1", "Meena daughter 9 0", "name=Meena; relation=daughter; age=9; income=0" },
    { "family.1.age", "6 months", "0" },
    { "family.1.relation", "father in law", NULL, "Other relation" },
  };

  CHECK (fixture, rows);
}

static void
test_cards (Fixture *fixture, gconstpointer language)
{
  static const Row rows[] = {
    { "id", "Voter card 4321", "type=voter-id; last4=4321" },
    { "id", "वोटर कार्ड ४३२१", "type=voter-id; last4=4321" },
    { "id", "aadhaar", "type=aadhaar" },
    { "id", "Aadhaar 12", "type=aadhaar" },
    { "id", "Aadhaar 2345 6789 0123", "type=aadhaar; last4=0123", "Only the LAST 4 digits, 0123" },
    { "id", "Aadhaar, 2345 6789 0123", "type=aadhaar; last4=0123", "Only the LAST 4 digits, 0123" },
    { "id", "Aadhaar XXXX XXXX 0123", "type=aadhaar; last4=0123", "Only the LAST 4" },
    { "id", "Aadhaar XXXX\nXXXX\n0123", "type=aadhaar; last4=0123", "Only the LAST 4" },
    { "id", "aadhar xxxx xxxx 0123", "type=aadhaar; last4=0123" },
    { "id", "Aadhaar XXXXXXXX0123", "type=aadhaar; last4=0123", "Only the LAST 4" },
    { "id", "Ration card 0772 0012 3456", "type=ration-card; last4=3456", "Only the LAST 4 digits, 3456" },
    { "id", "DL 0420 1100 12345", "type=driving-licence; last4=2345", "Only the LAST 4 digits, 2345" },
    { "id", "voter id ABC1234567", "type=voter-id; last4=4567", "Only the LAST 4 digits, 4567" },
    { "id", "पैन ABCDE1234F", "type=pan; last4=1234" },
    { "id", "H-12, Rohini, 110085", NULL, "Voter card 4321" },
    { "id", "H-12, Gali 4, Unheard, 110085", NULL, "Voter card 4321" },
    { "id", "last 4 digits are 1122", "last4=1122" },
    { "id", "her aadhaar ends with 1122", "type=aadhaar; last4=1122" },
    { "id.last4", "4321", "4321" },
    { "id.last4", "234567890123", "0123", "Only the LAST 4 digits, 0123" },
    { "id.last4", "0420 1100 12345", "2345", "Only the LAST 4 digits, 2345" },
    { "id.last4", "XXXX XXXX 0123", "0123", "Only the LAST 4" },
    { "id.last4", "432", NULL, "only the LAST 4 digits" },
    { "id.last4", "no idea", NULL, "only the LAST 4 digits" },
  };

  CHECK (fixture, rows);
}

static void
test_addresses (Fixture *fixture, gconstpointer language)
{
  static const Row rows[] = {
    { "address", "मकान 12 गली 4 रोहिणी सेक्टर 7 दिल्ली", "house=मकान 12 गली 4; locality=रोहिणी सेक्टर 7" },
    { "address", "B-5/123 Sector 7 Rohini Delhi-85", "house=B-5/123; locality=Sector 7 Rohini; pin=110085" },
    { "address", "H-12 Gali 4 Rohini Sector 7 New Delhi - 110085",
      "house=H-12 Gali 4; locality=Rohini Sector 7; pin=110085" },
    { "address", "H-12 Rohini Sec 99 near the park, New Delhi 85",
      "house=H-12; locality=Rohini Sec 99 near the park; pin=110085" },
    { "address", "मकान 5, गली 2, करोल बाग, दिल्ली-5", "house=मकान 5; street=गली 2; locality=करोल बाग; pin=110005" },
    { "address", "12 Old Rajinder Nagar pin 110060", "house=12; locality=Old Rajinder Nagar; pin=110060" },
    { "address", "Rohini Sector 7 H-12", "house=H-12; locality=Rohini Sector 7" },
    { "address", "H-12 gali 4 unheard colony", "house=H-12 gali 4 unheard colony" },
    { "address", "H-12, Delhi", "house=H-12" },
    { "address", "110085", "pin=110085" },
    { "address", "House number H-12 on the second floor of the yellow building, Gali number 4, Rohini Sector 7, 110085",
      "house=House number H-12 on the second floor of the yellow building; street=Gali number 4; "
      "locality=Rohini Sector 7; pin=110085" },
    { "address",
      "House number H-12 on the second floor of the yellow building beside the primary school Rohini Sector 7 110085",
      "locality=Rohini Sector 7; pin=110085" },
    { "address", "what?", NULL, "H-12, Gali 4" },
    { "address", "I do not know", NULL, "H-12, Gali 4" },
    { "permanent", "Village Rampur, District Sitapur, Uttar Pradesh, 261001",
      "address=Village Rampur, District Sitapur, Uttar Pradesh; pin=261001" },
  };

  CHECK (fixture, rows);
}

/* Whoever talks where a name is asked for has told no name; who is named with words that
 * others only say keeps them. */
static void
test_names (Fixture *fixture, gconstpointer language)
{
  static const Row rows[] = {
    { "name", "kya likhu", NULL, "name alone" },
    { "name", "mujhe likhna nahi aata", NULL, "name alone" },
    { "name", "tum log chor ho", NULL, "name alone" },
    { "name", "why do you need my name", NULL, "name alone" },
    { "name", "I am a widow", NULL, "name alone" },
    { "name", "मुझे नहीं पता कैसे लिखना है", NULL, "name alone" },
    { "name", "ਮੈਨੂੰ ਨਹੀਂ ਪਤਾ ਕੀ ਲਿਖਾਂ", NULL, "name alone" },
    { "name", "مجھے نہیں معلوم کیا لکھوں", NULL, "name alone" },
    { "name", "naam", NULL, "name alone" },
    { "name", "mera naa Balwinder Singh aa", "Balwinder Singh" },
    { "name", "mera naam to Ramesh hai", "Ramesh" },
    { "name", "जी मेरा नाम कमला देवी है", "कमला देवी" },
    { "name", "Kamla Devi hai mera naam", "Kamla Devi" },
    { "name", "sir mera naam ramesh kumar hai", "Ramesh Kumar" },
    { "name", "Kamla Devi likh do", "Kamla Devi" },
    { "name", "सुनीता कुमारी पति का नाम राजेश कुमार", "सुनीता कुमारी" },
    { "name", "Shabana Begum zauja Irfan", "Shabana Begum" },
    { "name", "Abdul Hai", "Abdul Hai" },
    { "name", "अब्दुल हई", "अब्दुल हई" },
    { "name", "Gaya Prasad", "Gaya Prasad" },
    { "name", "Meera Kar", "Meera Kar" },
    { "name", "मेरी कुजूर", "मेरी कुजूर" },
    { "name", "عمر خان", "عمر خان" },
    { "address.house", "kya likhna hai", NULL, "does not look right" },
    { "address.house", "क्या लिखूँ", NULL, "does not look right" },
    { "address.house", "H-12", "H-12" },
    { "parent", "mere papa nahi hai", NULL, "Father Ram Prasad" },
    { "parent", "father expired", NULL, "Father Ram Prasad" },
    { "parent", "मेरे पिता का देहांत हो चुका है", NULL, "Father Ram Prasad" },
    { "parent", "pita ka naam likhna hai kya", NULL, "Father Ram Prasad" },
    { "parent", "mere pitaji ka naam Ram Lal tha wo ab nahi rahe", "relation=father; name=Ram Lal" },
    { "parent", "मेरे पति का नाम रामेश्वर है वो गुजर गए हैं", "relation=husband; name=रामेश्वर" },
    { "parent", "d/o late Ram Lal and Smt Sita", "relation=father; name=late Ram Lal" },
    { "parent", "chacha Mohan Lal", "name=Mohan Lal" },
    { "parent", "her husband late Ram Lal", "relation=husband; name=late Ram Lal" },
    { "parent", "उनके पति राम लाल", "relation=husband; name=राम लाल" },
    { "name", "pita Sukhi Ram", NULL, "name alone" },
    { "name", "she is a widow", NULL, "name alone" },
    { "name", "हां वही", NULL, "name alone" },
    { "name", "her mother", NULL, "name alone" },
    { "family.1", "her son Ravi 12 0", "name=Ravi; relation=son; age=12; income=0" },
  };

  CHECK (fixture, rows);
}

/* Several in one line are several; what cannot be told apart is asked again. */
static void
test_members (Fixture *fixture, gconstpointer language)
{
  static const Row rows[] = {
    { "family.1", "Mohan husband 38 120000, Ravi son 12 0", "name=Mohan; relation=spouse; age=38; income=120000" },
    { "family.2", "Ravi son 12 0; Anu daughter 9 0", "name=Anu; relation=daughter; age=9; income=0" },
    { "family.1", "ਘਰਵਾਲੀ ਜਸਵੀਰ ਕੌਰ 48 ਸਾਲ 0 ਤੇ ਮੁੰਡਾ ਮਨਦੀਪ ਸਿੰਘ 22 ਸਾਲ 0",
      "name=ਜਸਵੀਰ ਕੌਰ; relation=spouse; age=48; income=0" },
    { "family.1", "और मेरी दो बेटियां हैं पूजा 12 और आरती 9", NULL, "Mohan Lal, husband" },
    { "family.1", "Pooja 12 aur Aarti 9", NULL, "Mohan Lal, husband" },
    { "family.1", "family me 5 log hai", NULL, "Mohan Lal, husband" },
    { "family.1", "Ravi, son, 200, 0", NULL, "Mohan Lal, husband" },
    { "family.1", "Ravi, son, 15/8/2010, 0", "name=Ravi; relation=son; age=15; income=0" },
    { "family.1", "Ravi, son, 15-3-2010, 0", "name=Ravi; relation=son; age=16; income=0" },
    { "family.1", "saas Kamla 70 0", "name=Kamla; relation=other; age=70; income=0" },
    { "family.1", "Irfan Ahmad shohar 40 saal 96000", "name=Irfan Ahmad; relation=spouse; age=40; income=96000" },
    { "family.1", "Sita Devi, wife, 35, 10000 mahina, Ram, son, 12, 0", NULL, "1,20,000 rupees in 12 months" },
    { "family.1", "1. Mohan Lal, husband, 38, 120000 2. Ravi, son, 12, 0", NULL, "Mohan Lal, husband" },
    { "family.1", "Ravi, son, 12, 5th class", "name=Ravi; relation=son; age=12" },
    { "family.1", "main akeli rehti hu", "" },
  };

  CHECK (fixture, rows);
}

/* What ends an address need not be the locality, nor what begins it the house. */
static void
test_asides (Fixture *fixture, gconstpointer language)
{
  static const Row rows[] = {
    { "address", "behind the temple, gali no 4", "house=behind the temple; street=gali no 4" },
    { "address", "ਗਲੀ ਨੰਬਰ 4, ਮੰਦਰ ਦੇ ਪਿੱਛੇ", "house=ਗਲੀ ਨੰਬਰ 4; street=ਮੰਦਰ ਦੇ ਪਿੱਛੇ" },
    { "address", "مندر کے پیچھے، گلی نمبر 4", "house=مندر کے پیچھے; street=گلی نمبر 4" },
    { "address", "A-12, Lajpat Nagar II, near metro, 110024",
      "house=A-12; street=near metro; locality=Lajpat Nagar II; pin=110024" },
    { "address", "Rohini sector 7, gali 4", "house=gali 4; locality=Rohini sector 7" },
    { "address", "mandir ke piche, gali no 4, Nangloi", "house=mandir ke piche; street=gali no 4; locality=Nangloi" },
    { "address", "I live in Laxmi Nagar house 22", "house=house 22; locality=Laxmi Nagar" },
    { "address", "main Laxmi Nagar me rehta hu house 22", "house=house 22; locality=Laxmi Nagar" },
    { "address", "मैं रहती हूं नजफगढ़ में मंदिर के पीछे गली नंबर चार", "house=मंदिर के पीछे गली नंबर चार; locality=नजफगढ़" },
    { "address", "my address is H-12, Gali 4, Rohini, 110085", "house=H-12; street=Gali 4; locality=Rohini; pin=110085" },
    { "address", "Village Narela", "locality=Village Narela" },
    { "address", "ਪਿੰਡ ਨਰੇਲਾ ਗੁਰਦੁਆਰੇ ਦੇ ਪਿੱਛੇ ੧੧੦੦੪੦", "house=ਗੁਰਦੁਆਰੇ ਦੇ ਪਿੱਛੇ; locality=ਪਿੰਡ ਨਰੇਲਾ; pin=110040" },
    { "address", "12 Main Road, Rohini", "house=12 Main Road; locality=Rohini" },
    { "address", "123, Dwarka Sector 10, 110075, mobile 9812345678", "house=123; locality=Dwarka Sector 10; pin=110075" },
    { "address", "Sector 62 Noida 201301", NULL, "only for addresses in Delhi" },
    { "address", "village Rampur, Sitapur UP 261001", NULL, "only for addresses in Delhi" },
    { "address", "H-12 Rohini 1100085", NULL, "six digits" },
    { "address", "H-12 Rohini 11OO85", NULL, "six digits" },
  };

  CHECK (fixture, rows);
}

/* A wrong income is worse than one that is asked again. */
static void
test_unsaid_amounts (Fixture *fixture, gconstpointer language)
{
  static const Row rows[] = {
    { "own", "tax to nahi lagega", NULL, "I could not understand" },
    { "own", "84000 kheti aur 20000 mazdoori", NULL, "I could not understand" },
    { "own", "1 lakh se kam", NULL, "I could not understand" },
    { "own", "less than 1 lakh", NULL, "I could not understand" },
    { "own", "एक लाख से कम", NULL, "I could not understand" },
    { "own", "2.4", NULL, "I could not understand" },
    { "own", "7000 x 12", NULL, "I could not understand" },
    { "own", "2.4 lpa", "income=240000" },
    { "own", "saal ka 1 lakh 20 hazar", "income=120000" },
    { "own", "do lakh chalis hazar teen sau", "income=240300" },
    { "own", "koi income nahi", "income=0" },
    { "own.income", "2.4", NULL, "in rupees" },
  };

  CHECK (fixture, rows);
}

/* As they are said, not as they are asked for. */
static void
test_sentences (Fixture *fixture, gconstpointer language)
{
  static const Row rows[] = {
    { "name", "My name is Sita Devi", "Sita Devi" },
    { "name", "my name is sita devi and I am a widow", "Sita Devi" },
    { "name", "mera naam Sita Devi hai", "Sita Devi" },
    { "name", "मेरा नाम सीता देवी है", "सीता देवी" },
    { "name", "ਮੇਰਾ ਨਾਂ ਸੀਤਾ ਦੇਵੀ ਹੈ", "ਸੀਤਾ ਦੇਵੀ" },
    { "name", "میرا نام سیتا دیوی ہے", "سیتا دیوی" },
    { "name", "Name: Sita Devi", "Sita Devi" },
    { "name", "Sita Devi W/o Ram Prasad", "Sita Devi" },
    { "name", "सीता पुत्री राम प्रसाद", "सीता" },
    { "name", "سیتا زوجہ رام", "سیتا" },
    { "name", "Sita and Devi", NULL, "name alone" },
    { "name", "Name", "Name" },
    { "name", "Nana Patil", "Nana Patil" },
    { "gender", "I am a woman", "female" },
    { "gender", "main aurat hu", "female" },
    { "gender", "मैं महिला हूँ", "female" },
    { "gender", "ਮੈਂ ਔਰਤ ਹਾਂ", "female" },
    { "gender", "میں عورت ہوں", "female" },
    { "gender", "main ek gaon ki mahila hoon", "female" },
    { "gender", "i m a girl", "female" },
    { "gender", "महिला नहीं पुरुष", NULL, "choose one" },
    { "purpose", "स्कूल के दाखिले के लिए चाहिए", "school-admission" },
    { "purpose", "ਪੈਨਸ਼ਨ ਵਾਸਤੇ", "pension" },
    { "purpose", "loan nahi chahiye school ke liye", NULL, "choose one" },
    { "purpose", "school ke liye aur loan ke liye", NULL, "choose one" },
    { "family.1.relation", "mere bhai ki patni", NULL, "choose one" },
    { "family.1.relation", "wo mera cousin brother hai", NULL, "choose one" },
    { "gender", "I am not a woman", NULL, "choose one" },
    { "gender", "I am", NULL, "choose one" },
    { "dob", "I was born on 15 august 1990", "1990-08-15" },
    { "dob", "15 अगस्त सन 1990", "1990-08-15" },
    { "dob", "15 agast 1990 ko", "1990-08-15" },
    { "dob", "१५/८/१९९०", "1990-08-15" },
    { "dob", "15-8-90", "1990-08-15" },
    { "dob", "पंद्रह अगस्त 1980", "1980-08-15" },
    { "dob", "पंद्रह अगस्त उन्नीस सौ अस्सी", "1980-08-15" },
    { "dob", "پندرہ اگست انیس سو نوے", "1990-08-15" },
    { "dob", "pandrah august unnis sau saath", NULL, "all three" },
    { "dob", "2005 me 10th ki thi", NULL, "all three" },
    { "dob", "1990 mein", NULL, "all three" },
    { "dob", "35 saal", NULL, "all three" },
    { "dob", "I am 34 years old", NULL, "all three" },
    { "dob", "August 1990", NULL, "all three" },
    { "dob", "31/31/1990", NULL, "could not read" },
    { "dob", "9876543210", NULL, "could not read" },
    { "dob", "pichle saal march mein", NULL, "all three" },
    { "dob", "पिछले साल मार्च में", NULL, "all three" },
    { "dob", "ਪਿਛਲੇ ਸਾਲ ਮਾਰਚ ਵਿੱਚ", NULL, "all three" },
    { "dob", "پچھلے سال مارچ میں", NULL, "all three" },
    { "mobile", "my number is 98111 11111", "9811111111" },
    { "mobile", "उसके पास मोबाइल नहीं है मेरा लिख लो 9812345678", "9812345678" },
    { "mobile", "mera +91 98123-45678 hai", "9812345678" },
    { "mobile", "9811111111 ya 9822222222", NULL, "10 digits" },
    { "mobile", "he has no mobile", NULL, "10 digits" },
    { "parent", "पुत्री श्री राम प्रसाद", "relation=father; name=श्री राम प्रसाद" },
    { "parent", "زوجہ رام پرساد", "relation=husband; name=رام پرساد" },
    { "parent", "دختر رام پرساد", "relation=father; name=رام پرساد" },
    { "parent", "ਮੇਰੇ ਘਰਵਾਲੇ ਦਾ ਨਾਂ ਰਾਮ ਹੈ", "relation=husband; name=ਰਾਮ" },
    { "parent", "s/o राम Prasad", "relation=father; name=राम Prasad" },
    { "own", "kuch nahi", "source=unemployed; income=0" },
    { "own", "कुछ नहीं", "source=unemployed; income=0" },
    { "own", "ਕੁਝ ਨਹੀਂ", "source=unemployed; income=0" },
    { "own", "کچھ نہیں", "source=unemployed; income=0" },
    { "own", "घर का काम करती हूँ, कुछ नहीं कमाती", "source=home-maker; income=0" },
    { "own", "shopkeeper 1.2 lakh", "source=self-employed; income=120000" },
    { "own", "Tailor ₹84,000/-", "source=self-employed; income=84000" },
    { "own", "सिलाई 84 हज़ार", "source=self-employed; income=84000" },
    { "own", "berozgar", "source=unemployed" },
    { "address", "रोहिणी", "locality=रोहिणी" },
    { "address", "Rohini", "locality=Rohini" },
  };

  CHECK (fixture, rows);
}

/* As amounts are said where nobody counts in thousands only. */
static void
test_amounts (Fixture *fixture, gconstpointer language)
{
  static const Row rows[] = {
    { "own.income", "sava lakh", "125000" },
    { "own.income", "dhai hazaar", "2500" },
    { "own.income", "saath hazar", "60000" },
    { "own.income", "saat hazar", "7000" },
    { "own.income", "साठ हज़ार", "60000" },
    { "own.income", "ਸੱਠ ਹਜ਼ਾਰ", "60000" },
    { "own.income", "seventy five thousand", "75000" },
    { "own.income", "sava do lakh", "225000" },
    { "own.income", "sava sau", "125" },
    { "own.income", "saadhe 3 lakh", "350000" },
    { "own.income", "saadhe lakh", NULL, "amount in rupees" },
    { "own.income", "sava", NULL, "amount in rupees" },
    { "own", "ghar ka kaam, bete ke saath", "source=home-maker" },
    { "own.income", "dhai lakh", "250000" },
    { "own.income", "1.5 lac", "150000" },
    { "own.income", "saadhe teen lakh", "350000" },
    { "own.income", "paune do lakh", "175000" },
    { "own.income", "सवा लाख", "125000" },
    { "own.income", "साढ़े तीन लाख", "350000" },
    { "own.income", "ਸਵਾ ਲੱਖ", "125000" },
    { "own.income", "ਸਾਢੇ ਤਿੰਨ ਲੱਖ", "350000" },
    { "own.income", "سوا لاکھ", "125000" },
    { "own.income", "ساڑھے تین لاکھ", "350000" },
    { "own.income", "पौने दो लाख", "175000" },
    { "own.income", "bees hazar", "20000" },
    { "own.income", "पचास हज़ार", "50000" },
    { "own.income", "ਪੰਜਾਹ ਹਜ਼ਾਰ", "50000" },
    { "own.income", "پچاس ہزار", "50000" },
    { "own.income", "१२,००० मासिक", NULL, "1,44,000 rupees in 12 months" },
    { "own.income", "تین ہزار ماہانہ", NULL, "36,000 rupees in 12 months" },
    { "own", "majdoori, sava lakh", "source=daily-wage; income=125000" },
    { "own", "majdoori saadhe teen lakh", "source=daily-wage; income=350000" },
    { "own", "mazdoori pachas hazar", "source=daily-wage; income=50000" },
    { "own", "मजदूरी पचास हज़ार", "source=daily-wage; income=50000" },
  };

  CHECK (fixture, rows);
}

/* Who has no number lives beside something. */
static void
test_landmarks (Fixture *fixture, gconstpointer language)
{
  static const Row rows[] = {
    { "address", "near big temple", "house=near big temple" },
    { "address", "bade mandir ke paas", "house=bade mandir ke paas" },
    { "address", "बड़े मंदिर के पास", "house=बड़े मंदिर के पास" },
    { "address", "ਵੱਡੇ ਮੰਦਰ ਕੋਲ", "house=ਵੱਡੇ ਮੰਦਰ ਕੋਲ" },
    { "address", "بڑی مسجد کے پاس", "house=بڑی مسجد کے پاس" },
    { "address", "shiv mandir ke samne, Rohini", "house=shiv mandir ke samne; locality=Rohini" },
    { "address", "ਗੁਰਦੁਆਰੇ ਦੇ ਨੇੜੇ ਰੋਹਿਣੀ 110085", "house=ਗੁਰਦੁਆਰੇ ਦੇ ਨੇੜੇ; locality=ਰੋਹਿਣੀ; pin=110085" },
    { "address", "jhuggi, nale ke kinare, Seelampur, 110 053", "house=jhuggi; street=nale ke kinare; locality=Seelampur; pin=110053" },
    { "address.house", "near big temple", "near big temple" },
    { "address.locality", "bade mandir ke paas", "bade mandir ke paas" },
    { "address", "is it near my house?", NULL, "H-12, Gali 4" },
  };

  CHECK (fixture, rows);
}

#define ADD(name, language, func) g_test_add (name, Fixture, language, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/understand/periods", "en", test_periods);
  ADD ("/understand/parents", "en", test_parents);
  ADD ("/understand/families", "en", test_families);
  ADD ("/understand/cards", "en", test_cards);
  ADD ("/understand/addresses", "en", test_addresses);
  ADD ("/understand/names", "en", test_names);
  ADD ("/understand/members", "en", test_members);
  ADD ("/understand/unsaid-amounts", "en", test_unsaid_amounts);
  ADD ("/understand/asides", "en", test_asides);
  ADD ("/understand/sentences", "en", test_sentences);
  ADD ("/understand/amounts", "en", test_amounts);
  ADD ("/understand/landmarks", "en", test_landmarks);
  return g_test_run ();
}
