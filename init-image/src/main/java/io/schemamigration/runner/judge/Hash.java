package io.schemamigration.runner.judge;

import io.schemamigration.core.sql.Statement;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hashes statements so that no two lists of them look alike. */
final class Hash {
  private static final int SHORT = 12;

  private MessageDigest digest = fresh();
  private final List<Statement> seen = new ArrayList<>();

  static MessageDigest fresh() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A file's name for what begins with that statement. */
  static String name(Statement first) {
    var digest = fresh();
    add(digest, first);
    return HexFormat.of().formatHex(digest.digest(), 0, SHORT);
  }

  static byte[] of(List<Statement> statements) {
    return new Hash().follow(statements);
  }

  /** The hash of a list that usually continues where the last one ended. */
  byte[] follow(List<Statement> statements) {
    if (!Statement.goesOn(statements, seen)) { // a copy of one is hashed again, to the same
      digest = fresh();
      seen.clear();
    }
    for (var statement : statements.subList(seen.size(), statements.size())) {
      add(digest, statement);
      seen.add(statement);
    }
    try {
      return ((MessageDigest) digest.clone()).digest();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void add(MessageDigest digest, Statement statement) {
    add(digest, statement.sql());
    add(digest, statement.data());
    var backfill = statement.backfill();
    add(digest, backfill == null ? null : backfill.toString());
    digest.update((byte) (statement.mayCommit() ? 1 : 0));
  }

  private static void add(MessageDigest digest, @Nullable String text) {
    var bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    var length = ByteBuffer.allocate(Integer.BYTES).putInt(text == null ? -1 : bytes.length);
    digest.update(length.array());
    digest.update(bytes);
  }
}
