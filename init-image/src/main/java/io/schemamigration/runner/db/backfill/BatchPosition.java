package io.schemamigration.runner.db.backfill;

import io.schemamigration.core.report.JsonWriter;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * How far a statement that runs in batches has come, as the history keeps it.
 *
 * @param statement its place in the file, from 1
 * @param of whose keys, {@code orders.id}
 * @param type of the keys, as the database calls it
 * @param first key when it began
 * @param end the last key when it began: what comes later isn't its business
 * @param at the last key that is done; null before the first batch
 * @param keys that are done
 * @param rows that were changed
 */
public record BatchPosition(
    int statement,
    String of,
    String type,
    String first,
    String end,
    @Nullable String at,
    long keys,
    long rows) {
  private static final int PERCENT = 100;

  /** After one more batch. */
  public BatchPosition after(KeyColumn.Range batch, long changed) {
    return new BatchPosition(
        statement, of, type, first, end, batch.upto(), keys + batch.keys(), rows + changed);
  }

  /** In words: {@code 350 of 1000, 35 rows changed}. */
  public String words() {
    return (at == null ? "nothing is done" : "done up to " + at)
        + " (of "
        + end
        + "), "
        + rows
        + (rows == 1 ? " row" : " rows")
        + " changed";
  }

  /**
   * The part that is done, 0 to 100, where it is known: whole numbers by their distance, others by
   * their count.
   *
   * @param about how many keys there are, or 0 where nobody knows
   */
  public @Nullable Integer percent(long about) {
    var here = at == null ? null : whole(at);
    var from = whole(first);
    var to = whole(end);
    if (here != null && from != null && to != null && to.compareTo(from) > 0) {
      var done = here.subtract(from).multiply(BigInteger.valueOf(PERCENT));
      return done.divide(to.subtract(from)).intValue();
    }
    return about <= 0 ? null : (int) Math.min(PERCENT - 1, keys * PERCENT / about);
  }

  private static @Nullable BigInteger whole(String text) {
    int start = text.startsWith("-") ? 1 : 0;
    for (int i = start; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return null;
      }
    }
    return text.length() > start ? new BigInteger(text) : null;
  }

  /** As the history keeps it. */
  String json() {
    var json = new JsonWriter();
    json.beginObject();
    json.member("statement", (long) statement).member("of", of).member("type", type);
    json.member("first", first).member("end", end).member("at", at);
    json.member("keys", keys).member("rows", rows);
    return json.endObject().toString();
  }
}
