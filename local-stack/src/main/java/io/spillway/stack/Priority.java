package io.spillway.stack;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Who gets a processor first while all want one: after an outage the backlog must not slow down the
 * orders that come in meanwhile. Costs nothing while there is a processor for everybody.
 *
 * <p>Linux shares processors by the niceness of a thread among those of its session, and by the
 * niceness of a session's group among the sessions (sched(7), "the autogroup feature"); both are
 * set. An ordinary user may do so.
 */
public enum Priority {
  /** What an order passes until the shop has its answer. */
  ACCEPT(0),
  /** What decides on orders. */
  SETTLE(2),
  /** What shows them to people. */
  REPORT(4);

  private static final String NICE = "exec nice -n \"$0\" \"$@\"";

  /** Becomes the command, so that its process is the one that was started. */
  private static final String SCRIPT =
      """
      group=/proc/$$/autogroup
      for i in 1 2 3 4 5; do
        [ -w $group ] || break
        # Refused when any group of the machine was set less than 0.1 s ago.
        { echo "$0" > $group; } 2>/dev/null && break
        sleep 0.1
      done
      """
          + NICE;

  private final int niceness;

  Priority(int niceness) {
    this.niceness = niceness;
  }

  /**
   * The command in a session of its own, so that neither a closed terminal nor Ctrl-C reaches it,
   * with this priority; in the caller's session where the system has no sessions to give.
   */
  public List<String> detached(List<String> command) {
    List<String> detached = new ArrayList<>();
    boolean session = isOnPath("setsid");
    if (session) {
      detached.add("setsid");
    }
    if (niceness > 0) {
      // Without a session of its own the group would be the caller's.
      String script = session ? SCRIPT : NICE;
      detached.addAll(List.of("sh", "-c", script, Integer.toString(niceness)));
    }
    detached.addAll(command);
    return detached;
  }

  private static boolean isOnPath(String program) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }
}
