package io.spillway.operate;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.spillway.operate.adapter.elastic.IndexSearch;
import io.spillway.operate.adapter.files.LogSearch;
import io.spillway.operate.adapter.kafka.TopicSearch;
import io.spillway.operate.adapter.kafka.TopicSetup;
import io.spillway.operate.adapter.mysql.TableSearch;
import io.spillway.operate.adapter.redis.RedisMemory;
import io.spillway.operate.adapter.stores.PipelineCustomerRecords;
import io.spillway.privacy.PrivacyConfig;
import io.spillway.privacy.adapter.mysql.MysqlCustomerKeys;
import io.spillway.privacy.core.MasterKeys;
import io.spillway.privacy.core.PersonalAttributes;
import io.spillway.runtime.sql.Shards;
import io.spillway.stack.adapter.tls.PrivateFiles;
import io.spillway.stack.core.Backends;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.port.Pause;
import io.spillway.stack.port.Progress;
import io.spillway.stack.port.UnavailableException;
import io.spillway.verify.adapter.config.BackendConfigs;
import io.spillway.verify.adapter.kafka.TopicScan;
import io.spillway.verify.adapter.repair.StoreRepairs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Forgets customers, in the stores of a deployment. */
public final class ForgetWiring {
  private ForgetWiring() {}

  /** What is done with a customer. */
  @FunctionalInterface
  public interface Work<T> {
    T with(ForgetFlow flow) throws Exception;
  }

  /**
   * Works with the customers of a deployment.
   *
   * @param marks attributes that count as personal also where they are in clear
   * @param masterKeys the file with the master keys; one that is not there is none
   * @param logs a directory whose files are searched, too
   */
  public static <T> T run(
      Backends backends,
      PersonalAttributes marks,
      Path masterKeys,
      Path logs,
      Progress progress,
      Work<T> work)
      throws Exception {
    Optional<MasterKeys> masters = masters(masterKeys);
    RedisMemory redis = new RedisMemory(BackendConfigs.redis(backends));
    // Nobody reads the meters of one command.
    try (Shards shards = Shards.open(StoreWiring.mysql(backends, 1), new CompositeMeterRegistry());
        TopicScan topics = new TopicScan(BackendConfigs.kafka(backends));
        StoreRepairs repairs = new StoreRepairs(backends)) {
      return work.with(
          new ForgetFlow(
              new MysqlCustomerKeys(shards.count(), shards::read),
              masters,
              marks,
              new PipelineCustomerRecords(
                  shards, topics, TopicSetup.partitioning(backends), repairs, redis),
              List.of(
                  new TableSearch(backends),
                  redis,
                  new IndexSearch(BackendConfigs.elastic(backends)),
                  new TopicSearch(BackendConfigs.kafka(backends)),
                  new LogSearch(logs)),
              Pause.system(),
              Clock.systemUTC(),
              progress));
    } catch (SQLException e) {
      throw new UnavailableException("a shard does not answer: " + e.getMessage(), e);
    }
  }

  /**
   * Wraps customers' keys with the newest master key; answers how many that were.
   *
   * @param masterKeys the file with the master keys
   */
  public static int rewrap(Backends backends, Path masterKeys, Progress progress) throws Exception {
    MasterKeys masters =
        masters(masterKeys)
            .orElseThrow(() -> new OperationException("there is no file " + masterKeys));
    try (Shards shards =
        Shards.open(StoreWiring.mysql(backends, 1), new CompositeMeterRegistry())) {
      return new RewrapFlow(
              new MysqlCustomerKeys(shards.count(), shards::read),
              masters,
              new SecureRandom(),
              progress)
          .run();
    } catch (SQLException e) {
      throw new UnavailableException("a shard does not answer: " + e.getMessage(), e);
    }
  }

  /** Makes a home's master key, unless it has one. */
  public static void ensureMasterKey(Path file) {
    if (Files.exists(file)) {
      return;
    }
    try {
      String version = LocalDate.now(ZoneOffset.UTC).toString();
      PrivateFiles.write(file, MasterKeys.line(version, new SecureRandom()) + "\n");
    } catch (IOException e) {
      throw new OperationException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private static Optional<MasterKeys> masters(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(PrivacyConfig.read(file));
    } catch (IOException | IllegalArgumentException e) {
      throw new OperationException(
          file + " is no file of lines VERSION:BASE64: " + e.getMessage(), e);
    }
  }
}
