package io.spillway.stack.adapter.fetch;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** Unpacks zip files so that every user can read and run what is in them, whatever our umask. */
final class ZipArchive {
  private ZipArchive() {}

  static void extract(Path zip, Path directory) throws IOException {
    try (FileSystem files =
        FileSystems.newFileSystem(zip, Map.of("enablePosixFileAttributes", true))) {
      Path root = files.getPath("/");
      open(directory, true);
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes)
                throws IOException {
              Path target = target(visited);
              Files.createDirectories(target);
              open(target, true);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Path target = target(file);
              boolean executable =
                  PosixFilePermissions.toString(Files.getPosixFilePermissions(file)).contains("x");
              Files.copy(file, target);
              open(target, executable);
              return FileVisitResult.CONTINUE;
            }

            private Path target(Path inside) throws IOException {
              Path target = directory.resolve(root.relativize(inside).toString()).normalize();
              if (!target.startsWith(directory)) {
                throw new IOException(zip + " contains an entry outside its root: " + inside);
              }
              return target;
            }
          });
    }
  }

  private static void open(Path path, boolean executable) throws IOException {
    Files.setPosixFilePermissions(
        path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
  }
}
