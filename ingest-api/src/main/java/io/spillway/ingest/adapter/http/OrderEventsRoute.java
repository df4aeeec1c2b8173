package io.spillway.ingest.adapter.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import io.spillway.ingest.OrderLookup;
import io.spillway.ingest.OrderWaitFlow;
import io.spillway.ingest.core.Problem;
import io.spillway.ingest.core.ProblemType;
import io.spillway.schemas.cdc.v1.OrderRow;
import io.spillway.schemas.orders.OrderStatuses;
import io.spillway.schemas.routing.RoutedId;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Sends what happens to one order as server-sent events (WHATWG HTML, 9.2), one for each version.
 * Its id is the version, so a client that reconnects with {@code Last-Event-ID} misses none and
 * gets none twice. A stream ends with the order's last event, after a stated time, or at a stop;
 * the client then comes again, and is told 204, do not come back, once there is nothing more to
 * tell.
 */
final class OrderEventsRoute {
  private static final String TYPE = "text/event-stream";
  private static final String LAST_EVENT = "Last-Event-ID";

  /** Also how long a revoked key goes on reading. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(5);

  private static final byte[] RETRY = "retry: 1000\n\n".getBytes(UTF_8);
  private static final byte[] COMMENT = ":\n\n".getBytes(UTF_8);

  private final OrderWaitFlow waits;
  private final Callers callers;
  private final Responses responses;
  private final Duration longest;
  private final Clock clock;

  OrderEventsRoute(ApiParts parts, Callers callers) {
    this.waits = parts.waits();
    this.callers = callers;
    this.responses = parts.responses();
    this.longest = parts.waitConfig().longestStream();
    this.clock = parts.clock();
  }

  /** GET /v1/orders/{id}/events. */
  void stream(Context ctx) throws IOException {
    RoutedId id = Parameters.orderId(ctx);
    long told = lastEvent(ctx);
    switch (waits.find(id, Callers.identity(ctx), Duration.ZERO, told)) {
      case OrderLookup.Missing() ->
          responses.refuse(
              ctx, Problem.of(ProblemType.ORDER_NOT_FOUND, "There is no order " + id + "."));
      case OrderLookup.Found(OrderRow row) when ends(row) && row.getVersion() <= told ->
          ctx.status(204);
      default -> {
        ctx.status(200).contentType(TYPE).header("Cache-Control", "no-store");
        if (!ctx.req().getMethod().equals("HEAD")) {
          send(ctx, id, told);
        }
      }
    }
  }

  private void send(Context ctx, RoutedId id, long known) throws IOException {
    OutputStream out = ctx.res().getOutputStream();
    write(out, RETRY);
    Instant end = clock.instant().plus(longest);
    long told = known;
    Duration left = longest;
    while (!waits.ended() && left.isPositive()) {
      Duration wait = left.compareTo(HEARTBEAT) < 0 ? left : HEARTBEAT;
      OrderLookup lookup = waits.find(id, Callers.identity(ctx), wait, told);
      left = Duration.between(clock.instant(), end);
      if (!callers.stillMay(ctx, Route.READ_ORDER_EVENTS)) {
        return;
      }
      switch (lookup) {
        case OrderLookup.Found(OrderRow row) -> {
          write(out, row.getVersion() > told ? Rows.events(row, told) : COMMENT);
          told = row.getVersion();
          if (ends(row)) {
            return;
          }
        }
        case OrderLookup.Accepted _ -> write(out, COMMENT);
        case OrderLookup.Busy _, OrderLookup.Missing _ -> {
          return;
        }
      }
    }
  }

  private static void write(OutputStream out, byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  private static boolean ends(OrderRow row) {
    return OrderStatuses.isTerminal(row.getStatus());
  }

  /** The header that clients send by themselves; 0 when it is absent: from the first version on. */
  private static long lastEvent(Context ctx) {
    String text = ctx.header(LAST_EVENT);
    if (text == null || text.isEmpty()) {
      return 0;
    }
    try {
      long version = Long.parseLong(text);
      if (version >= 0) {
        return version;
      }
    } catch (NumberFormatException e) {
      // refused below, as a negative one
    }
    throw Requests.badHeader(LAST_EVENT, "must be the id of an event of this order: a version");
  }
}
