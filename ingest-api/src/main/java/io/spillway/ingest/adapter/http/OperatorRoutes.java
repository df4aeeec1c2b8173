package io.spillway.ingest.adapter.http;

import io.javalin.http.Context;
import io.spillway.access.core.Scope;
import io.spillway.runtime.health.Health;
import io.spillway.runtime.health.HealthJson;
import io.spillway.runtime.health.HealthStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** Health, metrics, and the descriptions of the API and of the events. */
final class OperatorRoutes {
  private final Health health;
  private final Supplier<String> scrape;
  private final Callers callers;
  private final byte[] openapi = resource("/io/spillway/ingest/openapi.yaml");
  private final byte[] docs = resource("/io/spillway/ingest/docs.html");
  private final byte[] asyncapi = resource("/io/spillway/schemas/events/asyncapi.yaml");
  private final byte[] docsOfEvents = resource("/io/spillway/schemas/events/events.html");

  OperatorRoutes(Health health, Supplier<String> scrape, Callers callers) {
    this.health = health;
    this.scrape = scrape;
    this.callers = callers;
  }

  /** GET /health/live. */
  void live(Context ctx) {
    Responses.send(ctx, 200, "{\"status\":\"up\"}".getBytes(StandardCharsets.UTF_8));
  }

  /** GET /health/ready. */
  void ready(Context ctx) {
    Map<String, HealthStatus> statuses = health.statuses();
    boolean up = statuses.values().stream().allMatch(HealthStatus::healthy);
    String json =
        callers.may(ctx, Scope.OPERATE)
            ? HealthJson.of(statuses)
            : "{\"status\":\"" + (up ? "up" : "down") + "\"}";
    Responses.send(ctx, up ? 200 : 503, json.getBytes(StandardCharsets.UTF_8));
  }

  /** GET /metrics. */
  void metrics(Context ctx) {
    ctx.contentType("text/plain; version=0.0.4; charset=utf-8").result(scrape.get());
  }

  /** GET /openapi.yaml. */
  void openapi(Context ctx) {
    ctx.contentType("application/yaml").result(openapi);
  }

  /** GET /asyncapi.yaml. */
  void asyncapi(Context ctx) {
    ctx.contentType("application/yaml").result(asyncapi);
  }

  /** GET /docs. */
  void docs(Context ctx) {
    page(ctx, docs);
  }

  /** GET /docs/events. */
  void docsOfEvents(Context ctx) {
    page(ctx, docsOfEvents);
  }

  private static void page(Context ctx, byte[] html) {
    ctx.header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
        .contentType("text/html; charset=utf-8")
        .result(html);
  }

  private static byte[] resource(String path) {
    try (InputStream in =
        Objects.requireNonNull(OperatorRoutes.class.getResourceAsStream(path), path)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
