package io.schemamigration.core.source;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file's text in the forms that editors and version control give it: with other line ends, with
 * and without a byte order mark or a last line end. They are one text.
 */
public final class WrittenFile {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private WrittenFile() {}

  /**
   * Whether a checksum is that of the content in one of its forms.
   *
   * @param algorithm such as SHA-256
   * @param checksum hex digits, in lower case
   */
  public static boolean is(byte[] content, String algorithm, String checksum) {
    int end = content.length;
    int ends = 0;
    for (; end > 0 && (content[end - 1] == '\n' || content[end - 1] == '\r'); end--) {
      ends += content[end - 1] == '\n' ? 1 : 0;
    }
    for (boolean mark : new boolean[] {false, true}) {
      for (boolean carriageReturns : new boolean[] {false, true}) {
        var form = form(content, end, mark, carriageReturns);
        for (int lastEnds = 0; lastEnds <= Math.min(Math.max(ends, 1), 99); lastEnds++) {
          if (checksum.equals(checksum(form.toByteArray(), algorithm))) {
            return true;
          }
          end(form, carriageReturns);
        }
      }
    }
    return false;
  }

  /** Without the last line ends. */
  private static ByteArrayOutputStream form(
      byte[] content, int end, boolean mark, boolean carriageReturns) {
    var form = new ByteArrayOutputStream(content.length + 16);
    if (mark) {
      form.writeBytes(BYTE_ORDER_MARK);
    }
    for (int i = isMarked(content) ? BYTE_ORDER_MARK.length : 0; i < end; i++) {
      boolean atEnd = content[i] == '\r' && i + 1 < end && content[i + 1] == '\n';
      if (content[i] == '\n') {
        end(form, carriageReturns);
      } else if (!atEnd) {
        form.write(content[i]);
      }
    }
    return form;
  }

  private static void end(ByteArrayOutputStream form, boolean carriageReturns) {
    if (carriageReturns) {
      form.write('\r');
    }
    form.write('\n');
  }

  private static boolean isMarked(byte[] content) {
    return content.length >= BYTE_ORDER_MARK.length
        && content[0] == BYTE_ORDER_MARK[0]
        && content[1] == BYTE_ORDER_MARK[1]
        && content[2] == BYTE_ORDER_MARK[2];
  }

  private static String checksum(byte[] bytes, String algorithm) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalArgumentException(algorithm, e);
    }
  }
}
