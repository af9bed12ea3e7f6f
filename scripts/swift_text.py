"""Just enough of Swift's syntax to tell code from text: blanks out comments and string literals, and finds functions."""

import re

STRING_START = re.compile(r'(#*)("""|")')
FUNCTION = re.compile(r"\b(func\s+[^\s(<]+|init[?!]?(?=\s*[(<])|deinit(?=\s*\{)|subscript(?=\s*[(<]))")


def code_of(text):
    """`text` with comments and the insides of string literals turned into blanks; lengths and line ends stay."""
    out = list(text)
    _blank(text, out, 0, None)
    return "".join(out)


def _wipe(out, start, end):
    for index in range(start, end):
        if out[index] != "\n":
            out[index] = " "


def _blank(text, out, position, closer):
    """Blanks from `position` up to the end, or past the `)` that closes an interpolation; returns where it stopped."""
    depth = 0
    while position < len(text):
        if text.startswith("//", position):
            end = text.find("\n", position)
            end = len(text) if end < 0 else end
            _wipe(out, position, end)
            position = end
        elif text.startswith("/*", position):
            end = _end_of_comment(text, position)
            _wipe(out, position, end)
            position = end
        elif (found := STRING_START.match(text, position)) is not None:
            position = _blank_string(text, out, found)
        else:
            character = text[position]
            if closer is not None and character in "()":
                depth += 1 if character == "(" else -1
                if depth < 0:
                    return position + 1
            position += 1
    return position


def _end_of_comment(text, position):
    depth = 0
    while position < len(text):
        if text.startswith("/*", position):
            depth, position = depth + 1, position + 2
        elif text.startswith("*/", position):
            depth, position = depth - 1, position + 2
            if depth == 0:
                return position
        else:
            position += 1
    return position


def _blank_string(text, out, found):
    hashes, quote = found.groups()
    ending, escape = quote + hashes, "\\" + hashes
    position = start = found.end()
    while position < len(text):
        if text.startswith(escape + "(", position):
            _wipe(out, start, position)
            position = start = _blank(text, out, position + len(escape) + 1, ")")
        elif text.startswith(escape, position):
            position += len(escape) + 1
        elif text.startswith(ending, position):
            _wipe(out, start, position)
            return position + len(ending)
        elif quote == '"' and text[position] == "\n":
            return position  # no literal after all, such as a quote inside a regular expression
        else:
            position += 1
    return position


class Function:
    """A function with a body: its name, its first line (from 1), its length in lines and the code of its body."""

    def __init__(self, name, line, length, body):
        self.name, self.line, self.length, self.body = name, line, length, body

    def is_flat_switch(self):
        """One switch and nothing else, without braces inside its cases: a table in the shape of a function."""
        found = re.match(r"\s*(?:return\s+)?switch\b[^{]*\{", self.body)
        if not found:
            return False
        end = matching_brace(self.body, found.end() - 1)
        inside = self.body[found.end() : end]
        return not self.body[end + 1 :].strip() and "{" not in inside


def matching_brace(code, opening):
    """Where the brace that opens at `opening` closes; the end of `code` when it does not."""
    depth = 0
    for index in range(opening, len(code)):
        if code[index] == "{":
            depth += 1
        elif code[index] == "}":
            depth -= 1
            if depth == 0:
                return index
    return len(code)


def functions_of(code):
    """Every function with a body in `code`, which comes from `code_of`."""
    for found in FUNCTION.finditer(code):
        opening = _body_start(code, found.end())
        if opening is None:
            continue
        closing = matching_brace(code, opening)
        first = code.count("\n", 0, found.start()) + 1
        last = code.count("\n", 0, closing) + 1
        name = found.group().split()[-1]
        yield Function(name, first, last - first + 1, code[opening + 1 : closing])


def _body_start(code, position):
    """The `{` of the body that follows a signature; None for a call such as `self.init(…)` or a protocol's requirement."""
    depth = 0
    seen_parameters = False
    while position < len(code):
        character = code[position]
        if character in "([":
            depth += 1
            seen_parameters = True
        elif character in ")]":
            depth -= 1
            if depth < 0:
                return None
        elif depth == 0 and character == "{":
            return position
        elif depth == 0 and character in "};=" and seen_parameters and code[position : position + 2] != "==":
            return None
        elif depth == 0 and character == "\n" and seen_parameters:
            rest = code[position:].lstrip()
            if not rest.startswith(("{", "->", "where", "throws", "async", "rethrows", "&", ":", ",")):
                before = code[:position].rstrip()
                if not before.endswith((",", "->", "where", "&", ":", "(", "async", "throws")):
                    return None
        position += 1
    return None
