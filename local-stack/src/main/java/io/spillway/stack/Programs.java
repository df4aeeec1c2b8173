package io.spillway.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds mysqld and redis-server: the one the environment names, else a suitable one that is
 * installed, else the distribution's package in the cache.
 */
final class Programs {
  private static final int LOWEST_MYSQL = 9;
  private static final int LOWEST_REDIS = 7;
  private static final Pattern MYSQL_VERSION = Pattern.compile("Ver (\\d+)\\.");
  private static final Pattern REDIS_VERSION = Pattern.compile("v=(\\d+)\\.");

  private final DebianPackages packages;

  Programs(DebianPackages packages) {
    this.packages = packages;
  }

  Program mysqld() throws IOException, InterruptedException {
    Optional<Program> own = installed("SPILLWAY_MYSQLD", "mysqld", MYSQL_VERSION, LOWEST_MYSQL);
    return own.isPresent()
        ? own.get()
        : packages.program("mysql", "mysql-server-core", LOWEST_MYSQL, "usr/sbin/mysqld");
  }

  Program redisServer() throws IOException, InterruptedException {
    Optional<Program> own =
        installed("SPILLWAY_REDIS_SERVER", "redis-server", REDIS_VERSION, LOWEST_REDIS);
    return own.isPresent()
        ? own.get()
        : packages.program("redis", "redis-server", LOWEST_REDIS, "usr/bin/redis-server");
  }

  private static Optional<Program> installed(
      String variable, String name, Pattern pattern, int lowestMajor)
      throws IOException, InterruptedException {
    String named = System.getenv().getOrDefault(variable, "");
    Optional<Path> file =
        named.isEmpty() ? Command.onPath(name) : Optional.of(Path.of(named)).filter(Files::exists);
    if (file.isPresent() && isSuitable(file.get(), pattern, lowestMajor)) {
      return file.map(Program::installed);
    }
    if (!named.isEmpty()) {
      throw new StackException(
          variable
              + " names "
              + named
              + ", which is no "
              + name
              + " of version "
              + lowestMajor
              + " or newer");
    }
    return Optional.empty();
  }

  private static boolean isSuitable(Path executable, Pattern pattern, int lowestMajor)
      throws IOException, InterruptedException {
    try {
      return isSuitable(
          Command.run(Path.of("/"), List.of(executable.toString(), "--version")),
          pattern,
          lowestMajor);
    } catch (StackException unusable) {
      return false;
    }
  }

  static boolean isSuitable(List<String> output, Pattern pattern, int lowestMajor) {
    String text = String.join("\n", output);
    Matcher version = pattern.matcher(text);
    return !text.contains("MariaDB")
        && version.find()
        && Integer.parseInt(version.group(1)) >= lowestMajor;
  }

  static boolean isSuitableMysql(List<String> versionOutput) {
    return isSuitable(versionOutput, MYSQL_VERSION, LOWEST_MYSQL);
  }

  static boolean isSuitableRedis(List<String> versionOutput) {
    return isSuitable(versionOutput, REDIS_VERSION, LOWEST_REDIS);
  }
}
