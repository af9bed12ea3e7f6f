#!/usr/bin/env python3
"""Reads one of the benchmark's inputs with a library of PyPI. Usage: peers.py yaml|m3u8|mpd FILE"""

import sys


def read_yaml(path):
    import yaml

    with open(path, "rb") as file:
        job = yaml.load(file, Loader=yaml.CSafeLoader)
    return f"{len(job['media'])} entries"


def read_yaml_events(path):
    import yaml

    with open(path, "rb") as file:
        return f"{sum(1 for _ in yaml.parse(file, Loader=yaml.CSafeLoader))} events"


def read_playlist(path):
    import m3u8

    return f"{len(m3u8.load(path).segments)} segments"


def read_presentation(path):
    from mpegdash.parser import MPEGDASHParser

    template = MPEGDASHParser.parse(path).periods[0].adaptation_sets[0].segment_templates[0]
    return f"{len(template.segment_timelines[0].Ss)} segments"


READERS = {"yaml": read_yaml, "yaml-events": read_yaml_events, "m3u8": read_playlist, "mpd": read_presentation}
print(READERS[sys.argv[1]](sys.argv[2]))
