package io.schemamigration.core.report;

import org.jspecify.annotations.Nullable;

/**
 * Writes JSON, compact and in one line. It is our own code because loading a JSON mapper takes 100
 * ms, longer than Java needs to reach {@code main}, and every gated pod pays for the start.
 */
public final class JsonWriter {
  private static final String HEX = "0123456789abcdef";

  private final StringBuilder out = new StringBuilder(512);
  private boolean separate;

  /** Opens an object: as a document, an array's element, or after {@link #name}. */
  public JsonWriter beginObject() {
    return open('{');
  }

  /** Closes the object opened last. */
  public JsonWriter endObject() {
    return close('}');
  }

  /** Opens an array. */
  public JsonWriter beginArray() {
    return open('[');
  }

  /** Closes the array opened last. */
  public JsonWriter endArray() {
    return close(']');
  }

  /** Writes a member's name; its value comes next. */
  public JsonWriter name(String name) {
    comma();
    quote(name);
    out.append(':');
    separate = false;
    return this;
  }

  /** Writes a string, or null. */
  public JsonWriter value(@Nullable String value) {
    comma();
    if (value == null) {
      out.append("null");
    } else {
      quote(value);
    }
    separate = true;
    return this;
  }

  /** Writes a number. */
  public JsonWriter value(long value) {
    comma();
    out.append(value);
    separate = true;
    return this;
  }

  /** Writes true or false. */
  public JsonWriter value(boolean value) {
    comma();
    out.append(value);
    separate = true;
    return this;
  }

  /** Writes a member, or nothing at all when {@code value} is null. */
  public JsonWriter member(String name, @Nullable String value) {
    return value == null ? this : name(name).value(value);
  }

  /** Writes a member, or nothing at all when {@code value} is null. */
  public JsonWriter member(String name, @Nullable Number value) {
    return value == null ? this : name(name).value(value.longValue());
  }

  @Override
  public String toString() {
    return out.toString();
  }

  private JsonWriter open(char bracket) {
    comma();
    out.append(bracket);
    separate = false;
    return this;
  }

  private JsonWriter close(char bracket) {
    out.append(bracket);
    separate = true;
    return this;
  }

  private void comma() {
    if (separate) {
      out.append(',');
    }
  }

  private void quote(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (Printable.hides(whole(text, i)) || loneSurrogate(text, i)) {
            escape(c);
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /** The character that a char is, or is a half of. */
  private static int whole(String text, int at) {
    boolean second = at > 0 && Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at));
    return text.codePointAt(second ? at - 1 : at);
  }

  /** Half of a pair has no UTF-8 form: it would come out as a question mark. */
  private static boolean loneSurrogate(String text, int at) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    }
    return Character.isLowSurrogate(c)
        && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }

  private void escape(char c) {
    out.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.append(HEX.charAt((c >> shift) & 0xf));
    }
  }
}
