// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_BASE_CLONES_H
#define ATTUNE_BASE_CLONES_H

/*
 * ATTUNE_CLONES("avx2", "default") before a function: GCC compiles it once for each named unit of
 * the processor, and the program takes the best that is there when it starts. It chooses before
 * the thread sanitizer is up, which would crash; clang spells it differently. Both go without.
 */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_THREAD__)
#define ATTUNE_CLONES(...) __attribute__((target_clones(__VA_ARGS__)))
#else
#define ATTUNE_CLONES(...)
#endif

#endif
