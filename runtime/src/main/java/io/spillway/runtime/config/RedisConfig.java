package io.spillway.runtime.config;

/**
 * Where Redis is, and how its clients are known there.
 *
 * @param uri {@code redis://host:port}; {@code rediss://host:port} where it is encrypted
 */
public record RedisConfig(String uri, ServerAccess access) {
  /** A server without encryption and accounts. */
  public RedisConfig(String uri) {
    this(uri, ServerAccess.OPEN);
  }

  public static RedisConfig from(Settings settings) {
    return new RedisConfig(
        settings.uri("spillway.redis.uri", "redis://localhost:6379", "redis", "rediss"),
        ServerAccess.from(settings, "spillway.redis"));
  }

  /** Whether the connection is encrypted. */
  public boolean isEncrypted() {
    return uri.startsWith("rediss:");
  }
}
