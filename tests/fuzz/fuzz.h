// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_TESTS_FUZZ_FUZZ_H
#define ATTUNE_TESTS_FUZZ_FUZZ_H

/* The one function of a fuzz target, called by libFuzzer or by replay.c. */
#include <stddef.h>
#include <stdint.h>

/** Takes one input; aborts when something about it went wrong. @return 0 always */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
