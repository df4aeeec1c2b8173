package io.spillway.stack.adapter.server;

import io.spillway.stack.adapter.os.Checked;
import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.PartitionCounts;
import io.spillway.stack.core.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The numbers a home's data were written with. Another number of shards would look for a row where
 * it is not, so a home keeps its numbers until it is wiped.
 */
public final class Layout {
  private static final String BROKERS = "brokers";
  private static final String MYSQL_SERVERS = "mysqlServers";
  private static final String SECURE = "secure";
  private static final String ORDERS = "orderPartitions";
  private static final String INVENTORY = "inventoryPartitions";

  private Layout() {}

  /** Writes down the numbers of what the spec runs, or compares them with those of earlier runs. */
  public static void require(StackHome home, StackSpec spec) throws IOException {
    requireSecurity(home.root(), spec.secure());
    Map<String, Integer> wanted = new LinkedHashMap<>();
    if (spec.runs(Server.KAFKA)) {
      wanted.put(BROKERS, spec.brokers());
    }
    if (spec.runs(Server.MYSQL)) {
      wanted.put(MYSQL_SERVERS, spec.mysqlServers());
      wanted.put("shardsPerServer", spec.shardsPerServer());
    }
    for (Map.Entry<String, Integer> number : wanted.entrySet()) {
      int kept = kept(home.root(), number.getKey(), number.getValue(), number.getValue());
      Files.writeString(file(home.root(), number.getKey()), Integer.toString(kept));
    }
  }

  /**
   * Whether a home's servers are secured: as they were made; for a new home as it was asked for.
   *
   * @throws OperationException when it is asked for and the home's data were written without
   */
  public static boolean secure(Path root, boolean asked) {
    if (!Files.exists(file(root, BROKERS)) && !Files.exists(file(root, MYSQL_SERVERS))) {
      return asked;
    }
    boolean kept = Files.exists(file(root, SECURE));
    if (asked && !kept) {
      throw new OperationException(
          root
              + " holds data of servers without encryption and accounts, which --secure does not"
              + " change: choose another directory (SPILLWAY_HOME), or remove all data with"
              + " './spillway down --wipe' and start again");
    }
    return kept;
  }

  private static void requireSecurity(Path root, boolean wanted) throws IOException {
    boolean kept = secure(root, wanted);
    if (kept != wanted) {
      throw new OperationException(
          root + " holds data of secured servers: start them secured, or choose another directory");
    }
    if (wanted) {
      Files.writeString(file(root, SECURE), "true");
    }
  }

  /**
   * The partitions of a home's topics: those it was made with; for a new home those that were asked
   * for, or that fit the machine.
   *
   * @throws OperationException when a home with others was asked for, or numbers that do not fit
   */
  public static Partitions partitions(Path root, PartitionCounts asked, int cores, int shards) {
    asked.requireMultiplesOf(shards);
    PartitionCounts usual =
        Files.exists(file(root, BROKERS))
            ? PartitionCounts.LARGE
            : PartitionCounts.forMachine(cores, shards);
    return Checked.orFail(
        () ->
            new Partitions(
                root,
                new PartitionCounts(
                    kept(root, ORDERS, asked.orders(), usual.orders()),
                    kept(root, INVENTORY, asked.inventory(), usual.inventory()))));
  }

  public record Partitions(Path root, PartitionCounts counts) {
    /** Keeps them for later starts. */
    public void write() {
      Checked.orFail(
          () -> {
            Files.writeString(file(root, ORDERS), Integer.toString(counts.orders()));
            Files.writeString(file(root, INVENTORY), Integer.toString(counts.inventory()));
            return true;
          });
    }
  }

  private static Path file(Path root, String name) {
    return root.resolve("layout." + name);
  }

  /** What an earlier run wrote, which must be what is asked for unless that is 0. */
  private static int kept(Path root, String name, int asked, int otherwise) throws IOException {
    Path file = file(root, name);
    if (!Files.exists(file)) {
      return asked == 0 ? otherwise : asked;
    }
    int kept = Integer.parseInt(Files.readString(file));
    if (asked != 0 && asked != kept) {
      throw new OperationException(
          String.format(
              Locale.ROOT,
              "%s holds data written with %s=%d, not %d: keep that number, wipe the data, or choose"
                  + " another directory",
              root,
              name,
              kept,
              asked));
    }
    return kept;
  }
}
