package io.spillway.ingest.adapter.http;

import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** Times requests by route and outcome; each meter is made once, when its route is. */
final class HttpMetrics {
  private static final String TIMERS = "spillway.timers";
  private static final String[] OUTCOMES = {"ok", "refused", "failed"};

  private final MeterRegistry registry;
  private final RouteTimers unmatched;

  HttpMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.unmatched = route("unmatched");
  }

  /** The timers of one route. */
  record RouteTimers(Timer ok, Timer refused, Timer failed) {}

  RouteTimers route(String route) {
    Timer[] timers = new Timer[OUTCOMES.length];
    for (int i = 0; i < timers.length; i++) {
      timers[i] =
          Timer.builder("spillway.ingest.requests")
              .description("HTTP requests, until the response is handed to the network")
              .tag("route", route)
              .tag("outcome", OUTCOMES[i])
              .publishPercentileHistogram()
              .minimumExpectedValue(Duration.ofMillis(1))
              .maximumExpectedValue(Duration.ofSeconds(30))
              .register(registry);
    }
    return new RouteTimers(timers[0], timers[1], timers[2]);
  }

  static void begin(Context ctx, RouteTimers timers) {
    ctx.attribute(TIMERS, timers);
  }

  void end(Context ctx, float millis) {
    RouteTimers timers = ctx.attribute(TIMERS);
    if (timers == null) {
      timers = unmatched;
    }
    int status = ctx.statusCode();
    Timer timer = status < 400 ? timers.ok() : status < 500 ? timers.refused() : timers.failed();
    timer.record(Duration.ofNanos((long) (millis * 1_000_000)));
  }
}
