package io.spillway.stack.adapter.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One process of this machine, told apart from a later one with the same id by its start time,
 * which counts clock ticks since the boot named here (see proc(5)).
 */
public record ProcessRecord(long pid, long startTicks, String bootId) {
  private static final Path PROC = Path.of("/proc");
  private static final int STATE = 0;
  private static final int THREADS = 17;
  private static final int START_TICKS = 19;

  /** The process that has this id now, unless there is none or it is dead but not yet reaped. */
  public static Optional<ProcessRecord> of(long pid) {
    try {
      return parse(pid, Files.readString(PROC.resolve(pid + "/stat")), bootIdNow());
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /** Reads one line of {@code /proc/PID/stat}. */
  static Optional<ProcessRecord> parse(long pid, String stat, String bootId) {
    // The second field is the command in parentheses and may itself hold blanks and parentheses.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).trim().split(" ");
    boolean ended = fields[STATE].equals("Z") || fields[STATE].equals("X");
    // A killed process whose threads are still ending holds its ports and file locks.
    boolean dead = ended && Integer.parseInt(fields[THREADS]) <= 1;
    return dead
        ? Optional.empty()
        : Optional.of(new ProcessRecord(pid, Long.parseLong(fields[START_TICKS]), bootId));
  }

  /** A zombie is not alive: where process 1 reaps nothing, killed servers remain as zombies. */
  public boolean isAlive() {
    return of(pid).filter(this::equals).isPresent();
  }

  private static String bootIdNow() throws IOException {
    return Files.readString(PROC.resolve("sys/kernel/random/boot_id")).trim();
  }
}
