package io.spillway.runtime.config;

/**
 * Where Redis is.
 *
 * @param uri {@code redis://host:port}
 */
public record RedisConfig(String uri) {
  public static RedisConfig from(Settings settings) {
    return new RedisConfig(
        settings.uri("spillway.redis.uri", "redis://localhost:6379", "redis", "rediss"));
  }
}
