package io.spillway.stack;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * What a JVM has learned of one program: its classes, loaded and linked, and the profiles of its
 * methods (JEP 483, 514 and 515), in a file beside its jar or directory of jars. The first run
 * records; after it ends in good order {@link #make} turns the recording into the cache that later
 * runs start from. A cache of other jars or another JDK is passed over by the JVM itself; a program
 * that is newer than its cache is recorded again. Without any of it a program runs the same, and
 * starts slower.
 */
public final class StartCache {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** The JVM names each class that it cannot keep; nobody can do anything about those. */
  private static final String QUIET = "-Xlog:aot*=off,cds*=off";

  private final Path program;
  private final Path recording;
  private final Path cache;

  /** The cache of a jar, or of a directory of jars. */
  public StartCache(Path program) {
    this.program = program;
    this.recording = program.resolveSibling(program.getFileName() + ".aotconf");
    this.cache = program.resolveSibling(program.getFileName() + ".aot");
  }

  /** What the JVM is to be told so that it uses the cache, or records for it. */
  public List<String> options() {
    if (isFresh(cache)) {
      return List.of(QUIET, "-XX:AOTCache=" + cache);
    }
    if (isFresh(recording) || !Files.isWritable(directory())) {
      return List.of();
    }
    return List.of(QUIET, "-XX:AOTMode=record", "-XX:AOTConfiguration=" + recording);
  }

  /** Whether there is a cache to start from. */
  public boolean isMade() {
    return isFresh(cache);
  }

  /** Whether there is a recording that no cache was made of. */
  public boolean isRecorded() {
    return isFresh(recording) && !isFresh(cache);
  }

  /**
   * Makes the cache of the recording, in some seconds of one core; what cannot be made is left out.
   *
   * @param jvm the java command with the options that the program runs with
   * @param classes its class path, or its jar, as options of the command
   */
  public void make(List<String> jvm, List<String> classes) throws InterruptedException {
    try {
      // Under a name of its own: another stack may be making the same.
      Path made = Files.createTempFile(directory(), "start-", ".aot");
      try {
        if (create(jvm, classes, made)) {
          Files.move(made, cache, StandardCopyOption.ATOMIC_MOVE);
        }
      } finally {
        Files.deleteIfExists(made);
        Files.deleteIfExists(recording);
      }
    } catch (IOException e) {
      // The disk is full, or the directory is not ours: the services start without.
      return;
    }
  }

  private boolean create(List<String> jvm, List<String> classes, Path made)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(jvm);
    command.addAll(
        List.of(
            QUIET,
            "-XX:AOTMode=create",
            "-XX:AOTConfiguration=" + recording,
            "-XX:AOTCache=" + made));
    command.addAll(classes);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.DISCARD)
            .start();
    try {
      return process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) && process.exitValue() == 0;
    } finally {
      process.destroyForcibly();
    }
  }

  private Path directory() {
    return Objects.requireNonNull(
        program.toAbsolutePath().getParent(), "a program has a directory");
  }

  private boolean isFresh(Path file) {
    try {
      return Files.size(file) > 0
          && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(program)) > 0;
    } catch (IOException e) {
      return false;
    }
  }
}
