package io.spillway.runtime.config;

/**
 * Where Elasticsearch is.
 *
 * @param uri {@code http://host:port}
 */
public record ElasticConfig(String uri) {
  public static ElasticConfig from(Settings settings) {
    return new ElasticConfig(
        settings.uri("spillway.elasticsearch.uri", "http://localhost:9200", "http", "https"));
  }
}
