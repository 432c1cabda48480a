package io.schemamigration.core.source.name;

import io.schemamigration.core.source.Problem;
import io.schemamigration.core.source.name.FileName.Form;
import io.schemamigration.core.source.name.FileName.Role;
import io.schemamigration.core.window.Version;
import org.jspecify.annotations.Nullable;

/** The three ways to put a version into a name. */
public final class VersionedName {
  /** What a version's part may have (INTERFACES, "Versions"). */
  private static final int MAX_DIGITS = 18;

  private static final int MAX_PARTS = 4;

  /** Three digits, so that names sort as versions do. */
  private static final int FOLDER_DIGITS = 3;

  private static final int DATE_DIGITS = 8;
  private static final int TIME_DIGITS = 6;
  private static final int TIMESTAMP_DIGITS = DATE_DIGITS + TIME_DIGITS;

  private VersionedName() {}

  /** {@code V1…} or {@code v1…}. */
  public static boolean folderLike(String name) {
    return name.length() > 1
        && (name.charAt(0) == 'V' || name.charAt(0) == 'v')
        && isDigit(name.charAt(1));
  }

  /** {@code V1…}, {@code U1…}, {@code B1…}, {@code R__…}. */
  static boolean flywayLike(String name) {
    if (name.startsWith("R__")) {
      return true;
    }
    return name.length() > 1 && "VUBv".indexOf(name.charAt(0)) >= 0 && isDigit(name.charAt(1));
  }

  /** {@code 1_…}. */
  static boolean numberLike(String name) {
    int end = digitsEnd(name, 0);
    return end > 0 && end < name.length() && "_-".indexOf(name.charAt(end)) >= 0;
  }

  /** {@code V1_2__x.sql}, {@code V1.2__x.sql}, {@code U1__x.sql}, {@code R__x.sql}. */
  static FileName flyway(String file, Role role, String flat, String base) {
    char kind = base.charAt(0);
    int words = base.indexOf("__");
    if (kind == 'B') {
      return told(
          file, "Flyway's baseline script", "move it away; migrate baseline says where to begin");
    }
    if (kind == 'v') {
      return told(
          file, "the v before the version is a small letter", "rename it to V" + flat.substring(1));
    }
    if (words < 0 || words + 2 == base.length()) {
      return told(
          file,
          "after the version come two underscores and a description",
          "name it like V2__add_users.sql");
    }
    var described = words(base.substring(words + 2));
    if (kind == 'R') {
      var its = role == Role.SETTINGS ? role : Role.REPEATABLE;
      return new FileName(file, its, Form.FLYWAY, flat, base, "", Version.NONE, described, null);
    }
    var number = base.substring(1, words);
    var version = parts(number);
    if (version == null && ManyParts.joined(number) != null) {
      return FileName.other(file, ManyParts.problem(file, base, number));
    }
    if (version == null) {
      return told(
          file,
          "'" + number + "' is not a version of up to four numbers of up to 18 digits",
          "name it like V1_2__add_users.sql");
    }
    var its = role == Role.SETTINGS ? role : kind == 'U' ? Role.DOWN : Role.WHOLE;
    return new FileName(file, its, Form.FLYWAY, flat, base, number, version, described, null);
  }

  /** {@code V001__x}. */
  static FileName folder(String file, Role role, String flat, String base) {
    int end = digitsEnd(base, 1);
    var number = base.substring(1, end);
    var rest = base.substring(end);
    int underscores = rest.startsWith("__") ? 2 : rest.startsWith("_") ? 1 : 0;
    var described = rest.substring(underscores);
    if (number.length() > MAX_DIGITS) {
      return tooLong(file);
    }
    if (described.isEmpty() || underscores == 0) {
      return told(
          file, "after the version come two underscores and a description", IgnoredFile.FORMS);
    }
    var padded = "0".repeat(Math.max(0, FOLDER_DIGITS - number.length())) + number;
    var meant = "rename it to V" + padded + "__" + described + ", what is in it stays as it is";
    if (base.charAt(0) == 'v') {
      return told(file, "the v before the version is a small letter", meant);
    }
    if (underscores == 1) {
      return told(file, "one underscore after the version, where two belong", meant);
    }
    if (number.length() < FOLDER_DIGITS) {
      return told(file, "the version has less than three digits", meant);
    }
    return new FileName(
        file, role, Form.FOLDER, flat, base, number, version(number), words(described), null);
  }

  /**
   * {@code 003_x}, {@code 003-x}, {@code 0005_20240115_103000_x}, {@code 2023-01-02-030405_x},
   * {@code 2023-01-02_x}.
   */
  static FileName number(String file, Role role, String flat, String base) {
    int end = digitsEnd(base, 0);
    if (end == 0) {
      return told(file, "the name has no version", IgnoredFile.FORMS);
    }
    int dashed = dashedEnd(base);
    boolean day = flat.endsWith(".migration.sql") && end == DATE_DIGITS && isYear(base);
    if (dashed > 0 || day || digits(base.substring(0, end)).length() > MAX_DIGITS) {
      var number = base.substring(0, Math.max(dashed, end));
      var version = timestamp(number.replace("-", ""));
      return version == null ? tooLong(file) : numbered(file, role, flat, base, number, version);
    }
    if (end < base.length() && "_-".indexOf(base.charAt(end)) < 0) {
      return told(file, "after the version comes an underscore or a hyphen", IgnoredFile.FORMS);
    }
    if (isHalfDate(base, end)) {
      return told(
          file,
          "a date with hyphens, but not one that is known",
          "name it like 2023-01-02-030405_x, 2023-01-02_x or 20230102030405_x");
    }
    int dated = datedEnd(base, end);
    var number = base.substring(0, Math.max(dated, end));
    var version = dated > 0 ? Version.of(number.replace('_', '.')) : version(number);
    return numbered(file, role, flat, base, number, version);
  }

  /** Where the date and the time after a number end; 0 if they don't follow it. */
  private static int datedEnd(String base, int end) {
    int date = digitsEnd(base, end + 1);
    int time = digitsEnd(base, date + 1);
    boolean dated =
        date == end + 1 + DATE_DIGITS
            && time == date + 1 + TIME_DIGITS
            && base.charAt(end) == '_'
            && base.charAt(date) == '_'
            && (time == base.length() || base.charAt(time) == '_');
    return dated ? time : 0;
  }

  /** A year and the next part of a date, after which something else follows. */
  private static boolean isHalfDate(String base, int end) {
    return end == 4
        && isYear(base)
        && digitsEnd(base, end + 1) > end + 1
        && base.charAt(end) == '-';
  }

  /**
   * A date and a time in digits as a version: 14 of them, and those after them, if there are more,
   * as its second part; a date alone is its midnight. So texts that tools compare as such keep
   * their order, whatever their length.
   *
   * @return null when it is no date, or too long
   */
  public static @Nullable Version timestamp(String digits) {
    int more = digits.length() - TIMESTAMP_DIGITS;
    if (!isYear(digits) || more > MAX_DIGITS) {
      return null;
    }
    if (digits.length() == DATE_DIGITS) {
      return Version.of(digits + "000000");
    }
    if (more < 0) {
      return null;
    }
    var time = digits.substring(0, TIMESTAMP_DIGITS);
    return Version.of(more == 0 ? time : time + "." + digits.substring(TIMESTAMP_DIGITS));
  }

  /** So that the year 0005 is a number. */
  private static boolean isYear(String text) {
    return text.startsWith("19") || text.startsWith("2");
  }

  private static String digits(String number) {
    int from = 0;
    while (from < number.length() - 1 && number.charAt(from) == '0') {
      from++;
    }
    return number.substring(from);
  }

  private static FileName numbered(
      String file, Role role, String flat, String base, String number, Version version) {
    var rest = base.substring(number.length());
    var described = words(rest.startsWith("-") ? rest.replace('-', '_') : rest);
    return new FileName(file, role, Form.NUMBER, flat, base, number, version, described, null);
  }

  /**
   * Where diesel's {@code 2023-01-02-030405}, {@code 2023-01-02-030405-0000} or {@code 2023-01-02}
   * ends; 0 if not.
   */
  private static int dashedEnd(String base) {
    int day = groups(base, 0, 4, 2, 2);
    int time = day == 0 ? 0 : groups(base, day + 1, TIME_DIGITS);
    int more = time == 0 ? 0 : groups(base, time + 1, 4);
    int end = more > 0 ? more : time > 0 ? time : day;
    return isYear(base) && (end == base.length() || base.charAt(end) == '_') ? end : 0;
  }

  /** Where groups of that many digits end, with dashes before all but the first; 0 if not. */
  private static int groups(String base, int from, int... lengths) {
    int at = from;
    for (int length : lengths) {
      if (at > 0 && (at > base.length() || base.charAt(at - 1) != '-')) {
        return 0;
      }
      int end = digitsEnd(base, at);
      if (end - at != length) {
        return 0;
      }
      at = end + 1;
    }
    return at - 1;
  }

  /** Flyway's parts, joined by dots or underscores; null when it is no version. */
  static @Nullable Version parts(String number) {
    var dotted = number.replace('_', '.');
    int parts = 1;
    for (int i = 0; i < dotted.length(); i++) {
      parts += dotted.charAt(i) == '.' ? 1 : 0;
    }
    var version = Version.parse(dotted);
    return parts > MAX_PARTS || version.isEmpty() ? null : notNone(version.get());
  }

  private static Version version(String number) {
    return notNone(Version.of(digits(number)));
  }

  private static Version notNone(Version version) {
    return version.equals(Version.NONE) ? FileName.FIRST : version;
  }

  private static FileName tooLong(String file) {
    return told(
        file,
        "the version has more than 18 digits",
        "use a shorter number, or a time such as 20240102030405");
  }

  private static FileName told(String file, String message, String hint) {
    return FileName.other(file, new Problem(file, null, message, hint));
  }

  static int digitsEnd(String text, int from) {
    int at = from;
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static String words(String name) {
    return name.replace('_', ' ').strip();
  }
}
