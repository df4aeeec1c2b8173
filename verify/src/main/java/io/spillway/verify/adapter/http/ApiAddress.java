package io.spillway.verify.adapter.http;

import io.spillway.runtime.config.TrustedCertificates;
import io.spillway.stack.PipelineTarget;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where ingest-api is, and how its clients and it know each other. All of it is asked for when it
 * is needed: a service that was started again may have another port.
 *
 * @param uri {@code http://} or {@code https://}
 * @param key the API key to send; empty where none is asked for
 * @param caFile certificates (PEM) that the API's one must come from; empty for those that the JVM
 *     trusts
 */
public record ApiAddress(
    Supplier<URI> uri, Supplier<Optional<String>> key, Supplier<Optional<Path>> caFile) {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);

  /** That of a pipeline that commands work with. */
  public static ApiAddress of(PipelineTarget pipeline) {
    return new ApiAddress(pipeline::api, pipeline::apiKey, pipeline::apiCaFile);
  }

  /** An API that asks for no credentials. */
  public static ApiAddress open(Supplier<URI> uri) {
    return new ApiAddress(uri, Optional::empty, Optional::empty);
  }

  /** A client of HTTP/1.1 that the certificate is proved to. */
  public HttpClient.Builder client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .sslContext(TrustedCertificates.context(caFile.get().orElse(null)))
        .connectTimeout(CONNECT_LIMIT);
  }
}
