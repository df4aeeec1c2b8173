package io.spillway.stack.adapter.os;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/** Directories with all that is in them; symbolic links out of them are never followed. */
public final class FileTree {
  private FileTree() {}

  /** Creates what is missing of a path, open to every user even where our umask is strict. */
  public static void createForAll(Path directory) throws IOException {
    Path parent = directory.getParent();
    if (!Files.isDirectory(directory) && parent != null) {
      createForAll(parent);
      Files.createDirectories(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  /** Deletes a directory with all below it, if it exists; follows no links. */
  public static void delete(Path directory) throws IOException {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
