package io.spillway.stack.adapter.fetch;

import io.spillway.stack.adapter.os.FileTree;
import io.spillway.stack.adapter.os.Parallel;
import io.spillway.stack.adapter.os.UnprivilegedUser;
import io.spillway.stack.adapter.server.StackSpec;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.Program;
import io.spillway.stack.core.Server;
import io.spillway.stack.port.StartListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** The programs a stack needs, each fetched at its first use. Thread-safe, also between JVMs. */
public final class Downloads {
  private static final String KAFKA_VERSION = "4.3.1";
  private static final String ELASTICSEARCH_VERSION = "9.5.3";

  /** Compared by us because not every mirror keeps a checksum for Maven to compare. */
  private static final String ELASTICSEARCH_SHA512 =
      "ae57654932de854d755af63f2a63667621967870b79ec449407618075c13dc12"
          + "012317388e0a232071e4f2a65c9d973bb681d978fac56445a0790443df0823d1";

  private static final Path SYSTEM_CACHE = Path.of("/var/cache/spillway");

  private final CacheDirectory cache;
  private final StartListener progress;

  public Downloads(Path cache, StartListener progress) {
    this.cache = new CacheDirectory(cache);
    this.progress = progress;
  }

  /** Everything a spec needs, Maven's and apt's downloads side by side. */
  public void fetch(StackSpec spec) throws InterruptedException {
    Parallel.Task fromMaven =
        () -> {
          if (spec.runs(Server.KAFKA)) {
            kafka();
          }
          if (spec.runs(Server.ELASTICSEARCH)) {
            elasticsearch();
          }
        };
    Parallel.Task fromTheDistribution =
        () -> {
          if (spec.runs(Server.MYSQL)) {
            mysqld();
          }
          if (spec.runs(Server.REDIS)) {
            redisServer();
          }
        };
    Parallel.run(List.of(fromMaven, fromTheDistribution));
  }

  /** The directory of the jars a broker needs. */
  public Path kafka() throws IOException, InterruptedException {
    return cache
        .entry(
            "kafka-" + KAFKA_VERSION,
            progress,
            directory ->
                new MavenArtifacts(cache, progress)
                    .copyWithDependencies(
                        "kafka",
                        List.of(
                            "org.apache.kafka:kafka_2.13:" + KAFKA_VERSION,
                            // Kafka logs to slf4j and leaves the rest to its operator.
                            "org.slf4j:slf4j-api:2.0.17",
                            "ch.qos.logback:logback-classic:1.5.20"),
                        directory))
        .resolve("lib");
  }

  /** The unpacked distribution, where the user who will run it can read it. */
  public Path elasticsearch() throws IOException, InterruptedException {
    CacheDirectory reachable =
        UnprivilegedUser.isNeeded() && !UnprivilegedUser.canReach(cache.root())
            ? new CacheDirectory(SYSTEM_CACHE)
            : cache;
    FileTree.createForAll(reachable.root());
    String name = "elasticsearch-" + ELASTICSEARCH_VERSION;
    Path entry =
        reachable.entry(
            name,
            progress,
            directory -> {
              new MavenArtifacts(cache, progress)
                  .copyUnverified(
                      "elasticsearch",
                      "org.elasticsearch.distribution.integ-test-zip:elasticsearch:"
                          + ELASTICSEARCH_VERSION
                          + ":zip",
                      directory);
              Path zip = directory.resolve(name + ".zip");
              requireDigest(zip);
              progress.message("elasticsearch", "unpacking");
              ZipArchive.extract(zip, directory);
              Files.delete(zip);
            });
    return entry.resolve(name);
  }

  public Program mysqld() throws IOException, InterruptedException {
    return programs().mysqld();
  }

  public Program redisServer() throws IOException, InterruptedException {
    return programs().redisServer();
  }

  private Programs programs() {
    return new Programs(new DebianPackages(cache, progress, Path.of("/etc")));
  }

  private static void requireDigest(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-512");
      in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
      String found = HexFormat.of().formatHex(digest.digest());
      if (!found.equals(ELASTICSEARCH_SHA512)) {
        throw new OperationException(
            String.format(
                    Locale.ROOT,
                    "the downloaded %s has SHA-512 %s instead of %s: delete it from Maven's local"
                        + " repository",
                    file.getFileName(),
                    found,
                    ELASTICSEARCH_SHA512)
                + " and retry");
      }
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-512", e);
    }
  }
}
