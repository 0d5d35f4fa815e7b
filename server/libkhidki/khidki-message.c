/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-message.h"

typedef struct
{
  char *id;
  char *title;
  char *description;
} Choice;

struct _KhidkiMessage
{
  KhidkiMessageKind kind;
  char *text;
  char *footer;
  char *button;
  char *name;
  char *language;
  char *filename;
  KhidkiPaper *paper;
  KhidkiMessage *template_message;
  GPtrArray *choices;
  GPtrArray *parameters;
};

G_DEFINE_BOXED_TYPE (KhidkiMessage, khidki_message, khidki_message_ref, khidki_message_unref)

static void
choice_free (Choice *choice)
{
  g_free (choice->id);
  g_free (choice->title);
  g_free (choice->description);
  g_free (choice);
}

static KhidkiMessage *
message_new (KhidkiMessageKind kind)
{
  KhidkiMessage *self = g_atomic_rc_box_new0 (KhidkiMessage);

  self->kind = kind;
  self->choices = g_ptr_array_new_with_free_func ((GDestroyNotify) choice_free);
  self->parameters = g_ptr_array_new_null_terminated (0, g_free, TRUE);
  return self;
}

/**
 * khidki_message_new_text:
 * @text: what is said
 *
 * Returns: (transfer full): a new message
 *
 * Since: 0.1
 */
KhidkiMessage *
khidki_message_new_text (const char *text)
{
  KhidkiMessage *self = message_new (KHIDKI_MESSAGE_TEXT);

  self->text = g_strdup (text);
  return self;
}

/**
 * khidki_message_new_choices:
 * @text: what stands above the choices
 * @button: (nullable): what opens them when they are shown as a list
 *
 * Returns: (transfer full): a new message, to which choices are added
 *
 * Since: 0.1
 */
KhidkiMessage *
khidki_message_new_choices (const char *text, const char *button)
{
  KhidkiMessage *self = message_new (KHIDKI_MESSAGE_CHOICES);

  self->text = g_strdup (text);
  self->button = g_strdup (button);
  return self;
}

/**
 * khidki_message_new_document:
 * @paper: (transfer none): the paper
 * @filename: the name under which it is shown
 * @caption: (nullable): what is said with it
 *
 * Returns: (transfer full): a new message
 *
 * Since: 0.1
 */
KhidkiMessage *
khidki_message_new_document (KhidkiPaper *paper,
                             const char *filename,
                             const char *caption)
{
  KhidkiMessage *self = message_new (KHIDKI_MESSAGE_DOCUMENT);

  self->paper = khidki_paper_ref (paper);
  self->filename = g_strdup (filename);
  self->text = g_strdup (caption);
  return self;
}

/**
 * khidki_message_new_template:
 * @name: the name under which the text is registered with the channel
 * @language: its language code
 *
 * Returns: (transfer full): a new message, to which parameters and a paper are added
 *
 * Since: 0.1
 */
KhidkiMessage *
khidki_message_new_template (const char *name, const char *language)
{
  KhidkiMessage *self = message_new (KHIDKI_MESSAGE_TEMPLATE);

  self->name = g_strdup (name);
  self->language = g_strdup (language);
  return self;
}

/**
 * khidki_message_ref:
 * @self: a message
 *
 * Returns: (transfer full): @self with one more reference; any thread may take one
 *
 * Since: 0.1
 */
KhidkiMessage *
khidki_message_ref (KhidkiMessage *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
khidki_message_clear (KhidkiMessage *self)
{
  g_free (self->text);
  g_free (self->footer);
  g_free (self->button);
  g_free (self->name);
  g_free (self->language);
  g_free (self->filename);
  g_clear_pointer (&self->paper, khidki_paper_unref);
  g_clear_pointer (&self->template_message, khidki_message_unref);
  g_ptr_array_unref (self->choices);
  g_ptr_array_unref (self->parameters);
}

/**
 * khidki_message_unref:
 * @self: (transfer full): a message
 *
 * Gives one reference back; the last one frees it.
 *
 * Since: 0.1
 */
void
khidki_message_unref (KhidkiMessage *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) khidki_message_clear);
}

/**
 * khidki_message_set_footer:
 * @self: a message, right after its construction
 * @footer: (nullable): a small line below
 *
 * Since: 0.1
 */
void
khidki_message_set_footer (KhidkiMessage *self, const char *footer)
{
  g_free (self->footer);
  self->footer = g_strdup (footer);
}

/**
 * khidki_message_add_choice:
 * @self: a message with choices, right after its construction
 * @id: what comes back when it is tapped
 * @title: what stands on it
 * @description: (nullable): a second line, where the channel shows one
 *
 * Since: 0.1
 */
void
khidki_message_add_choice (KhidkiMessage *self,
                           const char *id,
                           const char *title,
                           const char *description)
{
  Choice *choice = g_new0 (Choice, 1);

  choice->id = g_strdup (id);
  choice->title = g_strdup (title);
  choice->description = g_strdup (description);
  g_ptr_array_add (self->choices, choice);
}

/**
 * khidki_message_add_parameter:
 * @self: a template, right after its construction
 * @value: the value of its next placeholder
 *
 * Since: 0.1
 */
void
khidki_message_add_parameter (KhidkiMessage *self, const char *value)
{
  g_ptr_array_add (self->parameters, g_strdup (value));
}

/**
 * khidki_message_set_paper:
 * @self: a template, right after its construction
 * @paper: (transfer none): the document at its head
 * @filename: the name under which it is shown
 *
 * Since: 0.1
 */
void
khidki_message_set_paper (KhidkiMessage *self, KhidkiPaper *paper, const char *filename)
{
  g_clear_pointer (&self->paper, khidki_paper_unref);
  self->paper = khidki_paper_ref (paper);
  g_free (self->filename);
  self->filename = g_strdup (filename);
}

/**
 * khidki_message_set_template:
 * @self: a message, right after its construction
 * @template_message: (transfer none): the template that says the same when the
 *   channel takes nothing else
 *
 * Since: 0.1
 */
void
khidki_message_set_template (KhidkiMessage *self, KhidkiMessage *template_message)
{
  g_clear_pointer (&self->template_message, khidki_message_unref);
  self->template_message = khidki_message_ref (template_message);
}

/**
 * khidki_message_get_kind:
 * @self: a message
 *
 * Returns: what kind of message it is
 *
 * Since: 0.1
 */
KhidkiMessageKind
khidki_message_get_kind (KhidkiMessage *self)
{
  return self->kind;
}

/**
 * khidki_message_get_text:
 * @self: a message
 *
 * Returns: (nullable): the text, or the caption
 *
 * Since: 0.1
 */
const char *
khidki_message_get_text (KhidkiMessage *self)
{
  return self->text;
}

/**
 * khidki_message_get_footer:
 * @self: a message
 *
 * Returns: (transfer none) (nullable): the small line below
 *
 * Since: 0.1
 */
const char *
khidki_message_get_footer (KhidkiMessage *self)
{
  return self->footer;
}

/**
 * khidki_message_get_button:
 * @self: a message
 *
 * Returns: (transfer none) (nullable): what opens the choices when they are shown as a list
 *
 * Since: 0.1
 */
const char *
khidki_message_get_button (KhidkiMessage *self)
{
  return self->button;
}

/**
 * khidki_message_get_n_choices:
 * @self: a message
 *
 * Returns: how many choices are offered
 *
 * Since: 0.1
 */
guint
khidki_message_get_n_choices (KhidkiMessage *self)
{
  return self->choices->len;
}

static const Choice *
nth_choice (KhidkiMessage *self, guint index)
{
  static const Choice none = { NULL };

  g_return_val_if_fail (index < self->choices->len, &none);
  return g_ptr_array_index (self->choices, index);
}

/**
 * khidki_message_get_choice_id:
 * @self: a message
 * @index: which of its choices
 *
 * Returns: (transfer none) (nullable): what comes back when it is tapped
 *
 * Since: 0.1
 */
const char *
khidki_message_get_choice_id (KhidkiMessage *self, guint index)
{
  return nth_choice (self, index)->id;
}

/**
 * khidki_message_get_choice_title:
 * @self: a message
 * @index: which of its choices
 *
 * Returns: (transfer none) (nullable): what stands on it
 *
 * Since: 0.1
 */
const char *
khidki_message_get_choice_title (KhidkiMessage *self, guint index)
{
  return nth_choice (self, index)->title;
}

/**
 * khidki_message_get_choice_description:
 * @self: a message
 * @index: which of its choices
 *
 * Returns: (transfer none) (nullable): a second line, where the channel shows one
 *
 * Since: 0.1
 */
const char *
khidki_message_get_choice_description (KhidkiMessage *self, guint index)
{
  return nth_choice (self, index)->description;
}

/**
 * khidki_message_get_name:
 * @self: a message
 *
 * Returns: (transfer none) (nullable): of a template, the name under which it is registered with
 *   the channel
 *
 * Since: 0.1
 */
const char *
khidki_message_get_name (KhidkiMessage *self)
{
  return self->name;
}

/**
 * khidki_message_get_language:
 * @self: a message
 *
 * Returns: (transfer none) (nullable): of a template, its language code
 *
 * Since: 0.1
 */
const char *
khidki_message_get_language (KhidkiMessage *self)
{
  return self->language;
}

/**
 * khidki_message_get_parameters:
 * @self: a template
 *
 * Returns: (transfer none) (array zero-terminated=1): its values in order
 *
 * Since: 0.1
 */
const char *const *
khidki_message_get_parameters (KhidkiMessage *self)
{
  static const char *const none[] = { NULL };

  /* An array that never held anything has no memory at all. */
  return self->parameters->pdata != NULL ? (const char *const *) self->parameters->pdata : none;
}

/**
 * khidki_message_get_paper:
 * @self: a message
 *
 * Returns: (transfer none) (nullable): the document that is sent, or that stands at a template's
 *   head
 *
 * Since: 0.1
 */
KhidkiPaper *
khidki_message_get_paper (KhidkiMessage *self)
{
  return self->paper;
}

/**
 * khidki_message_get_filename:
 * @self: a message
 *
 * Returns: (transfer none) (nullable): the name under which the document is shown
 *
 * Since: 0.1
 */
const char *
khidki_message_get_filename (KhidkiMessage *self)
{
  return self->filename;
}

/**
 * khidki_message_get_template:
 * @self: a message
 *
 * Returns: (transfer none) (nullable): the template that says the same when the channel takes
 *   nothing else
 *
 * Since: 0.1
 */
KhidkiMessage *
khidki_message_get_template (KhidkiMessage *self)
{
  return self->template_message;
}
