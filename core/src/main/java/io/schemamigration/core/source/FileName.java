package io.schemamigration.core.source;

import io.schemamigration.core.window.Version;
import org.jspecify.annotations.Nullable;

/**
 * What a file's name says. A folder's {@code V001__x/up.sql} and a ConfigMap's {@code
 * V001__x.up.sql} say the same.
 *
 * @param file the name as the user knows it
 * @param role what it is for the migration; {@code OTHER} belongs to no layout
 * @param base what the files of one migration share: {@code V001__x}, {@code 003_x}
 * @param version the version, where it belongs to a layout
 * @param description the name in words
 * @param problem why a file that looks like a migration's isn't one, or null
 */
record FileName(
    String file,
    Role role,
    String base,
    Version version,
    String description,
    @Nullable Problem problem) {

  /** What a file is for its migration. */
  enum Role {
    /** All of it: statements, or sections of them. */
    WHOLE(".sql"),
    /** The statements that apply it. */
    UP(".up.sql"),
    /** The statements that take it back. */
    DOWN(".down.sql"),
    /** What it says about itself. */
    METADATA(".metadata.yaml"),
    /** Not a migration's file. */
    OTHER("");

    private final String ending;

    Role(String ending) {
      this.ending = ending;
    }

    String ending() {
      return ending;
    }
  }

  private static final String FORMS =
      "name it like 003_add_users.sql, V003__add_users/up.sql or, in a ConfigMap,"
          + " V003__add_users.up.sql";

  /** Reads a name; never fails, the problem is in the result. */
  static FileName read(String name) {
    if (name.startsWith(".") || name.contains("/.")) {
      return other(name, null);
    }
    int slash = name.indexOf('/');
    if (slash < 0) {
      return inFlat(name, name);
    }
    var folder = name.substring(0, slash);
    var file = name.substring(slash + 1);
    boolean known =
        file.equals("up.sql") || file.equals("down.sql") || file.equals("metadata.yaml");
    if (known) {
      return inFlat(name, folder + "." + file);
    }
    return other(
        name,
        endsWith(file, ".sql")
            ? new Problem(name, null, "a folder's file that is neither up.sql nor down.sql", FORMS)
            : null);
  }

  /** Whether the file is part of the source, and so of its digest. */
  boolean belongs() {
    return role != Role.OTHER;
  }

  /** The name without folders, by which the digest sorts. */
  String flat() {
    return base + role.ending();
  }

  private static FileName inFlat(String file, String flat) {
    var role = role(flat);
    if (role == Role.OTHER) {
      return other(file, nearMiss(file));
    }
    var base = flat.substring(0, flat.length() - role.ending().length());
    return startsLike(base, 'V') || startsLike(base, 'v')
        ? folderStyle(file, role, base)
        : numberStyle(file, role, base);
  }

  private static Role role(String flat) {
    if (flat.endsWith(".up.sql")) {
      return Role.UP;
    }
    if (flat.endsWith(".down.sql")) {
      return Role.DOWN;
    }
    if (flat.endsWith(".metadata.yaml")) {
      return Role.METADATA;
    }
    return flat.endsWith(".sql") ? Role.WHOLE : Role.OTHER;
  }

  private static @Nullable Problem nearMiss(String file) {
    if (endsWith(file, ".sql")) {
      return new Problem(file, null, "the ending is not in lower case", "end the name with .sql");
    }
    if (file.endsWith("metadata.yml")) {
      return new Problem(file, null, "metadata is read from .yaml only", "end the name with .yaml");
    }
    boolean likeFolder = (startsLike(file, 'V') || startsLike(file, 'v')) && file.contains("__");
    return likeFolder && file.indexOf('.') < 0
        ? new Problem(file, null, "a folder's name, but it is a file", FORMS)
        : null;
  }

  /** {@code V001__x}. */
  private static FileName folderStyle(String file, Role role, String base) {
    int end = digitsEnd(base, 1);
    var rest = base.substring(end);
    if (role == Role.WHOLE) {
      return other(file, new Problem(file, null, "Flyway's names are not read yet", FORMS));
    }
    if (base.charAt(0) == 'v') {
      return other(
          file, new Problem(file, null, "the v before the version is a small letter", FORMS));
    }
    if (!rest.startsWith("__") || rest.length() == 2) {
      return other(
          file,
          new Problem(
              file, null, "after the version come two underscores and a description", FORMS));
    }
    if (end - 1 > 18) {
      return tooLong(file);
    }
    return new FileName(
        file, role, base, Version.of(base.substring(1, end)), words(rest.substring(2)), null);
  }

  /** {@code 003_x}, and {@code 0005_20240115_103000_x} with its date and time. */
  private static FileName numberStyle(String file, Role role, String base) {
    int end = digitsEnd(base, 0);
    if (end == 0) {
      // a folder such as seeds/ with an up.sql, or seeds.sql
      return other(file, new Problem(file, null, "the name has no version", FORMS));
    }
    if (end > 18) {
      return tooLong(file);
    }
    if (end < base.length() && base.charAt(end) != '_') {
      return other(file, new Problem(file, null, "after the version comes an underscore", FORMS));
    }
    var version = base.substring(0, end);
    int date = digitsEnd(base, end + 1);
    int time = digitsEnd(base, date + 1);
    boolean dated =
        date == end + 9
            && time == date + 7
            && base.charAt(date) == '_'
            && (time == base.length() || base.charAt(time) == '_');
    if (dated) {
      version =
          version + "." + base.substring(end + 1, date) + "." + base.substring(date + 1, time);
      end = time;
    }
    return new FileName(file, role, base, Version.of(version), words(base.substring(end)), null);
  }

  private static FileName tooLong(String file) {
    return other(
        file,
        new Problem(
            file, null, "the version has more than 18 digits", "use a shorter number or a time"));
  }

  private static FileName other(String file, @Nullable Problem problem) {
    return new FileName(file, Role.OTHER, file, Version.NONE, "", problem);
  }

  private static boolean startsLike(String name, char letter) {
    return name.length() > 1 && name.charAt(0) == letter && isDigit(name.charAt(1));
  }

  private static int digitsEnd(String text, int from) {
    int at = from;
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
    return Math.max(at, 0);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean endsWith(String name, String ending) {
    int from = name.length() - ending.length();
    return from >= 0 && name.regionMatches(true, from, ending, 0, ending.length());
  }

  private static String words(String name) {
    return name.replace('_', ' ').strip();
  }
}
