/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-html-private.h"

#include <string.h>

/* Each list is sorted. What is in none of them would bring in a language of its own
 * (script, style, svg, onclick), another document (iframe, base) or a way around
 * what is checked here (http-equiv, srcset). */
static const char *const elements[] = {
  "a",        "abbr",     "address",    "article", "aside",    "b",        "bdi",    "blockquote",
  "body",     "button",   "caption",    "cite",    "code",     "colgroup", "data",   "datalist",
  "dd",       "del",      "details",    "dfn",     "dialog",   "div",      "dl",     "dt",
  "em",       "fieldset", "figcaption", "figure",  "footer",   "form",     "h1",     "h2",
  "h3",       "h4",       "h5",         "h6",      "head",     "header",   "hgroup", "html",
  "i",        "ins",      "kbd",        "label",   "legend",   "li",       "main",   "mark",
  "menu",     "meter",    "nav",        "ol",      "optgroup", "option",   "output", "p",
  "pre",      "progress", "q",          "s",       "samp",     "section",  "select", "small",
  "span",     "strong",   "sub",        "summary", "sup",      "table",    "tbody",  "td",
  "textarea", "tfoot",    "th",         "thead",   "time",     "title",    "tr",     "u",
  "ul",       "var",
};

static const char *const void_elements[] = { "br",    "col",  "hr",   "img",
                                             "input", "link", "meta", "wbr" };

static const char *const attributes[] = {
  "abbr",         "accept",       "action",      "alt",       "autocapitalize",
  "autocomplete", "capture",      "charset",     "class",     "cols",
  "colspan",      "content",      "datetime",    "dir",       "download",
  "enctype",      "enterkeyhint", "for",         "form",      "formaction",
  "formmethod",   "headers",      "height",      "high",      "href",
  "hreflang",     "id",           "inputmode",   "label",     "lang",
  "list",         "loading",      "low",         "max",       "maxlength",
  "media",        "method",       "min",         "minlength", "name",
  "optimum",      "pattern",      "placeholder", "rel",       "role",
  "rows",         "rowspan",      "scope",       "size",      "sizes",
  "span",         "spellcheck",   "src",         "start",     "step",
  "tabindex",     "target",       "title",       "translate", "type",
  "value",        "width",        "wrap",
};

static const char *const flags[] = {
  "autofocus",  "checked", "disabled", "formnovalidate", "hidden",   "multiple",
  "novalidate", "open",    "readonly", "required",       "reversed", "selected",
};

static const char *const addresses[] = { "action", "formaction", "href", "src" };

static int
compare (const void *key, const void *entry)
{
  return strcmp (key, *(const char *const *) entry);
}

#define IS_IN(list, name)                                                                          \
  (bsearch (name, list, G_N_ELEMENTS (list), sizeof (list)[0], compare) != NULL)

gboolean
khidki_html_is_element (const char *name)
{
  return IS_IN (elements, name);
}

gboolean
khidki_html_is_void_element (const char *name)
{
  return IS_IN (void_elements, name);
}

/* `data-` and `aria-` are anybody's. */
gboolean
khidki_html_is_attribute (const char *name)
{
  gboolean free_name = g_str_has_prefix (name, "data-") || g_str_has_prefix (name, "aria-");

  if (free_name)
    return name[5] != '\0'
           && strspn (name + 5, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen (name + 5);
  return IS_IN (attributes, name) || khidki_html_is_flag (name);
}

/* One that is there or is not. */
gboolean
khidki_html_is_flag (const char *name)
{
  return IS_IN (flags, name);
}

gboolean
khidki_html_is_address (const char *name)
{
  return IS_IN (addresses, name);
}
