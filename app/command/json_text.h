// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef ATTUNE_COMMAND_JSON_TEXT_H
#define ATTUNE_COMMAND_JSON_TEXT_H

/*
 * JSON as people and scripts like to read it. json-glib prints 17.3 as 17.300000000000001 and
 * infinity as a word no parser knows, so its trees are printed here.
 */
#include <json-glib/json-glib.h>

/**
 * Adds a number to the builder: rounded to `decimals` places (0..9), null when not finite.
 * The builder must stand where a value is expected.
 */
void attune_json_add_number(JsonBuilder *builder, double value, unsigned decimals);

/**
 * Prints a tree: two spaces of indentation, arrays of plain values on one line, numbers with up
 * to 9 decimals and no trailing zeros, null for what is not finite. Ends in a line feed.
 *
 * @return text, free with g_free
 */
char *attune_json_text(JsonNode *root);

#endif
