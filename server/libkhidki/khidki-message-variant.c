/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-message.h"

#define MESSAGE_TYPE "(ua{sv})"

static void
add_text (GVariantBuilder *builder, const char *name, const char *value)
{
  if (value != NULL)
    g_variant_builder_add (builder, "{sv}", name, g_variant_new_string (value));
}

static GVariant *
make_choices (KhidkiMessage *self)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(sss)"));
  for (guint i = 0; i < khidki_message_get_n_choices (self); i++)
    {
      const char *description = khidki_message_get_choice_description (self, i);

      g_variant_builder_add (&builder, "(sss)",
                             khidki_message_get_choice_id (self, i),
                             khidki_message_get_choice_title (self, i),
                             description != NULL ? description : "");
    }
  return g_variant_builder_end (&builder);
}

/**
 * khidki_message_to_variant:
 * @self: a message
 *
 * Returns: (transfer full): its serialised form, not floating
 *
 * Since: 0.1
 */
GVariant *
khidki_message_to_variant (KhidkiMessage *self)
{
  const char *const *parameters = khidki_message_get_parameters (self);
  KhidkiPaper *paper = khidki_message_get_paper (self);
  KhidkiMessage *template_message = khidki_message_get_template (self);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  add_text (&builder, "text", khidki_message_get_text (self));
  add_text (&builder, "footer", khidki_message_get_footer (self));
  add_text (&builder, "button", khidki_message_get_button (self));
  add_text (&builder, "name", khidki_message_get_name (self));
  add_text (&builder, "language", khidki_message_get_language (self));
  add_text (&builder, "filename", khidki_message_get_filename (self));
  if (khidki_message_get_n_choices (self) > 0)
    g_variant_builder_add (&builder, "{sv}", "choices", make_choices (self));
  if (parameters != NULL && parameters[0] != NULL)
    g_variant_builder_add (&builder, "{sv}", "parameters", g_variant_new_strv (parameters, -1));
  if (paper != NULL)
    {
      g_autoptr (GVariant) value = khidki_paper_to_variant (paper);

      g_variant_builder_add (&builder, "{sv}", "paper", value);
    }
  if (template_message != NULL)
    {
      g_autoptr (GVariant) value = khidki_message_to_variant (template_message);

      g_variant_builder_add (&builder, "{sv}", "template", value);
    }

  return g_variant_ref_sink (
      g_variant_new ("(ua{sv})", khidki_message_get_kind (self), &builder));
}

static const char *
lookup (GVariant *dictionary, const char *name)
{
  const char *value = NULL;

  g_variant_lookup (dictionary, name, "&s", &value);
  return value;
}

static KhidkiPaper *
lookup_paper (GVariant *dictionary)
{
  g_autoptr (GVariant) value = g_variant_lookup_value (dictionary, "paper", NULL);

  return value != NULL ? khidki_paper_new_from_variant (value) : NULL;
}

static KhidkiMessage *
new_of_kind (guint32 kind, GVariant *dictionary, KhidkiPaper *paper)
{
  const char *text = lookup (dictionary, "text");

  switch (kind)
    {
    case KHIDKI_MESSAGE_TEXT:
      return text != NULL ? khidki_message_new_text (text) : NULL;
    case KHIDKI_MESSAGE_CHOICES:
      return text != NULL ? khidki_message_new_choices (text, lookup (dictionary, "button")) : NULL;
    case KHIDKI_MESSAGE_DOCUMENT:
      return paper != NULL
                 ? khidki_message_new_document (paper, lookup (dictionary, "filename"), text)
                 : NULL;
    case KHIDKI_MESSAGE_TEMPLATE:
      return khidki_message_new_template (lookup (dictionary, "name"),
                                          lookup (dictionary, "language"));
    default:
      return NULL;
    }
}

static void
add_lists (KhidkiMessage *self, GVariant *dictionary)
{
  g_autoptr (GVariant) choices =
      g_variant_lookup_value (dictionary, "choices", G_VARIANT_TYPE ("a(sss)"));
  g_autoptr (GVariant) parameters =
      g_variant_lookup_value (dictionary, "parameters", G_VARIANT_TYPE_STRING_ARRAY);
  GVariantIter iter;
  const char *id, *title, *description;

  if (choices != NULL)
    {
      g_variant_iter_init (&iter, choices);
      while (g_variant_iter_next (&iter, "(&s&s&s)", &id, &title, &description))
        khidki_message_add_choice (self, id, title, *description != '\0' ? description : NULL);
    }
  if (parameters != NULL)
    {
      g_variant_iter_init (&iter, parameters);
      while (g_variant_iter_next (&iter, "&s", &title))
        khidki_message_add_parameter (self, title);
    }
}

/**
 * khidki_message_new_from_variant:
 * @variant: what [method@Message.to_variant] gave
 *
 * Returns: (transfer full) (nullable): the message, %NULL if @variant is none
 *
 * Since: 0.1
 */
KhidkiMessage *
khidki_message_new_from_variant (GVariant *variant)
{
  g_autoptr (GVariant) dictionary = NULL;
  g_autoptr (GVariant) template_variant = NULL;
  g_autoptr (KhidkiMessage) template_message = NULL;
  g_autoptr (KhidkiPaper) paper = NULL;
  KhidkiMessage *self;
  guint32 kind;

  if (!g_variant_is_of_type (variant, G_VARIANT_TYPE (MESSAGE_TYPE)))
    return NULL;

  g_variant_get (variant, "(u@a{sv})", &kind, &dictionary);
  paper = lookup_paper (dictionary);
  self = new_of_kind (kind, dictionary, paper);
  if (self == NULL)
    return NULL;

  khidki_message_set_footer (self, lookup (dictionary, "footer"));
  add_lists (self, dictionary);
  if (kind == KHIDKI_MESSAGE_TEMPLATE && paper != NULL)
    khidki_message_set_paper (self, paper, lookup (dictionary, "filename"));
  template_variant = g_variant_lookup_value (dictionary, "template", NULL);
  if (template_variant != NULL)
    template_message = khidki_message_new_from_variant (template_variant);
  if (template_message != NULL)
    khidki_message_set_template (self, template_message);

  return self;
}
