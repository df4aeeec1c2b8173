package io.spillway.bench.adapter.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** The facts that a figure means nothing without. */
public final class Machine {
  private Machine() {}

  public static Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    facts.put(
        "processors",
        Runtime.getRuntime().availableProcessors()
            + " × "
            + value("/proc/cpuinfo", line -> line.startsWith("model name")));
    facts.put("memory", value("/proc/meminfo", line -> line.startsWith("MemTotal")));
    facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("JDK", System.getProperty("java.vendor") + " " + Runtime.version());
    return facts;
  }

  private static String value(String file, Predicate<String> line) {
    try (var lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line)
          .findFirst()
          .map(found -> found.substring(found.indexOf(':') + 1).strip())
          .orElse("unknown");
    } catch (IOException unreadable) {
      return "unknown";
    }
  }
}
