package io.spillway.runtime.kafka;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what Kafka Streams left on the local disk and cannot open any more. A process that is
 * killed while Streams deletes a store leaves a part of it, and since 4.3 Streams opens every store
 * before it starts and ends when one cannot be opened: again at each start. A task that is removed
 * is rebuilt from its changelog. Done before Streams is made, at a cost of milliseconds a store.
 */
public final class StateRepair {
  private static final Logger LOG = LoggerFactory.getLogger(StateRepair.class);

  /** Streams holds a lock on it while it runs. */
  private static final String PROCESS_FILE = "kafka-streams-process-metadata";

  private static final String TASKS = "[0-9]*_[0-9]*";

  private StateRepair() {}

  /**
   * Removes every task of an application one of whose stores cannot be opened; does nothing while
   * another process works with them.
   *
   * @param stateDirectory what Streams has as {@code state.dir}
   * @return the removed directories
   */
  public static List<Path> removeDamaged(Path stateDirectory, String application) {
    Path tasks = stateDirectory.resolve(application);
    Path processFile = tasks.resolve(PROCESS_FILE);
    if (!Files.exists(processFile)) {
      return List.of();
    }
    try (FileChannel channel = FileChannel.open(processFile, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock == null ? List.of() : remove(tasks);
    } catch (IOException e) {
      // Streams will meet the same, and tell.
      LOG.atWarn()
          .setCause(e)
          .addKeyValue("directory", tasks)
          .log("Cannot read the state directory");
      return List.of();
    }
  }

  private static List<Path> remove(Path tasks) throws IOException {
    RocksDB.loadLibrary();
    List<Path> removed = new ArrayList<>();
    for (Path task : children(tasks, TASKS)) {
      String damage = damage(task.resolve("rocksdb"));
      if (damage != null) {
        LOG.atWarn()
            .addKeyValue("directory", task)
            .addKeyValue("damage", damage)
            .log("Cannot open a local store; deleting it to restore it from Kafka");
        MoreFiles.deleteRecursively(task, RecursiveDeleteOption.ALLOW_INSECURE);
        removed.add(task);
      }
    }
    return removed;
  }

  private static @Nullable String damage(Path stores) throws IOException {
    if (Files.isDirectory(stores)) {
      for (Path store : children(stores, "*")) {
        try {
          open(store);
        } catch (RocksDBException e) {
          return e.getMessage();
        }
      }
    }
    return null;
  }

  /** Reading only, so that nothing is written, or locked, that Streams opens next. */
  private static void open(Path store) throws RocksDBException {
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try (Options options = new Options();
        DBOptions all = new DBOptions()) {
      List<ColumnFamilyDescriptor> families =
          RocksDB.listColumnFamilies(options, store.toString()).stream()
              .map(ColumnFamilyDescriptor::new)
              .toList();
      if (families.isEmpty()) {
        throw new RocksDBException(store + " has no list of its files");
      }
      try (RocksDB _ = RocksDB.openReadOnly(all, store.toString(), families, handles)) {
        handles.forEach(ColumnFamilyHandle::close);
      }
    }
  }

  private static List<Path> children(Path directory, String pattern) throws IOException {
    List<Path> children = new ArrayList<>();
    try (var found = Files.newDirectoryStream(directory, pattern)) {
      found.forEach(children::add);
    }
    return children;
  }
}
