/* Loaded before the C library (LD_PRELOAD): counts what a process does to the files of a folder, and at the Nth of it the process
 * is killed, or is told of an error. So the real program is tried, SQLite in it, and nothing in it knows.
 *
 *   CRASH_ROOT   the folder, as an absolute path without links; everything else is left alone
 *   CRASH_AT     which of the calls, from 1
 *   CRASH_MODE   kill: SIGKILL before it; torn: half of what is to be written is, then SIGKILL; short: half of it is, and the
 *                call says so; a number: it fails with this errno; a number and `+`: so do all that follow (a full disk)
 *   CRASH_LOG    a file that gets every call with all its bytes, in the order in which they ended
 *
 * A line of the log is the call, paths and numbers with tabs between; behind `write` come its bytes.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static char root[PATH_MAX];
static size_t root_length;
static long at, passed;
static char mode[16];
static int log_fd = -1;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void begin(void) {
    const char *asked = getenv("CRASH_ROOT");
    if (!asked) return;
    root_length = strlen(asked);
    memcpy(root, asked, root_length + 1);
    at = getenv("CRASH_AT") ? atol(getenv("CRASH_AT")) : 0;
    snprintf(mode, sizeof mode, "%s", getenv("CRASH_MODE") ? getenv("CRASH_MODE") : "");
    if (getenv("CRASH_LOG")) log_fd = REAL(open)(getenv("CRASH_LOG"), O_CREAT | O_WRONLY | O_APPEND, 0600);
}

/* Whether an absolute path is in the folder, or the folder. */
static int inside(const char *path) {
    return root_length && !strncmp(path, root, root_length) && (path[root_length] == '/' || !path[root_length]);
}

/* The absolute path of an open file. */
static int path_of(int fd, char *out) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, out, PATH_MAX - 1);
    if (length < 0) return 0;
    out[length] = 0;
    return inside(out);
}

static int absolute(int dir, const char *path, char *out) {
    char base[PATH_MAX];
    if (*path == '/') snprintf(out, PATH_MAX, "%s", path);
    else {
        if (dir == AT_FDCWD) { if (!getcwd(base, sizeof base)) return 0; }
        else { path_of(dir, base); }
        while (!strncmp(path, "./", 2)) path += 2;
        if (snprintf(out, PATH_MAX, "%s/%s", base, path) >= PATH_MAX) return 0;
    }
    return inside(out);
}

/* Counts a call. 0: let it be; -1: it fails, errno is set; 1: only half of it is done, and then, if torn, the process ends. */
static int fault(int writes) {
    if (!at) return 0;
    long number = __atomic_add_fetch(&passed, 1, __ATOMIC_SEQ_CST);
    size_t length = strlen(mode);
    int lasts = length && mode[length - 1] == '+';
    if (number != at && !(lasts && number > at)) return 0;
    if (!strcmp(mode, "kill") || (!strcmp(mode, "torn") && !writes)) kill(getpid(), SIGKILL);
    if (!strcmp(mode, "torn")) return 1;
    if (!strcmp(mode, "short")) return writes;
    errno = atoi(mode);
    return -1;
}

static void tell(const void *bytes, size_t length, const char *format, ...) {
    if (log_fd < 0) return;
    char line[3 * PATH_MAX];
    va_list rest;
    va_start(rest, format);
    int written = vsnprintf(line, sizeof line, format, rest);
    va_end(rest);
    pthread_mutex_lock(&lock);
    if (REAL(write)(log_fd, line, written) != written || REAL(write)(log_fd, bytes, length) != (ssize_t)length) abort();
    pthread_mutex_unlock(&lock);
}

static int opened(int dir, const char *path, int flags, mode_t permissions, int (*real)(int, const char *, int, ...)) {
    char whole[PATH_MAX];
    int saved = errno;
    if (!(flags & (O_CREAT | O_TRUNC)) || !absolute(dir, path, whole)) return errno = saved, real(dir, path, flags, permissions);
    struct stat before;
    int was = !stat(whole, &before);
    if ((!was || flags & O_TRUNC) && fault(0)) return -1;
    int fd = real(dir, path, flags, permissions);
    if (fd >= 0 && !was) tell("", 0, "create\t%s\n", whole);
    else if (fd >= 0 && flags & O_TRUNC) tell("", 0, "truncate\t%s\t0\n", whole);
    return fd;
}

#define PERMISSIONS(flags, permissions) \
    mode_t permissions = 0; \
    if (flags & (O_CREAT | O_TMPFILE)) { va_list rest; va_start(rest, flags); permissions = va_arg(rest, mode_t); va_end(rest); }

int open(const char *path, int flags, ...) {
    PERMISSIONS(flags, permissions)
    return opened(AT_FDCWD, path, flags, permissions, REAL(openat));
}
int open64(const char *path, int flags, ...) {
    PERMISSIONS(flags, permissions)
    return opened(AT_FDCWD, path, flags | O_LARGEFILE, permissions, REAL(openat));
}
int openat(int dir, const char *path, int flags, ...) {
    PERMISSIONS(flags, permissions)
    return opened(dir, path, flags, permissions, REAL(openat));
}
int openat64(int dir, const char *path, int flags, ...) {
    PERMISSIONS(flags, permissions)
    return opened(dir, path, flags | O_LARGEFILE, permissions, REAL(openat));
}

/* Writes all of it at a place, or half, or nothing. `whence`: -1: where the file stands. */
static ssize_t put(int fd, const void *bytes, size_t length, off_t whence) {
    char path[PATH_MAX];
    int saved = errno;
    int ours = length && path_of(fd, path);
    errno = saved;
    off_t place = whence;
    if (ours && whence < 0) {
        struct stat now;
        place = fcntl(fd, F_GETFL) & O_APPEND && !fstat(fd, &now) ? now.st_size : lseek(fd, 0, SEEK_CUR);
    }
    int found = ours ? fault(1) : 0;
    if (found < 0) return -1;
    if (found > 0) length = (length + 1) / 2;
    ssize_t written = whence < 0 ? REAL(write)(fd, bytes, length) : REAL(pwrite64)(fd, bytes, length, whence);
    if (found > 0 && !strcmp(mode, "torn")) kill(getpid(), SIGKILL);
    if (ours && written > 0) tell(bytes, written, "write\t%s\t%lld\t%zd\n", path, (long long)place, written);
    return written;
}
ssize_t write(int fd, const void *bytes, size_t length) { return put(fd, bytes, length, -1); }
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t place) { return put(fd, bytes, length, place); }
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t place) { return put(fd, bytes, length, place); }
/* The first piece is what was written: who calls this goes on behind it. */
ssize_t writev(int fd, const struct iovec *pieces, int count) {
    for (int piece = 0; piece < count; piece++)
        if (pieces[piece].iov_len) return put(fd, pieces[piece].iov_base, pieces[piece].iov_len, -1);
    return 0;
}

/* A call on an open file, or on a path, that is told by a line. */
#define ON_FILE(call, fd, ...) \
    char path[PATH_MAX]; \
    int saved = errno, ours = path_of(fd, path); \
    errno = saved; \
    if (ours && fault(0)) return -1; \
    int done = call; \
    if (ours && !done) tell("", 0, __VA_ARGS__); \
    return done;
#define ON_PATH(call, dir, name, ...) \
    char path[PATH_MAX]; \
    int saved = errno, ours = absolute(dir, name, path); \
    errno = saved; \
    if (ours && fault(0)) return -1; \
    int done = call; \
    if (ours && !done) tell("", 0, __VA_ARGS__); \
    return done;

int fsync(int fd) { ON_FILE(REAL(fsync)(fd), fd, "sync\t%s\n", path) }
int fdatasync(int fd) { ON_FILE(REAL(fdatasync)(fd), fd, "sync\t%s\n", path) }
int ftruncate(int fd, off_t length) { ON_FILE(REAL(ftruncate)(fd, length), fd, "truncate\t%s\t%lld\n", path, (long long)length) }
int ftruncate64(int fd, off64_t length) { ON_FILE(REAL(ftruncate64)(fd, length), fd, "truncate\t%s\t%lld\n", path, (long long)length) }
int unlink(const char *name) { ON_PATH(REAL(unlink)(name), AT_FDCWD, name, "unlink\t%s\n", path) }
int unlinkat(int dir, const char *name, int flags) { ON_PATH(REAL(unlinkat)(dir, name, flags), dir, name, "unlink\t%s\n", path) }
int rmdir(const char *name) { ON_PATH(REAL(rmdir)(name), AT_FDCWD, name, "unlink\t%s\n", path) }
int mkdir(const char *name, mode_t permissions) { ON_PATH(REAL(mkdir)(name, permissions), AT_FDCWD, name, "mkdir\t%s\n", path) }

static int moved(int from, const char *old, int to, const char *new, unsigned flags, int plain) {
    char source[PATH_MAX], target[PATH_MAX];
    int saved = errno, ours = absolute(from, old, source) & absolute(to, new, target);
    errno = saved;
    if (ours && fault(0)) return -1;
    int done = plain ? REAL(renameat)(from, old, to, new) : REAL(renameat2)(from, old, to, new, flags);
    if (ours && !done) tell("", 0, "rename\t%s\t%s\n", source, target);
    return done;
}
int rename(const char *old, const char *new) { return moved(AT_FDCWD, old, AT_FDCWD, new, 0, 1); }
int renameat(int from, const char *old, int to, const char *new) { return moved(from, old, to, new, 0, 1); }
int renameat2(int from, const char *old, int to, const char *new, unsigned flags) { return moved(from, old, to, new, flags, 0); }
