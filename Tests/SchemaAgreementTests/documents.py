"""Job files as trees: read from YAML, written as YAML, and turned into the JSON that a schema judges.

A tree is a Text, a list of trees, or a list of (Text, tree) pairs wrapped in Mapping, so that styles and repeated keys live on.
"""

import dataclasses
import json
import re

import yaml


class Refused(Exception):
    """The YAML has no counterpart in JSON, as an editor would say too: a repeated key, a tag, an alias to nothing."""


@dataclasses.dataclass
class Text:
    text: str
    plain: bool = True
    #: The name after `&`, written before the text.
    anchor: str = ""


@dataclasses.dataclass
class Mapping:
    pairs: list
    #: The name after `&`, written before the mapping.
    anchor: str = ""


@dataclasses.dataclass
class Alias:
    name: str


def read(text):
    """The tree of a YAML text."""
    events = iter(yaml.parse(text, Loader=yaml.SafeLoader))
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            return _node(next(events), events)
    return Text("")


def _node(event, events):
    if isinstance(event, yaml.AliasEvent):
        return Alias(event.anchor)
    if isinstance(event, yaml.ScalarEvent):
        return Text(event.value, plain=event.style is None, anchor=event.anchor or "")
    if isinstance(event, yaml.SequenceStartEvent):
        items = []
        while not isinstance(inner := next(events), yaml.SequenceEndEvent):
            items.append(_node(inner, events))
        return items
    pairs = []
    while not isinstance(inner := next(events), yaml.MappingEndEvent):
        pairs.append((_node(inner, events), _node(next(events), events)))
    return Mapping(pairs, event.anchor or "")


def write(root):
    """The YAML of a tree: the top level in block style, what is below in flow style."""
    if not isinstance(root, Mapping) or not root.pairs:
        return _flow(root) + "\n"
    lines = []
    for key, value in root.pairs:
        if isinstance(value, list) and value and key.text == "media":
            lines += [f"{_scalar(key)}:"] + [f"  - {_flow(item)}" for item in value]
        else:
            lines.append(f"{_scalar(key)}: {_flow(value)}".rstrip())
    return "\n".join(lines) + "\n"


def _flow(node):
    if isinstance(node, Text):
        return (f"&{node.anchor} " if node.anchor else "") + _scalar(node)
    if isinstance(node, Alias):
        return f"*{node.name} "
    if isinstance(node, list):
        return f"[{', '.join(map(_flow, node))}]"
    anchor = f"&{node.anchor} " if node.anchor else ""
    return anchor + "{" + ", ".join(f"{_scalar(key)}: {_flow(value)}" for key, value in node.pairs) + "}"


# What may stand without quotes everywhere, in flow style too.
_SAFE = re.compile(r"(?!-( |$))[A-Za-z0-9_./~+<*%-]([A-Za-z0-9_./~+<%()= -]|:(?=[A-Za-z0-9/]))*(?<! )")


def _scalar(node):
    if node.plain and (node.text == "" or (_SAFE.fullmatch(node.text) and node.text[0] not in "*%")):
        return node.text
    return json.dumps(node.text, ensure_ascii=False)


# YAML 1.2.2, section 10.3.2: the core schema, which editors use.
_NULL = re.compile(r"null|Null|NULL|~|")
_BOOLEAN = re.compile(r"true|True|TRUE|false|False|FALSE")
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


def is_null_word(node):
    """True for a text that the core schema takes for null although something is written."""
    return isinstance(node, Text) and node.plain and node.text != "" and bool(_NULL.fullmatch(node.text))


def _value(node):
    text = node.text
    if not node.plain:
        return text
    if _NULL.fullmatch(text):
        return None
    if _BOOLEAN.fullmatch(text):
        return text.lower() == "true"
    if _INTEGER.fullmatch(text):
        return int(text[2:], 8) if text.startswith("0o") else int(text, 16) if text.startswith("0x") else int(text)
    if _FLOAT.fullmatch(text):
        return float(text.replace(".inf", "inf").replace(".Inf", "inf").replace(".INF", "inf").replace(".nan", "nan"))
    return text


def as_json(root):
    """What an editor gives to the schema."""
    return _json(root, {})


def _json(node, anchors):
    if isinstance(node, Text):
        if node.anchor:
            anchors[node.anchor] = _value(node)
        return _value(node)
    if isinstance(node, Alias):
        if node.name not in anchors:
            raise Refused(f"no anchor {node.name}")
        return anchors[node.name]
    if isinstance(node, list):
        return [_json(item, anchors) for item in node]
    result, merged = {}, {}
    for key, value in node.pairs:
        content = _json(value, anchors)
        if key.plain and key.text == "<<":
            sources = content if isinstance(content, list) else [content]
            if merged or not all(isinstance(source, dict) for source in sources):
                raise Refused("a merge of no mapping")
            for source in sources:
                merged = source | merged
            continue
        if key.text in result:
            raise Refused(f"the key {key.text} twice")
        result[key.text] = content
    result = merged | result
    if node.anchor:
        anchors[node.anchor] = result
    return result
