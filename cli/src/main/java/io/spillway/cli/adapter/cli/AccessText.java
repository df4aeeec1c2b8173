package io.spillway.cli.adapter.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.cli.core.TextTable;
import io.spillway.stack.core.rights.Right;
import io.spillway.stack.core.rights.RightsDiff;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Rights for people, and for machines. */
final class AccessText {
  private static final JsonMapper JSON = new JsonMapper();

  private AccessText() {}

  /** What differs; rights on one resource share a line. */
  static List<String> table(RightsDiff diff, String missing, String extra) {
    if (diff.isEmpty()) {
      return List.of();
    }
    TextTable table = new TextTable("", "plane", "who", "resource", "may");
    rows(table, diff.missing(), missing);
    rows(table, diff.extra(), extra);
    return table.lines();
  }

  /** Some rights; those on one resource share a line. */
  static List<String> table(Collection<Right> rights) {
    if (rights.isEmpty()) {
      return List.of("nobody");
    }
    TextTable table = new TextTable("plane", "who", "resource", "may");
    byResource(rights)
        .forEach(
            (on, actions) -> table.row(on.plane().text(), on.principal(), on.resource(), actions));
    return table.lines();
  }

  /** How many of each. */
  static String sum(RightsDiff diff, String missing, String extra) {
    return diff.isEmpty()
        ? "nothing differs from the file"
        : diff.missing().size() + " " + missing + ", " + diff.extra().size() + " " + extra;
  }

  static String json(RightsDiff diff) {
    return object(diff).toString();
  }

  static String json(RightsDiff done, List<String> byHand) {
    ObjectNode json = object(done);
    ArrayNode commands = json.putArray("byHand");
    byHand.forEach(commands::add);
    return json.toString();
  }

  /** A line for each. */
  static List<String> json(Collection<Right> rights) {
    return rights.stream().map(right -> object(right).toString()).toList();
  }

  private static ObjectNode object(RightsDiff diff) {
    ObjectNode json = JSON.createObjectNode();
    json.putArray("missing").addAll(diff.missing().stream().map(AccessText::object).toList());
    json.putArray("extra").addAll(diff.extra().stream().map(AccessText::object).toList());
    return json;
  }

  private static ObjectNode object(Right right) {
    return JSON.createObjectNode()
        .put("plane", right.plane().text())
        .put("principal", right.principal())
        .put("resource", right.resource())
        .put("action", right.action());
  }

  private static void rows(TextTable table, Collection<Right> rights, String sign) {
    byResource(rights)
        .forEach(
            (on, actions) ->
                table.row(sign, on.plane().text(), on.principal(), on.resource(), actions));
  }

  private static Map<Right, String> byResource(Collection<Right> rights) {
    return new TreeSet<>(rights)
        .stream()
            .collect(
                Collectors.groupingBy(
                    right -> right.to(""),
                    LinkedHashMap::new,
                    Collectors.mapping(Right::action, Collectors.joining(", "))));
  }
}
