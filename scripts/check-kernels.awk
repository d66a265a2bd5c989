#!/usr/bin/awk -f
# Reads a disassembly of Packing and says which kernel calls something, gathers, joins multiplication and addition, or has
# no wide register where it should. Kernels are the static functions of Columns, Bits, Impacts and Ascending.

/^[0-9a-f]+ <.*>:$/ {
    name = $2
    gsub(/[<>:]/, "", name)
    isKernel = name ~ /^\$s7Packing(7Columns|4Bits|7Impacts|9Ascending)O/
    if (isKernel) kernels++
    next
}

isKernel && /\tcallq? / { wrong(name " calls" $0) }
isKernel && /vp?gather/ { wrong(name " gathers") }
isKernel && /vfn?m(add|sub)/ { wrong(name " joins a multiplication with an addition, which rounds otherwise") }
isKernel && /ymm/ { wide[name] = 1 }

function wrong(text) {
    print "error: " text
    failures++
}

END {
    if (kernels < 70) wrong("only " kernels " kernels were found")
    for (name in wide) wideCount++
    if (machine == "x86_64" && march != "baseline" && wideCount < 70) wrong("only " wideCount + 0 " kernels use registers of 256 bits")
    if (march == "baseline" && wideCount) wrong(wideCount " kernels use registers that not every processor has")
    printf "%d kernels, %d of them with registers of 256 bits: no call, no gather\n", kernels, wideCount
    exit failures > 0
}
