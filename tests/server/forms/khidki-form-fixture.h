/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "forms/khidki-form.h"

/* The real service over the real places, on 1 June 2026. */
typedef struct
{
  KhidkiDepartment *department;
  KhidkiCatalogue *catalogue;
  KhidkiAnswers *answers;
  GDate today;
  KhidkiForm form;
} Fixture;

void fixture_set_up (Fixture *fixture, gconstpointer language);
void fixture_tear_down (Fixture *fixture, gconstpointer language);

/* Answers what is asked next; NULL @path: whatever it is. */
void fixture_answer (Fixture *fixture, const char *path, const char *text);
/* What is complained of; the answers stay. */
char *fixture_refuse (Fixture *fixture, const char *path, const char *text);
/* Answers up to and without the field. */
void fixture_walk_to (Fixture *fixture, const char *path);
const char *fixture_get (Fixture *fixture, const char *path);
