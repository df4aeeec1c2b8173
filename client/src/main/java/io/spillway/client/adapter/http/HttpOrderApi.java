package io.spillway.client.adapter.http;

import io.spillway.client.port.OrderApi;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The API through the JDK's client. */
public final class HttpOrderApi implements OrderApi {
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);

  private final HttpClient http;
  private final URI address;
  private final Supplier<Optional<String>> credentials;

  /**
   * A client.
   *
   * @param credentials an API key or a token, asked for before each request
   * @param caFile certificates (PEM) that the server's must come from, instead of the JVM's
   */
  public HttpOrderApi(URI address, Supplier<Optional<String>> credentials, Optional<Path> caFile) {
    this.address = address;
    this.credentials = credentials;
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_WITHIN)
            .followRedirects(HttpClient.Redirect.NEVER);
    caFile.ifPresent(file -> client.sslContext(trusting(file)));
    this.http = client.build();
  }

  @Override
  public Answer send(Call call) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.resolve(call.path())).timeout(call.limit());
    call.headers().forEach(request::header);
    credentials.get().ifPresent(key -> request.header("Authorization", "Bearer " + key));
    BodyPublisher body =
        call.body().map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody);
    HttpResponse<String> response =
        http.send(request.method(call.method(), body).build(), BodyHandlers.ofString());
    return new Answer(response.statusCode(), retryAfter(response), response.body());
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private static Duration retryAfter(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(value -> value.matches("[0-9]{1,6}"))
        .map(value -> Duration.ofSeconds(Long.parseLong(value)))
        .orElse(Duration.ZERO);
  }

  private static SSLContext trusting(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      int number = 0;
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        trusted.setCertificateEntry("ca-" + number++, each);
      }
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (IOException e) {
      throw new UncheckedIOException("caFile = " + file + ": cannot be read", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "caFile = " + file + ": expected certificates in PEM (" + e.getMessage() + ")", e);
    }
  }
}
