#include <sys/timerfd.h>

// Makes the timer go off once after so many nanoseconds, more than zero. Here and not in Swift, since which module
// defines `timespec` depends there on what else is imported.
static inline int timer_set_after(int descriptor, long long nanoseconds) {
    struct itimerspec time = {.it_value = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000}};
    return timerfd_settime(descriptor, 0, &time, 0);
}
