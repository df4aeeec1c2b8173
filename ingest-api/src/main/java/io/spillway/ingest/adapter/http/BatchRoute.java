package io.spillway.ingest.adapter.http;

import io.javalin.http.Context;
import io.spillway.ingest.core.Problem;
import io.spillway.ingest.core.ProblemType;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Semaphore;

/** Takes many orders at once: one a line, answered one a line in the same order. */
final class BatchRoute {
  private static final String NDJSON = "application/x-ndjson";
  private static final Set<String> TYPES = Set.of(NDJSON);

  private final ApiParts parts;
  private final Semaphore permits;

  BatchRoute(ApiParts parts) {
    this.parts = parts;
    this.permits = new Semaphore(parts.http().concurrentBatches());
  }

  /** POST /v1/orders:batch. */
  void submit(Context ctx) {
    Requests.requireType(ctx, TYPES);
    if (!permits.tryAcquire()) {
      throw new RefusalException(
          Problem.retry(
              ProblemType.OVERLOADED,
              "Too many concurrent batches; retry after 1 s.",
              Duration.ofSeconds(1)));
    }
    try {
      byte[] body = parts.bodies().read(ctx, parts.http().batchBytes());
      requireFewLines(body);
      ByteArrayOutputStream results = new ByteArrayOutputStream();
      BatchRun run =
          new BatchRun(parts, parts.requests().trace(ctx), Callers.identity(ctx), body, results);
      run.run();
      Responses.tellRate(ctx, run.rate());
      ctx.status(200).contentType(NDJSON).result(results.toByteArray());
    } finally {
      permits.release();
    }
  }

  /** Counted first, so that a batch that is too long has no effect at all. */
  private void requireFewLines(byte[] body) {
    int limit = parts.http().batchOrders();
    int orders = 0;
    for (Lines lines = new Lines(body); lines.next(); ) {
      if (!lines.blank()) {
        orders++;
      }
    }
    if (orders > limit) {
      throw new RefusalException(
          Problem.of(
              ProblemType.BODY_TOO_LARGE,
              "The batch has " + orders + " orders; the limit is " + limit + "."));
    }
    if (orders == 0) {
      throw new RefusalException(
          Problem.of(ProblemType.BAD_REQUEST, "The body is empty; send one order per line."));
    }
  }
}
