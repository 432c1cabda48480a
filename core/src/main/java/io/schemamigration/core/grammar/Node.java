package io.schemamigration.core.grammar;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A node of PostgreSQL's parse tree; types and attributes have the names of the structs in its
 * {@code parsenodes.h} and {@code primnodes.h}. An attribute with the value that C would call zero
 * is absent.
 */
public final class Node {
  private final String type;
  private final Map<String, Object> attributes;

  /**
   * A node of that type; {@code ""} where the attribute that holds it allows one type only.
   *
   * @param attributes values are nodes, lists of nodes, strings, longs and booleans
   */
  Node(String type, Map<String, Object> attributes) {
    this.type = type;
    this.attributes = Collections.unmodifiableMap(attributes);
  }

  Map<String, Object> attributes() {
    return attributes;
  }

  /** What it is, such as {@code AlterTableStmt}. */
  public String type() {
    return type;
  }

  /** Whether it is of that type. */
  public boolean is(String wanted) {
    return type.equals(wanted);
  }

  /** The names of its attributes. */
  public Set<String> names() {
    return attributes.keySet();
  }

  /** Whether it has that attribute. */
  public boolean has(String name) {
    return attributes.containsKey(name);
  }

  /**
   * Whether it has none but these attributes: a judgement that doesn't look at one of them could be
   * too mild. Places in the text don't matter.
   */
  public boolean only(String... known) {
    var wanted = Set.of(known);
    for (var name : attributes.keySet()) {
      if (!wanted.contains(name) && !name.equals("location")) {
        return false;
      }
    }
    return true;
  }

  /** The node in that attribute, or null. */
  public @Nullable Node node(String name) {
    return attributes.get(name) instanceof Node node ? node : null;
  }

  /** The nodes in that attribute. */
  public List<Node> nodes(String name) {
    if (!(attributes.get(name) instanceof List<?> list)) {
      return List.of();
    }
    var nodes = new ArrayList<Node>(list.size());
    for (var element : list) {
      if (element instanceof Node node) {
        nodes.add(node);
      }
    }
    return nodes;
  }

  /** The text, or the name of an enum's value, in that attribute; empty where there is none. */
  public String text(String name) {
    return attributes.get(name) instanceof String text ? text : "";
  }

  /** Whether that attribute exists and is true. */
  public boolean flag(String name) {
    return Boolean.TRUE.equals(attributes.get(name));
  }

  /** The number in that attribute, 0 where there is none. */
  public long number(String name) {
    return attributes.get(name) instanceof Long number ? number : 0;
  }

  /** The texts of the {@code String} nodes in that attribute, as names with several parts have. */
  public List<String> strings(String name) {
    var texts = new ArrayList<String>();
    for (var node : nodes(name)) {
      texts.add(node.text("sval"));
    }
    return texts;
  }

  /** Where it is in the text: an index of UTF-16 units, 0 also where that isn't known. */
  public int location() {
    return (int) Math.max(0, number("location"));
  }

  /** Shows itself and all that is in it, from the top down. */
  public void walk(Consumer<Node> visitor) {
    visit(node -> {
      visitor.accept(node);
      return true;
    });
  }

  /** The same without what is in nodes of that type. */
  public void walkOutside(String skipped, Consumer<Node> visitor) {
    visit(node -> {
      visitor.accept(node);
      return !node.is(skipped);
    });
  }

  private void visit(Predicate<Node> entered) {
    if (!entered.test(this)) {
      return;
    }
    for (var value : attributes.values()) {
      if (value instanceof Node node) {
        node.visit(entered);
      } else if (value instanceof List<?> list) {
        for (var element : list) {
          if (element instanceof Node node) {
            node.visit(entered);
          }
        }
      }
    }
  }

  /** Whether it, or anything in it, is of that type. */
  public boolean contains(String wanted) {
    boolean[] found = new boolean[1];
    walk(node -> found[0] |= node.is(wanted));
    return found[0];
  }

  @Override
  public String toString() {
    return type + attributes;
  }
}
