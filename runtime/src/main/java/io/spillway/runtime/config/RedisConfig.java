package io.spillway.runtime.config;

/**
 * Where Redis is.
 *
 * @param uri {@code redis://host:port}
 */
public record RedisConfig(String uri) {
  /** Reads {@code spillway.redis}. */
  public static RedisConfig from(Settings settings) {
    String uri = settings.text("spillway.redis.uri");
    if (!uri.startsWith("redis://") && !uri.startsWith("rediss://")) {
      settings.violation("spillway.redis.uri", uri, "a URI such as redis://localhost:6379");
    }
    return new RedisConfig(uri);
  }
}
