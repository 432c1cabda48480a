package io.schemamigration.operator.observation;

/** Texts of a bounded length, as the API server accepts them. */
public final class Texts {
  private Texts() {}

  /** The text, or its beginning and an ellipsis when it is longer than the limit. */
  public static String cut(String text, int limit) {
    return text.length() <= limit ? text : text.substring(0, limit - 1) + "…";
  }
}
