package io.spillway.access.adapter.jetty;

import io.spillway.runtime.config.Loopback;
import io.spillway.runtime.tls.OwnCertificate;
import java.time.Duration;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** HTTP/1.1 over TLS 1.3 or 1.2 for the servers that people and programs call. */
public final class HttpsConnector {
  private static final Duration REMEMBERED = Duration.ofDays(365);

  private HttpsConnector() {}

  /**
   * A connector that speaks nothing else; its address and limits are the caller's to set.
   *
   * @param settings of HTTP; not changed
   * @param host that it will listen on
   */
  public static ServerConnector of(
      Server server, HttpConfiguration settings, OwnCertificate certificate, String host) {
    SslContextFactory.Server tls = new SslContextFactory.Server();
    tls.setSslContext(certificate.context());
    tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    tls.setRenegotiationAllowed(false);
    HttpConfiguration https = new HttpConfiguration(settings);
    https.addCustomizer(customizer(host));
    return new ServerConnector(server, tls, new HttpConnectionFactory(https));
  }

  /** Clients compare the name that they asked for; a request's Host decides nothing here. */
  private static SecureRequestCustomizer customizer(String host) {
    // A browser remembers it for the name, whatever the port: on this machine's own it would
    // refuse every other server that speaks HTTP.
    long remembered = Loopback.is(host) ? -1 : REMEMBERED.toSeconds();
    return new SecureRequestCustomizer(false, false, remembered, false);
  }
}
