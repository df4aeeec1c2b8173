package io.spillway.reports.adapter.elastic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spillway.reports.core.Dimension;
import io.spillway.reports.core.Filter;
import io.spillway.reports.core.OrderSearch;
import io.spillway.reports.core.OrderStory;
import io.spillway.reports.core.OrderSummary;
import io.spillway.reports.port.IndexUnavailableException;
import io.spillway.reports.port.OrderReads;
import io.spillway.schemas.documents.Indices;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Orders, their lines and movements by search. */
public final class ElasticOrderReads implements OrderReads {
  private static final JsonMapper JSON = new JsonMapper();

  /** An order may be found by several of its lines. */
  private static final int HITS = 4 * OrderSearch.LISTED;

  private final SearchAnswers search;

  public ElasticOrderReads(ElasticClient client, Duration timeout) {
    this.search = new SearchAnswers(client, timeout);
  }

  @Override
  public List<OrderSummary> find(OrderSearch wanted) throws IndexUnavailableException {
    boolean byLine = wanted.only().containsKey(Dimension.SKU);
    String index = byLine ? Indices.ORDER_LINES : Indices.ORDERS;
    ObjectNode body = JSON.createObjectNode().put("size", byLine ? HITS : OrderSearch.LISTED);
    ArrayNode filters = body.putObject("query").putObject("bool").putArray("filter");
    List<Dimension> known = Dimension.of(index);
    wanted.only().entrySet().stream()
        .filter(only -> known.contains(only.getKey()))
        .forEach(only -> filters.add(FilterQuery.is(only.getKey().field(), only.getValue())));
    if (!wanted.statuses().isEmpty()) {
      filters.add(FilterQuery.of(new Filter.AnyOf("status", wanted.statuses()), Instant.EPOCH));
    }
    if (wanted.missing()) {
      String field = byLine ? "refusal" : "refusals.reason";
      filters.add(FilterQuery.of(new Filter.Present(field), Instant.EPOCH));
    }
    if (wanted.from() != null || wanted.to() != null) {
      filters.add(FilterQuery.inside(wanted.timeField(), wanted.from(), wanted.to()));
    }
    body.putArray("sort").addObject().put(wanted.timeField(), "desc");
    Map<String, OrderSummary> found = new LinkedHashMap<>();
    for (JsonNode source : sources(index, body)) {
      found.putIfAbsent(
          text(source, "orderId"), summary(source, byLine ? "amount" : "totalAmount"));
    }
    return found.values().stream().limit(OrderSearch.LISTED).toList();
  }

  @Override
  public Optional<OrderStory> story(String orderId) throws IndexUnavailableException {
    List<JsonNode> orders = sources(Indices.ORDERS, by("orderId", orderId, 1, "createdAt"));
    if (orders.isEmpty()) {
      return Optional.empty();
    }
    JsonNode order = orders.getFirst();
    List<OrderStory.Change> changes = new ArrayList<>();
    for (JsonNode change : order.path("history")) {
      changes.add(
          new OrderStory.Change(
              text(change, "status"), Instant.parse(text(change, "at")), text(change, "reason")));
    }
    List<OrderStory.Line> lines =
        sources(Indices.ORDER_LINES, by("orderId", orderId, OrderStory.LINES, "line")).stream()
            .map(ElasticOrderReads::line)
            .toList();
    List<OrderStory.Movement> movements =
        sources(Indices.STOCK_MOVEMENTS, by("ref", orderId, OrderStory.MOVEMENTS, "at")).stream()
            .map(ElasticOrderReads::movement)
            .toList();
    return Optional.of(
        new OrderStory(
            summary(order, "totalAmount"),
            order.path("keptAmount").asLong(),
            order.path("lineCount").asInt(),
            text(order, "country"),
            time(order, "holdUntil"),
            order.has("settleMillis") ? Long.valueOf(order.path("settleMillis").asLong()) : null,
            changes,
            lines,
            movements));
  }

  private static ObjectNode by(String field, String value, int size, String sort) {
    ObjectNode body = JSON.createObjectNode().put("size", size);
    body.set("query", FilterQuery.is(field, value));
    body.putArray("sort").addObject().put(sort, "asc");
    return body;
  }

  private List<JsonNode> sources(String index, ObjectNode body) throws IndexUnavailableException {
    List<JsonNode> sources = new ArrayList<>();
    for (JsonNode hit : search.of(index, body).path("hits").path("hits")) {
      sources.add(hit.path("_source"));
    }
    return sources;
  }

  private static OrderSummary summary(JsonNode source, String amount) {
    return new OrderSummary(
        text(source, "orderId"),
        text(source, "tenant"),
        text(source, "customerId"),
        text(source, "status"),
        text(source, "currency"),
        source.path(amount).asLong(),
        Instant.parse(text(source, "createdAt")),
        Instant.parse(text(source, "placedAt")));
  }

  private static OrderStory.Line line(JsonNode source) {
    return new OrderStory.Line(
        source.path("line").asInt(),
        text(source, "sku"),
        source.path("quantity").asLong(),
        source.path("amount").asLong(),
        source.path("kept").asBoolean(),
        text(source, "refusal"),
        source.path("missing").asLong());
  }

  private static OrderStory.Movement movement(JsonNode source) {
    return new OrderStory.Movement(
        Instant.parse(text(source, "at")),
        text(source, "kind"),
        text(source, "outcome"),
        source.path("line").asInt(),
        text(source, "sku"),
        source.path("quantity").asLong());
  }

  private static String text(JsonNode source, String field) {
    return source.path(field).asText("");
  }

  private static @Nullable Instant time(JsonNode source, String field) {
    return source.has(field) ? Instant.parse(text(source, field)) : null;
  }
}
