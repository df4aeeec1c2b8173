package io.spillway.ingest.adapter.http;

import io.javalin.config.JavalinConfig;
import io.spillway.ingest.IngestConfig;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.ServerConnector;

/** What Jetty bears of its clients: how many, how slow, how long-winded. */
final class JettySettings {
  /** References and SKUs may hold an encoded slash, which Jetty by itself refuses in a path. */
  private static final UriCompliance ENCODED_SLASHES =
      UriCompliance.DEFAULT.with(
          "ENCODED_SLASHES",
          UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
          UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING);

  private JettySettings() {}

  static void apply(JavalinConfig config, IngestConfig.Http http, RandomGenerator random) {
    config.concurrency.useVirtualThreads = true;
    config.jetty.modifyHttpConfiguration(
        jetty -> {
          jetty.setRequestHeaderSize(http.headerBytes());
          jetty.setSendServerVersion(false);
          jetty.setMinRequestDataRate(http.minBytesPerSecond());
          jetty.setUriCompliance(ENCODED_SLASHES);
        });
    config.jetty.modifyServletContextHandler(
        context -> context.getServletHandler().setDecodeAmbiguousURIs(true));
    config.jetty.modifyServer(
        server -> {
          server.setErrorHandler(new JettyProblems(random));
          server.addBean(new NetworkConnectionLimit(http.connections(), server));
        });
    config.jetty.modifyServer(
        server ->
            Arrays.stream(server.getConnectors())
                .filter(ServerConnector.class::isInstance)
                .map(ServerConnector.class::cast)
                .forEach(connector -> connector.setIdleTimeout(http.idleTimeout().toMillis())));
  }
}
