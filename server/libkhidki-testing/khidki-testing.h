/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "khidki-test-counter.h"
#include "khidki-test-host.h"
#include "khidki-test-loop.h"
