package io.spillway.stack.adapter.os;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whose a listening port is, from proc(5). Two stacks that start at a time may both find a port
 * free; the one that binds it second must not take the other's healthy server for its own.
 */
public final class ListeningSockets {
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

  /** Slot, local address and port, remote ones, state 0A for listening, five fields, the inode. */
  private static final Pattern LISTENING =
      Pattern.compile("\\s*\\d+: [0-9A-F]+:([0-9A-F]{4}) \\S+ 0A(?: +\\S+){5} +(\\d+).*");

  private ListeningSockets() {}

  /** Whether the process listens on the port; also true where the system does not tell. */
  public static boolean belongsTo(ProcessRecord process, int port) {
    try {
      Set<String> sockets = new HashSet<>();
      for (Path table : TABLES) {
        if (Files.exists(table)) {
          sockets.addAll(listening(Files.readAllLines(table), port));
        }
      }
      return hasAny(process.pid(), sockets);
    } catch (IOException unknown) {
      return true;
    }
  }

  /** The sockets that listen on the port, named as links of {@code /proc/PID/fd} are. */
  static Set<String> listening(List<String> table, int port) {
    Set<String> sockets = new HashSet<>();
    for (String line : table) {
      Matcher row = LISTENING.matcher(line);
      if (row.matches() && Integer.parseInt(row.group(1), 16) == port) {
        sockets.add("socket:[" + row.group(2) + "]");
      }
    }
    return sockets;
  }

  private static boolean hasAny(long pid, Set<String> sockets) throws IOException {
    try (DirectoryStream<Path> descriptors =
        Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
      for (Path descriptor : descriptors) {
        if (sockets.contains(target(descriptor))) {
          return true;
        }
      }
      return false;
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }
}
