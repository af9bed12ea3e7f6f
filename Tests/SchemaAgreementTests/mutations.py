"""Changes a valid job file as slips and ignorance would: values, keys, kinds, order."""

import copy

from documents import Alias, Mapping, Text

VALUES = """
|0|1|7|-1|007|+7|0x10|1e3|7.0|7.5|1_000|9223372036854775807|9223372036854775808|18446744073709551615|18446744073709551616
true|false|yes|null|~|.inf|.nan|auto|refuse|allow|deny|Auto
a.mp4|a|films/|films/b.MKV|a.xyz|.mp4|https://host.example/a.mp4|file:///a.mp4|C:/a.mp4|/data/a.mp4|../a.mp4|a.mp4/
mp4|MP4|mpeg4|png|PNG|jpg|webp|m3u8|mpd
ap-guangzhou|Guangzhou|ap_guangzhou|ap-|mars|eu-frankfurt
http://proxy.example:3128|https://proxy.example:3128|proxy.example:3128|[::1]:3128/|https://u:p@host.example|host.example|https://{bucket}.cos.{region}.host|https://{buket}.host|https://|http://:80
16MiB|1.5GiB|900KiB|1MiB|5GiB|6GiB|16M|16 MiB|0B|1048575|1048576|5368709121|1.2345MiB
200MiB/s|200MiB|0B/s|80/s|600/min|0/s|0.5/min|80
15m|1h30m|30m1h|500ms|0s|15|15 minutes|1d2h3m4s5ms|1234567890s
50%|0%|100%|100.001%|0.001%|101%|50|0.0%|00.1%
22:00-06:00|22:00-24:00|2:00-06:00|22:00 - 06:00
Asia/Shanghai|UTC|+08:00|Asia Shanghai
2027-01-01T00:00:00Z|2027-01-01T00:00+08|2027-01-01T00:00:00|2027-01-01|2099-12-31T23:59:59.999+08:00|2027-02-30T00:00:00Z|2001-01-01T00:00:00Z
/films/a.mp4|films/a.mp4|/|//a|/a/../b|/a//b|/a/.b|/a/.|/a b
""".replace("\n", "|").split("|")[1:-1] + ["x" * 250, "x" * 251, "日" * 250, "日" * 251, "x" * 1000, "x" * 1001, "a\nb", "é", "🎬"]

SETTINGS = {
    "": ["version", "name", "region", "base", "credentials", "service", "concurrency", "rate", "upload", "manifests",
         "retry", "stop", "schedule", "defaults", "media"],
    "credentials": ["profile", "secretKey"], "service": ["api", "storage", "proxy", "caFile"],
    "concurrency": ["global", "perFile", "entries"], "rate": ["bandwidth", "requests"],
    "upload": ["partSize", "multipartFrom"], "manifests": ["parentReferences"], "retry": ["attempts", "elapsed"],
    "stop": ["failures", "failureRate"], "schedule": ["window", "timezone"],
}
FIELDS = ["MediaFilePath", "MediaType", "MediaName", "CoverFilePath", "CoverType", "Procedure", "ExpireTime", "ClassId",
          "SourceContext", "SessionContext", "SubAppId", "StorageRegion", "ConcurrentUploadNumber", "MediaStoragePath",
          "ExtInfo"]
ENTRY = ["id", "region", *FIELDS]
KEYS = sorted({key for keys in SETTINGS.values() for key in keys} | set(ENTRY))


def mutant(tree, random):
    """A copy of `tree` with one to three changes."""
    root = copy.deepcopy(tree)
    for _ in range(random.choice([1, 1, 1, 2, 2, 3])):
        random.choice(_CHANGES)(root, random)
    return root


def _mappings(node, owner=""):
    """Every mapping below with the key it stands under; entries stand under `media`."""
    if isinstance(node, Mapping):
        yield node, owner
        for key, value in node.pairs:
            yield from _mappings(value, key.text)
    elif isinstance(node, list):
        for item in node:
            yield from _mappings(item, owner)


def _mapping(root, random):
    found = list(_mappings(root))
    return random.choice(found) if found else (Mapping([]), "")


def _value(random):
    return Text(random.choice(VALUES), plain=random.random() < 0.8)


def _change_value(root, random):
    mapping, _ = _mapping(root, random)
    if mapping.pairs:
        index = random.randrange(len(mapping.pairs))
        key, value = mapping.pairs[index]
        if isinstance(value, Text):
            mapping.pairs[index] = (key, _value(random))


def _change_kind(root, random):
    mapping, _ = _mapping(root, random)
    if mapping.pairs:
        index = random.randrange(len(mapping.pairs))
        key, value = mapping.pairs[index]
        kinds = [[], [value], Mapping([]), Mapping([(Text("x"), value)]), _value(random), Text("")]
        mapping.pairs[index] = (key, random.choice(kinds))


def _remove(root, random):
    mapping, _ = _mapping(root, random)
    if mapping.pairs:
        mapping.pairs.pop(random.randrange(len(mapping.pairs)))


def _repeat(root, random):
    mapping, _ = _mapping(root, random)
    if mapping.pairs:
        mapping.pairs.append(copy.deepcopy(random.choice(mapping.pairs)))


def _rename(root, random):
    mapping, _ = _mapping(root, random)
    if mapping.pairs:
        index = random.randrange(len(mapping.pairs))
        key, value = mapping.pairs[index]
        place = random.randrange(len(key.text) or 1)
        names = [key.text[:place] + key.text[place + 1:], key.text.upper(), key.text + "s", random.choice(KEYS)]
        mapping.pairs[index] = (Text(random.choice(names) or "x"), value)


def _add(root, random):
    mapping, owner = _mapping(root, random)
    known = ENTRY if owner == "media" else FIELDS if owner == "defaults" else SETTINGS.get(owner, KEYS)
    key = random.choice(known if random.random() < 0.8 else KEYS)
    nested = Mapping([(Text(random.choice(SETTINGS[key])), _value(random))]) if key in SETTINGS else _value(random)
    # Before `media`, which comes last: order is for the change that is about it.
    mapping.pairs.insert(0, (Text(key), nested))


def _order(root, random):
    if isinstance(root, Mapping):
        random.shuffle(root.pairs)


def _entries(root, random):
    if not isinstance(root, Mapping):
        return
    for index, (key, value) in enumerate(root.pairs):
        if key.text == "media" and isinstance(value, list):
            entry = Mapping([(Text("MediaFilePath"), _value(random)), (Text(random.choice(ENTRY)), _value(random))])
            value.insert(random.randrange(len(value) + 1), random.choice([entry, _value(random), [], Mapping([])]))
            root.pairs[index] = (key, value)


def _share(root, random):
    """An anchor on one mapping of the settings, an alias or a merge of it in another."""
    settings = [mapping for mapping, owner in _mappings(root) if owner not in ("", "media")]
    if not settings:
        return
    random.choice(settings).anchor = "shared"
    mapping, _ = _mapping(root, random)
    if mapping.anchor != "shared":
        mapping.pairs.append((Text(random.choice(["<<", "<<", "defaults"])), Alias(random.choice(["shared", "shared", "gone"]))))


_CHANGES = [_change_value, _change_value, _change_value, _change_value, _change_kind, _remove, _repeat, _rename, _add,
            _add, _add, _order, _entries, _entries, _share]
