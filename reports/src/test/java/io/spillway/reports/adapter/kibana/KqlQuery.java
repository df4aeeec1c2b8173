package io.spillway.reports.adapter.kibana;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the part of Kibana's query language that the panels use, as Kibana does: a second opinion
 * on what was written.
 */
final class KqlQuery {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern CONDITION =
      Pattern.compile(
          "\\s*([A-Za-z.]+)\\s*(:|>=|<=|>|<)\\s*"
              + "(\\((?:\"[^\"]*\"(?:\\s+or\\s+)?)+\\)|\"[^\"]*\"|\\*|true|-?[0-9]+)"
              + "\\s*(and\\s|$)");
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

  /** One condition; all of a query must hold. */
  record Condition(String field, String operator, String value) {}

  private KqlQuery() {}

  static List<Condition> parse(String query) {
    List<Condition> conditions = new ArrayList<>();
    Matcher found = CONDITION.matcher(query);
    int at = 0;
    while (at < query.length()) {
      if (!found.find(at) || found.start() != at) {
        throw new IllegalArgumentException("not understood: " + query.substring(at));
      }
      conditions.add(new Condition(found.group(1), found.group(2), found.group(3)));
      at = found.end();
    }
    return conditions;
  }

  static ObjectNode toElastic(String query, Instant now) {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode filters = root.putObject("bool").putArray("filter");
    for (Condition condition : parse(query)) {
      filters.add(toElastic(condition, now));
    }
    return root;
  }

  private static ObjectNode toElastic(Condition condition, Instant now) {
    ObjectNode node = JSON.createObjectNode();
    String value = condition.value();
    switch (condition.operator()) {
      case ":" -> {
        if (value.equals("*")) {
          node.putObject("exists").put("field", condition.field());
        } else if (value.equals("true")) {
          node.putObject("match").put(condition.field(), true);
        } else {
          ArrayNode any = node.putObject("bool").putArray("should");
          Matcher texts = QUOTED.matcher(value);
          while (texts.find()) {
            any.addObject().putObject("match_phrase").put(condition.field(), texts.group(1));
          }
          ((ObjectNode) node.path("bool")).put("minimum_should_match", 1);
        }
      }
      case ">=" -> range(node, condition.field(), "gte", value, now);
      case "<=" -> range(node, condition.field(), "lte", value, now);
      case ">" -> range(node, condition.field(), "gt", value, now);
      case "<" -> range(node, condition.field(), "lt", value, now);
      default -> throw new IllegalArgumentException(condition.operator());
    }
    return node;
  }

  /** {@code now} is the test's, so that it can be fixed. */
  private static void range(
      ObjectNode node, String field, String bound, String value, Instant now) {
    ObjectNode range = node.putObject("range").putObject(field);
    if (value.startsWith("\"now-")) {
      long seconds = Long.parseLong(value.substring(5, value.length() - 2));
      range.put(bound, now.minus(Duration.ofSeconds(seconds)).toString());
    } else {
      range.put(bound, Long.parseLong(value));
    }
  }
}
