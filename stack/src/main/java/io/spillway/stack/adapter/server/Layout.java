package io.spillway.stack.adapter.server;

import io.spillway.stack.core.OperationException;
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
  private Layout() {}

  /** Writes down the numbers of what the spec runs, or compares them with those of earlier runs. */
  public static void require(StackHome home, StackSpec spec) throws IOException {
    Map<String, Integer> wanted = new LinkedHashMap<>();
    if (spec.runs(Server.KAFKA)) {
      wanted.put("brokers", spec.brokers());
    }
    if (spec.runs(Server.MYSQL)) {
      wanted.put("mysqlServers", spec.mysqlServers());
      wanted.put("shardsPerServer", spec.shardsPerServer());
    }
    for (Map.Entry<String, Integer> number : wanted.entrySet()) {
      Path file = home.root().resolve("layout." + number.getKey());
      String value = number.getValue().toString();
      if (!Files.exists(file)) {
        Files.writeString(file, value);
      } else if (!Files.readString(file).equals(value)) {
        throw new OperationException(
            String.format(
                    Locale.ROOT,
                    "%s holds data written with %s=%s, not %s: keep that number, wipe the data, or"
                        + " choose",
                    home.root(),
                    number.getKey(),
                    Files.readString(file),
                    value)
                + " another directory");
      }
    }
  }
}
