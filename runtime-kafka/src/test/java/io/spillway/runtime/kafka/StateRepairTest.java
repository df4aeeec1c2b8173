package io.spillway.runtime.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

class StateRepairTest {
  private static final String APPLICATION = "saga";

  @TempDir private Path state;
  private Path whole;
  private Path damaged;

  @BeforeEach
  void stores() throws Exception {
    whole = state.resolve(APPLICATION).resolve("0_1");
    damaged = state.resolve(APPLICATION).resolve("0_12");
    for (String store : new String[] {"orders", "deadlines"}) {
      fill(whole.resolve("rocksdb").resolve(store));
      fill(damaged.resolve("rocksdb").resolve(store));
    }
    Files.createFile(processFile());
  }

  @Test
  void aTaskThatWasDeletedInPartIsRemovedAlone() throws Exception {
    deleteTable(damaged.resolve("rocksdb/orders"));
    assertThat(repair()).containsExactly(damaged);
    assertThat(damaged).doesNotExist();
    assertThat(whole.resolve("rocksdb/orders/CURRENT")).exists();
    assertThat(repair()).as("mended").isEmpty();
  }

  @Test
  void aStoreWithoutItsManifestIsDamagedToo() throws Exception {
    Files.delete(damaged.resolve("rocksdb/deadlines/CURRENT"));
    assertThat(repair()).containsExactly(damaged);
  }

  @Test
  void storesThatCanBeOpenedStayAsTheyAre() throws Exception {
    assertThat(repair()).isEmpty();
    // Nothing of them is locked: Streams can open them next.
    fill(damaged.resolve("rocksdb/orders"));
  }

  @Test
  void nothingIsTouchedThatAnotherProcessMayWorkWith() throws Exception {
    deleteTable(damaged.resolve("rocksdb/orders"));
    Process other = holdLock();
    try {
      assertThat(other.inputReader(UTF_8).readLine()).isEqualTo("locked");
      assertThat(repair()).isEmpty();
      assertThat(damaged).exists();
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  @Test
  void aFirstStartHasNothingToRepair() {
    assertThat(StateRepair.removeDamaged(state.resolve("none"), APPLICATION)).isEmpty();
  }

  private Process holdLock() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            LockHolder.class.getName(),
            processFile().toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private Path processFile() {
    return state.resolve(APPLICATION).resolve("kafka-streams-process-metadata");
  }

  private java.util.List<Path> repair() {
    return StateRepair.removeDamaged(state, APPLICATION);
  }

  private static void fill(Path store) throws Exception {
    Files.createDirectories(store);
    try (Options options = new Options().setCreateIfMissing(true);
        RocksDB rocks = RocksDB.open(options, store.toString());
        FlushOptions flush = new FlushOptions()) {
      rocks.put("key".getBytes(UTF_8), "value".getBytes(UTF_8));
      rocks.flush(flush);
    }
  }

  private static void deleteTable(Path store) throws IOException {
    try (var tables = Files.newDirectoryStream(store, "*.sst")) {
      Files.delete(tables.iterator().next());
    }
  }

  /** A process that holds the lock which Streams holds. */
  static final class LockHolder {
    private LockHolder() {}

    public static void main(String[] arguments) throws Exception {
      try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE);
          var _ = channel.lock()) {
        System.out.println("locked");
        Thread.sleep(60_000);
      }
    }
  }
}
