package io.schemamigration.runner.db;

/**
 * What an author's statements leave in a session to PostgreSQL that the next file mustn't find, and
 * the text that drops it. All of it may be sent inside a transaction.
 */
final class SessionRemains {
  /** How many the text has. */
  static final int STATEMENTS = 6;

  private static final String ALL =
      "CLOSE ALL;\nDEALLOCATE ALL;\nDISCARD TEMP;\nDISCARD SEQUENCES;\nUNLISTEN *;\nSELECT ";

  private final String key;
  private boolean used;
  private boolean locked;
  private boolean due;

  /**
   * Of a new session.
   *
   * @param schema whose lock the session may hold
   */
  SessionRemains(String schema) {
    this.key = "hashtextextended(" + Sql.literal("schema-migration " + schema) + ", 0)";
  }

  /** An author's statement comes; whatever it says, what it calls can leave something. */
  void used() {
    used = true;
  }

  /** The session holds the lock between runners. */
  void locked() {
    locked = true;
  }

  /** The next file begins. */
  void next() {
    due |= used;
  }

  /** Nothing is left, and that is committed. */
  void gone() {
    due = false;
  }

  /**
   * What is to follow the next BEGIN, as many statements as {@link #STATEMENTS}; or an empty one
   * where nothing can be left. The runner's own lock is held by the transaction, too, while all
   * locks of the session are released, and acquired again by the session before that ends: at no
   * moment is it free.
   */
  String due() {
    if (!due) {
      return "";
    }
    return locked
        ? ALL
            + "pg_advisory_xact_lock("
            + key
            + "), pg_advisory_unlock_all(), pg_advisory_lock("
            + key
            + ")"
        : ALL + "pg_advisory_unlock_all()";
  }
}
