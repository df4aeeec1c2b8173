package io.spillway.reports.adapter.memory;

import io.spillway.reports.adapter.memory.MemoryDocuments.Stored;
import io.spillway.reports.core.Dimension;
import io.spillway.reports.core.OrderSearch;
import io.spillway.reports.core.OrderStory;
import io.spillway.reports.core.OrderSummary;
import io.spillway.reports.port.OrderReads;
import io.spillway.schemas.documents.Indices;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Orders of a {@link MemoryDocuments}. */
public final class MemoryOrders implements OrderReads {
  private final MemoryDocuments documents;

  /** Reads these documents. */
  public MemoryOrders(MemoryDocuments documents) {
    this.documents = documents;
  }

  private List<Stored> of(String alias) {
    return documents.all().stream().filter(d -> MemoryReads.belongs(d, alias)).toList();
  }

  @Override
  public List<OrderSummary> find(OrderSearch search) {
    boolean byLine = search.only().containsKey(Dimension.SKU);
    String alias = byLine ? Indices.ORDER_LINES : Indices.ORDERS;
    Map<String, OrderSummary> found = new LinkedHashMap<>();
    of(alias).stream()
        .filter(d -> search.only().entrySet().stream().allMatch(o -> is(d, o, alias)))
        .filter(d -> search.statuses().isEmpty() || search.statuses().contains(text(d, "status")))
        .filter(d -> !search.missing() || missing(d, byLine))
        .filter(d -> MemoryFilters.inside(d, search.timeField(), search.from(), search.to()))
        .sorted(Comparator.comparing((Stored d) -> time(d, search.timeField())).reversed())
        .map(d -> summary(d, byLine ? "amount" : "totalAmount"))
        .forEach(order -> found.putIfAbsent(order.orderId(), order));
    return found.values().stream().limit(OrderSearch.LISTED).toList();
  }

  private static boolean is(Stored document, Map.Entry<Dimension, String> only, String alias) {
    return !Dimension.of(alias).contains(only.getKey())
        || MemoryFilters.values(document, only.getKey().field()).contains(only.getValue());
  }

  private static boolean missing(Stored document, boolean byLine) {
    return !MemoryFilters.values(document, byLine ? "refusal" : "refusals.reason").isEmpty();
  }

  @Override
  public Optional<OrderStory> story(String orderId) {
    return of(Indices.ORDERS).stream()
        .filter(d -> text(d, "orderId").equals(orderId))
        .findFirst()
        .map(this::story);
  }

  private OrderStory story(Stored order) {
    String id = text(order, "orderId");
    List<?> history =
        order.fields().get("history") instanceof List<?> changes ? changes : List.of();
    return new OrderStory(
        summary(order, "totalAmount"),
        number(order, "keptAmount"),
        (int) number(order, "lineCount"),
        text(order, "country"),
        (Instant) order.fields().get("holdUntil"),
        (Long) order.fields().get("settleMillis"),
        history.stream().map(Map.class::cast).map(MemoryOrders::change).toList(),
        of(Indices.ORDER_LINES).stream()
            .filter(d -> text(d, "orderId").equals(id))
            .sorted(Comparator.comparing(d -> number(d, "line")))
            .map(MemoryOrders::line)
            .toList(),
        of(Indices.STOCK_MOVEMENTS).stream()
            .filter(d -> text(d, "ref").equals(id))
            .sorted(Comparator.comparing(d -> time(d, "at")))
            .map(MemoryOrders::movement)
            .toList());
  }

  private static OrderStory.Change change(Map<?, ?> change) {
    return new OrderStory.Change(
        (String) change.get("status"),
        (Instant) change.get("at"),
        change.get("reason") instanceof String reason ? reason : "");
  }

  private static OrderStory.Line line(Stored line) {
    return new OrderStory.Line(
        (int) number(line, "line"),
        text(line, "sku"),
        number(line, "quantity"),
        number(line, "amount"),
        Boolean.TRUE.equals(line.fields().get("kept")),
        text(line, "refusal"),
        number(line, "missing"));
  }

  private static OrderStory.Movement movement(Stored movement) {
    return new OrderStory.Movement(
        time(movement, "at"),
        text(movement, "kind"),
        text(movement, "outcome"),
        (int) number(movement, "line"),
        text(movement, "sku"),
        number(movement, "quantity"));
  }

  private static OrderSummary summary(Stored order, String amount) {
    return new OrderSummary(
        text(order, "orderId"),
        text(order, "tenant"),
        text(order, "customerId"),
        text(order, "status"),
        text(order, "currency"),
        number(order, amount),
        time(order, "createdAt"),
        time(order, "placedAt"));
  }

  private static String text(Stored document, String field) {
    return document.fields().getOrDefault(field, "").toString();
  }

  private static long number(Stored document, String field) {
    return document.fields().get(field) instanceof Number n ? n.longValue() : 0;
  }

  private static Instant time(Stored document, String field) {
    return (Instant) document.fields().get(field);
  }
}
