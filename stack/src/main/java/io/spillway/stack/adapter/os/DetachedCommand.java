package io.spillway.stack.adapter.os;

import io.spillway.stack.core.Priority;
import java.util.ArrayList;
import java.util.List;

/** Wraps a command so that its process outlives the terminal and has a priority. */
public final class DetachedCommand {
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

  private DetachedCommand() {}

  /**
   * The command in a session of its own, so that neither a closed terminal nor Ctrl-C reaches it,
   * with a priority; in the caller's session where the system has no sessions to give.
   */
  public static List<String> of(Priority priority, List<String> command) {
    List<String> detached = new ArrayList<>();
    boolean session = Command.onPath("setsid").isPresent();
    if (session) {
      detached.add("setsid");
    }
    if (priority.niceness() > 0) {
      // Without a session of its own the group would be the caller's.
      String script = session ? SCRIPT : NICE;
      detached.addAll(List.of("sh", "-c", script, Integer.toString(priority.niceness())));
    }
    detached.addAll(command);
    return detached;
  }
}
