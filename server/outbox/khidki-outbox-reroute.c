/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "outbox/khidki-outbox-reroute.h"

#include "outbox/khidki-account-row.h"
#include "outbox/khidki-outbox-rows.h"

#define HOUR_MS (G_GINT64_CONSTANT (60) * 60 * 1000)
/* A phone is out of the net for a working day's half often enough; but who waits for
 * a paper is to have it told before the office closes. */
#define LATE_MS (6 * HOUR_MS)
/* When a channel for it is set up later, nobody wants to hear of what is long over. */
#define OLDEST_MS (7 * 24 * HOUR_MS)
/* So much at a time that others who write wait no longer than for a moment. */
#define MOST 100
#define COLUMNS "xssbb"

typedef struct
{
  char *channel;
  gint64 late;
} From;

struct _KhidkiOutboxReroute
{
  GArray *from;
  char *towards;
  gint64 now;
  guint n;
  guint n_given_up;
  gboolean more;
};

typedef struct
{
  gint64 id;
  const char *key;
  const char *account_key;
  GBytes *message;
  GBytes *account;
} Row;

static void
from_clear (From *from)
{
  g_free (from->channel);
}

/* (transfer none) (nullable): the channel that reaches every phone, if one runs */
static const char *
find_channel (KhidkiChannels *channels)
{
  g_auto (GStrv) names = khidki_channels_list (channels);
  const char *found = NULL;

  /* The same one on every node. */
  for (guint i = 0; names[i] != NULL; i++)
    if (khidki_channel_get_limits (khidki_channels_find (channels, names[i]))->templates_only
        && (found == NULL || g_strcmp0 (names[i], found) < 0))
      found = names[i];
  return found != NULL ? g_intern_string (found) : NULL;
}

KhidkiOutboxReroute *
khidki_outbox_reroute_new (KhidkiChannels *channels, gint64 now)
{
  const char *towards = find_channel (channels);
  g_auto (GStrv) names = khidki_channels_list (channels);
  KhidkiOutboxReroute *self;

  self = g_new0 (KhidkiOutboxReroute, 1);
  self->from = g_array_new (FALSE, FALSE, sizeof (From));
  g_array_set_clear_func (self->from, (GDestroyNotify) from_clear);
  self->towards = g_strdup (towards);
  self->now = now;
  for (guint i = 0; towards != NULL && names[i] != NULL; i++)
    {
      const KhidkiLimits *limits =
          khidki_channel_get_limits (khidki_channels_find (channels, names[i]));
      From from = { g_strdup (names[i]), limits->reports_delivery ? now - LATE_MS : 0 };

      if (limits->templates_only)
        from_clear (&from);
      else
        g_array_append_val (self->from, from);
    }
  return self;
}

void
khidki_outbox_reroute_free (KhidkiOutboxReroute *self)
{
  g_array_unref (self->from);
  g_free (self->towards);
  g_free (self);
}

guint
khidki_outbox_reroute_get_n (KhidkiOutboxReroute *self)
{
  return self->n;
}

guint
khidki_outbox_reroute_get_n_given_up (KhidkiOutboxReroute *self)
{
  return self->n_given_up;
}

gboolean
khidki_outbox_reroute_has_more (KhidkiOutboxReroute *self)
{
  return self->more;
}

const char *
khidki_outbox_reroute_get_channel (KhidkiOutboxReroute *self)
{
  return self->towards;
}

static gboolean
is_phone (const char *phone)
{
  if (phone == NULL || *phone != '+' || phone[1] == '\0')
    return FALSE;
  for (phone++; *phone != '\0'; phone++)
    if (!g_ascii_isdigit (*phone))
      return FALSE;
  return TRUE;
}

/* (transfer full) (nullable): the same person where every phone is reached */
static KhidkiAccount *
make_account (KhidkiOutboxReroute *self, KhidkiSeal *seal, const Row *row)
{
  g_autoptr (KhidkiAccount) account =
      khidki_outbox_open_account (seal, row->account_key, row->account, NULL);
  const char *phone = account != NULL ? khidki_account_get_phone (account) : NULL;

  return is_phone (phone) ? khidki_account_new (self->towards, "", phone + 1, phone, NULL) : NULL;
}

/* (transfer full) (nullable): the same text of the same family, without its file */
static KhidkiMessage *
make_message (KhidkiSeal *seal, const Row *row)
{
  g_autoptr (KhidkiMessage) message =
      khidki_outbox_open_message (seal, row->key, row->message, NULL);
  KhidkiMessage *template_message = message;
  const char *const *parameters;
  KhidkiMessage *copy;

  if (message != NULL && khidki_message_get_kind (message) != KHIDKI_MESSAGE_TEMPLATE)
    template_message = khidki_message_get_template (message);
  if (template_message == NULL)
    return NULL;
  copy = khidki_message_new_template (khidki_message_get_name (template_message),
                                      khidki_message_get_language (template_message));
  parameters = khidki_message_get_parameters (template_message);
  for (guint i = 0; parameters != NULL && parameters[i] != NULL; i++)
    khidki_message_add_parameter (copy, parameters[i]);
  return copy;
}

static gboolean
send (KhidkiOutboxReroute *self,
      KhidkiTransaction *transaction,
      const Row *row,
      KhidkiAccount *account,
      KhidkiMessage *message,
      GError **error)
{
  g_autofree char *account_key =
      khidki_account_key (khidki_transaction_get_seal (transaction), account);
  /* Made of the row's own: once, whoever does it and how often. */
  g_autofree char *key = g_strconcat (row->key, ":", self->towards, NULL);

  if (khidki_transaction_execute (transaction, "outbox-reroute", error, "xx", self->now, row->id) < 0
      || khidki_account_row_add (transaction, account, self->now, error) < 0
      || khidki_outbox_add (transaction, key, account_key, account, KHIDKI_LANE_NEWS, "",
                            message, self->now, NULL, error) < 0)
    return FALSE;
  self->n++;
  return TRUE;
}

static gboolean
reroute (KhidkiOutboxReroute *self, KhidkiTransaction *transaction, const Row *row, GError **error)
{
  KhidkiSeal *seal = khidki_transaction_get_seal (transaction);
  g_autoptr (KhidkiAccount) account = make_account (self, seal, row);
  g_autoptr (KhidkiMessage) message = make_message (seal, row);

  /* No phone is known, or the row cannot be read: it stays as it has ended. */
  if (account == NULL || message == NULL)
    return khidki_transaction_execute (transaction, "outbox-reroute-not", error, "x", row->id) >= 0;
  return send (self, transaction, row, account, message, error);
}

static gboolean
reroute_rows (KhidkiOutboxReroute *self,
              KhidkiTransaction *transaction,
              KhidkiRows *rows,
              GError **error)
{
  for (guint i = 0; i < khidki_rows_get_n (rows); i++)
    {
      g_autoptr (GBytes) message = khidki_rows_get_bytes (rows, i, 3);
      g_autoptr (GBytes) account = khidki_rows_get_bytes (rows, i, 4);
      Row row = { khidki_rows_get_int64 (rows, i, 0), khidki_rows_get_text (rows, i, 1),
                  khidki_rows_get_text (rows, i, 2), message, account };

      if (!reroute (self, transaction, &row, error))
        return FALSE;
    }
  self->more = self->more || khidki_rows_get_n (rows) == MOST;
  return TRUE;
}

static gboolean
reroute_from (KhidkiOutboxReroute *self,
              KhidkiTransaction *transaction,
              const From *from,
              GError **error)
{
  g_autoptr (KhidkiRows) rows =
      khidki_transaction_query (transaction, "outbox-reroute-due", COLUMNS, error, "sxxx",
                                from->channel, self->now - OLDEST_MS, from->late,
                                (gint64) MOST);

  return rows != NULL && reroute_rows (self, transaction, rows, error);
}

static gboolean
reroute_unsent (KhidkiOutboxReroute *self, KhidkiTransaction *transaction, GError **error)
{
  g_autoptr (KhidkiRows) rows = NULL;

  if (self->towards == NULL)
    return TRUE;
  rows = khidki_transaction_query (transaction, "outbox-reroute-unsent", COLUMNS, error, "xxsx",
                                   self->now - OLDEST_MS, self->now - LATE_MS, self->towards,
                                   (gint64) MOST);
  return rows != NULL && reroute_rows (self, transaction, rows, error);
}

static gboolean
give_up (KhidkiOutboxReroute *self, KhidkiTransaction *transaction, GError **error)
{
  int n = khidki_transaction_execute (transaction, "outbox-give-up", error, "xx", self->now,
                                      self->now - OLDEST_MS);

  self->n_given_up = (guint) MAX (n, 0);
  return n >= 0;
}

gboolean
khidki_outbox_reroute_write (KhidkiTransaction *transaction, gpointer data, GError **error)
{
  KhidkiOutboxReroute *self = data;

  self->n = 0;
  self->more = FALSE;
  for (guint i = 0; i < self->from->len; i++)
    if (!reroute_from (self, transaction, &g_array_index (self->from, From, i), error))
      return FALSE;
  return reroute_unsent (self, transaction, error) && give_up (self, transaction, error);
}
