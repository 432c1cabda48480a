package io.schemamigration.core.grammar;

/** Turns places in a text's UTF-8 bytes, as PostgreSQL counts them, into indexes of the text. */
final class Positions {
  private final String text;
  private final boolean ascii;
  private long bytesCounted;
  private int indexCounted;

  Positions(String text, int bytes) {
    this.text = text;
    this.ascii = text.length() == bytes;
  }

  /** The index of that byte; at most the text's length. */
  long index(long wanted) {
    if (ascii || wanted <= 0) {
      return Math.min(wanted, text.length());
    }
    if (wanted < bytesCounted) {
      bytesCounted = 0;
      indexCounted = 0;
    }
    while (bytesCounted < wanted && indexCounted < text.length()) {
      int point = text.codePointAt(indexCounted);
      bytesCounted += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      indexCounted += Character.charCount(point);
    }
    return indexCounted;
  }
}
