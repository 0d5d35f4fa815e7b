/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "libkhidki/khidki-channel.h"
#include "libkhidki/khidki-error.h"
#include "libkhidki/khidki-paced-channel.h"

G_BEGIN_DECLS

#define FAKE_TYPE_CHANNEL (fake_channel_get_type ())

G_DECLARE_FINAL_TYPE (FakeChannel, fake_channel, FAKE, CHANNEL, GObject)

/* One message as it came to the far end. */
typedef struct
{
  char *id;
  char *line;
  char *key;
  char *text;
  char *choices;
  gboolean is_template;
  gint64 at;
} FakeSend;

/* A far end that takes everything, unless told otherwise. @host tells the time. */
FakeChannel *fake_channel_new (KhidkiHost *host);

void fake_channel_set_window (FakeChannel *self, gint64 window);
void fake_channel_set_templates_only (FakeChannel *self, gboolean templates_only);
void fake_channel_set_reports_delivery (FakeChannel *self, gboolean reports_delivery);

/* The next send fails so; once for each call. */
void fake_channel_push_error (FakeChannel *self, KhidkiError code);

/* Answers are kept back until they are let go. */
void fake_channel_hold (FakeChannel *self, gboolean hold);
void fake_channel_let_go (FakeChannel *self);
/* The same for those on @line only; and their sends fail so, until @code is 0. */
void fake_channel_hold_line (FakeChannel *self, const char *line, gboolean hold);
void fake_channel_refuse_line (FakeChannel *self, const char *line, KhidkiError code);
void fake_channel_refuse_text (FakeChannel *self, const char *text, KhidkiError code);
/* How many a second it says that it takes; it takes any number. */
void fake_channel_set_rate (FakeChannel *self, guint rate);
guint fake_channel_get_n_held (FakeChannel *self);

guint fake_channel_get_n_sent (FakeChannel *self);
guint fake_channel_count_line (FakeChannel *self, const char *line);
FakeSend *fake_channel_get_sent (FakeChannel *self, guint index);
guint fake_channel_get_n_read (FakeChannel *self);
/* How many it was asked for that were neither sent nor put back. */
int fake_channel_get_n_taken (FakeChannel *self);

G_END_DECLS
