/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-csc-item.h"

#include <string.h>

/* With more there is a list to type the first letter in. */
#define MOST_RADIOS 3

const char *
khidki_csc_item_get_box (KhidkiFormItem *item)
{
  KhidkiFieldType type = khidki_form_item_get_field_type (item);
  const char *shown = khidki_form_item_get_shown (item);

  if ((type == KHIDKI_FIELD_DATE || type == KHIDKI_FIELD_LOCALITY) && *shown != '\0')
    return shown;
  return khidki_form_item_get_value (item);
}

/* What stands in the box, or what was typed into it and not saved. */
static const char *
get_typed (KhidkiCscVisit *visit, KhidkiFormItem *item)
{
  const char *typed = g_hash_table_lookup (visit->typed, khidki_form_item_get_path (item));

  return typed != NULL ? typed : khidki_csc_item_get_box (item);
}

static gboolean
is_filled (KhidkiFormItemKind kind)
{
  return kind == KHIDKI_FORM_ITEM_FIELD || kind == KHIDKI_FORM_ITEM_PAPER;
}

const char *
khidki_csc_item_get_trouble (KhidkiCscVisit *visit, KhidkiFormItem *item)
{
  const char *path = khidki_form_item_get_path (item);
  KhidkiFormItemKind kind = khidki_form_item_get_kind (item);
  const char *trouble = kind != KHIDKI_FORM_ITEM_HEADING
                            ? g_hash_table_lookup (visit->troubles, path)
                            : NULL;

  if (trouble == NULL && is_filled (kind))
    trouble = khidki_form_item_get_trouble (item);
  if (trouble == NULL && visit->shows_missing && khidki_form_item_is_missing (item))
    trouble = khidki_csc_visit_say (
        visit, kind == KHIDKI_FORM_ITEM_PAPER ? "draft.paper-missing" : "draft.missing");
  return trouble;
}

gboolean
khidki_csc_item_is_asked_twice (KhidkiFormItem *item)
{
  return khidki_form_item_get_class (item) == KHIDKI_FIELD_CLASS_IDENTIFIER
         && khidki_form_item_get_n_choices (item) == 0;
}

char *
khidki_csc_item_dup_part_id (KhidkiFormItem *item)
{
  static const char *const kinds[] = { "head", "member", "more", "field", "paper" };

  return g_strconcat ("part-", kinds[khidki_form_item_get_kind (item)], "-",
                      khidki_form_item_get_path (item), NULL);
}

static gboolean
is_radio (KhidkiFormItem *item)
{
  guint n = khidki_form_item_get_n_choices (item);

  return khidki_form_item_get_kind (item) == KHIDKI_FORM_ITEM_FIELD && n > 0 && n <= MOST_RADIOS;
}

char *
khidki_csc_item_dup_focus_id (KhidkiFormItem *item)
{
  const char *path = khidki_form_item_get_path (item);

  if (khidki_form_item_get_kind (item) == KHIDKI_FORM_ITEM_PAPER)
    return g_strconcat (khidki_form_item_get_n_choices (item) > 1 ? "kind-" : "file-", path, NULL);
  return g_strconcat ("f-", path, is_radio (item) ? "-0" : NULL, NULL);
}

/* Of whom a member's field speaks, for those who do not see where it stands. */
static KhidkiFormItem *
find_member (KhidkiCscVisit *visit, KhidkiFormItem *item)
{
  g_auto (GStrv) steps = g_strsplit (khidki_form_item_get_path (item), ".", 3);
  g_autofree char *member = NULL;
  KhidkiFormItem *found;

  if (g_strv_length (steps) != 3)
    return NULL;
  member = g_strconcat (steps[0], ".", steps[1], NULL);
  found = khidki_form_view_find_item (visit->view, member);
  return found != NULL && khidki_form_item_get_kind (found) == KHIDKI_FORM_ITEM_REPEAT ? found
                                                                                       : NULL;
}

static void
write_label_text (KhidkiCscVisit *visit, KhidkiHtml *html, KhidkiFormItem *item)
{
  KhidkiFormItem *member = find_member (visit, item);

  khidki_html_text (html, khidki_form_item_get_label (item));
  if (member != NULL)
    {
      khidki_html_open (html, "i", "class", "unseen", NULL);
      khidki_html_text (html, ", ");
      khidki_html_text (html, khidki_form_item_get_label (member));
      khidki_html_close (html, "i");
    }
  if (khidki_form_item_is_optional (item))
    {
      khidki_html_text (html, " ");
      khidki_html_element (html, "i", khidki_csc_visit_say (visit, "draft.optional"), "class",
                           "optional", NULL);
    }
}

void
khidki_csc_item_write_trouble (KhidkiCscVisit *visit, KhidkiHtml *html, KhidkiFormItem *item)
{
  const char *trouble = khidki_csc_item_get_trouble (visit, item);
  g_autofree char *id = g_strconcat ("wrong-", khidki_form_item_get_path (item), NULL);

  if (trouble != NULL)
    khidki_html_element (html, "p", trouble, "class", "wrong", "id", id, NULL);
}

char *
khidki_csc_item_dup_author (KhidkiCscVisit *visit, KhidkiFormItem *item)
{
  const char *author = khidki_form_item_get_author (item);

  if (author == NULL || strcmp (author, khidki_operator_get_author (visit->who)) == 0)
    return NULL;
  return khidki_csc_page_name_author (visit, author);
}

void
khidki_csc_item_write_author (KhidkiCscVisit *visit, KhidkiHtml *html, KhidkiFormItem *item)
{
  g_autofree char *name = khidki_csc_item_dup_author (visit, item);

  if (name != NULL)
    khidki_html_element (html, "p", name, "class", "by", NULL);
}

/* (transfer full) (nullable): the ids of what is said about a box. */
static char *
dup_described (KhidkiCscVisit *visit, KhidkiFormItem *item, gboolean hint)
{
  const char *path = khidki_form_item_get_path (item);
  GString *ids = g_string_new (NULL);

  if (*khidki_form_item_get_question (item) != '\0')
    g_string_append_printf (ids, "ask-%s", path);
  if (hint)
    g_string_append_printf (ids, " hint-%s", path);
  if (khidki_csc_item_get_trouble (visit, item) != NULL)
    g_string_append_printf (ids, " wrong-%s", path);
  if (ids->len == 0)
    return g_string_free (ids, TRUE);
  return g_string_free (ids, FALSE);
}

static const char *
get_mode (KhidkiFieldType type)
{
  switch (type)
    {
    case KHIDKI_FIELD_MOBILE:
      return "tel";
    case KHIDKI_FIELD_PIN:
    case KHIDKI_FIELD_INTEGER:
    case KHIDKI_FIELD_MONEY:
    case KHIDKI_FIELD_LAST4:
    case KHIDKI_FIELD_ACCOUNT:
      return "numeric";
    default:
      return NULL;
    }
}

/* A browser that proposes the last citizen's name does harm. */
static void
write_input (KhidkiCscVisit *visit, KhidkiHtml *html, KhidkiFormItem *item, gboolean hint, gboolean focus)
{
  const char *path = khidki_form_item_get_path (item);
  g_autofree char *id = g_strconcat ("f-", path, NULL);
  g_autofree char *name = g_strconcat ("f:", path, NULL);
  g_autofree char *described = dup_described (visit, item, hint);

  khidki_html_void (html, "input", "type", "text", "id", id, "name", name, "value",
                    get_typed (visit, item), "inputmode",
                    get_mode (khidki_form_item_get_field_type (item)), "autocomplete", "off",
                    "spellcheck", "false", "maxlength", "1000", "aria-describedby", described,
                    "aria-invalid",
                    khidki_csc_item_get_trouble (visit, item) != NULL ? "true" : NULL, "autofocus",
                    focus ? "" : NULL, NULL);
}

static void
write_again (KhidkiCscVisit *visit, KhidkiHtml *html, KhidkiFormItem *item)
{
  const char *path = khidki_form_item_get_path (item);
  g_autofree char *id = g_strconcat ("again-", path, NULL);
  g_autofree char *name = g_strconcat ("again:", path, NULL);
  const char *typed = visit->form != NULL ? g_hash_table_lookup (visit->form->again, path) : NULL;
  gboolean kept = g_hash_table_contains (visit->typed, path);

  khidki_html_open (html, "label", "for", id, "class", "again", NULL);
  khidki_csc_page_say (visit, html, "i", NULL, "draft.again");
  khidki_html_open (html, "i", "class", "unseen", NULL);
  khidki_html_text (html, ": ");
  khidki_html_text (html, khidki_form_item_get_label (item));
  khidki_html_close (html, "i");
  khidki_html_close (html, "label");
  khidki_html_void (html, "input", "type", "text", "id", id, "name", name, "value",
                    kept && typed != NULL ? typed : khidki_csc_item_get_box (item), "autocomplete",
                    "off", "spellcheck", "false", "maxlength", "200", NULL);
}

void
khidki_csc_item_write_options (KhidkiCscVisit *visit,
                               KhidkiHtml *html,
                               KhidkiFormItem *item,
                               const char *chosen)
{
  khidki_html_element (html, "option", khidki_csc_visit_say (visit, "draft.choose"), "value", "",
                       NULL);
  for (guint i = 0; i < khidki_form_item_get_n_choices (item); i++)
    {
      const char *text = NULL;
      const char *choice = khidki_form_item_get_choice (item, i, &text, NULL);

      khidki_html_element (html, "option", text, "value", choice, "selected",
                           strcmp (choice, chosen) == 0 ? "" : NULL, NULL);
    }
}

static void
write_select (KhidkiCscVisit *visit, KhidkiHtml *html, KhidkiFormItem *item, gboolean focus)
{
  const char *path = khidki_form_item_get_path (item);
  const char *typed = get_typed (visit, item);
  g_autofree char *id = g_strconcat ("f-", path, NULL);
  g_autofree char *name = g_strconcat ("f:", path, NULL);
  g_autofree char *described = dup_described (visit, item, FALSE);

  khidki_html_open (html, "select", "id", id, "name", name, "autocomplete", "off",
                    "aria-describedby", described, "aria-invalid",
                    khidki_csc_item_get_trouble (visit, item) != NULL ? "true" : NULL, "autofocus",
                    focus ? "" : NULL, NULL);
  khidki_csc_item_write_options (visit, html, item, typed);
  khidki_html_close (html, "select");
}

static void
write_radios (KhidkiCscVisit *visit, KhidkiHtml *html, KhidkiFormItem *item, gboolean focus)
{
  const char *path = khidki_form_item_get_path (item);
  const char *typed = get_typed (visit, item);
  g_autofree char *name = g_strconcat ("f:", path, NULL);

  khidki_html_open (html, "div", "class", "radios", NULL);
  for (guint i = 0; i < khidki_form_item_get_n_choices (item); i++)
    {
      const char *text = NULL;
      const char *choice = khidki_form_item_get_choice (item, i, &text, NULL);
      g_autofree char *id = g_strdup_printf ("f-%s-%u", path, i);

      khidki_html_open (html, "div", NULL);
      khidki_html_void (html, "input", "type", "radio", "id", id, "name", name, "value", choice,
                        "autocomplete", "off", "checked", strcmp (choice, typed) == 0 ? "" : NULL,
                        "autofocus", focus && i == 0 ? "" : NULL, NULL);
      khidki_html_element (html, "label", text, "for", id, NULL);
      khidki_html_close (html, "div");
    }
  khidki_html_close (html, "div");
}

static gboolean
has_hint (KhidkiFormItem *item)
{
  return khidki_form_item_get_n_choices (item) == 0 && *khidki_form_item_get_example (item) != '\0';
}

static void
write_help (KhidkiCscVisit *visit, KhidkiHtml *html, KhidkiFormItem *item)
{
  const char *path = khidki_form_item_get_path (item);
  const char *question = khidki_form_item_get_question (item);
  g_autofree char *ask = g_strconcat ("ask-", path, NULL);
  g_autofree char *hint = g_strconcat ("hint-", path, NULL);
  g_autofree char *example
      = khidki_csc_fill (visit->language, "draft.example", "example",
                         khidki_form_item_get_example (item), NULL);

  if (*question != '\0')
    khidki_html_element (html, "p", question, "class", "ask unseen", "id", ask, NULL);
  if (has_hint (item))
    khidki_html_element (html, "p", example, "class", "hint", "id", hint, NULL);
}

static void
write_before (KhidkiHtml *html, KhidkiFormItem *item)
{
  const char *box = khidki_csc_item_get_box (item);
  g_autofree char *name = g_strconcat ("was:", khidki_form_item_get_path (item), NULL);

  if (*box != '\0')
    khidki_csc_page_hide (html, name, box);
}

static void
write_field (KhidkiCscVisit *visit, KhidkiHtml *html, KhidkiFormItem *item, gboolean focus)
{
  g_autofree char *id = khidki_csc_item_dup_focus_id (item);
  gboolean radio = is_radio (item);
  g_autofree char *described = radio ? dup_described (visit, item, FALSE) : NULL;

  khidki_html_open (html, radio ? "fieldset" : "div", "aria-describedby", described, NULL);
  khidki_html_open (html, radio ? "legend" : "label", "for", radio ? NULL : id, NULL);
  write_label_text (visit, html, item);
  khidki_html_close (html, radio ? "legend" : "label");
  write_help (visit, html, item);
  khidki_csc_item_write_trouble (visit, html, item);
  if (radio)
    write_radios (visit, html, item, focus);
  else if (khidki_form_item_get_n_choices (item) > 0)
    write_select (visit, html, item, focus);
  else
    write_input (visit, html, item, has_hint (item), focus);
  if (khidki_csc_item_is_asked_twice (item))
    write_again (visit, html, item);
  khidki_csc_item_write_author (visit, html, item);
  write_before (html, item);
  khidki_html_close (html, radio ? "fieldset" : "div");
}

static void
write_member (KhidkiCscVisit *visit, KhidkiHtml *html, KhidkiFormItem *item)
{
  const char *label = khidki_form_item_get_label (item);
  g_autofree char *deed = g_strconcat ("remove ", khidki_form_item_get_path (item), NULL);
  g_autofree char *remove = g_strconcat (khidki_csc_visit_say (visit, "draft.remove"), ": ", label,
                                         NULL);

  khidki_html_element (html, "h3", label, NULL);
  if (khidki_form_item_can_remove (item))
    khidki_html_element (html, "button", khidki_csc_visit_say (visit, "draft.remove"), "name", "do",
                         "value", deed, "class", "small", "aria-label", remove, NULL);
}

static void
write_more (KhidkiCscVisit *visit, KhidkiHtml *html, KhidkiFormItem *item)
{
  const char *path = khidki_form_item_get_path (item);
  g_autofree char *deed = g_strconcat ("add ", path, NULL);
  g_autofree char *id = g_strconcat ("add-", path, NULL);
  g_autofree char *add = khidki_csc_fill (visit->language, "draft.add", "group",
                                          khidki_form_item_get_label (item), NULL);

  if (khidki_form_item_get_count (item) == 0)
    khidki_csc_page_say (visit, html, "p", "none", "draft.nobody");
  khidki_csc_item_write_trouble (visit, html, item);
  if (khidki_form_item_can_add (item))
    khidki_html_element (html, "button", add, "name", "do", "value", deed, "id", id, "class",
                         "second", NULL);
}

void
khidki_csc_item_write (KhidkiCscVisit *visit,
                       KhidkiHtml *html,
                       KhidkiFormItem *item,
                       gboolean focus)
{
  static const char *const classes[] = { "part head", "part member", "part more", "part field",
                                         "part paper" };
  KhidkiFormItemKind kind = khidki_form_item_get_kind (item);
  g_autofree char *id = khidki_csc_item_dup_part_id (item);

  khidki_html_open (html, "div", "class", classes[kind], "id", id, NULL);
  switch (kind)
    {
    case KHIDKI_FORM_ITEM_HEADING:
      khidki_html_element (html, "h2", khidki_form_item_get_label (item), NULL);
      break;
    case KHIDKI_FORM_ITEM_REPEAT:
      write_member (visit, html, item);
      break;
    case KHIDKI_FORM_ITEM_MORE:
      write_more (visit, html, item);
      break;
    case KHIDKI_FORM_ITEM_PAPER:
      khidki_csc_item_write_paper (visit, html, item, focus);
      break;
    case KHIDKI_FORM_ITEM_FIELD:
    default:
      write_field (visit, html, item, focus);
      break;
    }
  khidki_html_close (html, "div");
}
