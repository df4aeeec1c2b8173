package io.spillway.stack.adapter.fetch;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;

/** Unpacks zip files so that every user can read and run what is in them, whatever our umask. */
final class ZipArchive {
  private ZipArchive() {}

  static void extract(Path zip, Path directory) throws IOException {
    try (FileSystem files =
        FileSystems.newFileSystem(zip, Map.of("enablePosixFileAttributes", true))) {
      Path root = files.getPath("/");
      try (Stream<Path> entries = Files.walk(root)) {
        for (Path entry : entries.toList()) {
          Path target = directory.resolve(root.relativize(entry).toString()).normalize();
          if (!target.startsWith(directory)) {
            throw new IOException(zip + " contains an entry outside its root: " + entry);
          }
          boolean isDirectory = Files.isDirectory(entry);
          if (isDirectory) {
            Files.createDirectories(target);
          } else {
            Files.copy(entry, target);
          }
          open(target, isDirectory || isExecutable(entry));
        }
      }
    }
  }

  private static boolean isExecutable(Path entry) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(entry)).contains("x");
  }

  private static void open(Path path, boolean executable) throws IOException {
    Files.setPosixFilePermissions(
        path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
  }
}
