/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "store/khidki-rows-private.h"

#include <string.h>

typedef union
{
  char *text;
  gint64 number;
  GBytes *bytes;
} Cell;

struct _KhidkiRows
{
  char *columns;
  guint n_columns;
  guint n_rows;
  Cell *cells;
};

KhidkiRows *
khidki_rows_new (const char *columns, guint n_rows)
{
  KhidkiRows *self = g_new0 (KhidkiRows, 1);

  self->columns = g_strdup (columns);
  self->n_columns = strlen (columns);
  self->n_rows = n_rows;
  self->cells = g_new0 (Cell, (gsize) n_rows * self->n_columns);
  return self;
}

static Cell *
get_cell (KhidkiRows *self, guint row, guint column, char letter)
{
  g_return_val_if_fail (row < self->n_rows, NULL);
  g_return_val_if_fail (column < self->n_columns, NULL);
  g_return_val_if_fail (self->columns[column] == letter, NULL);
  return &self->cells[(gsize) row * self->n_columns + column];
}

void
khidki_rows_take_text (KhidkiRows *self, guint row, guint column, char *text)
{
  Cell *cell = get_cell (self, row, column, 's');

  g_free (cell->text);
  cell->text = text;
}

void
khidki_rows_set_int64 (KhidkiRows *self, guint row, guint column, gint64 number)
{
  get_cell (self, row, column, 'x')->number = number;
}

void
khidki_rows_take_bytes (KhidkiRows *self, guint row, guint column, GBytes *bytes)
{
  Cell *cell = get_cell (self, row, column, 'b');

  g_clear_pointer (&cell->bytes, g_bytes_unref);
  cell->bytes = bytes;
}

static void
clear_cell (Cell *cell, char letter)
{
  if (letter == 's')
    g_free (cell->text);
  else if (letter == 'b')
    g_clear_pointer (&cell->bytes, g_bytes_unref);
}

void
khidki_rows_free (KhidkiRows *self)
{
  for (gsize i = 0; i < (gsize) self->n_rows * self->n_columns; i++)
    clear_cell (&self->cells[i], self->columns[i % self->n_columns]);
  g_free (self->cells);
  g_free (self->columns);
  g_free (self);
}

/**
 * khidki_rows_get_n:
 * @self: rows
 *
 * Returns: how many rows there are
 *
 * Since: 0.1
 */
guint
khidki_rows_get_n (KhidkiRows *self)
{
  return self->n_rows;
}

/**
 * khidki_rows_get_text:
 * @self: rows
 * @row: from 0
 * @column: from 0; asked for as `s`
 *
 * Returns: (transfer none): the text, "" for none; lives as long as @self
 *
 * Since: 0.1
 */
const char *
khidki_rows_get_text (KhidkiRows *self, guint row, guint column)
{
  Cell *cell = get_cell (self, row, column, 's');

  return cell != NULL && cell->text != NULL ? cell->text : "";
}

/**
 * khidki_rows_get_int64:
 * @self: rows
 * @row: from 0
 * @column: from 0; asked for as `x`
 *
 * Returns: the number, 0 for none
 *
 * Since: 0.1
 */
gint64
khidki_rows_get_int64 (KhidkiRows *self, guint row, guint column)
{
  Cell *cell = get_cell (self, row, column, 'x');

  return cell != NULL ? cell->number : 0;
}

/**
 * khidki_rows_get_bytes:
 * @self: rows
 * @row: from 0
 * @column: from 0; asked for as `b`
 *
 * Returns: (transfer full): the bytes, empty for none
 *
 * Since: 0.1
 */
GBytes *
khidki_rows_get_bytes (KhidkiRows *self, guint row, guint column)
{
  Cell *cell = get_cell (self, row, column, 'b');

  if (cell == NULL || cell->bytes == NULL)
    return g_bytes_new_static ("", 0);
  return g_bytes_ref (cell->bytes);
}
