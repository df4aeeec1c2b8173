package io.spillway.client;

import io.spillway.client.core.CallRetries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** Describes an {@link OrderClient}. For one thread. */
public final class OrderClientBuilder {
  private final URI address;
  private Supplier<Optional<String>> credentials = Optional::empty;
  private Optional<Path> caFile = Optional.empty();
  private CallRetries retries = CallRetries.DEFAULT;

  OrderClientBuilder(String address) {
    this.address = URI.create(address);
    if (this.address.getHost() == null) {
      throw new IllegalArgumentException(
          "address = '" + address + "': expected http://HOST:PORT or https://HOST:PORT");
    }
  }

  /** An API key or a token of the issuer. */
  public OrderClientBuilder apiKey(String key) {
    String sent = key.strip();
    credentials = () -> Optional.of(sent);
    return this;
  }

  /** A file with an API key or a token; read before each request, so that it can be rotated. */
  public OrderClientBuilder apiKeyFile(Path file) {
    credentials =
        () -> {
          try {
            return Optional.of(Files.readString(file).strip());
          } catch (IOException e) {
            throw new UncheckedIOException("apiKeyFile = " + file + ": cannot be read", e);
          }
        };
    return this;
  }

  /** Certificates (PEM) that the server's must come from; those of the JVM when not called. */
  public OrderClientBuilder caFile(Path file) {
    caFile = Optional.of(file);
    return this;
  }

  /** What is repeated, and for how long; {@link CallRetries#DEFAULT} when not called. */
  public OrderClientBuilder retry(CallRetries policy) {
    retries = policy;
    return this;
  }

  public OrderClient build() {
    return OrderClientWiring.http(address, credentials, caFile, retries);
  }
}
