package io.spillway.stack.adapter.os;

import io.spillway.stack.core.OperationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The user root becomes for a server that refuses to be root. */
public record UnprivilegedUser(int uid, int gid) {
  private static final Path ACCOUNTS = Path.of("/etc/passwd");
  private static final List<String> CANDIDATES = List.of("nobody", "daemon");

  public static boolean isNeeded() {
    return effectiveUserId() == 0;
  }

  public static UnprivilegedUser find() throws IOException {
    return of(Files.readAllLines(ACCOUNTS));
  }

  /** The first candidate among lines as in passwd(5). */
  public static UnprivilegedUser of(List<String> accounts) {
    for (String candidate : CANDIDATES) {
      for (String account : accounts) {
        String[] fields = account.split(":");
        if (fields.length > 3 && fields[0].equals(candidate)) {
          return new UnprivilegedUser(Integer.parseInt(fields[2]), Integer.parseInt(fields[3]));
        }
      }
    }
    throw new OperationException(
        "Elasticsearch refuses to run as root, and this machine has none of the users "
            + CANDIDATES);
  }

  /** What to put before a command so that this user runs it, in the same process. */
  public List<String> prefix() {
    return List.of(
        "setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups", "--no-new-privs");
  }

  /** Hands over a directory with all that is in it. */
  public void own(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.toList()) {
        Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  /** Whether every user may enter the directory, judged by the parts of its path that exist. */
  public static boolean canReach(Path directory) {
    try {
      Path path = directory.toAbsolutePath();
      for (@Nullable Path part = path; part != null; part = part.getParent()) {
        if (Files.exists(part)
            && !Files.getPosixFilePermissions(part).contains(PosixFilePermission.OTHERS_EXECUTE)) {
          return false;
        }
      }
      return true;
    } catch (IOException unreadable) {
      return false;
    }
  }

  private static int effectiveUserId() {
    try {
      return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    } catch (IOException | UnsupportedOperationException notLinux) {
      throw new OperationException("the local stack requires Linux with /proc", notLinux);
    }
  }
}
