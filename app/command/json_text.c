// SPDX-License-Identifier: GPL-3.0-or-later
#include "command/json_text.h"

#include <math.h>
#include <string.h>

void
attune_json_add_number(JsonBuilder *builder, double value, unsigned decimals)
{
  double scale = pow(10.0, decimals);
  if (!isfinite(value))
    json_builder_add_null_value(builder);
  else if (fabs(value) * scale < 1e15)
    json_builder_add_double_value(builder, round(value * scale) / scale);
  else
    json_builder_add_double_value(builder, value); /* has no decimals to lose */
}

static void
print_number(GString *out, double value)
{
  if (!isfinite(value)) {
    g_string_append(out, "null");
    return;
  }
  char text[400]; /* the largest double has 309 digits */
  g_ascii_formatd(text, sizeof text, "%.9f", value);
  size_t length = strlen(text);
  while (text[length - 1] == '0') length--;
  if (text[length - 1] == '.') length--;
  text[length] = '\0';
  g_string_append(out, strcmp(text, "-0") == 0 ? "0" : text);
}

static void print_node(GString *out, JsonNode *node, unsigned depth);

static void
print_indent(GString *out, unsigned depth)
{
  g_string_append_c(out, '\n');
  for (unsigned i = 0; i < depth; i++) g_string_append(out, "  ");
}

/* Names and strings: json-glib knows the escapes. */
static void
print_string(GString *out, const char *text)
{
  g_autoptr(JsonNode) node = json_node_init_string(json_node_alloc(), text);
  g_autofree char *quoted = json_to_string(node, FALSE);
  g_string_append(out, quoted);
}

static void
print_value(GString *out, JsonNode *node)
{
  if (json_node_get_value_type(node) == G_TYPE_DOUBLE) {
    print_number(out, json_node_get_double(node));
  } else {
    g_autofree char *text = json_to_string(node, FALSE);
    g_string_append(out, text);
  }
}

static void
print_object(GString *out, JsonObject *object, unsigned depth)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;
  gboolean first = TRUE;
  g_string_append_c(out, '{');
  json_object_iter_init_ordered(&iter, object);
  while (json_object_iter_next_ordered(&iter, &name, &member)) {
    if (!first) g_string_append_c(out, ',');
    first = FALSE;
    print_indent(out, depth + 1);
    print_string(out, name);
    g_string_append(out, ": ");
    print_node(out, member, depth + 1);
  }
  if (!first) print_indent(out, depth);
  g_string_append_c(out, '}');
}

static gboolean
is_plain(JsonArray *array)
{
  for (guint i = 0; i < json_array_get_length(array); i++) {
    JsonNode *element = json_array_get_element(array, i);
    if (JSON_NODE_HOLDS_OBJECT(element) || JSON_NODE_HOLDS_ARRAY(element)) return FALSE;
    if (json_node_get_value_type(element) == G_TYPE_STRING) return FALSE; /* sentences are long */
  }
  return TRUE;
}

static void
print_array(GString *out, JsonArray *array, unsigned depth)
{
  gboolean plain = is_plain(array);
  guint n = json_array_get_length(array);
  g_string_append_c(out, '[');
  for (guint i = 0; i < n; i++) {
    if (i > 0) g_string_append(out, plain ? ", " : ",");
    if (!plain) print_indent(out, depth + 1);
    print_node(out, json_array_get_element(array, i), depth + 1);
  }
  if (!plain) print_indent(out, depth);
  g_string_append_c(out, ']');
}

static void
print_node(GString *out, JsonNode *node, unsigned depth)
{
  if (JSON_NODE_HOLDS_OBJECT(node))
    print_object(out, json_node_get_object(node), depth);
  else if (JSON_NODE_HOLDS_ARRAY(node))
    print_array(out, json_node_get_array(node), depth);
  else
    print_value(out, node);
}

char *
attune_json_text(JsonNode *root)
{
  GString *out = g_string_new(NULL);
  print_node(out, root, 0);
  g_string_append_c(out, '\n');
  return g_string_free(out, FALSE);
}
