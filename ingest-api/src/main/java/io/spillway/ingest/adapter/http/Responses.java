package io.spillway.ingest.adapter.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.http.Context;
import io.spillway.ingest.core.Problem;
import io.spillway.ingest.core.ProblemType;
import io.spillway.ingest.core.RateDecision;
import io.spillway.ingest.core.TraceContext;
import io.spillway.ingest.core.Violation;
import io.spillway.ingest.port.ReadException;
import io.spillway.ingest.port.WriteException;
import io.spillway.runtime.failure.Failures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes JSON answers and problems (RFC 9457). Thread-safe. */
final class Responses {
  static final String JSON = "application/json";
  static final String PROBLEM_JSON = "application/problem+json";

  private static final Logger LOG = LoggerFactory.getLogger(Responses.class);
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final Duration SOON = Duration.ofSeconds(1);

  private final Requests requests;

  Responses(Requests requests) {
    this.requests = requests;
  }

  /** Writes members or items. */
  @FunctionalInterface
  interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  /** A JSON text. */
  static byte[] json(Content content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      content.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // writing to memory cannot fail otherwise
    }
    return out.toByteArray();
  }

  /** Answers with JSON. */
  static void send(Context ctx, int status, byte[] body) {
    ctx.status(status).contentType(JSON).result(body);
  }

  /** Tells a caller how much is left of the rates that hold for it. */
  static void tellRate(Context ctx, @Nullable RateDecision rate) {
    if (rate != null) {
      ctx.header("RateLimit-Policy", rate.policies());
      ctx.header("RateLimit", rate.limits());
    }
  }

  /** Answers with a problem. */
  void refuse(Context ctx, Problem problem) {
    refuse(ctx, problem, _ -> {});
  }

  /** Answers with a problem that has further members. */
  void refuse(Context ctx, Problem problem, Content more) {
    Duration retryAfter = problem.retryAfter();
    if (retryAfter != null) {
      ctx.header("Retry-After", Long.toString(wholeSeconds(retryAfter)));
    }
    if (problem.type() == ProblemType.UNAUTHENTICATED) {
      ctx.header("WWW-Authenticate", "Bearer realm=\"spillway\"");
    }
    TraceContext trace = requests.trace(ctx);
    ctx.status(problem.type().status())
        .contentType(PROBLEM_JSON)
        .result(
            json(
                json -> {
                  json.writeStartObject();
                  members(json, problem, trace);
                  more.write(json);
                  json.writeEndObject();
                }));
  }

  /** Rounded up: who comes back after this long does not come too early. */
  private static long wholeSeconds(Duration duration) {
    return Math.max(1, Math.ceilDiv(duration.toMillis(), 1_000));
  }

  /** The problem that a failure is, logged when it is a fault of ours. */
  Problem problemOf(Context ctx, Throwable failure) {
    Throwable cause = Failures.cause(failure);
    return switch (cause) {
      case RefusalException refusal -> refusal.problem();
      case ReadException read -> unread(read);
      case WriteException write -> unwritten(write);
      default -> {
        LOG.atError()
            .setCause(cause)
            .addKeyValue("traceId", requests.trace(ctx).traceId())
            .addKeyValue("method", ctx.req().getMethod())
            .log("unexpected failure of a request");
        yield Problem.of(
            ProblemType.INTERNAL, "Unexpected failure; the log has it under this traceId.");
      }
    };
  }

  private static Problem unread(ReadException failure) {
    LOG.atDebug().setCause(failure).log("read failed");
    return Problem.retry(
        ProblemType.READS_UNAVAILABLE, failure.getMessage() + "; retry after 1 s.", SOON);
  }

  private static Problem unwritten(WriteException failure) {
    LOG.atDebug().setCause(failure).log("write failed");
    return switch (failure.kind()) {
      case UNAVAILABLE ->
          Problem.retry(
              ProblemType.WRITES_UNAVAILABLE,
              "The shard does not answer; nothing was written. Retry after 1 s.",
              SOON);
      case OUTCOME_UNKNOWN ->
          Problem.retry(
              ProblemType.OUTCOME_UNKNOWN,
              "The shard did not answer in time. Send the same request again; it takes effect"
                  + " once.",
              SOON);
    };
  }

  /** Writes a problem's members into an object that is open already. */
  static void members(JsonGenerator json, Problem problem, TraceContext trace) throws IOException {
    json.writeStringField("type", problem.type().urn());
    json.writeStringField("title", problem.type().title());
    json.writeNumberField("status", problem.type().status());
    json.writeStringField("detail", problem.detail());
    if (!problem.errors().isEmpty()) {
      json.writeArrayFieldStart("errors");
      for (Violation violation : problem.errors()) {
        json.writeStartObject();
        json.writeStringField(violation.place().member(), violation.name());
        json.writeStringField("reason", violation.reason());
        json.writeEndObject();
      }
      json.writeEndArray();
      if (problem.errorCount() > problem.errors().size()) {
        json.writeNumberField("errorCount", problem.errorCount());
      }
    }
    json.writeStringField("traceId", trace.traceId());
  }
}
