#!/usr/bin/env python3
"""Measures what recording costs: the same tests without xrep, with it linked and off, recording
without a push, and with the framework's own XML beside it.

usage: recording_cost.py <folder with the benchmark programs> [--rounds N] [--no-callgrind]

All variants run in turn in each round, so that a slow minute hits all of them. Instructions are the
slope between two sizes under callgrind: the start of a program does not count. Cost is always above
the anchor of the same framework, the program without xrep. Nothing here fails on a figure.
"""

import argparse
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

WALL_SIZES = (10_000, 100_000)
CALLGRIND_SIZES = (10_000, 20_000)
# Only the run of the tests is counted: what registers them depends on the state of the heap.
RUN_OF = {"GoogleTest": "testing::internal::UnitTestImpl::RunAllTests()",
          "Catch2": "Catch::Session::runInternal()"}
ASSERTION_TESTS = 100
ASSERTION_SIZES = (100, 200)

GTEST = ["--gtest_brief=1"]
CATCH2 = ["-r", "compact", "--order", "decl"]
RECORD = ["--xray", "--xray_upload=never", "--xray_results_dir={folder}/results"]
RECORD_BY_VARIABLES = {"XRAY": "1", "XRAY_UPLOAD": "never", "XRAY_RESULTS_DIR": "{folder}/results"}


@dataclass
class Variant:
    framework: str
    name: str
    program: str
    arguments: list
    variables: dict = field(default_factory=dict)


# The first of a framework is its anchor.
VARIANTS = [
    Variant("GoogleTest", "without xrep", "gtest_many_plain", GTEST),
    Variant("GoogleTest", "an empty listener", "gtest_many_listener", GTEST),
    Variant("GoogleTest", "linked, off", "gtest_many", GTEST),
    Variant("GoogleTest", "recording", "gtest_many", GTEST + RECORD),
    Variant("GoogleTest", "--gtest_output=xml", "gtest_many_plain",
            GTEST + ["--gtest_output=xml:{folder}/report.xml"]),
    Variant("Catch2", "without xrep", "catch2_many_plain", CATCH2),
    Variant("Catch2", "an empty listener", "catch2_many_listener", CATCH2),
    Variant("Catch2", "linked, off", "catch2_many", CATCH2),
    Variant("Catch2", "linked with our main, off", "catch2_many_our_main", CATCH2),
    Variant("Catch2", "recording (XRAY=1)", "catch2_many", CATCH2, RECORD_BY_VARIABLES),
    Variant("Catch2", "recording (our main, --xray)", "catch2_many_our_main", CATCH2 + RECORD),
    Variant("Catch2", "recording (-r xray)", "catch2_many",
            ["-r", "compact::out=-", "-r", "xray::Xupload=never::Xresults_dir={folder}/results",
             "--order", "decl"]),
    Variant("Catch2", "-r junit", "catch2_many_plain",
            ["-r", "junit", "-o", "{folder}/report.xml", "--order", "decl"]),
]


@dataclass
class Figures:
    wall: dict = field(default_factory=dict)  # size -> seconds of each round
    cpu: dict = field(default_factory=dict)  # size -> seconds of user and system time
    peak: dict = field(default_factory=dict)  # size -> KiB
    writes: dict = field(default_factory=dict)  # size -> calls
    per_test: float = None  # instructions
    per_assertion: float = None


def environment(variant, folder, tests, assertions):
    result = {k: v for k, v in os.environ.items() if not k.startswith("XRAY")}
    result.update({k: v.format(folder=folder) for k, v in variant.variables.items()})
    result["XREP_BENCHMARK_TESTS"] = str(tests)
    result["XREP_BENCHMARK_ASSERTIONS"] = str(assertions)
    return result


def command_of(programs, variant, folder):
    return [str(programs / variant.program)] + [a.format(folder=folder) for a in variant.arguments]


def run(command, variables, folder):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(command, env=variables, cwd=folder, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, text=True)
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return seconds, cpu, done.stderr


def measure_wall(programs, variant, tests, figures):
    with tempfile.TemporaryDirectory() as folder:
        variables = environment(variant, folder, tests, 1)
        own = Path(folder) / "figures"
        variables["XREP_BENCHMARK_FIGURES"] = str(own)
        seconds, cpu, _ = run(command_of(programs, variant, folder), variables, folder)
        said = own.read_text()
    figures.wall.setdefault(tests, []).append(seconds)
    figures.cpu.setdefault(tests, []).append(cpu)
    figures.peak[tests] = int(re.search(r"VmHWM:\s*(\d+)", said)[1])
    figures.writes[tests] = int(re.search(r"syscw:\s*(\d+)", said)[1])


def instructions(programs, variant, tests, assertions):
    with tempfile.TemporaryDirectory() as folder:
        command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null",
                   f"--toggle-collect={RUN_OF[variant.framework]}"]
        command += command_of(programs, variant, folder)
        _, _, said = run(command, environment(variant, folder, tests, assertions), folder)
    return int(re.search(r"Collected : (\d+)", said)[1])


def slope(programs, variant, first, second, unit):
    more = instructions(programs, variant, *second) - instructions(programs, variant, *first)
    return more / unit


def measure_instructions(programs, variant, figures):
    low, high = CALLGRIND_SIZES
    figures.per_test = slope(programs, variant, (low, 1), (high, 1), high - low)
    low, high = ASSERTION_SIZES
    figures.per_assertion = slope(programs, variant, (ASSERTION_TESTS, low),
                                  (ASSERTION_TESTS, high), ASSERTION_TESTS * (high - low))


def row(variant, own, anchor):
    small, large = WALL_SIZES

    def wall(figures, tests):
        return statistics.median(figures.wall[tests])

    def cpu_per_test(figures):
        return (min(figures.cpu[large]) - min(figures.cpu[small])) / (large - small) * 1e6

    def above(figure):
        if getattr(own, figure) is None:
            return "-"
        return f"{getattr(own, figure) - getattr(anchor, figure):+,.0f}"

    writes = (own.writes[large] - own.writes[small]) / (large - small)
    return [
        variant.framework, variant.name,
        f"{wall(own, small) / wall(anchor, small):.2f}",
        f"{wall(own, large) / wall(anchor, large):.2f}",
        f"{(wall(own, large) - wall(anchor, large)) / large * 1e6:+.2f}",
        f"{cpu_per_test(own) - cpu_per_test(anchor):+.2f}",
        "-" if own.per_test is None else f"{own.per_test:,.0f}",
        above("per_test"), above("per_assertion"),
        f"{writes:.2f}",
        f"{(own.peak[small] - anchor.peak[small]) / 1024:+.1f}",
        f"{(own.peak[large] - anchor.peak[large]) / 1024:+.1f}",
    ]


HEAD = ["framework", "variant", "wall x (10k)", "wall x (100k)", "wall us/test above",
        "CPU us/test above", "instr/test", "instr/test above", "instr/assertion above", "writes/test",
        "peak MiB above (10k)", "peak MiB above (100k)"]


def table(rows):
    lines = [HEAD, ["---"] * 2 + ["--:"] * (len(HEAD) - 2)] + rows
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("programs", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--no-callgrind", action="store_true")
    parser.add_argument("--only", default="", help="variants whose framework or name has this in it")
    options = parser.parse_args()
    programs = options.programs.resolve()
    with_callgrind = not options.no_callgrind and shutil.which("valgrind") is not None

    anchors = {}
    for variant in VARIANTS:
        anchors.setdefault(variant.framework, variant)
    chosen = [v for v in VARIANTS
              if options.only in f"{v.framework} {v.name}" or v is anchors[v.framework]]
    figures = {id(variant): Figures() for variant in chosen}

    for done in range(options.rounds):
        print(f"round {done + 1} of {options.rounds}", file=sys.stderr)
        for tests in WALL_SIZES:
            for variant in chosen:
                measure_wall(programs, variant, tests, figures[id(variant)])
    if with_callgrind:
        for variant in chosen:
            print(f"callgrind: {variant.framework}, {variant.name}", file=sys.stderr)
            measure_instructions(programs, variant, figures[id(variant)])

    print(table([row(v, figures[id(v)], figures[id(anchors[v.framework])]) for v in chosen]))


if __name__ == "__main__":
    main()
