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

/** Health, metrics and the description of the API. */
final class OperatorRoutes {
  private final Health health;
  private final Supplier<String> scrape;
  private final Callers callers;
  private final byte[] openapi = resource("openapi.yaml");
  private final byte[] docs = resource("docs.html");

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

  /** GET /docs. */
  void docs(Context ctx) {
    ctx.header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
        .contentType("text/html; charset=utf-8")
        .result(docs);
  }

  private static byte[] resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(
            OperatorRoutes.class.getResourceAsStream("/io/spillway/ingest/" + name), name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
