package io.spillway.bench.adapter.host;

import io.spillway.bench.port.CpuClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/**
 * Processor time from {@code /proc} (Linux). Besides the processes that were named there is {@code
 * others}: what the rest of the machine used, which should be next to nothing. Thread-safe.
 */
public final class ProcessCpu implements CpuClock {
  /** USER_HZ, which is 100 on every Linux that Java runs on. */
  private static final double TICKS_PER_SECOND = 100;

  /** The rest of the machine. */
  public static final String OTHERS = "others";

  /** The generator, by whose name it is to be watched. */
  public static final String GENERATOR = "bench";

  private final Map<String, Supplier<OptionalLong>> pids = new ConcurrentSkipListMap<>();

  /** Watches the process of a name, which may come and go. */
  public void watch(String name, Supplier<OptionalLong> pid) {
    pids.put(name, pid);
  }

  public void forget(String name) {
    pids.remove(name);
  }

  @Override
  public Map<String, Double> seconds() {
    Map<String, Double> seconds = new LinkedHashMap<>();
    double known = 0;
    for (Map.Entry<String, Supplier<OptionalLong>> watched : pids.entrySet()) {
      OptionalLong pid = watched.getValue().get();
      if (pid.isPresent()) {
        double used = ofProcess(pid.getAsLong());
        seconds.put(watched.getKey(), used);
        known += used;
      }
    }
    double all = ofMachine();
    if (all > 0) {
      seconds.put(OTHERS, Math.max(0, all - known));
    }
    return seconds;
  }

  /** Seconds of all watched processes together, but for the named ones. */
  public double secondsBut(String... names) {
    Map<String, Double> seconds = seconds();
    seconds.keySet().removeAll(Set.of(names));
    return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** User and system time: fields 14 and 15 of proc_pid_stat(5); the name may hold spaces. */
  private static double ofProcess(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    } catch (IOException gone) {
      return 0;
    }
  }

  /** All but idle and waiting time, of the first line of proc_stat(5). */
  private static double ofMachine() {
    try (var lines = Files.lines(Path.of("/proc/stat"))) {
      String[] fields = lines.findFirst().orElse("cpu").trim().split("\\s+");
      long busy = 0;
      for (int i = 1; i < Math.min(fields.length, 9); i++) {
        if (i != 4 && i != 5) {
          busy += Long.parseLong(fields[i]);
        }
      }
      return busy / TICKS_PER_SECOND;
    } catch (IOException unreadable) {
      return 0;
    }
  }
}
