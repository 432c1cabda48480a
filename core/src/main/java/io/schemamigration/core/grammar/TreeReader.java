package io.schemamigration.core.grammar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes nodes of the JSON that libpg_query writes. Own code because a mapper would add to every
 * start of the runner more than all of this takes; it reads that library's output, no one else's.
 */
final class TreeReader {
  /** Newer builds of libpg_query give places, too, to what is in nodes that have one. */
  private static final String FURTHER_PLACE = "_location";

  private final String json;
  private final Positions positions;
  private int at;

  private TreeReader(String json, Positions positions) {
    this.json = json;
    this.positions = positions;
  }

  /** The statements of a parse result. */
  static List<Node> read(String json, Positions positions) {
    var result = new TreeReader(json, positions).document();
    var statements = new ArrayList<Node>();
    for (var raw : result.nodes("stmts")) {
      var statement = raw.node("stmt");
      if (statement != null) {
        statements.add(statement);
      }
    }
    return statements;
  }

  private Node document() {
    if (value("") instanceof Node node) {
      return node;
    }
    throw unexpected();
  }

  private @Nullable Object value(String name) {
    char c = peek();
    if (c == '{') {
      return object();
    }
    if (c == '[') {
      return array();
    }
    if (c == '"') {
      return string();
    }
    if (c == 't' || c == 'f') {
      return literal();
    }
    if (c == 'n') {
      at += 4;
      return null;
    }
    return number(name);
  }

  /** An object whose one member has the name of a type is that node. */
  private Node object() {
    var members = new LinkedHashMap<String, Object>();
    at++;
    while (peek() != '}') {
      if (peek() == ',') {
        at++;
      }
      peek();
      var name = string();
      if (peek() != ':') {
        throw unexpected();
      }
      at++;
      var value = value(name);
      if (value != null && !name.endsWith(FURTHER_PLACE)) {
        members.put(name, value);
      }
    }
    at++;
    return typed(members);
  }

  private static Node typed(Map<String, Object> members) {
    if (members.size() == 1) {
      var member = members.entrySet().iterator().next();
      boolean named = Character.isUpperCase(member.getKey().charAt(0));
      if (named && member.getValue() instanceof Node inner && inner.type().isEmpty()) {
        return new Node(member.getKey(), inner.attributes());
      }
    }
    return new Node("", members);
  }

  private List<Object> array() {
    var elements = new ArrayList<Object>();
    at++;
    while (peek() != ']') {
      if (peek() == ',') {
        at++;
      }
      var value = value("");
      if (value != null) {
        elements.add(value);
      }
    }
    at++;
    return elements;
  }

  private Boolean literal() {
    boolean yes = json.charAt(at) == 't';
    at += yes ? 4 : 5;
    return yes;
  }

  private Object number(String name) {
    int from = at;
    while (at < json.length() && "+-.eE0123456789".indexOf(json.charAt(at)) >= 0) {
      at++;
    }
    if (at == from) {
      throw unexpected();
    }
    var text = json.substring(from, at);
    try {
      long value = Long.parseLong(text);
      return name.equals("location") ? positions.index(value) : value;
    } catch (NumberFormatException e) {
      return text; // a float: nothing is judged by one
    }
  }

  private String string() {
    int from = ++at;
    while (json.charAt(at) != '"' && json.charAt(at) != '\\') {
      at++;
    }
    if (json.charAt(at) == '"') {
      return json.substring(from, at++);
    }
    var text = new StringBuilder(json.substring(from, at));
    while (json.charAt(at) != '"') {
      char c = json.charAt(at++);
      text.append(c == '\\' ? escaped() : c);
    }
    at++;
    return text.toString();
  }

  private char escaped() {
    char c = json.charAt(at++);
    return switch (c) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> {
        at += 4;
        yield (char) Integer.parseInt(json, at - 4, at, 16);
      }
      default -> c;
    };
  }

  private char peek() {
    while (at < json.length() && json.charAt(at) <= ' ') {
      at++;
    }
    if (at == json.length()) {
      throw unexpected();
    }
    return json.charAt(at);
  }

  private IllegalStateException unexpected() {
    return new IllegalStateException("the parser's answer can't be read at " + at);
  }
}
