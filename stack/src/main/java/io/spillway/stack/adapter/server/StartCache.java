package io.spillway.stack.adapter.server;

import io.spillway.stack.core.Lifetime;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * What a JVM has learned of one program: its classes, loaded and linked, and the profiles of its
 * methods (JEP 483, 514 and 515), in a file beside its jar or directory of jars. The first run
 * records; after it ends in good order {@link #make} turns the recording into the cache that later
 * runs start from. The JVM passes over, without a word, a cache that was made with other options or
 * by another JDK, so those are part of the file's name; a program that is newer than its cache is
 * recorded again. Without any of it a program runs the same, and starts slower.
 */
public final class StartCache {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** The JVM names each class that it cannot keep; nobody can do anything about those. */
  private static final String QUIET = "-Xlog:aot*=off,cds*=off";

  private final Path program;
  private final List<String> jvm;
  private final String name;
  private final Path recording;
  private final Path cache;

  /**
   * The cache of a jar, or of a directory of jars.
   *
   * @param jvm the java command with the options that the program runs with
   */
  public StartCache(Path program, List<String> jvm) {
    this.program = program;
    this.jvm = List.copyOf(jvm);
    CRC32 options = new CRC32();
    // Sizes of the heap, and what the program is told, may differ.
    String chosen =
        jvm.stream()
            // Runs with and without this one alternate.
            .filter(each -> each.startsWith("-XX:") && !each.equals(Lifetime.FIRST_COMPILER_ONLY))
            .collect(Collectors.joining(" "));
    options.update((Runtime.version() + chosen).getBytes(StandardCharsets.UTF_8));
    this.name = String.format(Locale.ROOT, "%s.%08x", program.getFileName(), options.getValue());
    // What the first compiler alone learns of methods is little for both.
    String variant = jvm.contains(Lifetime.FIRST_COMPILER_ONLY) ? name + ".short" : name;
    this.recording = program.resolveSibling(variant + ".aotconf");
    this.cache = program.resolveSibling(variant + ".aot");
  }

  /** What the JVM is to be told so that it uses the cache, or records for it. */
  public List<String> options() {
    if (isFresh(cache)) {
      return List.of(QUIET, "-XX:AOTCache=" + cache);
    }
    boolean records = !Boolean.getBoolean(StackSpec.QUICK_START);
    if (!records || isFresh(recording) || !Files.isWritable(directory())) {
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
   * Makes the cache of the recording, in some seconds of one core, and removes those of before;
   * what cannot be made is left out.
   *
   * @param classes its class path, or its jar, as options of the command
   */
  public void make(List<String> classes) throws InterruptedException {
    try {
      // Under a name of its own: another stack may be making the same.
      Path made = Files.createTempFile(directory(), "start-", ".aot");
      try {
        if (create(classes, made)) {
          Files.move(made, cache, StandardCopyOption.ATOMIC_MOVE);
          removeOthers();
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

  /** What was made with other options is never used again. */
  private void removeOthers() throws IOException {
    try (DirectoryStream<Path> caches =
        Files.newDirectoryStream(directory(), program.getFileName() + ".*.aot*")) {
      for (Path other : caches) {
        if (!other.getFileName().toString().startsWith(name)) {
          Files.deleteIfExists(other);
        }
      }
    }
  }

  private boolean create(List<String> classes, Path made) throws IOException, InterruptedException {
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
