package io.spillway.ingest.adapter.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import io.spillway.ingest.OrderLookup;
import io.spillway.ingest.OrderWaitFlow;
import io.spillway.ingest.PersonalData;
import io.spillway.ingest.core.Acceptance;
import io.spillway.ingest.core.DurationRule;
import io.spillway.ingest.core.OrderCursor;
import io.spillway.ingest.core.OrderRules;
import io.spillway.ingest.core.Problem;
import io.spillway.ingest.core.ProblemType;
import io.spillway.ingest.port.OrderReads;
import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.codec.Times;
import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.routing.SlotMap;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells what became of an order, and which orders a customer has. */
final class OrderReadRoutes {
  private static final long PAGE = 50;
  private static final long MAX_PAGE = 200;

  private final OrderWaitFlow waits;
  private final OrderReads rows;
  private final PersonalData personal;
  private final Responses responses;
  private final DurationRule waitRule;
  private final OrderSearchRoute search;

  OrderReadRoutes(ApiParts parts) {
    this.waits = parts.waits();
    this.rows = parts.orders();
    this.personal = parts.personal();
    this.responses = parts.responses();
    this.waitRule = new DurationRule(Duration.ZERO, parts.waitConfig().longest());
    this.search = new OrderSearchRoute(parts);
  }

  /** GET /v1/orders/{id}[?wait=[&amp;knownVersion=]]. */
  void find(Context ctx) {
    RoutedId id = Parameters.orderId(ctx);
    Duration wait = Parameters.duration(ctx, "wait", waitRule);
    Long knownVersion = Parameters.whole(ctx, "knownVersion", 0, Long.MAX_VALUE);
    switch (waits.find(
        id, Callers.identity(ctx), Objects.requireNonNullElse(wait, Duration.ZERO), knownVersion)) {
      case OrderLookup.Found(OrderRow row) ->
          Responses.send(ctx, 200, Rows.order(personal.open(row, Callers.mayReadCustomers(ctx))));
      case OrderLookup.Accepted(var order) ->
          Responses.send(ctx, 200, Acceptance.accepted(id, order.acceptedAt()).getBytes(UTF_8));
      case OrderLookup.Busy() ->
          responses.refuse(
              ctx,
              Problem.retry(
                  ProblemType.OVERLOADED,
                  "Too many requests wait for orders; retry after 1 s or without 'wait'.",
                  Duration.ofSeconds(1)));
      case OrderLookup.Missing() ->
          responses.refuse(
              ctx, Problem.of(ProblemType.ORDER_NOT_FOUND, "There is no order " + id + "."));
    }
  }

  /**
   * GET /v1/orders?customerId=[&amp;tenant=][&amp;limit=][&amp;after=]; without one, all orders.
   */
  void page(Context ctx) {
    String customer = Parameters.optional(ctx, "customerId", OrderRules::brokenCustomer);
    if (customer == null) {
      search.page(ctx);
      return;
    }
    OrderSearchRoute.refuseFilters(ctx);
    String tenant = Parameters.tenant(ctx);
    int limit = limit(ctx);
    OrderCursor after = after(ctx.queryParam("after"), SlotMap.orderSlot(tenant, customer));
    // One more than asked for tells whether there is a next page.
    List<OrderRow> found = rows.page(tenant, customer, limit + 1, after);
    List<OrderRow> page = found.subList(0, Math.min(limit, found.size()));
    String next = found.size() > limit ? next(tenant, customer, limit, page.getLast()) : null;
    Responses.send(ctx, 200, Rows.page(page, next));
  }

  static int limit(Context ctx) {
    Long limit = Parameters.whole(ctx, "limit", 1, MAX_PAGE);
    return Math.toIntExact(Objects.requireNonNullElse(limit, PAGE));
  }

  private static @Nullable OrderCursor after(@Nullable String text, int slot) {
    if (text == null) {
      return null;
    }
    OrderCursor cursor = OrderCursor.read(text, slot);
    if (cursor == null) {
      throw Requests.badParameter(
          "after", "must be that of a 'next' link of the same tenant and customer");
    }
    return cursor;
  }

  private static String next(String tenant, String customer, int limit, OrderRow last) {
    return "/v1/orders?tenant="
        + URLEncoder.encode(tenant, UTF_8)
        + "&customerId="
        + URLEncoder.encode(customer, UTF_8)
        + "&limit="
        + limit
        + "&after="
        + new OrderCursor(Times.instant(last.getCreatedAt()), RoutedId.parse(last.getOrderId()))
            .text();
  }
}
