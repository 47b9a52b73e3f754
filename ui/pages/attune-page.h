// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/*
 * What all pages of the window have in common: the company they keep, and the door to other pages.
 * A page decides nothing about breathing: that is the session's.
 *
 * Signal: go (const char *)  the person wants to see the page of that name
 */
#include "model/attune-microphones.h"
#include "model/attune-session.h"
#include "model/attune-settings.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define ATTUNE_TYPE_PAGE (attune_page_get_type())
G_DECLARE_DERIVABLE_TYPE(AttunePage, attune_page, ATTUNE, PAGE, AdwBin)

struct _AttunePageClass {
  AdwBinClass parent_class;

  void (*meet)(AttunePage *self);       /* the company is there; once */
  void (*enter)(AttunePage *self);      /* it is shown from now on */
  void (*leave)(AttunePage *self);      /* another one is shown from now on */
  gboolean (*escape)(AttunePage *self); /* Esc or back; TRUE: the page did something of its own */
};

/** Introduces the page to what it works with; borrowed for as long as the page lives. */
void attune_page_meet(AttunePage *self, AttuneSession *session, AttuneSettings *settings,
                      AttuneMicrophones *microphones);

/* The company it keeps, borrowed; NULL before it met them. */
AttuneSession *attune_page_get_session(AttunePage *self);
AttuneSettings *attune_page_get_settings(AttunePage *self);
AttuneMicrophones *attune_page_get_microphones(AttunePage *self);

/* What the window tells it, as the class says. */
void attune_page_enter(AttunePage *self);
void attune_page_leave(AttunePage *self);
gboolean attune_page_escape(AttunePage *self);

/** Whether it is the one that is shown. */
gboolean attune_page_is_shown(AttunePage *self);

/** Asks for another page by its name. */
void attune_page_go(AttunePage *self, const char *name);

G_END_DECLS
