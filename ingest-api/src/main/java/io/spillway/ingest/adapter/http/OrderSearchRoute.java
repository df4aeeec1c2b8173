package io.spillway.ingest.adapter.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import io.spillway.ingest.core.AdjustmentRules;
import io.spillway.ingest.core.OrderCursor;
import io.spillway.ingest.core.OrderSearch;
import io.spillway.ingest.port.OrderPage;
import io.spillway.ingest.port.OrderReads;
import java.net.URLEncoder;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells which orders a tenant has, over all its customers. */
final class OrderSearchRoute {
  private final OrderReads rows;
  private final Clock clock;

  OrderSearchRoute(ApiParts parts) {
    this.rows = parts.orders();
    this.clock = parts.clock();
  }

  /**
   * GET
   * /v1/orders[?tenant=][&amp;status=][&amp;sku=][&amp;from=][&amp;to=][&amp;limit=][&amp;after=].
   */
  void page(Context ctx) {
    OrderSearch search = search(ctx);
    int limit = OrderReadRoutes.limit(ctx);
    OrderCursor after = after(ctx.queryParam("after"), search);
    OrderPage page = rows.search(search, limit, after);
    OrderCursor next = page.next();
    Responses.send(
        ctx, 200, Rows.page(page.orders(), next == null ? null : next(search, limit, next)));
  }

  /** A customer's list knows no filters; one that is given shall not seem to have an effect. */
  static void refuseFilters(Context ctx) {
    for (String name : List.of("status", "sku", "from", "to")) {
      if (ctx.queryParam(name) != null) {
        throw Requests.badParameter(name, "cannot be given together with 'customerId'");
      }
    }
  }

  private OrderSearch search(Context ctx) {
    String tenant = Parameters.tenant(ctx);
    String status = Parameters.optional(ctx, "status", OrderSearch::brokenStatus);
    String sku = Parameters.optional(ctx, "sku", AdjustmentRules::brokenSku);
    Instant given = Parameters.time(ctx, "from");
    Instant to =
        Objects.requireNonNullElseGet(
            Parameters.time(ctx, "to"), () -> clock.instant().truncatedTo(ChronoUnit.MILLIS));
    Instant from = given == null ? to.minus(OrderSearch.USUAL) : given;
    if (!from.isBefore(to)) {
      throw Requests.badParameter("from", "must be before 'to', which is " + to);
    }
    if (from.isBefore(to.minus(OrderSearch.LONGEST))) {
      throw Requests.badParameter(
          "from",
          "must be at most " + OrderSearch.LONGEST.toDays() + " days before 'to', which is " + to);
    }
    return new OrderSearch(tenant, status, sku, from, to);
  }

  private static @Nullable OrderCursor after(@Nullable String text, OrderSearch search) {
    if (text == null) {
      return null;
    }
    OrderCursor cursor = OrderCursor.read(text);
    if (cursor == null || !search.holds(cursor)) {
      throw Requests.badParameter("after", "must be the one of a 'next' link of this list");
    }
    return cursor;
  }

  /** Names the times that were meant, so that all pages are of one list. */
  private static String next(OrderSearch search, int limit, OrderCursor next) {
    return "/v1/orders?tenant="
        + URLEncoder.encode(search.tenant(), UTF_8)
        + (search.status() == null ? "" : "&status=" + search.status())
        + (search.sku() == null ? "" : "&sku=" + URLEncoder.encode(search.sku(), UTF_8))
        + "&from="
        + search.from()
        + "&to="
        + search.to()
        + "&limit="
        + limit
        + "&after="
        + next.text();
  }
}
