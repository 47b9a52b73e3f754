// SPDX-License-Identifier: GPL-3.0-or-later
/* Words do not flicker: each trouble begins late, ends late, and the most telling one is said. */
#include "model/trouble.h"

#include <glib.h>
#include <math.h>

static attune_frame
make_frame(double t_s, attune_part part, uint32_t unheard)
{
  attune_frame frame = {.t_s = t_s, .part = part, .unheard = unheard};
  for (int p = 0; p < ATTUNE_PARTNERS; p++)
    frame.breath[p] = (attune_breath){.phase_rad = 1, .rate_per_min = 8, .present = 1};
  return frame;
}

/* Hears the same for a while from t_s on. @return the time after it */
static double
hear(attune_trouble_watch *watch, double t_s, double for_s, attune_frame frame)
{
  for (double end_s = t_s + for_s; t_s < end_s; t_s += ATTUNE_ROW_S) {
    frame.t_s = t_s;
    attune_trouble_watch_hear(watch, &frame);
  }
  return t_s;
}

static void
test_nothing_to_say(void)
{
  attune_trouble_watch watch;
  attune_trouble_watch_reset(&watch);
  g_assert_cmpint(attune_trouble_watch_tell(&watch), ==, ATTUNE_TROUBLE_NONE);
  hear(&watch, 0, 100, make_frame(0, ATTUNE_PART_LIVE, 0));
  g_assert_cmpint(attune_trouble_watch_tell(&watch), ==, ATTUNE_TROUBLE_NONE);
}

static void
test_each_bit_has_its_trouble(void)
{
  static const struct {
    uint32_t bit;
    attune_trouble trouble;
  } rows[] = {{ATTUNE_UNHEARD_SPEECH, ATTUNE_TROUBLE_TALKING},
              {ATTUNE_UNHEARD_CLIPPING, ATTUNE_TROUBLE_TOO_LOUD},
              {ATTUNE_UNHEARD_SILENCE, ATTUNE_TROUBLE_SILENT},
              {ATTUNE_UNHEARD_FILTERED, ATTUNE_TROUBLE_FILTERED},
              {ATTUNE_UNHEARD_TOO_QUIET, ATTUNE_TROUBLE_TOO_QUIET},
              {ATTUNE_UNHEARD_NOISE, ATTUNE_TROUBLE_NOISE},
              {ATTUNE_UNHEARD_GAIN_JUMP, ATTUNE_TROUBLE_GAIN},
              {ATTUNE_UNHEARD_DEAD_CHANNEL, ATTUNE_TROUBLE_ONE_CHANNEL},
              {ATTUNE_UNHEARD_COPIES, ATTUNE_TROUBLE_COPIES},
              {ATTUNE_UNHEARD_BUMP, ATTUNE_TROUBLE_BUMPS}};
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    attune_trouble_watch watch;
    attune_trouble_watch_reset(&watch);
    double t_s = hear(&watch, 0, 0.2, make_frame(0, ATTUNE_PART_WAIT, rows[i].bit));
    g_assert_cmpint(attune_trouble_watch_tell(&watch), ==, ATTUNE_TROUBLE_NONE);
    t_s = hear(&watch, t_s, 15, make_frame(0, ATTUNE_PART_WAIT, rows[i].bit));
    g_assert_cmpint(attune_trouble_watch_tell(&watch), ==, rows[i].trouble);
    t_s = hear(&watch, t_s, 0.2, make_frame(0, ATTUNE_PART_WAIT, 0));
    g_assert_cmpint(attune_trouble_watch_tell(&watch), ==, rows[i].trouble);
    hear(&watch, t_s, 45, make_frame(0, ATTUNE_PART_WAIT, 0));
    g_assert_cmpint(attune_trouble_watch_tell(&watch), ==, ATTUNE_TROUBLE_NONE);
  }
}

static void
test_silence_is_muted_when_the_desktop_says_so(void)
{
  attune_trouble_watch watch;
  attune_trouble_watch_reset(&watch);
  watch.muted = true;
  g_assert_cmpint(attune_trouble_watch_tell(&watch), ==, ATTUNE_TROUBLE_NONE);
  hear(&watch, 0, 5, make_frame(0, ATTUNE_PART_WAIT, ATTUNE_UNHEARD_SILENCE));
  g_assert_cmpint(attune_trouble_watch_tell(&watch), ==, ATTUNE_TROUBLE_MUTED);
  double t_s = hear(&watch, 5, 45, make_frame(0, ATTUNE_PART_WAIT, 0));
  hear(&watch, t_s, 10, make_frame(0, ATTUNE_PART_WAIT, ATTUNE_UNHEARD_DEAD_CHANNEL));
  g_assert_cmpint(attune_trouble_watch_tell(&watch), ==, ATTUNE_TROUBLE_MUTED);
  watch.muted = false;
  g_assert_cmpint(attune_trouble_watch_tell(&watch), ==, ATTUNE_TROUBLE_ONE_CHANNEL);
}

static void
test_a_knock_now_and_then_is_not_worth_a_word(void)
{
  attune_trouble_watch watch;
  attune_trouble_watch_reset(&watch);
  double t_s = 0;
  for (int i = 0; i < 60; i++) {
    t_s = hear(&watch, t_s, 0.28, make_frame(0, ATTUNE_PART_LIVE, ATTUNE_UNHEARD_BUMP));
    g_assert_cmpint(attune_trouble_watch_tell(&watch), ==, ATTUNE_TROUBLE_NONE);
    t_s = hear(&watch, t_s, 2.5, make_frame(0, ATTUNE_PART_LIVE, 0));
  }
}

static void
test_one_of_the_two(void)
{
  attune_trouble_watch watch;
  attune_frame frame = make_frame(0, ATTUNE_PART_LIVE, 0);
  attune_trouble_watch_reset(&watch);
  frame.breath[ATTUNE_B].present = 0;
  double t_s = hear(&watch, 0, 14, frame);
  g_assert_cmpint(attune_trouble_watch_tell(&watch), ==, ATTUNE_TROUBLE_NONE);
  t_s = hear(&watch, t_s, 2, frame);
  g_assert_cmpint(attune_trouble_watch_tell(&watch), ==, ATTUNE_TROUBLE_B_UNHEARD);
  frame.breath[ATTUNE_B].present = 1;
  frame.breath[ATTUNE_A].present = 0;
  t_s = hear(&watch, t_s, 16, frame);
  g_assert_cmpint(attune_trouble_watch_tell(&watch), ==, ATTUNE_TROUBLE_A_UNHEARD);
  frame.breath[ATTUNE_B].present = 0; /* both hold: that is their own business */
  hear(&watch, t_s, 21, frame);
  g_assert_cmpint(attune_trouble_watch_tell(&watch), ==, ATTUNE_TROUBLE_HOLDING);
}

static void
test_what_is_not_heard_is_not_their_doing(void)
{
  attune_trouble_watch watch;
  attune_frame frame = make_frame(0, ATTUNE_PART_LIVE, ATTUNE_UNHEARD_SPEECH);
  attune_trouble_watch_reset(&watch);
  frame.breath[ATTUNE_A].present = frame.breath[ATTUNE_B].present = 0;
  double t_s = hear(&watch, 0, 60, frame);
  frame.unheard = 0;
  hear(&watch, t_s, 5, frame);
  g_assert_cmpint(attune_trouble_watch_tell(&watch), ==, ATTUNE_TROUBLE_NONE);
}

static void
test_fast_and_not_separable(void)
{
  attune_trouble_watch watch;
  attune_frame frame = make_frame(0, ATTUNE_PART_LIVE, 0);
  attune_trouble_watch_reset(&watch);
  frame.breath[ATTUNE_A].rate_per_min = 29;
  double t_s = hear(&watch, 0, 29, frame);
  g_assert_cmpint(attune_trouble_watch_tell(&watch), ==, ATTUNE_TROUBLE_NONE);
  hear(&watch, t_s, 2, frame);
  g_assert_cmpint(attune_trouble_watch_tell(&watch), ==, ATTUNE_TROUBLE_FAST);
  watch.separable = false;
  g_assert_cmpint(attune_trouble_watch_tell(&watch), ==, ATTUNE_TROUBLE_NOT_SEPARABLE);
}

static void
test_names_differ(void)
{
  for (int i = 0; i < ATTUNE_N_TROUBLES; i++)
    for (int k = 0; k < i; k++)
      g_assert_cmpstr(attune_trouble_name((attune_trouble)i), !=,
                      attune_trouble_name((attune_trouble)k));
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/trouble/nothing-to-say", test_nothing_to_say);
  g_test_add_func("/trouble/each-bit-has-its-trouble", test_each_bit_has_its_trouble);
  g_test_add_func("/trouble/muted", test_silence_is_muted_when_the_desktop_says_so);
  g_test_add_func("/trouble/knocks", test_a_knock_now_and_then_is_not_worth_a_word);
  g_test_add_func("/trouble/one-of-the-two", test_one_of_the_two);
  g_test_add_func("/trouble/not-their-doing", test_what_is_not_heard_is_not_their_doing);
  g_test_add_func("/trouble/fast-and-not-separable", test_fast_and_not_separable);
  g_test_add_func("/trouble/names-differ", test_names_differ);
  return g_test_run();
}
