package io.spillway.bench.adapter.http;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Peer of the ingest: Vert.x Web with an event loop a processor, answering from the producer's
 * callback. It checks less than ours and remembers no keys.
 */
public final class VertxIngest {
  private VertxIngest() {}

  /** Serves until killed. */
  public static void main(String[] args) throws Exception {
    PeerOrders orders = new PeerOrders();
    Vertx vertx = Vertx.vertx();
    vertx
        .deployVerticle(
            () ->
                context -> {
                  Router router = Router.router(vertx);
                  router.post("/v1/orders").handler(BodyHandler.create(false));
                  router.post("/v1/orders").handler(request -> submit(orders, request));
                  return vertx
                      .createHttpServer()
                      .requestHandler(router)
                      .listen(PeerOrders.port(), "127.0.0.1");
                },
            new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors()))
        .toCompletionStage()
        .toCompletableFuture()
        .get(1, TimeUnit.MINUTES);
  }

  private static void submit(PeerOrders orders, RoutingContext request) {
    ProducerRecord<byte[], byte[]> record;
    try {
      Buffer body = request.body().buffer();
      String key = request.request().getHeader("Idempotency-Key");
      record = orders.record(body.getBytes(), key == null ? "" : key);
    } catch (IOException | IllegalArgumentException e) {
      var _ = request.response().setStatusCode(400).end();
      return;
    }
    var context = request.vertx().getOrCreateContext();
    var _ =
        orders
            .producer()
            .send(
                record,
                (_, failure) -> context.runOnContext(_ -> answer(request, record, failure)));
  }

  private static void answer(
      RoutingContext request,
      ProducerRecord<byte[], byte[]> record,
      @org.jspecify.annotations.Nullable Exception failure) {
    var response = request.response();
    if (failure != null) {
      var _ = response.setStatusCode(503).end();
      return;
    }
    response.putHeader("Content-Type", "application/json");
    var _ = response.setStatusCode(202).end(PeerOrders.answer(record));
  }
}
