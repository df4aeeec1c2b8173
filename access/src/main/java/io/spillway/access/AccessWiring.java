package io.spillway.access;

import io.spillway.access.adapter.jwt.JwksTokenVerifier;
import io.spillway.access.adapter.mysql.MysqlKeyStore;
import io.spillway.access.adapter.oidc.HttpOpenIdProvider;
import io.spillway.access.port.TokenVerifier;
import io.spillway.runtime.lifecycle.ServiceContext;
import io.spillway.runtime.sql.Shards;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Chooses how a service's callers are authenticated. */
public final class AccessWiring {
  private AccessWiring() {}

  /**
   * Starts what the settings ask for; the service owns and watches it.
   *
   * @param shards used only where credentials are required
   */
  public static Authenticator start(
      ServiceContext context, AccessConfig config, Supplier<Shards> shards) {
    if (!config.required()) {
      return Authenticator.OPEN;
    }
    KeyCache keys =
        context.own(
            KeyCache.start(
                new MysqlKeyStore(shards.get()),
                config.pollEvery(),
                config.staleFor(),
                context.clock(),
                context.metrics()));
    context.health().register("api-keys", keys);
    TokenVerifier tokens =
        config
            .issuer()
            .<TokenVerifier>map(issuer -> JwksTokenVerifier.of(issuer, context.clock()))
            .orElse(TokenVerifier.NONE);
    return new BearerFlow(keys, tokens, context.metrics());
  }

  /** Logins with a provider; nothing is asked of it before the first one. The service owns it. */
  public static OpenIdFlow openId(
      ServiceContext context, OpenIdConfig config, RandomGenerator random) {
    return new OpenIdFlow(
        config,
        context.own(new HttpOpenIdProvider(config, context.clock())),
        random,
        context.clock());
  }
}
