package io.spillway.stack.adapter.fetch;

import io.spillway.stack.adapter.os.Command;
import io.spillway.stack.adapter.os.FileTree;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.PackageClosure;
import io.spillway.stack.core.Program;
import io.spillway.stack.core.Version;
import io.spillway.stack.port.StartListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Servers from the distribution's archive, unpacked into the cache without installing anything. Apt
 * works on a state of its own, checks the archive's signature, and needs no rights; the machine's
 * packages stay as they are. Debian has MySQL only in unstable, whose programs need their own C
 * library: they run through the loader unpacked with them.
 *
 * @param etc the configuration of the machine, or of another one
 */
record DebianPackages(CacheDirectory cache, StartListener progress, Path etc) {
  private static final Pattern STATUS = Pattern.compile("dlstatus:\\d+:([\\d.]+):.*");
  private static final String CANDIDATE = "Candidate: (?:\\d+:)?";

  /** A program of a package, downloaded at its first use. */
  Program program(String subject, String packageName, Version lowest, String executable)
      throws IOException, InterruptedException {
    Path entry =
        cache.entry(
            packageName, progress, directory -> install(subject, packageName, lowest, directory));
    return inRoot(entry.resolve("root"), executable);
  }

  private void install(String subject, String packageName, Version lowest, Path directory)
      throws IOException, InterruptedException {
    Path debs = Files.createDirectories(directory.resolve("debs"));
    Path root = Files.createDirectories(directory.resolve("root"));
    // Two packages may be wanted at once; apt's state is one.
    cache.exclusively(
        "apt",
        progress,
        cacheRoot -> {
          Path state = cacheRoot.resolve("apt");
          Path config = updatedState(subject, state);
          requireVersion(config, state, packageName, lowest);
          Collection<String> closure = closure(config, state, packageName);
          progress.message(subject, "downloading " + closure.size() + " packages");
          List<String> command = apt("apt-get", config, "-o", "APT::Status-Fd=1", "download");
          command.addAll(closure);
          Command.run(debs, command, Map.of("LC_ALL", "C.UTF-8"), line -> report(subject, line));
        });
    progress.message(subject, "unpacking");
    for (Path deb : list(debs)) {
      Command.run(root, List.of("dpkg-deb", "--extract", deb.toString(), root.toString()));
    }
    FileTree.delete(debs);
  }

  private Path updatedState(String subject, Path state) throws IOException, InterruptedException {
    Distribution distribution = distribution();
    if (Command.onPath("apt-get").isEmpty()
        || !(distribution.isDebian() || distribution.isUbuntu())) {
      throw new OperationException(
          "no suitable mysqld (9 or newer, not MariaDB) or redis-server (7 or newer) was found, and"
              + " automatic download works on Debian and Ubuntu only: install them on PATH,"
              + " or set SPILLWAY_MYSQLD and SPILLWAY_REDIS_SERVER");
    }
    AptSource source =
        distribution
            .ownSource(Distribution.configuredSources(etc.resolve("apt")))
            .orElseThrow(
                () ->
                    new OperationException(
                        "apt's configuration names no archive of "
                            + distribution.id()
                            + " with component main for "
                            + distribution.codename()));
    Path config = AptState.create(state, distribution, source);
    progress.message(subject, "reading the package lists of " + distribution.id());
    Command.run(state, apt("apt-get", config, "update"));
    return config;
  }

  Distribution distribution() throws IOException {
    return Distribution.parse(Files.readString(etc.resolve("os-release")));
  }

  private static void requireVersion(Path config, Path state, String name, Version lowest)
      throws IOException, InterruptedException {
    List<String> policy = Command.run(state, apt("apt-cache", config, "policy", name));
    Optional<Version> found = Version.find(String.join("\n", policy), CANDIDATE);
    if (found.isEmpty() || !found.get().isAtLeast(lowest)) {
      throw new OperationException(
          String.format(
                  Locale.ROOT,
                  "the distribution offers %s %s, but version %s or newer is required: install it"
                      + " on",
                  name,
                  found.map(version -> "only in version " + version).orElse("not at all"),
                  lowest)
              + " PATH, or set SPILLWAY_MYSQLD or SPILLWAY_REDIS_SERVER");
    }
  }

  private static Collection<String> closure(Path config, Path state, String name)
      throws IOException, InterruptedException {
    List<String> command =
        apt(
            "apt-cache",
            config,
            "depends",
            "--recurse",
            "--no-recommends",
            "--no-suggests",
            "--no-conflicts",
            "--no-breaks",
            "--no-replaces",
            "--no-enhances",
            name);
    return PackageClosure.of(name, Command.run(state, command));
  }

  private void report(String subject, String line) {
    Matcher status = STATUS.matcher(line);
    if (status.matches()) {
      progress.report(subject, "downloading", (int) Double.parseDouble(status.group(1)));
    }
  }

  private static List<String> apt(String tool, Path config, String... arguments) {
    List<String> command = new ArrayList<>(List.of(tool, "--config-file", config.toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static Program inRoot(Path root, String executable) throws IOException {
    try (Stream<Path> files = Files.walk(root.resolve("usr"), 4)) {
      List<Path> all = files.toList();
      Path loader = first(all, "ld-linux[^/]*\\.so\\.\\d+");
      Path library = first(all, "libc\\.so\\.6").getParent();
      return new Program(
          List.of(
              loader.toString(),
              "--library-path",
              String.valueOf(library),
              root.resolve(executable).toString()),
          root.resolve("usr"));
    }
  }

  private static Path first(List<Path> files, String name) {
    return files.stream()
        .filter(file -> file.getFileName().toString().matches(name))
        .findFirst()
        .orElseThrow(
            () -> new OperationException("the unpacked packages contain no file matching " + name));
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }
}
