package io.spillway.stack.adapter.rights;

import io.spillway.stack.core.OperationException;
import io.spillway.stack.core.rights.AccessFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the file of rights comes from: what ships with Spillway, and what a home says besides. */
public final class AccessFiles {
  public static final String NAME = "access.yaml";
  private static final String VARIABLE = "SPILLWAY_ACCESS_FILE";
  private static final String SHIPPED = "/io/spillway/stack/" + NAME;

  private AccessFiles() {}

  /**
   * The rights of a home: those that ship with Spillway, overridden by the home's own file, where
   * it has one.
   *
   * @throws OperationException naming file, line, key, value and what is expected
   */
  public static AccessFile of(Path home) {
    return of(home, System.getenv());
  }

  static AccessFile of(Path home, Map<String, String> environment) {
    AccessFile shipped = shipped();
    return own(home, environment).map(AccessFiles::read).map(shipped::overriddenBy).orElse(shipped);
  }

  /** The home's own file, where it has one. */
  public static Optional<Path> own(Path home) {
    return own(home, System.getenv());
  }

  private static Optional<Path> own(Path home, Map<String, String> environment) {
    String named = environment.getOrDefault(VARIABLE, "");
    if (!named.isEmpty()) {
      Path file = Path.of(named);
      if (!Files.isRegularFile(file)) {
        throw new OperationException(
            VARIABLE + " = '" + named + "': no such file; name an " + NAME + ", or leave it out");
      }
      return Optional.of(file);
    }
    return Optional.of(home.resolve(NAME)).filter(Files::exists);
  }

  /** What ships with Spillway. */
  public static AccessFile shipped() {
    return AccessFileReader.read(NAME, shippedText());
  }

  /** The same as text. */
  public static String shippedText() {
    try (@Nullable InputStream in = AccessFiles.class.getResourceAsStream(SHIPPED)) {
      if (in == null) {
        throw new IllegalStateException(SHIPPED + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(SHIPPED + " cannot be read", e);
    }
  }

  /** One file by itself. */
  public static AccessFile read(Path file) {
    try {
      return AccessFileReader.read(file.toString(), Files.readString(file));
    } catch (IOException e) {
      throw new OperationException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
