package io.spillway.faults.adapter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.spillway.stack.core.OperationException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A server's directory on a file system of its own, small enough to be filled; needs root. */
record SmallDisk(Path directory) {
  // Above what an idle MySQL and a broker take, below what a machine of tests notices.
  private static final String SIZE = "1500m";
  private static final int PIECE_BYTES = 1 << 20;

  /**
   * Mounts it over an empty directory.
   *
   * @throws OperationException when this user may not
   */
  static SmallDisk mount(Path directory) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    String path = directory.toString();
    run("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "tmpfs", path);
    return new SmallDisk(directory);
  }

  void unmount() throws IOException, InterruptedException {
    run("umount", directory.toString());
  }

  /** Takes all space that is left. */
  void fill() throws IOException {
    byte[] piece = new byte[PIECE_BYTES];
    try (OutputStream out = Files.newOutputStream(filler())) {
      while (true) {
        out.write(piece);
      }
    } catch (IOException full) {
      if (!Files.exists(filler())) {
        throw full;
      }
    }
  }

  void free() throws IOException {
    Files.deleteIfExists(filler());
  }

  private Path filler() {
    return directory.resolve("filler");
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new OperationException(
          String.join(" ", command) + " failed; it requires root: " + said);
    }
  }
}
