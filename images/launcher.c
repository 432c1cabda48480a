/*
 * The command of an image: /bin/migrate, /bin/schema-migration-operator. An image from scratch has no shell that could
 * hold Java's flags, and a manifest that says `command: ["migrate", "verify"]` should not have to know them, so that they
 * stand in one place: the argument file, which ends with the main class.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define JAVA "/opt/java/bin/java"
#define ARGUMENTS "@/app/arguments"

int main(int count, char **words) {
  char **java = calloc((size_t)count + 2, sizeof *java);
  if (java == NULL) {
    fprintf(stderr, "%s: out of memory\n", words[0]);
    return 2;
  }
  java[0] = words[0];
  java[1] = ARGUMENTS;
  for (int i = 1; i < count; i++) {
    java[i + 1] = words[i];
  }
  execv(JAVA, java);
  fprintf(stderr, "%s: can't run %s: %s\n", words[0], JAVA, strerror(errno));
  return 2;
}
