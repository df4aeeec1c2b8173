package io.spillway.stack.adapter.fetch;

import io.spillway.stack.adapter.os.FileLocks;
import io.spillway.stack.adapter.os.FileTree;
import io.spillway.stack.port.StartListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * Downloads that are made once and shared by all stacks. An entry is a directory that appears whole
 * or not at all: it is filled under another name and then renamed. Thread-safe, also between JVMs.
 */
public record CacheDirectory(Path root) {

  /** Fills an empty directory with what the entry shall hold. */
  @FunctionalInterface
  interface Installer {
    void install(Path directory) throws IOException, InterruptedException;
  }

  /** {@code SPILLWAY_CACHE}, else the XDG base directory, else {@code ~/.cache/spillway}. */
  public static Path chosenBy(Map<String, String> environment, String userHome) {
    String own = environment.getOrDefault("SPILLWAY_CACHE", "");
    if (!own.isEmpty()) {
      return Path.of(own);
    }
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    // The specification says to ignore relative paths.
    if (xdg.startsWith("/")) {
      return Path.of(xdg, "spillway");
    }
    // The shell's HOME, not the account's home: java's user.home ignores HOME.
    String home = environment.getOrDefault("HOME", "");
    return Path.of(home.isEmpty() ? userHome : home, ".cache", "spillway");
  }

  /** The entry's directory, installed first if it is not there. */
  Path entry(String name, StartListener progress, Installer installer)
      throws IOException, InterruptedException {
    Path entry = root.resolve(name);
    if (Files.isDirectory(entry)) {
      return entry;
    }
    Files.createDirectories(root);
    try (var lock =
        FileLocks.acquire(
            root.resolve(name + ".lock"),
            () -> progress.message(name, "waiting for another process to install it"))) {
      if (!Files.isDirectory(entry)) {
        Path partial = root.resolve(name + ".partial");
        FileTree.delete(partial);
        Files.createDirectories(partial);
        installer.install(partial);
        Files.move(partial, entry, StandardCopyOption.ATOMIC_MOVE);
      }
    }
    return entry;
  }

  /** Runs something that must not run twice at a time on this cache. */
  void exclusively(String name, StartListener progress, Installer work)
      throws IOException, InterruptedException {
    Files.createDirectories(root);
    try (var lock =
        FileLocks.acquire(
            root.resolve(name + ".lock"),
            () -> progress.message(name, "waiting for another process"))) {
      work.install(root);
    }
  }
}
