package io.spillway.stack.adapter.service;

import io.spillway.stack.core.OperationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Deletes directories. */
public final class DirectoryTree {
  private DirectoryTree() {}

  /** Deletes a directory with all below it, if it exists; follows no links. */
  public static void delete(Path root) {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(root)) {
      List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new OperationException("Failed to delete " + root + ": " + e.getMessage(), e);
    }
  }
}
