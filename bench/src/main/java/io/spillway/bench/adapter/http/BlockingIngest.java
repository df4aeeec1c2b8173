package io.spillway.bench.adapter.http;

import io.javalin.Javalin;
import io.javalin.http.HandlerType;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Peer of the ingest: the same server as ours with a handler that waits for Kafka. */
public final class BlockingIngest {
  private BlockingIngest() {}

  /** Serves until killed. */
  public static void main(String[] args) {
    PeerOrders orders = new PeerOrders();
    Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.jetty.host = "127.0.0.1";
              config.jetty.port = PeerOrders.port();
              config.routes.addHttpHandler(
                  HandlerType.POST,
                  "/v1/orders",
                  request -> {
                    String key = request.header("Idempotency-Key");
                    ProducerRecord<byte[], byte[]> record =
                        orders.record(request.bodyAsBytes(), key == null ? "" : key);
                    orders.producer().send(record).get();
                    request
                        .status(202)
                        .contentType("application/json")
                        .result(PeerOrders.answer(record));
                  });
            })
        .start();
  }
}
