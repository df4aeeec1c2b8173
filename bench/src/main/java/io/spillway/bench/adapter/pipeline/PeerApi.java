package io.spillway.bench.adapter.pipeline;

import io.javalin.Javalin;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;

/** Where a peer of the whole pipeline takes orders, one a request. */
final class PeerApi {
  private PeerApi() {}

  /** Serves on this port of the loopback address, until the process ends. */
  static void serve(int port, Handler orders) {
    Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.jetty.host = "127.0.0.1";
              config.jetty.port = port;
              config.routes.addHttpHandler(HandlerType.POST, "/v1/orders", orders);
            })
        .start();
  }
}
