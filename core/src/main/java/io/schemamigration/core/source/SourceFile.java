package io.schemamigration.core.source;

import java.util.Arrays;
import java.util.Objects;

/**
 * A file of the source.
 *
 * @param name its path below the source's folder with {@code /} ({@code V001__x/up.sql}), or its
 *     key in a ConfigMap ({@code V001__x.up.sql})
 * @param content its bytes; not copied, so nobody may change them
 */
@SuppressWarnings("ArrayRecordComponent") // migration files can be large; equality is by content
public record SourceFile(String name, byte[] content) {
  /**
   * Whether a recorded checksum is that of this text, whatever its line ends were then.
   *
   * @param checksum SHA-256, 64 hex digits
   */
  public boolean isText(String checksum) {
    return WrittenFile.is(content, "SHA-256", checksum);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SourceFile file
        && name.equals(file.name)
        && Arrays.equals(content, file.content);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, Arrays.hashCode(content));
  }

  @Override
  public String toString() {
    return name + " (" + content.length + " bytes)";
  }
}
