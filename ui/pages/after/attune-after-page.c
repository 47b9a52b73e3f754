// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/after/attune-after-page.h"

#include "widgets/attune-score-bar.h"
#include "widgets/attune-trace.h"
#include "words/result.h"
#include "words/troubles.h"

#include <glib/gi18n.h>
#include <math.h>

struct _AttuneAfterPage {
  AttunePage parent_instance;

  GtkLabel *title, *words, *number, *number_words;
  GtkWidget *trace_card, *cards, *more, *again, *done;
  AttuneTrace *trace;
  AttuneScoreBar *bar;
  GtkListBox *rows;
};

G_DEFINE_FINAL_TYPE(AttuneAfterPage, attune_after_page, ATTUNE_TYPE_PAGE)

static void
show_trace(AttuneAfterPage *self, const attune_outcome *outcome)
{
  const attune_report *report = outcome->report;
  AttuneTraceInput input = {
      .n_rows = report->n_rows,
      .dt_s = ATTUNE_ROW_S,
      .is_together = outcome->together,
      .unheard = report->unheard,
      .unheard_mask = ATTUNE_UNHEARD_EXCLUDES & ~ATTUNE_UNHEARD_WORDLESS,
      .name = attune_unheard_word,
      .free_from_s = outcome->free_from_s,
      .n_marks = outcome->n_marks,
  };
  for (unsigned p = 0; p < ATTUNE_PARTNERS; p++) {
    input.phase_rad[p] = report->smoothed[p].phase_rad;
    input.is_heard[p] = report->smoothed[p].present;
  }
  for (unsigned i = 0; i < outcome->n_marks; i++) {
    input.mark_s[i] = outcome->mark[i].part_s;
    input.mark[i] = outcome->mark[i].number;
  }
  attune_trace_show(self->trace, &input);
}

static void
show_number(AttuneAfterPage *self, const attune_outcome *outcome)
{
  const attune_sync *sync = &outcome->report->sync;
  gtk_widget_set_visible(GTK_WIDGET(self->number), outcome->is_scored);
  gtk_widget_set_visible(GTK_WIDGET(self->bar), outcome->is_scored);
  if (!outcome->is_scored) {
    gtk_label_set_label(self->number_words, attune_reason_say(sync->reason));
    return;
  }
  g_autofree char *number =
      g_markup_printf_escaped("<span size=\"320%%\" weight=\"light\">%.0f</span>  %s",
                              sync->alignment, attune_outcome_say_condition(outcome));
  gtk_label_set_markup(self->number, number);
  attune_score_bar_show(self->bar, sync->alignment, sync->chance_p95);
  gtk_label_set_label(self->number_words,
                      isnan(sync->chance_p95)
                          ? _("From 0 to 100. Both followed the same guide, so nothing is said "
                              "about chance.")
                          : _("From 0 to 100. Grey: what two strangers may reach by chance."));
}

static GtkWidget *
make_row(const attune_result_row *row)
{
  GtkWidget *line = adw_action_row_new();
  adw_preferences_row_set_title(ADW_PREFERENCES_ROW(line), row->name);
  if (row->tip != NULL) adw_action_row_set_subtitle(ADW_ACTION_ROW(line), row->tip);
  GtkWidget *value = gtk_label_new(row->value);
  gtk_label_set_wrap(GTK_LABEL(value), TRUE);
  gtk_label_set_xalign(GTK_LABEL(value), 1.0f);
  gtk_widget_add_css_class(value, "numeric");
  adw_action_row_add_suffix(ADW_ACTION_ROW(line), value);
  return line;
}

static void
show_rows(AttuneAfterPage *self, const attune_outcome *outcome)
{
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child(GTK_WIDGET(self->rows))) != NULL)
    gtk_list_box_remove(self->rows, child);
  if (outcome == NULL) return;
  g_autoptr(GPtrArray) rows = attune_outcome_list(outcome);
  for (guint i = 0; i < rows->len; i++) gtk_list_box_append(self->rows, make_row(rows->pdata[i]));
}

static void
enter(AttunePage *page)
{
  AttuneAfterPage *self = ATTUNE_AFTER_PAGE(page);
  const attune_outcome *outcome = attune_session_get_outcome(attune_page_get_session(page));
  g_autofree char *title = attune_outcome_say_title(outcome);
  g_autofree char *summary = attune_outcome_say_summary(outcome);
  gboolean has_rows = outcome != NULL && outcome->report->n_rows > 20;
  gtk_label_set_label(self->title, title);
  gtk_label_set_label(self->words, summary);
  gtk_widget_set_visible(self->trace_card, has_rows);
  gtk_widget_set_visible(self->cards, has_rows);
  gtk_widget_set_visible(self->more, has_rows);
  gtk_expander_set_expanded(GTK_EXPANDER(self->more), FALSE);
  if (has_rows) show_trace(self, outcome);
  if (has_rows) show_number(self, outcome);
  show_rows(self, has_rows ? outcome : NULL);
  attune_session_rest(attune_page_get_session(page), TRUE);
  gtk_widget_grab_focus(self->done);
}

static void
attune_after_page_class_init(AttuneAfterPageClass *class)
{
  GtkWidgetClass *widget = GTK_WIDGET_CLASS(class);
  ATTUNE_PAGE_CLASS(class)->enter = enter;
  g_type_ensure(ATTUNE_TYPE_TRACE);
  g_type_ensure(ATTUNE_TYPE_SCORE_BAR);
  gtk_widget_class_set_template_from_resource(
      widget, "/io/github/attune/Attune/pages/after/attune-after-page.ui");
  gtk_widget_class_bind_template_child(widget, AttuneAfterPage, title);
  gtk_widget_class_bind_template_child(widget, AttuneAfterPage, words);
  gtk_widget_class_bind_template_child(widget, AttuneAfterPage, number);
  gtk_widget_class_bind_template_child(widget, AttuneAfterPage, number_words);
  gtk_widget_class_bind_template_child(widget, AttuneAfterPage, trace_card);
  gtk_widget_class_bind_template_child(widget, AttuneAfterPage, cards);
  gtk_widget_class_bind_template_child(widget, AttuneAfterPage, more);
  gtk_widget_class_bind_template_child(widget, AttuneAfterPage, again);
  gtk_widget_class_bind_template_child(widget, AttuneAfterPage, done);
  gtk_widget_class_bind_template_child(widget, AttuneAfterPage, trace);
  gtk_widget_class_bind_template_child(widget, AttuneAfterPage, bar);
  gtk_widget_class_bind_template_child(widget, AttuneAfterPage, rows);
}

static void
attune_after_page_init(AttuneAfterPage *self)
{
  gtk_widget_init_template(GTK_WIDGET(self));
}
