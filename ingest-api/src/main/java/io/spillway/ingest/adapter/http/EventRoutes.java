package io.spillway.ingest.adapter.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import io.spillway.ingest.EventFeedFlow;
import io.spillway.ingest.core.AdjustmentRules;
import io.spillway.ingest.core.DurationRule;
import io.spillway.ingest.core.EventCursor;
import io.spillway.ingest.core.EventFilter;
import io.spillway.ingest.core.Problem;
import io.spillway.ingest.core.ProblemType;
import io.spillway.ingest.port.EventLog.CursorExpiredException;
import io.spillway.schemas.events.EventType;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells what has happened to a tenant's orders, from a place on. */
final class EventRoutes {
  private static final long PAGE = 100;
  private static final long MAX_PAGE = 500;
  private static final String BEGINNING = "beginning";
  private static final String NOW = "now";

  private final EventFeedFlow events;
  private final Responses responses;
  private final DurationRule waitRule;

  EventRoutes(ApiParts parts) {
    this.events = parts.events();
    this.responses = parts.responses();
    this.waitRule = new DurationRule(Duration.ZERO, parts.waitConfig().longest());
  }

  /**
   * GET
   * /v1/events[?tenant=][&amp;type=][&amp;sku=][&amp;amountFrom=][&amp;from=|&amp;after=][&amp;limit=][&amp;wait=].
   */
  void page(Context ctx) {
    EventFilter filter =
        new EventFilter(
            Parameters.tenant(ctx),
            types(ctx),
            Parameters.optional(ctx, "sku", AdjustmentRules::brokenSku),
            Objects.requireNonNullElse(Parameters.whole(ctx, "amountFrom", 0, Long.MAX_VALUE), 0L));
    int limit =
        Math.toIntExact(
            Objects.requireNonNullElse(Parameters.whole(ctx, "limit", 1, MAX_PAGE), PAGE));
    Duration wait =
        Objects.requireNonNullElse(Parameters.duration(ctx, "wait", waitRule), Duration.ZERO);
    try {
      Optional<EventFeedFlow.Page> page = events.read(filter, place(ctx), limit, wait);
      if (page.isPresent()) {
        send(ctx, filter, limit, page.get());
      } else {
        responses.refuse(
            ctx,
            Problem.retry(
                ProblemType.OVERLOADED,
                "Too many requests read events; retry after 1 s.",
                Duration.ofSeconds(1)));
      }
    } catch (CursorExpiredException e) {
      responses.refuse(
          ctx,
          Problem.of(
              ProblemType.EVENTS_GONE,
              "The events behind 'after' are not kept any more; begin again with"
                  + " from=beginning."));
    }
  }

  private EventCursor place(Context ctx) {
    String after = ctx.queryParam("after");
    String from = ctx.queryParam("from");
    if (after == null) {
      return from(ctx, Objects.requireNonNullElse(from, NOW));
    }
    if (from != null) {
      throw Requests.badParameter("from", "cannot be given together with 'after'");
    }
    EventCursor cursor = events.cursor(after);
    if (cursor == null) {
      throw Requests.badParameter("after", "must be the one of a 'next' link");
    }
    return cursor;
  }

  private EventCursor from(Context ctx, String text) {
    return switch (text) {
      case BEGINNING -> events.beginning();
      case NOW -> events.end();
      default -> {
        Instant time;
        try {
          time = Parameters.time(ctx, "from");
        } catch (RefusalException e) {
          throw Requests.badParameter(
              "from", "must be 'beginning', 'now' or a time such as 2026-11-21T08:30:00Z");
        }
        yield events.at(Objects.requireNonNull(time));
      }
    };
  }

  private static Set<EventType> types(Context ctx) {
    EnumSet<EventType> types = EnumSet.noneOf(EventType.class);
    for (String names : ctx.queryParams("type")) {
      for (String name : names.split(",", -1)) {
        EventType type = EventFilter.type(name);
        if (type == null) {
          throw Requests.badParameter("type", "must be some of " + EventFilter.names());
        }
        types.add(type);
      }
    }
    return types;
  }

  private static void send(Context ctx, EventFilter filter, int limit, EventFeedFlow.Page page) {
    ctx.header("Cache-Control", "no-store");
    Responses.send(
        ctx,
        200,
        Responses.json(
            json -> {
              json.writeStartObject();
              json.writeArrayFieldStart("events");
              for (String event : page.events()) {
                json.writeRawValue(event);
              }
              json.writeEndArray();
              json.writeStringField("next", next(filter, limit, page.next()));
              json.writeEndObject();
            }));
  }

  private static String next(EventFilter filter, int limit, EventCursor next) {
    String types =
        filter.types().stream().map(EventFilter::name).sorted().collect(Collectors.joining(","));
    return "/v1/events?tenant="
        + URLEncoder.encode(filter.tenant(), UTF_8)
        + (types.isEmpty() ? "" : "&type=" + types)
        + sku(filter.skuPrefix())
        + (filter.minAmount() == 0 ? "" : "&amountFrom=" + filter.minAmount())
        + "&limit="
        + limit
        + "&after="
        + next.text();
  }

  private static String sku(@Nullable String prefix) {
    return prefix == null ? "" : "&sku=" + URLEncoder.encode(prefix, UTF_8);
  }
}
