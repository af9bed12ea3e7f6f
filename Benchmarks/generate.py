#!/usr/bin/env python3
"""Writes the inputs of the scale benchmark into FOLDER: the same bytes on every machine."""

import argparse
import pathlib


def job(write, count):
    write("version: 1\nname: scale\nregion: ap-guangzhou\nconcurrency: { global: 32, perFile: 5, entries: 16 }\n"
          "defaults:\n  SubAppId: 1500012345\n  Procedure: LongVideoPreset\nmedia:\n")
    for number in range(count):
        if number % 10 == 0:
            write(f"  - films/{number // 1000:04}/short-{number:07}.mp4\n")
            continue
        write(f"  - id: film-{number:07}\n"
              f"    MediaFilePath: films/{number // 1000:04}/film-{number:07}.mp4\n"
              f"    MediaName: Film number {number}\n")
        if number % 3 == 0:
            write(f"    CoverFilePath: films/{number // 1000:04}/film-{number:07}.png\n    ClassId: {number % 97}\n")
        if number % 4 == 0:
            write(f"    SourceContext: \"batch-{number // 5000}/{number}\"\n")
        if number % 25 == 1:
            write(f"    region: ap-singapore\n    MediaType: mp4\n    Procedure: 'Preset {number % 7}'\n"
                  f"    ExpireTime: 2099-01-01T00:00:{number % 60:02}+08:00\n    SessionContext: s{number}\n"
                  f"    SubAppId: 15000{number % 100:05}\n    StorageRegion: ap-chongqing\n    ConcurrentUploadNumber: 8\n"
                  f"    ExtInfo: \"{{\\\"n\\\": {number}}}\"\n")


def playlist(write, count):
    write("#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:6\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:VOD\n")
    for number in range(count):
        write(f"#EXTINF:{5 + number % 1000 / 1000:.3f},\nsegments/{number // 1000:04}/segment-{number:07}.ts\n")
    write("#EXT-X-ENDLIST\n")


def presentation(write, count):
    seconds = sum(90000 + number % 1000 for number in range(count)) // 90000
    write('<?xml version="1.0" encoding="UTF-8"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" '
          f'profiles="urn:mpeg:dash:profile:isoff-live:2011" minBufferTime="PT2S" mediaPresentationDuration="PT{seconds}S">\n'
          '<Period id="0" start="PT0S">\n<AdaptationSet id="0" contentType="video" mimeType="video/mp4">\n'
          '<SegmentTemplate timescale="90000" initialization="init-$RepresentationID$.mp4" '
          'media="video-$RepresentationID$/$Time$.m4s">\n<SegmentTimeline>\n<S t="0" d="90000"/>\n')
    for number in range(1, count):
        write(f'<S d="{90000 + number % 1000}"/>\n')
    write('</SegmentTimeline>\n</SegmentTemplate>\n<Representation id="v0" bandwidth="5000000" codecs="avc1.640028" '
          'width="1920" height="1080"/>\n</AdaptationSet>\n</Period>\n</MPD>\n')


INPUTS = {"job": ("job.yaml", job), "playlist": ("playlist.m3u8", playlist), "presentation": ("manifest.mpd", presentation)}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path, help="made where it is missing")
    parser.add_argument("count", type=int, nargs="?", default=1_000_000, help="entries and segments (default: a million)")
    parser.add_argument("what", nargs="*", help=f"of {', '.join(INPUTS)} (default: all)")
    options = parser.parse_args()
    if unknown := set(options.what) - set(INPUTS):
        parser.error(f"unknown input: {', '.join(sorted(unknown))}")
    options.folder.mkdir(parents=True, exist_ok=True)
    for key in options.what or INPUTS:
        name, content = INPUTS[key]
        with (options.folder / name).open("w", encoding="utf-8", buffering=1 << 20, newline="\n") as output:
            content(output.write, options.count)


main()
