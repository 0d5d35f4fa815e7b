/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-revenue-department.h"

#include <string.h>

#include "khidki-revenue-words.h"

#define OF_AGE 18
#define YOUNGEST_PARENT 12
#define PLAUSIBLE_INCOME 10000000

struct _KhidkiRevenueDepartment
{
  KhidkiFolderDepartment parent_instance;
};

static void department_iface_init (KhidkiDepartmentInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KhidkiRevenueDepartment,
                               khidki_revenue_department,
                               KHIDKI_TYPE_FOLDER_DEPARTMENT,
                               G_IMPLEMENT_INTERFACE (KHIDKI_TYPE_DEPARTMENT, department_iface_init))

static void
khidki_revenue_department_class_init (KhidkiRevenueDepartmentClass *klass)
{
}

static void
khidki_revenue_department_init (KhidkiRevenueDepartment *self)
{
}

typedef struct
{
  const char *language;
  const char *text;
} Saying;

/* The first is for languages that are not there. */
static const Saying minor[] = {
  { "en", "The applicant is not yet 18. Please give the father, the mother or the guardian, who applies for the child." },
  { "hi", "आवेदक अभी 18 साल के नहीं हैं। पिता, माता या अभिभावक का नाम लिखिए, जो बच्चे की ओर से आवेदन करते हैं।" },
  { "pa", "ਬਿਨੈਕਾਰ ਹਾਲੇ 18 ਸਾਲ ਦੇ ਨਹੀਂ ਹਨ। ਪਿਤਾ, ਮਾਤਾ ਜਾਂ ਸਰਪ੍ਰਸਤ ਦਾ ਨਾਂ ਲਿਖੋ, ਜੋ ਬੱਚੇ ਵੱਲੋਂ ਅਰਜ਼ੀ ਦਿੰਦੇ ਹਨ।" },
  { "ur", "درخواست گزار ابھی 18 سال کے نہیں ہیں۔ والد، والدہ یا سرپرست کا نام لکھیے، جو بچے کی طرف سے درخواست دیتے ہیں۔" },
  { NULL },
};
static const Saying implausible[] = {
  { "en", "That is more than one crore rupees a year. Please check the zeros." },
  { "hi", "यह साल के एक करोड़ रुपये से ज़्यादा है। एक बार शून्य गिन लीजिए।" },
  { "pa", "ਇਹ ਸਾਲ ਦੇ ਇੱਕ ਕਰੋੜ ਰੁਪਏ ਤੋਂ ਵੱਧ ਹੈ। ਇੱਕ ਵਾਰ ਸਿਫ਼ਰ ਗਿਣ ਲਓ ਜੀ।" },
  { "ur", "یہ سال کے ایک کروڑ روپے سے زیادہ ہے۔ ایک بار صفر گن لیجیے۔" },
  { NULL },
};
static const Saying paid[] = {
  { "en", "You wrote 0, but a salary or a pension is income. Please write what comes in during a whole year." },
  { "hi", "आपने 0 लिखा, पर वेतन और पेंशन भी आय है। पूरे साल की आय लिखिए।" },
  { "pa", "ਤੁਸੀਂ 0 ਲਿਖਿਆ, ਪਰ ਤਨਖ਼ਾਹ ਅਤੇ ਪੈਨਸ਼ਨ ਵੀ ਆਮਦਨ ਹੈ। ਪੂਰੇ ਸਾਲ ਦੀ ਆਮਦਨ ਲਿਖੋ ਜੀ।" },
  { "ur", "آپ نے 0 لکھا، پر تنخواہ اور پنشن بھی آمدنی ہے۔ پورے سال کی آمدنی لکھیے۔" },
  { NULL },
};
static const Saying age_unfit[] = {
  { "en", "That age does not fit the applicant's date of birth. Please check the age and the relation." },
  { "hi", "यह उम्र आवेदक की जन्म तारीख से मेल नहीं खाती। उम्र और रिश्ता एक बार देख लीजिए।" },
  { "pa", "ਇਹ ਉਮਰ ਬਿਨੈਕਾਰ ਦੀ ਜਨਮ ਤਾਰੀਖ ਨਾਲ ਮੇਲ ਨਹੀਂ ਖਾਂਦੀ। ਉਮਰ ਅਤੇ ਰਿਸ਼ਤਾ ਇੱਕ ਵਾਰ ਵੇਖ ਲਓ ਜੀ।" },
  { "ur", "یہ عمر درخواست گزار کی تاریخ پیدائش سے میل نہیں کھاتی۔ عمر اور رشتہ ایک بار دیکھ لیجیے۔" },
  { NULL },
};

static const Saying minor_married[] = {
  { "en", "The applicant is not yet 18 and cannot have a husband or wife. Please check the family and the date of birth." },
  { "hi", "आवेदक अभी 18 साल के नहीं हैं, इसलिए पति या पत्नी नहीं हो सकते। परिवार और जन्म तारीख एक बार देख लीजिए।" },
  { "pa", "ਬਿਨੈਕਾਰ ਹਾਲੇ 18 ਸਾਲ ਦੇ ਨਹੀਂ ਹਨ, ਇਸ ਲਈ ਪਤੀ ਜਾਂ ਪਤਨੀ ਨਹੀਂ ਹੋ ਸਕਦੇ। ਪਰਿਵਾਰ ਅਤੇ ਜਨਮ ਤਾਰੀਖ ਇੱਕ ਵਾਰ ਵੇਖ ਲਓ ਜੀ।" },
  { "ur", "درخواست گزار ابھی 18 سال کے نہیں ہیں، اس لیے شوہر یا بیوی نہیں ہو سکتے۔ خاندان اور تاریخ پیدائش ایک بار دیکھ لیجیے۔" },
  { NULL },
};

static char *
say (const char *language, const Saying *sayings)
{
  for (guint i = 0; sayings[i].language != NULL; i++)
    if (g_strcmp0 (language, sayings[i].language) == 0)
      return g_strdup (sayings[i].text);
  return g_strdup (sayings[0].text);
}

static gint64
read_number (KhidkiAnswers *answers, const char *path)
{
  const char *value = khidki_answers_get (answers, path);

  return value != NULL ? g_ascii_strtoll (value, NULL, 10) : 0;
}

/* -1 while it is not known. */
static int
get_age (KhidkiAnswers *answers, const GDate *today)
{
  const char *birth = khidki_answers_get (answers, "dob");
  g_auto (GStrv) steps = g_strsplit (birth != NULL ? birth : "", "-", -1);
  guint year, month, day;

  if (g_strv_length (steps) != 3)
    return -1;
  year = (guint) g_ascii_strtoull (steps[0], NULL, 10);
  month = (guint) g_ascii_strtoull (steps[1], NULL, 10);
  day = (guint) g_ascii_strtoull (steps[2], NULL, 10);

  return (int) (g_date_get_year (today) - year) -
         (g_date_get_month (today) < month || (g_date_get_month (today) == month && g_date_get_day (today) < day) ? 1 : 0);
}

static gboolean
check_parent (KhidkiAnswers *answers, const char *relation, const GDate *today, const char *language, char **complaint)
{
  int age = get_age (answers, today);

  if (age < 0 || age >= OF_AGE || g_strcmp0 (relation, "husband") != 0)
    return TRUE;
  *complaint = say (language, minor);
  return FALSE;
}

static gboolean
check_plausible (const char *value, const char *language, char **complaint)
{
  if (g_ascii_strtoll (value, NULL, 10) <= PLAUSIBLE_INCOME)
    return TRUE;
  *complaint = say (language, implausible);
  return FALSE;
}

static gboolean
check_salary (KhidkiAnswers *answers, const char *income, const char *language, char **complaint)
{
  const char *source = khidki_answers_get (answers, "own.source");

  if (strcmp (income, "0") != 0 || (g_strcmp0 (source, "salaried") != 0 && g_strcmp0 (source, "pensioner") != 0))
    return TRUE;
  *complaint = say (language, paid);
  return FALSE;
}

static gboolean
check_member_age (KhidkiAnswers *answers, const char *path, const char *age, const GDate *today, const char *language,
                  char **complaint)
{
  g_autofree char *member = g_strndup (path, strlen (path) - strlen (".age"));
  g_autofree char *relation_path = g_strconcat (member, ".relation", NULL);
  const char *relation = khidki_answers_get (answers, relation_path);
  int own = get_age (answers, today), other = (int) g_ascii_strtoll (age, NULL, 10);
  gboolean older = g_strcmp0 (relation, "father") == 0 || g_strcmp0 (relation, "mother") == 0;
  gboolean younger = g_strcmp0 (relation, "son") == 0 || g_strcmp0 (relation, "daughter") == 0;

  if (own < 0 || (older && other >= own + YOUNGEST_PARENT) || (younger && own >= other + YOUNGEST_PARENT) ||
      (!older && !younger))
    return TRUE;
  *complaint = say (language, age_unfit);
  return FALSE;
}

static gboolean
revenue_check_field (KhidkiDepartment *department,
                     KhidkiService *service,
                     const char *path,
                     const char *value,
                     KhidkiAnswers *answers,
                     const GDate *today,
                     const char *language,
                     char **complaint)
{
  if (strcmp (path, "parent.relation") == 0)
    return check_parent (answers, value, today, language, complaint);
  if (strcmp (path, "own.income") == 0)
    return check_salary (answers, value, language, complaint) && check_plausible (value, language, complaint);
  if (g_str_has_prefix (path, "family.") && g_str_has_suffix (path, ".age"))
    return check_member_age (answers, path, value, today, language, complaint);
  if (g_str_has_suffix (path, ".income") || g_str_has_suffix (path, "-income"))
    return check_plausible (value, language, complaint);
  return TRUE;
}

/* What was right when it was answered may not be after another answer changed. */
static gboolean
revenue_check_eligibility (KhidkiDepartment *department,
                           KhidkiService *service,
                           KhidkiAnswers *answers,
                           const GDate *today,
                           const char *language,
                           char **complaint)
{
  guint spouses = 0;

  for (guint i = 1; i <= khidki_answers_get_repeats (answers, "family"); i++)
    {
      g_autofree char *path = g_strdup_printf ("family.%u.relation", i);

      spouses += g_strcmp0 (khidki_answers_get (answers, path), "spouse") == 0;
    }
  if (spouses > 0 && get_age (answers, today) >= 0 && get_age (answers, today) < OF_AGE)
    {
      *complaint = say (language, minor_married);
      return FALSE;
    }

  return check_parent (answers, khidki_answers_get (answers, "parent.relation"), today, language, complaint);
}

static gint64
add_family_income (KhidkiAnswers *answers)
{
  gint64 total = read_number (answers, "own.income") + read_number (answers, "rent-income") +
                 read_number (answers, "interest-income") + read_number (answers, "agriculture-income");

  for (guint i = 1; i <= khidki_answers_get_repeats (answers, "family"); i++)
    {
      g_autofree char *path = g_strdup_printf ("family.%u.income", i);

      total += read_number (answers, path);
    }
  return total;
}

static void
revenue_fill_certificate (KhidkiDepartment *department,
                          KhidkiApplication *application,
                          const char *language,
                          GHashTable *values)
{
  KhidkiAnswers *answers = khidki_application_get_answers (application);
  gint64 total = add_family_income (answers);
  guint family = 1 + khidki_answers_get_repeats (answers, "family");

  g_hash_table_insert (values, g_strdup ("total"), khidki_revenue_words_group (total));
  g_hash_table_insert (values, g_strdup ("total-words"), khidki_revenue_words_write (total, language));
  g_hash_table_insert (values, g_strdup ("family-size"), g_strdup_printf ("%u", family));
}

static void
department_iface_init (KhidkiDepartmentInterface *iface)
{
  iface->check_field = revenue_check_field;
  iface->check_eligibility = revenue_check_eligibility;
  iface->fill_certificate = revenue_fill_certificate;
}
