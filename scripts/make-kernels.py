#!/usr/bin/env python3
"""Writes Sources/Packing/Generated: straight-line kernels, one function a width that unpacks a block of 128 values and one
that unpacks gaps and adds them up; and a table of the bits of bytes. Run it from anywhere; `scripts/check-kernels.sh` runs
it and compares.

The layout is described in Sources/Packing/Columns.swift. Each line of a kernel is one statement: long expressions over SIMD
types take the type checker minutes."""

import pathlib
import sys

ROWS = 16
WIDTHS = 32
FILES = 8


def row(width, index):
    """The expression of row `index`, unmasked bits cut off."""
    bit = index * width
    word, shift = divmod(bit, 32)
    names = [f"w{number}" for number in range(width // 2)] + (["half"] if width % 2 else [])
    text = names[word] if shift == 0 else f"{names[word]} &>> {shift}"
    end = shift + width
    if end > 32:
        text = f"({text} | {names[word + 1]} &<< {32 - shift})"
    # Only a value that ends with a word of its own has nothing above it.
    return text if end == 32 and names[word] != "half" else f"{text} & mask"


def loads(width):
    lines = [f"let w{word} = unsafe load(source, {word})" for word in range(width // 2)]
    if width % 2:
        lines.append(f"let half = unsafe loadHalf(source, {width // 2 * 32})")
    if any("mask" in row(width, index) for index in range(ROWS)):
        lines.append(f"let mask = Vector(repeating: {(1 << width) - 1:#x})")
    return lines


def unpack(width):
    head = [
        f"static func unpack{width}(",
        "    _ source: UnsafeRawPointer, _ adding: Vector, _ target: UnsafeMutablePointer<UInt32>",
        ") {",
    ]
    if width == 0:
        body = [f"unsafe store(adding, target, {index})" for index in range(ROWS)]
    else:
        body = loads(width)
        body += [f"unsafe store({grouped(width, index)} &+ adding, target, {index})" for index in range(ROWS)]
    return head + ["    " + line for line in body] + ["}"]


def grouped(width, index):
    text = row(width, index)
    return text if text.isalnum() else f"({text})"


def documents(width):
    head = [
        f"static func documents{width}(",
        "    _ source: UnsafeRawPointer, _ base: UInt32, _ target: UnsafeMutablePointer<UInt32>",
        ") -> UInt32 {",
    ]
    body = ["let one = Vector(repeating: 1)"]
    if width == 0:
        body += ["let d0 = base &+ Vector(0, 16, 32, 48, 64, 80, 96, 112)", "unsafe store(d0, target, 0)"]
        for index in range(1, ROWS):
            body += [f"let d{index} = d{index - 1} &+ one", f"unsafe store(d{index}, target, {index})"]
        body.append("return base &+ 127")
    else:
        body += loads(width) + [f"let d0 = {row(width, 0)}"]
        for index in range(1, ROWS):
            body += [f"let g{index} = {grouped(width, index)} &+ one", f"let d{index} = d{index - 1} &+ g{index}"]
        body.append("let start = laneStarts(d15 &+ one, base)")
        body += [f"unsafe store(d{index} &+ start, target, {index})" for index in range(ROWS)]
        body.append("return d15[7] &+ start[7]")
    return head + ["    " + line for line in body] + ["}"]


def switch(call, arguments):
    lines = ["switch width {"]
    lines += [f"case {width}: {call}{width}({arguments})" for width in range(WIDTHS)]
    lines += ['default: preconditionFailure("a value has 0 to 31 bits, not \\(width)")', "}"]
    return lines


def header():
    return ["// Made by scripts/make-kernels.py: change that, not this.", ""]


def indented(lines):
    return [("    " + line) if line else line for line in lines]


def kernels(widths):
    lines = header() + ["extension Columns {"]
    for number, width in enumerate(widths):
        if number:
            lines.append("")
        lines += indented(unpack(width)) + [""] + indented(documents(width))
    return lines + ["}"]


def selection():
    lines = header() + ["extension Columns {"]
    lines += indented(
        [
            "static func unpack(",
            "    _ source: UnsafeRawPointer, width: Int, adding: Vector, into target: UnsafeMutablePointer<UInt32>",
            ") {",
        ]
        + indented(switch("unsafe unpack", "source, adding, target"))
        + ["}", ""]
        + [
            "static func sum(",
            "    _ source: UnsafeRawPointer, width: Int, base: UInt32, into target: UnsafeMutablePointer<UInt32>",
            ") -> UInt32 {",
        ]
        + indented(switch("return unsafe documents", "source, base, target"))
        + ["}"]
    )
    return lines + ["}"]


def byte_lanes():
    lines = header() + [
        "extension ByteLanes {",
        "    static let words: InlineArray<1024, UInt64> = [",
    ]
    for byte in range(256):
        bits = [bit for bit in range(8) if byte >> bit & 1]
        bits += [0] * (8 - len(bits))
        pairs = zip(bits[::2], bits[1::2])
        lines.append("        " + " ".join(f"0x{high:X}_0000_000{low:X}," for low, high in pairs))
    return lines + ["    ]", "}"]


def main():
    root = pathlib.Path(__file__).resolve().parent.parent
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else root / "Sources/Packing/Generated"
    folder.mkdir(parents=True, exist_ok=True)
    files = {"Columns+Selection.swift": selection(), "ByteLanes+Words.swift": byte_lanes()}
    share = WIDTHS // FILES
    for number in range(FILES):
        first = number * share
        files[f"Columns+{first:02}to{first + share - 1}.swift"] = kernels(range(first, first + share))
    for name, lines in files.items():
        (folder / name).write_text("\n".join(lines) + "\n")


main()
