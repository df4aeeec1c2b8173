package io.spillway.operate.adapter.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.spillway.operate.core.access.AclLine;
import io.spillway.operate.port.AccessPlane;
import io.spillway.operate.port.AccountKeeper;
import io.spillway.runtime.config.Account;
import io.spillway.runtime.config.RedisConfig;
import io.spillway.stack.adapter.tls.PasswordHashes;
import io.spillway.stack.core.Credentials;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.rights.Plane;
import io.spillway.stack.core.rights.RedisRights;
import io.spillway.stack.core.rights.Right;
import io.spillway.stack.core.rights.RightsDiff;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Redis: its ACL users, each with commands on keys. */
public final class RedisAccess implements AccessPlane {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** The user of whoever names none; it can be turned off, not removed. */
  private static final String DEFAULT = "default";

  private final RedisConfig redis;
  private final AccountKeeper accounts;

  public RedisAccess(RedisConfig redis, AccountKeeper accounts) {
    this.redis = redis;
    this.accounts = accounts;
  }

  @Override
  public Plane plane() {
    return Plane.REDIS;
  }

  @Override
  public Set<Right> actual() {
    return ask(RedisAccess::present);
  }

  @Override
  public List<String> apply(RightsDiff diff, Set<Right> wanted) {
    Set<String> changed =
        Stream.concat(diff.missing().stream(), diff.extra().stream())
            .map(Right::principal)
            .collect(Collectors.toCollection(TreeSet::new));
    return ask(
        commands -> {
          List<String> byHand = new ArrayList<>();
          for (String principal : changed) {
            Set<Right> own =
                wanted.stream()
                    .filter(right -> right.principal().equals(principal))
                    .collect(Collectors.toSet());
            if (own.isEmpty()) {
              remove(commands, principal);
            } else {
              set(commands, principal, own, diff).ifPresent(byHand::add);
            }
          }
          return byHand;
        });
  }

  private static void remove(RedisCommands<String, String> commands, String principal) {
    if (principal.equals(DEFAULT)) {
      setUser(commands, List.of(DEFAULT, "off"));
    } else {
      commands.aclDeluser(principal);
    }
  }

  private Optional<String> set(
      RedisCommands<String, String> commands, String principal, Set<Right> own, RightsDiff diff) {
    boolean locked = diff.missing().contains(Right.logIn(principal, Plane.REDIS));
    boolean open =
        diff.extra().stream()
            .anyMatch(
                right ->
                    right.principal().equals(principal)
                        && right.action().equals(AclLine.NO_PASSWORD));
    List<String> words = new ArrayList<>(List.of(principal));
    if (locked || open) {
      Optional<Credentials> account = accounts.account(principal, Plane.REDIS);
      if (account.isEmpty()) {
        return Optional.of(
            "give "
                + principal
                + " of Redis a password: ACL SETUSER "
                + principal
                + " resetpass >…");
      }
      words.addAll(
          List.of("resetpass", "#" + PasswordHashes.sha256(account.get().password()), "on"));
    }
    words.add("clearselectors");
    words.addAll(RedisRights.rules(own));
    setUser(commands, words);
    return Optional.empty();
  }

  private static Set<Right> present(RedisCommands<String, String> commands) {
    Set<Right> rights = new HashSet<>();
    commands.aclList().forEach(line -> rights.addAll(AclLine.rights(line)));
    return rights;
  }

  /** The client's own words for rules know neither selectors nor every command. */
  private static void setUser(RedisCommands<String, String> commands, List<String> words) {
    CommandArgs<String, String> args = new CommandArgs<>(StringCodec.UTF8).add("SETUSER");
    words.forEach(args::add);
    commands.dispatch(CommandType.ACL, new StatusOutput<>(StringCodec.UTF8), args);
  }

  private <T> T ask(Function<RedisCommands<String, String>, T> question) {
    RedisURI address = RedisURI.create(redis.uri());
    address.setTimeout(PATIENCE);
    Account account = redis.access().account();
    if (!account.isNone()) {
      address.setCredentialsProvider(
          RedisCredentialsProvider.from(
              () -> RedisCredentials.just(account.user(), account.password())));
    }
    try (RedisClient client = RedisClient.create(address)) {
      Path caFile = redis.access().caFile();
      if (redis.isEncrypted() && caFile != null) {
        client.setOptions(
            ClientOptions.builder()
                .sslOptions(SslOptions.builder().trustManager(caFile.toFile()).build())
                .build());
      }
      try (StatefulRedisConnection<String, String> connection = client.connect()) {
        return question.apply(connection.sync());
      }
    } catch (RedisException | IllegalArgumentException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new OperationException(
          "Redis does not tell or change its accounts: " + cause.getMessage(), e);
    }
  }
}
