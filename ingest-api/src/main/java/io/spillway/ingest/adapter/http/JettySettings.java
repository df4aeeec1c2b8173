package io.spillway.ingest.adapter.http;

import io.javalin.config.JavalinConfig;
import io.spillway.access.adapter.jetty.HttpsConnector;
import io.spillway.ingest.IngestConfig;
import io.spillway.runtime.tls.OwnCertificate;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.MinimumDataRateHandler;

/** What Jetty bears of its clients: how many, how slow, how long-winded. */
final class JettySettings {
  /**
   * References and SKUs may hold an encoded slash, percent sign or backslash, which Jetty by itself
   * refuses in a path. Safe here: routes are found by the path as it was sent, before anything in a
   * segment is decoded, and no path names a file. Segments that mean {@code ..} stay refused.
   */
  private static final UriCompliance ENCODED_SEGMENTS =
      UriCompliance.DEFAULT.with(
          "ENCODED_SEGMENTS",
          UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
          UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
          UriCompliance.Violation.SUSPICIOUS_PATH_CHARACTERS);

  private static final int ACCEPT_QUEUE = 1_024;

  /** A service has half a minute to stop in all. */
  private static final Duration LONGEST_STOP = Duration.ofSeconds(25);

  private static final Duration MARGIN = Duration.ofSeconds(2);

  private JettySettings() {}

  static void apply(JavalinConfig config, IngestConfig settings, RandomGenerator random) {
    IngestConfig.Http http = settings.http();
    config.concurrency.useVirtualThreads = true;
    config.jetty.addConnector((server, jetty) -> connector(server, jetty, http));
    config.jetty.modifyHttpConfiguration(
        jetty -> {
          jetty.setRequestHeaderSize(http.headerBytes());
          // Jetty's cache of header fields is a trie of 64 KiB for each connection: 3,000 of them
          // fill a heap of 256 MiB.
          jetty.setHeaderCacheSize(0);
          jetty.setSendServerVersion(false);
          jetty.setUriCompliance(ENCODED_SEGMENTS);
        });
    config.jetty.modifyServletContextHandler(
        context -> context.getServletHandler().setDecodeAmbiguousURIs(true));
    config.jetty.modifyServer(
        server -> {
          server.setErrorHandler(new JettyProblems(random));
          server.addBean(new NetworkConnectionLimit(http.connections(), server));
          // Without these two a stop would end requests whose answer is on its way with a 500.
          GracefulHandler graceful = new GracefulHandler();
          server.setStopTimeout(stopWithin(settings).toMillis());
          server.setHandler(graceful);
          Handler.Singleton last = graceful;
          if (http.minBytesPerSecond() > 0) {
            MinimumDataRateHandler rates = new MinimumDataRateHandler(http.minBytesPerSecond(), 0);
            last.setHandler(rates);
            last = rates;
          }
          last.setHandler(new UnreadBodies());
        });
  }

  /** Longer than an order waits for Kafka and a command for its answer. */
  private static Duration stopWithin(IngestConfig settings) {
    return Collections.min(
        List.of(
            LONGEST_STOP,
            Collections.max(
                    List.of(settings.log().deliveryTimeout(), settings.commands().answerWithin()))
                .plus(MARGIN)));
  }

  private static ServerConnector connector(
      Server server, HttpConfiguration settings, IngestConfig.Http http) {
    OwnCertificate certificate = http.certificate();
    ServerConnector connector =
        certificate == null
            ? new ServerConnector(server, new HttpConnectionFactory(settings))
            : HttpsConnector.of(server, settings, certificate, http.host());
    connector.setHost(http.host());
    connector.setPort(http.port());
    connector.setIdleTimeout(http.idleTimeout().toMillis());
    connector.setAcceptQueueSize(ACCEPT_QUEUE);
    return connector;
  }
}
