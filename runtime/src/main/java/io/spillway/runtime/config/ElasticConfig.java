package io.spillway.runtime.config;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Where Elasticsearch is, and how its clients are known there.
 *
 * @param uri {@code http://host:port}; {@code https://host:port} where it is encrypted
 */
public record ElasticConfig(String uri, ServerAccess access) {
  /** A node without encryption and accounts. */
  public ElasticConfig(String uri) {
    this(uri, ServerAccess.OPEN);
  }

  public static ElasticConfig from(Settings settings) {
    return new ElasticConfig(
        settings.uri("spillway.elasticsearch.uri", "http://localhost:9200", "http", "https"),
        ServerAccess.from(settings, "spillway.elasticsearch"));
  }

  /** The header {@code Authorization} of a request; empty without an account. */
  public Optional<String> authorization() {
    Account account = access.account();
    if (account.isNone()) {
      return Optional.empty();
    }
    byte[] words = (account.user() + ":" + account.password()).getBytes(StandardCharsets.UTF_8);
    return Optional.of("Basic " + Base64.getEncoder().encodeToString(words));
  }

  /** The same account at another address of the node. */
  public ElasticConfig at(String otherUri) {
    return new ElasticConfig(otherUri, access);
  }
}
