package io.spillway.stack.adapter.fetch;

import io.spillway.stack.adapter.os.Command;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.Program;
import io.spillway.stack.core.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Finds mysqld and redis-server: the one the environment names, else a suitable one that is
 * installed, else the distribution's package in the cache.
 */
record Programs(DebianPackages packages) {
  private static final Version LOWEST_MYSQL = new Version(9, 0);

  /** The long-term release is the newest that Ubuntu's archive has; its options are the same. */
  private static final Version LOWEST_MYSQL_OF_UBUNTU = new Version(8, 4);

  private static final Version LOWEST_REDIS = new Version(7, 0);
  private static final String MYSQL_VERSION = "Ver ";
  private static final String REDIS_VERSION = "v=";

  Program mysqld() throws IOException, InterruptedException {
    Optional<Program> own = installed("SPILLWAY_MYSQLD", "mysqld", MYSQL_VERSION, LOWEST_MYSQL);
    if (own.isPresent()) {
      return own.get();
    }
    Version lowest = packages.distribution().isUbuntu() ? LOWEST_MYSQL_OF_UBUNTU : LOWEST_MYSQL;
    return packages.program("mysql", "mysql-server-core", lowest, "usr/sbin/mysqld");
  }

  Program redisServer() throws IOException, InterruptedException {
    Optional<Program> own =
        installed("SPILLWAY_REDIS_SERVER", "redis-server", REDIS_VERSION, LOWEST_REDIS);
    return own.isPresent()
        ? own.get()
        : packages.program("redis", "redis-server", LOWEST_REDIS, "usr/bin/redis-server");
  }

  private static Optional<Program> installed(
      String variable, String name, String marker, Version lowest)
      throws IOException, InterruptedException {
    String named = System.getenv().getOrDefault(variable, "");
    Optional<Path> file =
        named.isEmpty() ? Command.onPath(name) : Optional.of(Path.of(named)).filter(Files::exists);
    if (file.isPresent() && isSuitable(file.get(), marker, lowest)) {
      return file.map(Program::installed);
    }
    if (!named.isEmpty()) {
      throw new OperationException(
          variable
              + " names "
              + named
              + ", which is no "
              + name
              + " of version "
              + lowest
              + " or newer");
    }
    return Optional.empty();
  }

  private static boolean isSuitable(Path executable, String marker, Version lowest)
      throws IOException, InterruptedException {
    try {
      return isSuitable(
          Command.run(Path.of("/"), List.of(executable.toString(), "--version")), marker, lowest);
    } catch (OperationException unusable) {
      return false;
    }
  }

  static boolean isSuitable(List<String> output, String marker, Version lowest) {
    String text = String.join("\n", output);
    return !text.contains("MariaDB")
        && Version.find(text, marker).filter(found -> found.isAtLeast(lowest)).isPresent();
  }

  static boolean isSuitableMysql(List<String> versionOutput) {
    return isSuitable(versionOutput, MYSQL_VERSION, LOWEST_MYSQL);
  }

  static boolean isSuitableRedis(List<String> versionOutput) {
    return isSuitable(versionOutput, REDIS_VERSION, LOWEST_REDIS);
  }
}
