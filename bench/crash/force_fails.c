/* Forcing a file to disk fails for as long as the file exists that FORCE_FAILS_WHILE names: what a
 * process sees of a disk with broken sectors. Preloaded (LD_PRELOAD) by bench/run crash. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static int fails(void) {
  const char *flag = getenv("FORCE_FAILS_WHILE");
  return flag != NULL && access(flag, F_OK) == 0;
}

static int forced(const char *name, int file) {
  if (fails()) {
    errno = EIO;
    return -1;
  }
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
  return real(file);
}

int fsync(int file) { return forced("fsync", file); }

int fdatasync(int file) { return forced("fdatasync", file); }
