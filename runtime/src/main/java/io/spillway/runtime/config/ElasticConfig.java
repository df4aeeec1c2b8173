package io.spillway.runtime.config;

/**
 * Where Elasticsearch is.
 *
 * @param uri {@code http://host:port}
 */
public record ElasticConfig(String uri) {
  /** Reads {@code spillway.elasticsearch}. */
  public static ElasticConfig from(Settings settings) {
    String uri = settings.text("spillway.elasticsearch.uri");
    if (!uri.startsWith("http://") && !uri.startsWith("https://")) {
      settings.violation("spillway.elasticsearch.uri", uri, "a URI such as http://localhost:9200");
    }
    return new ElasticConfig(uri);
  }
}
