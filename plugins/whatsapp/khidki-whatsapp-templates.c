/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-templates.h"

#include <string.h>

/* As stored: each template's name, language, state with its marks, and when that was said. */
#define VARIANT_TYPE "a(ssux)"
#define MARKS_SHIFT 8
#define STATE_MASK 0xff
/* Meta lets a business have so many; what is more is not remembered. */
#define MOST_TEMPLATES 6000
/* Of what was sent last it is known which template it was, should Meta refuse it later. */
#define MOST_SENDS 2000
/* Meta pauses for three hours, then for six. Whoever tells that it is over may not be heard: the
 * next message finds out. */
#define PAUSE_MS (6 * 60 * 60 * 1000)

struct _KhidkiWhatsappTemplates
{
  GHashTable *by_key; /* "name\nlanguage" → KhidkiWhatsappTemplateUpdate */
  GHashTable *wanted; /* names that were to be sent since the start */
  GHashTable *sends;  /* key of a send → KhidkiMessage */
  GQueue send_order;  /* of those keys, the oldest first */
  gboolean listed;    /* Meta has been asked for all that there are */
};

/* Where a language is missing, in this order: whoever reads the one mostly reads the other. */
static const struct
{
  const char *language;
  const char *others[3];
} fallbacks[] = {
  { "hi", { "en" } },
  { "en", { "hi" } },
  { "pa", { "hi", "en" } },
  { "ur", { "hi", "en" } },
};

/**
 * khidki_whatsapp_templates_new:
 *
 * Returns: (transfer full): nothing is known yet
 *
 * Since: 0.1
 */
KhidkiWhatsappTemplates *
khidki_whatsapp_templates_new (void)
{
  KhidkiWhatsappTemplates *self = g_new0 (KhidkiWhatsappTemplates, 1);

  self->by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                        (GDestroyNotify) khidki_whatsapp_template_update_free);
  self->wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->sends = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify) khidki_message_unref);
  g_queue_init (&self->send_order);

  return self;
}

/**
 * khidki_whatsapp_templates_free:
 * @self: (transfer full): templates
 *
 * Since: 0.1
 */
void
khidki_whatsapp_templates_free (KhidkiWhatsappTemplates *self)
{
  g_queue_clear (&self->send_order);
  g_hash_table_unref (self->sends);
  g_hash_table_unref (self->wanted);
  g_hash_table_unref (self->by_key);
  g_free (self);
}

static char *
dup_key (const char *name, const char *language)
{
  return g_strconcat (name, "\n", language, NULL);
}

static KhidkiWhatsappTemplateUpdate *
find (KhidkiWhatsappTemplates *self, const char *name, const char *language)
{
  g_autofree char *key = dup_key (name, language);

  return g_hash_table_lookup (self->by_key, key);
}

/**
 * khidki_whatsapp_templates_find:
 * @self: templates
 * @name: a template's name
 * @language: its language
 *
 * Returns: (transfer none) (nullable): what is known of it
 *
 * Since: 0.1
 */
const KhidkiWhatsappTemplateUpdate *
khidki_whatsapp_templates_find (KhidkiWhatsappTemplates *self,
                                const char *name,
                                const char *language)
{
  return find (self, name, language);
}

/**
 * khidki_whatsapp_templates_set:
 * @self: templates
 * @update: what Meta says of one
 *
 * What is older than what is known changes nothing: webhooks come in any order.
 *
 * Returns: whether something changed
 *
 * Since: 0.1
 */
gboolean
khidki_whatsapp_templates_set (KhidkiWhatsappTemplates *self,
                               const KhidkiWhatsappTemplateUpdate *update)
{
  KhidkiWhatsappTemplateUpdate *known = find (self, update->name, update->language);
  gboolean is_new = known == NULL;
  gboolean changed = FALSE;
  guint marks = update->marks & update->told;

  if (is_new && (g_hash_table_size (self->by_key) >= MOST_TEMPLATES || (update->stateless && marks == 0)))
    return FALSE;
  if (is_new)
    {
      known = khidki_whatsapp_template_update_new (update->name, update->language,
                                                   KHIDKI_WHATSAPP_TEMPLATE_APPROVED, 0);
      g_hash_table_insert (self->by_key, dup_key (update->name, update->language), known);
    }

  if (!update->stateless && (is_new || update->at >= known->at))
    {
      changed = is_new || known->state != update->state;
      known->state = update->state;
      known->at = update->at;
    }
  marks |= known->marks & ~update->told;
  changed = changed || marks != known->marks;
  known->marks = marks;
  return changed;
}

static gboolean
is_approved (KhidkiWhatsappTemplates *self, const char *name, const char *language)
{
  KhidkiWhatsappTemplateUpdate *known = find (self, name, language);

  return known != NULL && known->state == KHIDKI_WHATSAPP_TEMPLATE_APPROVED;
}

static gboolean
may_be_over (const KhidkiWhatsappTemplateUpdate *known, gint64 now)
{
  return known->state == KHIDKI_WHATSAPP_TEMPLATE_PAUSED && now - known->at >= PAUSE_MS;
}

/* (nullable) */
static const char *const *
get_others (const char *language)
{
  for (guint i = 0; i < G_N_ELEMENTS (fallbacks); i++)
    if (strcmp (fallbacks[i].language, language) == 0)
      return fallbacks[i].others;

  return NULL;
}

static const char *
find_fallback (KhidkiWhatsappTemplates *self, const char *name, const char *language)
{
  const char *const *others = get_others (language);

  for (guint i = 0; others != NULL && others[i] != NULL; i++)
    if (is_approved (self, name, others[i]))
      return others[i];

  return NULL;
}

/* Whoever reads English does not read Punjabi: that is no help to them. */
static gboolean
is_read_by (const char *known, const char *language)
{
  const char *const *others = get_others (language);
  g_autofree char *plain = g_strndup (known, strcspn (known, "_"));

  return others == NULL || strcmp (plain, language) == 0 || g_strv_contains (others, plain);
}

/* A regional code has a plain one beside it: `en_US`, `en`. */
static const char *
find_regional (KhidkiWhatsappTemplates *self, const char *name, const char *language)
{
  GHashTableIter iter;
  gpointer value;
  const char *found = NULL;

  g_hash_table_iter_init (&iter, self->by_key);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const KhidkiWhatsappTemplateUpdate *known = value;

      if (strcmp (known->name, name) == 0 && known->state == KHIDKI_WHATSAPP_TEMPLATE_APPROVED
          && is_read_by (known->language, language)
          && (found == NULL || strcmp (known->language, found) < 0))
        found = known->language;
    }

  return found;
}

/* Whether in some language it may be approved later. */
static gboolean
may_come (KhidkiWhatsappTemplates *self, const char *name)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->by_key);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const KhidkiWhatsappTemplateUpdate *known = value;

      if (strcmp (known->name, name) == 0 && known->state != KHIDKI_WHATSAPP_TEMPLATE_GONE)
        return TRUE;
    }

  return FALSE;
}

/**
 * khidki_whatsapp_templates_choose:
 * @self: templates
 * @name: a template's name
 * @language: the language that is wished
 * @now: UTC milliseconds
 *
 * Returns: (transfer none) (nullable): the language in which to send it; NULL with
 *   %KHIDKI_ERROR_TEMPLATE if it may be approved later in one, with %KHIDKI_ERROR_FAILED
 *   if not
 *
 * Since: 0.1
 */
const char *
khidki_whatsapp_templates_choose (KhidkiWhatsappTemplates *self,
                                  const char *name,
                                  const char *language,
                                  gint64 now,
                                  GError **error)
{
  KhidkiWhatsappTemplateUpdate *known = find (self, name, language);
  const char *other;

  if (!g_hash_table_contains (self->wanted, name))
    g_hash_table_add (self->wanted, g_strdup (name));
  if (known == NULL || known->state == KHIDKI_WHATSAPP_TEMPLATE_APPROVED || may_be_over (known, now))
    return language;

  other = find_fallback (self, name, language);
  if (other == NULL)
    other = find_regional (self, name, language);
  if (other != NULL)
    return other;

  if (may_come (self, name))
    g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_TEMPLATE,
                 "template: %s is not approved now in any language", name);
  else
    g_set_error (error, KHIDKI_ERROR, KHIDKI_ERROR_FAILED,
                 "The template %s is not approved in any language", name);
  return NULL;
}

/* (transfer full): those that nobody misses, taken out: Meta does not have them in any
 * language, and they were not to be sent. */
static GPtrArray *
set_missing (KhidkiWhatsappTemplates *self, GHashTable *listed, gint64 now)
{
  GPtrArray *forgotten
      = g_ptr_array_new_with_free_func ((GDestroyNotify) khidki_whatsapp_template_update_free);
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, self->by_key);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      KhidkiWhatsappTemplateUpdate *known = value;

      if (g_hash_table_contains (listed, key) || known->at >= now)
        continue;
      known->state = KHIDKI_WHATSAPP_TEMPLATE_GONE;
      known->at = now;
      if (g_hash_table_contains (listed, known->name)
          || g_hash_table_contains (self->wanted, known->name))
        continue;
      g_ptr_array_add (forgotten, known);
      g_hash_table_iter_steal (&iter);
      g_free (key);
    }
  return forgotten;
}

/* A text of the office's own may be marketing from the start: that is no news. */
static void
set_listed (KhidkiWhatsappTemplates *self, KhidkiWhatsappTemplateUpdate *update)
{
  if (!g_hash_table_contains (self->wanted, update->name)
      && (update->marks & KHIDKI_WHATSAPP_TEMPLATE_MARKETING) != 0)
    update->told &= ~(guint) KHIDKI_WHATSAPP_TEMPLATE_MARKETING;
  khidki_whatsapp_templates_set (self, update);
}

/* Meta gives each business samples of its own, in `en_US` alone: nobody misses those. */
static gboolean
is_ours (const KhidkiWhatsappTemplateUpdate *update)
{
  for (guint i = 0; i < G_N_ELEMENTS (fallbacks); i++)
    if (strcmp (fallbacks[i].language, update->language) == 0)
      return TRUE;

  return FALSE;
}

/* In the other languages that we speak. */
static void
set_others_missing (KhidkiWhatsappTemplates *self,
                    const KhidkiWhatsappTemplateUpdate *listed,
                    gint64 now)
{
  for (guint i = 0; i < G_N_ELEMENTS (fallbacks); i++)
    {
      g_autoptr (KhidkiWhatsappTemplateUpdate) missing
          = khidki_whatsapp_template_update_new (listed->name, fallbacks[i].language,
                                                 KHIDKI_WHATSAPP_TEMPLATE_GONE, now);

      if (find (self, missing->name, missing->language) == NULL)
        khidki_whatsapp_templates_set (self, missing);
    }
}

/**
 * khidki_whatsapp_templates_set_all:
 * @self: templates
 * @updates: (element-type KhidkiWhatsappTemplateUpdate): all that Meta has
 * @now: when the list was asked for, UTC milliseconds
 *
 * What is known of and not in the list is gone, unless Meta told of it since. Of each
 * name that the list has in a language that we speak, the others are then known to be missing.
 * What the list has in no language is forgotten if it was not to be sent.
 *
 * Returns: (transfer full) (element-type KhidkiWhatsappTemplateUpdate): what was forgotten
 *
 * Since: 0.1
 */
GPtrArray *
khidki_whatsapp_templates_set_all (KhidkiWhatsappTemplates *self, GPtrArray *updates, gint64 now)
{
  g_autoptr (GHashTable) listed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  self->listed = TRUE;
  for (guint i = 0; i < updates->len; i++)
    {
      KhidkiWhatsappTemplateUpdate *update = g_ptr_array_index (updates, i);

      g_hash_table_add (listed, dup_key (update->name, update->language));
      g_hash_table_add (listed, g_strdup (update->name));
      set_listed (self, update);
    }
  for (guint i = 0; i < updates->len; i++)
    if (is_ours (g_ptr_array_index (updates, i)))
      set_others_missing (self, g_ptr_array_index (updates, i), now);
  return set_missing (self, listed, now);
}

/**
 * khidki_whatsapp_templates_has_none:
 * @self: templates
 *
 * Returns: whether it is known that Meta has approved none in a language that we speak
 *
 * Since: 0.1
 */
gboolean
khidki_whatsapp_templates_has_none (KhidkiWhatsappTemplates *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->by_key);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const KhidkiWhatsappTemplateUpdate *known = value;

      if (known->state == KHIDKI_WHATSAPP_TEMPLATE_APPROVED && is_ours (known))
        return FALSE;
    }

  return self->listed;
}

/**
 * khidki_whatsapp_templates_note_send:
 * @self: templates
 * @key: of a send
 * @message: which template it was; nothing is noted of other messages
 *
 * Since: 0.1
 */
void
khidki_whatsapp_templates_note_send (KhidkiWhatsappTemplates *self,
                                     const char *key,
                                     KhidkiMessage *message)
{
  char *owned;
  KhidkiMessage *bare;

  if (khidki_message_get_kind (message) != KHIDKI_MESSAGE_TEMPLATE
      || khidki_message_get_name (message) == NULL || khidki_message_get_language (message) == NULL)
    return;

  /* Without its parameters, which are personal. */
  bare = khidki_message_new_template (khidki_message_get_name (message),
                                      khidki_message_get_language (message));
  if (g_hash_table_contains (self->sends, key))
    {
      g_hash_table_insert (self->sends, g_strdup (key), bare);
      return;
    }
  owned = g_strdup (key);
  g_hash_table_insert (self->sends, owned, bare);
  g_queue_push_tail (&self->send_order, owned);
  if (g_queue_get_length (&self->send_order) > MOST_SENDS)
    g_hash_table_remove (self->sends, g_queue_pop_head (&self->send_order));
}

/**
 * khidki_whatsapp_templates_find_send:
 * @self: templates
 * @key: (nullable): of a send
 *
 * Returns: (transfer none) (nullable): name and language of the template that it was
 *
 * Since: 0.1
 */
KhidkiMessage *
khidki_whatsapp_templates_find_send (KhidkiWhatsappTemplates *self, const char *key)
{
  return key != NULL ? g_hash_table_lookup (self->sends, key) : NULL;
}

/**
 * khidki_whatsapp_templates_note_accepted:
 * @self: templates
 * @message: what Meta took
 *
 * A template that was paused is back; a refusal of it by a later status still counts.
 *
 * Returns: (transfer none) (nullable): what is known of it, if that is news
 *
 * Since: 0.1
 */
const KhidkiWhatsappTemplateUpdate *
khidki_whatsapp_templates_note_accepted (KhidkiWhatsappTemplates *self, KhidkiMessage *message)
{
  KhidkiWhatsappTemplateUpdate *known = NULL;

  if (khidki_message_get_kind (message) == KHIDKI_MESSAGE_TEMPLATE
      && khidki_message_get_name (message) != NULL && khidki_message_get_language (message) != NULL)
    known = find (self, khidki_message_get_name (message), khidki_message_get_language (message));
  if (known == NULL || known->state != KHIDKI_WHATSAPP_TEMPLATE_PAUSED)
    return NULL;

  known->state = KHIDKI_WHATSAPP_TEMPLATE_APPROVED;
  return known;
}

/**
 * khidki_whatsapp_templates_foreach:
 * @self: templates
 * @func: (scope call): called with each of which something is known
 * @user_data: for @func
 *
 * Since: 0.1
 */
void
khidki_whatsapp_templates_foreach (KhidkiWhatsappTemplates *self,
                                   KhidkiWhatsappTemplateFunc func,
                                   gpointer user_data)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->by_key);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    func (value, user_data);
}

/**
 * khidki_whatsapp_templates_to_variant:
 * @self: templates
 *
 * Returns: (transfer full): all that is known
 *
 * Since: 0.1
 */
GVariant *
khidki_whatsapp_templates_to_variant (KhidkiWhatsappTemplates *self)
{
  GVariantBuilder builder;
  GHashTableIter iter;
  gpointer value;

  g_variant_builder_init (&builder, G_VARIANT_TYPE (VARIANT_TYPE));
  g_hash_table_iter_init (&iter, self->by_key);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const KhidkiWhatsappTemplateUpdate *known = value;

      g_variant_builder_add (&builder, "(ssux)", known->name, known->language,
                             (guint32) known->state | known->marks << MARKS_SHIFT, known->at);
    }

  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

/**
 * khidki_whatsapp_templates_load:
 * @self: templates
 * @variant: what [method@WhatsappTemplates.to_variant] gave
 *
 * Returns: whether it could be read
 *
 * Since: 0.1
 */
gboolean
khidki_whatsapp_templates_load (KhidkiWhatsappTemplates *self, GVariant *variant)
{
  GVariantIter iter;
  const char *name, *language;
  guint32 state;
  gint64 at;

  if (!g_variant_is_of_type (variant, G_VARIANT_TYPE (VARIANT_TYPE)))
    return FALSE;

  g_variant_iter_init (&iter, variant);
  while (g_variant_iter_next (&iter, "(&s&sux)", &name, &language, &state, &at))
    {
      g_autoptr (KhidkiWhatsappTemplateUpdate) update
          = khidki_whatsapp_template_update_new (name, language, state & STATE_MASK, at);

      update->marks = state >> MARKS_SHIFT;
      update->told = G_MAXUINT;
      if ((state & STATE_MASK) <= KHIDKI_WHATSAPP_TEMPLATE_GONE)
        khidki_whatsapp_templates_set (self, update);
    }

  return TRUE;
}
