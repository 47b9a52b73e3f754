// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_AUDIO_SOURCE_H
#define ATTUNE_AUDIO_SOURCE_H

/*
 * Where sound comes from: one small interface for microphones, files and the simulated couple.
 *
 * A source is pulled: the analysis thread asks for frames and gets what there is. A microphone
 * keeps its own ring between the audio callback and the reader, so nobody waits for anybody.
 * One reader at a time; every call from the thread that reads, but attune_source_cancel.
 */
#include "audio/block.h"

#include <glib.h>

#define ATTUNE_AUDIO_ERROR (attune_audio_error_quark())
GQuark attune_audio_error_quark(void);

typedef enum {
  ATTUNE_AUDIO_ERROR_NO_DEVICE,  /* nothing to record from, or none of that name */
  ATTUNE_AUDIO_ERROR_OPEN,       /* it is there but cannot be opened */
  ATTUNE_AUDIO_ERROR_LOST,       /* it went away while it was being read */
  ATTUNE_AUDIO_ERROR_FILE,       /* a file cannot be read or is not sound */
  ATTUNE_AUDIO_ERROR_UNSUPPORTED /* a rate, length or channel count out of range */
} attune_audio_error;

/** Sets `error` (may be NULL) to a sentence for people. @return FALSE always */
gboolean attune_audio_fail(GError **error, attune_audio_error code, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

typedef enum {
  ATTUNE_READ_SOUND, /* frames were given */
  ATTUNE_READ_WAIT,  /* none yet: ask again */
  ATTUNE_READ_END,   /* the source is over (end of file, end of the scripted couple, cancelled) */
  ATTUNE_READ_LOST   /* the device is gone: `error` says how; what was read before stands */
} attune_read_state;

typedef struct attune_source attune_source;

/** What each kind of source provides. Every slot is required. */
typedef struct {
  const char *kind; /* "microphone", "file", "couple" */
  gboolean (*start)(attune_source *source, GError **error);
  attune_read_state (*read)(attune_source *source, size_t max_frames, int timeout_ms,
                            attune_block *block, GError **error);
  void (*stop)(attune_source *source); /* after stop, start works again; stop twice is fine */
  void (*free)(attune_source *source);
} attune_source_ops;

/** The part every source shares; each kind embeds it as its first member. */
struct attune_source {
  const attune_source_ops *ops;
  char *label;         /* what a person calls it: the desktop's device name, a file name */
  unsigned n_channels; /* true after a successful open */
  double rate_hz;
  double duration_s; /* NaN for a source without an end */
  gboolean is_demo;  /* simulated: marked DEMO everywhere, never kept */
  gboolean is_muted; /* the desktop says so (one of two devices is enough); renewed by read */
  int is_cancelled;  /* atomic */

  /* A moment of the sound's own clock, renewed by read: frame stamp_frame (counted from the start,
   * lost ones too) came at monotonic time stamp_ns. 0 when the source has no clock (a file). */
  uint64_t stamp_frame;
  int64_t stamp_ns;
};

/** Starts the sound. Fails with ATTUNE_AUDIO_ERROR_*; a failed start leaves it stopped. */
gboolean attune_source_start(attune_source *source, GError **error);

/**
 * Takes the next frames.
 *
 * Waits at most timeout_ms for sound. Blocks are at most max_frames long; first_frame strictly
 * rises, and jumps by what was lost (an overrun is flagged by the jump, never silent). Samples
 * are finite: NaN and infinity read from a file come out as 0 and are counted as lost sound by
 * the gate "digital silence". `block` is valid until the next call. No allocation after start.
 */
attune_read_state attune_source_read(attune_source *source, size_t max_frames, int timeout_ms,
                                     attune_block *block, GError **error);

/** Makes a running or coming read return ATTUNE_READ_END soon. Any thread, signal handlers too. */
void attune_source_cancel(attune_source *source);

/** Whether it was cancelled since its last stop. Any thread; for the kinds' own waiting reads. */
gboolean attune_source_is_cancelled(const attune_source *source);

/** Ends the sound and forgets a cancel. Twice is fine; a start may follow, from frame 0 again. */
void attune_source_stop(attune_source *source);

/** Stops and frees, the label too (each kind's free slot frees the rest). NULL is fine. */
void attune_source_free(attune_source *source);

#endif
