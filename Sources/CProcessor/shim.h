// What x86-64 says of itself: the names of instruction sets stand in registers of CPUID, and whether the system saves the
// wide registers stands in XCR0 (Intel, "Software Developer's Manual", volume 2A, CPUID, and volume 1, 13.3).

#if defined(__x86_64__)
#include <cpuid.h>

// Register 0 to 3 is EAX to EDX of a leaf; 0 where the processor does not have the leaf.
static inline unsigned int processor_leaf(unsigned int leaf, int which) {
    unsigned int registers[4] = {0, 0, 0, 0};
    if (!__get_cpuid_count(leaf, 0, &registers[0], &registers[1], &registers[2], &registers[3])) return 0;
    return registers[which];
}

// The low half of XCR0. Only where leaf 1 says OSXSAVE: the instruction traps elsewhere.
static inline unsigned int processor_saved_state(void) {
    unsigned int low, high;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return low;
}
#endif
