/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "paper-fixtures.h"

#include <cairo-pdf.h>
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>

GBytes *
paper_fixture_photo (const char *type, int width, int height, int grey)
{
  g_autoptr (GdkPixbuf) picture = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);
  g_autoptr (GRand) grain = g_rand_new_with_seed (1);
  guint8 *pixels = gdk_pixbuf_get_pixels (picture);
  gsize size = gdk_pixbuf_get_byte_length (picture);
  g_autoptr (GError) error = NULL;
  char *data;
  gsize length;

  for (gsize i = 0; i < size; i++)
    pixels[i] = CLAMP (grey + g_rand_int_range (grain, -12, 12), 0, 255);
  gdk_pixbuf_save_to_buffer (picture, &data, &length, type, &error, NULL);
  g_assert_no_error (error);
  return g_bytes_new_take (data, length);
}

static cairo_status_t
append (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

GBytes *
paper_fixture_document (guint pages, double grey)
{
  GByteArray *bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append, bytes, 595, 842);
  cairo_t *cr = cairo_create (surface);

  for (guint i = 0; i < pages; i++)
    {
      cairo_set_source_rgb (cr, grey, grey, grey);
      cairo_paint (cr);
      cairo_set_source_rgb (cr, 0, 0, 0);
      cairo_rectangle (cr, 100, 100, 200, 12);
      cairo_fill (cr);
      cairo_show_page (cr);
    }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return g_byte_array_free_to_bytes (bytes);
}

static GBytes *
small_document (const char *trailer)
{
  const char *body =
      "%PDF-1.4\n"
      "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
      "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
      "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
      "/Resources<</Font<</F1 5 0 R/F2 6 0 R>>>>>>endobj\n"
      "4 0 obj<</Length 80>>stream\nBT /F1 12 Tf 20 100 Td (Bank) Tj /F2 20 Tf (book) Tj ET\n"
      "endstream endobj\n"
      "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Times-BoldItalic>>endobj\n"
      "6 0 obj<</Type/Font/Subtype/TrueType/BaseFont/Arial,Bold/FirstChar 32/LastChar 33"
      "/Widths[250 300]>>endobj\n";
  char *text = g_strconcat (body, trailer, "\n%%EOF\n", NULL);

  return g_bytes_new_take (text, strlen (text));
}

/* Its fonts are not in the file, as in what many offices' programs write. */
GBytes *
paper_fixture_base_font_document (void)
{
  return small_document ("trailer<</Root 1 0 R/Size 7>>");
}

GBytes *
paper_fixture_encrypted_document (void)
{
  return small_document (
      "7 0 obj<</Filter/Standard/V 1/R 2/P -4"
      "/O<0102030405060708090a0b0c0d0e0f100102030405060708090a0b0c0d0e0f10>"
      "/U<0102030405060708090a0b0c0d0e0f100102030405060708090a0b0c0d0e0f10>>>endobj\n"
      "trailer<</Root 1 0 R/Size 8/Encrypt 7 0 R/ID[<0102><0102>]>>");
}

static guint32
crc (const guint8 *data, gsize length)
{
  guint32 value = 0xffffffff;

  for (gsize i = 0; i < length; i++)
    {
      value ^= data[i];
      for (int bit = 0; bit < 8; bit++)
        value = (value >> 1) ^ ((value & 1) != 0 ? 0xedb88320 : 0);
    }
  return ~value;
}

static void
append_number (GByteArray *bytes, guint32 value)
{
  guint32 big = GUINT32_TO_BE (value);

  g_byte_array_append (bytes, (const guint8 *) &big, 4);
}

/* A true header that promises @width by @height pixels, and no pixels. */
GBytes *
paper_fixture_png_bomb (guint32 width, guint32 height)
{
  GByteArray *bytes = g_byte_array_new ();
  const guint8 rest[] = { 8, 6, 0, 0, 0 };
  guint start;

  g_byte_array_append (bytes, (const guint8 *) "\x89PNG\r\n\x1a\n", 8);
  append_number (bytes, 13);
  start = bytes->len;
  g_byte_array_append (bytes, (const guint8 *) "IHDR", 4);
  append_number (bytes, width);
  append_number (bytes, height);
  g_byte_array_append (bytes, rest, sizeof rest);
  append_number (bytes, crc (bytes->data + start, bytes->len - start));
  append_number (bytes, 8);
  start = bytes->len;
  g_byte_array_append (bytes, (const guint8 *) "IDAT\x78\x9c\x03\0\0\0\0\x01", 12);
  append_number (bytes, crc (bytes->data + start, bytes->len - start));
  return g_byte_array_free_to_bytes (bytes);
}

GBytes *
paper_fixture_cut (GBytes *bytes, gsize length)
{
  return g_bytes_new_from_bytes (bytes, 0, MIN (length, g_bytes_get_size (bytes)));
}
