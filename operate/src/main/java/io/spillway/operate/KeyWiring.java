package io.spillway.operate;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.spillway.access.KeyFlow;
import io.spillway.access.adapter.mysql.MysqlKeyStore;
import io.spillway.access.core.ApiKey;
import io.spillway.access.core.KeyRequest;
import io.spillway.access.core.Role;
import io.spillway.access.core.Tenants;
import io.spillway.access.port.KeyStore;
import io.spillway.runtime.sql.Shards;
import io.spillway.stack.adapter.tls.PrivateFiles;
import io.spillway.stack.core.Backends;
import io.spillway.stack.core.OperationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** API keys, in the shards of a deployment. */
public final class KeyWiring {
  private static final KeyRequest COMMANDS =
      new KeyRequest("commands of this home", Tenants.ALL, Role.OPERATOR.scopes(), null);

  private KeyWiring() {}

  /** What is done with keys. */
  @FunctionalInterface
  public interface Work<T> {
    T with(KeyFlow keys) throws KeyStore.UnavailableException;
  }

  /**
   * Works with the keys of a deployment.
   *
   * @param who does it, for the rows of new keys
   * @throws OperationException when a shard does not answer
   */
  public static <T> T run(Backends backends, String who, Work<T> work) {
    // Nobody reads the meters of one command.
    try (Shards shards =
        Shards.open(StoreWiring.mysql(backends, 1), new CompositeMeterRegistry())) {
      return work.with(
          new KeyFlow(new MysqlKeyStore(shards), new SecureRandom(), Clock.systemUTC(), who));
    } catch (KeyStore.UnavailableException | SQLException e) {
      throw new OperationException("API keys cannot be reached: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new OperationException("the connections to the shards cannot be closed", e);
    }
  }

  /** Makes a key for commands that no shard knows yet, unless the file has one. */
  static void ensureKeyFile(Path file) throws IOException {
    if (!Files.exists(file)) {
      byte[] random = new byte[ApiKey.RANDOM_BYTES];
      new SecureRandom().nextBytes(random);
      PrivateFiles.write(file, ApiKey.of(random).text() + "\n");
    }
  }

  /**
   * Makes the key of the commands known to the shards, where it was made before them. A key that
   * they know stays as it is, also one that was revoked.
   *
   * @param text what the commands send; another credential than a key is none of ours
   */
  public static void admit(Backends backends, String text) {
    @Nullable ApiKey key = ApiKey.read(text);
    if (key != null) {
      run(backends, "spillway prepare", keys -> keys.admit(key, COMMANDS));
    }
  }

  /** Makes the key of this home's own commands, unless it has one. */
  public static void ensureOperatorKey(Backends backends, Path file) {
    if (Files.exists(file)) {
      return;
    }
    ApiKey key = run(backends, "spillway up", keys -> keys.create(COMMANDS).key());
    try {
      PrivateFiles.write(file, key.text() + "\n");
    } catch (IOException e) {
      throw new OperationException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
