#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Public headers explain themselves: a comment for each function, a unit for each real number."""
import re
import unittest

import house
import tap

# What these verbs mean is the same in the whole house; they need no words of their own.
KNOWN_VERBS = re.compile(r"_(new|init|free|unref|ref|reset|begin|start|pause|stop|length|n_\w+|quark|clear|get_type)$")
UNITS = ("s ms us ns hz rad deg db dbfs db2 per_min per_s points percent share ratio ppm px frames "
         "samples rows pcm").split()
# Quantities whose name says it all in this field: powers and weights, log-likelihoods, parts of
# complex numbers, sound at full scale 1.
QUANTITIES = ("gain power weight scale probability logp loglik re im score evidence value hop cosine "
              "sine in out ring sound buffer x y").split()
UNIT_SUFFIX = re.compile(rf"^log_|(^|_)({'|'.join(UNITS + QUANTITIES)})(_[a-z]|2)?$")
UNIT_WORD = re.compile(
    r"\.\.|\b(0|1|-1)\b|\bturns?\b|\[|full scale|radian|degree|second|minute|dB|Hz|decibel|percent|share|ratio|"
    r"probabilit|\w\([^)]*\) \w|power|amplitude|weight|unit|per minute|breaths|log|matrix|vector|same|any ", re.I)
PROTOTYPE = re.compile(r"^(?!typedef|struct|enum|union|static|#|extern\s+const)[\w][\w\s\*]*?\b"
                       r"(attune_\w+)\s*\(([^;{]*)\)[^;{]*;", re.M | re.S)
REAL = re.compile(r"\b(?:float|double)\b[\s\*]*(?:const\s*)?(?:restrict\s*)?(\w+)?")


class Block:
    """Neighbouring lines without an empty one between: comments and the code under them."""

    def __init__(self, line, text):
        self.line, self.text = line, text
        self.comment = "\n".join(re.findall(r"/\*.*?\*/", text, re.S))
        self.code = re.sub(r"/\*.*?\*/", lambda m: "\n" * m[0].count("\n"), text, flags=re.S)


def blocks(text):
    """Splits a header at empty lines outside comments and braces."""
    found, lines, first, depth, inside = [], [], 1, 0, False
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() and not inside and depth == 0:
            if lines:
                found.append(Block(first, "\n".join(lines)))
            lines = []
            continue
        if not lines:
            first = number
        lines.append(line)
        bare = re.sub(r"/\*.*?\*/", "", line)
        if inside and "*/" in bare:
            inside, bare = False, bare.split("*/", 1)[1]
        if "/*" in bare:
            inside, bare = True, bare.split("/*", 1)[0]
        if not inside:
            depth += bare.count("{") - bare.count("}")
    if lines:
        found.append(Block(first, "\n".join(lines)))
    return found


def is_unit(name):
    return name is None or UNIT_SUFFIX.search(name) is not None


def explains_itself(name):
    """attune_x_free as everywhere, attune_x_rate_hz by its unit."""
    return KNOWN_VERBS.search(name) is not None or is_unit(name)


def prototypes(block):
    return [(m[1], m[2], block.line + block.code.count("\n", 0, m.start(1)))
            for m in PROTOTYPE.finditer(block.code)]


def fields(block):
    """(name, line) of real fields of a struct that have neither a unit nor a comment."""
    body = re.search(r"\bstruct\b[^{;]*\{(.*)\}", block.text, re.S)
    if body is None:
        return
    start = block.line + block.text.count("\n", 0, body.start(1))
    said = False  # a comment above a run of fields speaks for the run
    for offset, line in enumerate(body[1].splitlines()):
        if not line.strip():
            said = False
        commented = "/*" in line or "*/" in line or "//" in line
        said = said or (commented and not re.search(r"\w.*;", re.sub(r"/\*.*", "", line)))
        code = re.sub(r"/\*.*?(\*/|$)|//.*", "", line)
        real = re.match(r"\s*(?:const\s+)?(?:float|double)\b(.*);", code)
        if real is None or commented or said:
            continue
        for name in real[1].split(","):
            name = re.sub(r"\[.*|\*|\bconst\b|\brestrict\b", "", name).strip()
            if re.fullmatch(r"\w+", name) and not is_unit(name):
                yield name, start + offset


def faults(text):
    """[(line, sentence)] of one header."""
    found, spoken_types = [], set()
    for block in blocks(text):
        types = set(re.findall(r"\b(attune_\w+)\s*;\s*$", block.code, re.M))
        for name, arguments, line in prototypes(block):
            words = set(re.findall(r"attune_\w+", block.code))
            if not block.comment and not explains_itself(name) and not words & spoken_types:
                found.append((line, f"{name} has no comment"))
            for real in REAL.finditer(arguments):
                known = real[1] is None or is_unit(real[1])
                spoken = real[1] and re.search(rf"\b{real[1]}\b", block.comment)
                if not known and not spoken and not UNIT_WORD.search(block.comment):
                    found.append((line, f"{name}: {real[1]} has no unit"))
        for name, line in fields(block):
            if not UNIT_WORD.search(block.comment.split("*/")[0]):
                found.append((line, f"field {name} has no unit and no comment"))
        if block.comment:
            spoken_types |= types
    return found


class Docs(unittest.TestCase):
    def test_public_headers_explain_themselves(self):
        said = []
        for header in house.sources(".h"):
            name = header.relative_to(house.ROOT)
            said += [f"{name}:{line}: {words}" for line, words in faults(header.read_text())]
        self.assertEqual(said, [])


class Planted(unittest.TestCase):
    def test_a_function_without_a_word_is_found(self):
        text = "/** Spoken of. */\nint attune_a(void);\n\nint attune_b(int n);\n"
        self.assertEqual(faults(text), [(4, "attune_b has no comment")])

    def test_a_group_shares_its_comment(self):
        text = "/** Degrees of radians and back. */\ndouble attune_deg(double rad);\ndouble attune_rad(double deg);\n"
        self.assertEqual(faults(text), [])

    def test_a_real_parameter_without_a_unit_is_found(self):
        text = "/** Moves it. */\nvoid attune_move(double amount, float t_s);\n"
        self.assertEqual(faults(text), [(2, "attune_move: amount has no unit")])

    def test_a_real_parameter_with_a_range_is_fine(self):
        text = "/** @param amount  0..1 */\nvoid attune_move(double amount);\n"
        self.assertEqual(faults(text), [])

    def test_a_field_without_a_unit_is_found(self):
        text = "/** A thing. */\ntypedef struct {\n  double t_s;\n  double vigour;\n} attune_thing;\n"
        self.assertEqual(faults(text), [(4, "field vigour has no unit and no comment")])


if __name__ == "__main__":
    tap.main()
