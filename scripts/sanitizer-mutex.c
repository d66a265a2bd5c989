/* Lets the thread sanitizer see Swift's Mutex on Linux: preloaded into the tests by scripts/sanitize.sh.
 *
 * A Mutex that is contended is locked and unlocked inside libswiftSynchronization, which is built without the sanitizer,
 * so that what it orders looks like a race. Here those calls are told to the sanitizer. The names are those of the
 * Swift 6 library; `nm -D libswiftSynchronization.so | grep MutexHandle` shows them. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context))
#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define TRY_LOCK "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

/* Absent in processes that run without the sanitizer, such as the test runner's own. */
extern void __tsan_acquire(void *) __attribute__((weak));
extern void __tsan_release(void *) __attribute__((weak));

static void *original(const char *name) {
    void *found = dlsym(RTLD_NEXT, name);
    if (!found) {
        fprintf(stderr, "sanitizer-mutex: this Swift has no %s\n", name);
        abort();
    }
    return found;
}

SWIFT void lock_slow(uint32_t owner, SELF void *handle) __asm__(LOCK);
SWIFT bool try_lock_slow(SELF void *handle) __asm__(TRY_LOCK);
SWIFT void unlock_slow(SELF void *handle) __asm__(UNLOCK);

SWIFT void lock_slow(uint32_t owner, SELF void *handle) {
    ((SWIFT void (*)(uint32_t, SELF void *))original(LOCK))(owner, handle);
    if (__tsan_acquire) __tsan_acquire(handle);
}

SWIFT bool try_lock_slow(SELF void *handle) {
    bool is_locked = ((SWIFT bool (*)(SELF void *))original(TRY_LOCK))(handle);
    if (is_locked && __tsan_acquire) __tsan_acquire(handle);
    return is_locked;
}

SWIFT void unlock_slow(SELF void *handle) {
    if (__tsan_release) __tsan_release(handle);
    ((SWIFT void (*)(SELF void *))original(UNLOCK))(handle);
}
