package io.schemamigration.core.source;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file's text in the forms that editors and version control give it: with other line ends, with
 * and without a byte order mark or a last line end. They are one text.
 */
public final class WrittenFile {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  /** How many line ends at the end of a file are tried. */
  private static final int LAST_ENDS = 99;

  private final byte[] form;
  private int length;

  private WrittenFile(int most) {
    this.form = new byte[most];
  }

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
        var file = new WrittenFile(2 * (content.length + LAST_ENDS) + BYTE_ORDER_MARK.length);
        file.write(content, end, mark, carriageReturns);
        for (int last = 0; last <= Math.min(Math.max(ends, 1), LAST_ENDS); last++) {
          if (checksum.equals(file.checksum(algorithm))) {
            return true;
          }
          file.end(carriageReturns);
        }
      }
    }
    return false;
  }

  /** Without the last line ends. */
  private void write(byte[] content, int end, boolean mark, boolean carriageReturns) {
    if (mark) {
      for (byte part : BYTE_ORDER_MARK) {
        form[length++] = part;
      }
    }
    for (int i = isMarked(content) ? BYTE_ORDER_MARK.length : 0; i < end; i++) {
      boolean atEnd = content[i] == '\r' && i + 1 < end && content[i + 1] == '\n';
      if (content[i] == '\n') {
        end(carriageReturns);
      } else if (!atEnd) {
        form[length++] = content[i];
      }
    }
  }

  private void end(boolean carriageReturns) {
    if (carriageReturns) {
      form[length++] = '\r';
    }
    form[length++] = '\n';
  }

  private static boolean isMarked(byte[] content) {
    return content.length >= BYTE_ORDER_MARK.length
        && content[0] == BYTE_ORDER_MARK[0]
        && content[1] == BYTE_ORDER_MARK[1]
        && content[2] == BYTE_ORDER_MARK[2];
  }

  private String checksum(String algorithm) {
    try {
      var digest = MessageDigest.getInstance(algorithm);
      digest.update(form, 0, length);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalArgumentException(algorithm, e);
    }
  }
}
