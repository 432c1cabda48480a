package io.schemamigration.core.source.write;

import io.schemamigration.core.source.name.FileName;
import io.schemamigration.core.source.name.FileName.Form;
import io.schemamigration.core.window.Version;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The number of a new migration, written as the folder writes numbers. */
final class NextNumber {
  private static final int TIMESTAMP_DIGITS = 14;
  private static final int MAX_DIGITS = 18;
  private static final int MINUTES_DIGITS = 12;
  private static final int EPOCH_DIGITS = 10;
  private static final int[] DIESEL = {4, 2, 2, 6, 4};

  private final Version highest;
  private final LocalDateTime now;

  private NextNumber(Version highest, LocalDateTime now) {
    this.highest = highest;
    this.now = now;
  }

  /**
   * A number whose version is above the highest one.
   *
   * @param like a number as the folder writes it
   * @param now in UTC, for folders that count by time
   */
  static String after(Version highest, FileName like, LocalDateTime now) {
    var next = new NextNumber(highest, now);
    var number = like.number();
    if (like.form() == Form.FLYWAY && (number.indexOf('_') > 0 || number.indexOf('.') > 0)) {
      return next.parts(number);
    }
    if (number.indexOf('-') > 0) {
      boolean four = number.replace("-", "").length() > TIMESTAMP_DIGITS;
      return dashed(next.digits("0".repeat(TIMESTAMP_DIGITS)) + (four ? "0000" : ""));
    }
    if (number.length() > MAX_DIGITS && number.indexOf('_') < 0) {
      var more = "0".repeat(number.length() - TIMESTAMP_DIGITS);
      return number.startsWith("0")
          ? next.counted(number.length())
          : next.digits("0".repeat(TIMESTAMP_DIGITS)) + more;
    }
    int dated = number.indexOf('_');
    return dated < 0
        ? next.digits(number)
        : next.counted(dated) + "_" + next.time("yyyyMMdd_HHmmss");
  }

  private String digits(String like) {
    boolean time = !like.startsWith("000") || like.length() >= TIMESTAMP_DIGITS;
    var now =
        switch (time ? like.length() : 0) {
          case TIMESTAMP_DIGITS -> time("yyyyMMddHHmmss");
          case TIMESTAMP_DIGITS + 4 -> time("yyyyMMddHHmmss") + "0000";
          case MINUTES_DIGITS -> time("yyyyMMddHHmm");
          case EPOCH_DIGITS -> Long.toString(this.now.toEpochSecond(ZoneOffset.UTC));
          default -> "0";
        };
    return Long.parseLong(now) > part(0) ? now : counted(like.length());
  }

  /** One more than the highest, in that width. */
  private String counted(int width) {
    return String.format(Locale.ROOT, "%0" + width + "d", part(0) + 1);
  }

  /** The last of as many parts as the folder writes is counted on. */
  private String parts(String like) {
    int last = like.replace('_', '.').split("\\.", -1).length - 1;
    char between = like.indexOf('_') > 0 ? '_' : '.';
    var number = new StringBuilder();
    for (int i = 0; i <= last; i++) {
      number.append(i == 0 ? "" : between).append(i == last ? part(i) + 1 : part(i));
    }
    return number.toString();
  }

  private static String dashed(String digits) {
    var number = new StringBuilder();
    int at = 0;
    for (int length : DIESEL) {
      int end = Math.min(at + length, digits.length());
      number.append(at == 0 || end == at ? "" : "-").append(digits, at, end);
      at = end;
    }
    return number.toString();
  }

  private long part(int index) {
    if (highest.equals(FileName.FIRST)) {
      return 0;
    }
    var parts = highest.toString().split("\\.", -1);
    return index < parts.length ? Long.parseLong(parts[index]) : 0;
  }

  private String time(String pattern) {
    return now.format(DateTimeFormatter.ofPattern(pattern, Locale.ROOT));
  }
}
