package io.spillway.runtime.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a process: {@code reference.conf} of every module, overridden by environment
 * variables and by the file that {@code -Dconfig.file} names.
 *
 * <p>A getter never throws: it notes the fault, answers a value inside its range, and {@link
 * #check()} reports every fault at once. Not thread-safe; read in one thread at start.
 */
public final class Settings {
  private static final long MAX_SECRET_FILE_BYTES = 4_096;
  private static final String DIRECTORY = "spillway.settings-dir";

  private final Config config;
  private final List<String> violations = new ArrayList<>();

  private Settings(Config config) {
    this.config = config;
  }

  /** Reads defaults, file and environment. */
  public static Settings load() {
    return of(ConfigFactory.load());
  }

  /**
   * The same for one of several processes or services of a deployment. Where {@code
   * spillway.settings-dir} names a directory, its file {@code NAME.properties} must be there and
   * comes before everything else: there each has what the others must not know.
   */
  public static Settings load(String name) {
    return of(ConfigFactory.load(), name);
  }

  static Settings of(Config config, String name) {
    String directory = config.hasPath(DIRECTORY) ? config.getString(DIRECTORY) : "";
    if (directory.isEmpty()) {
      return of(config);
    }
    File file = new File(directory, name + ".properties");
    try {
      ConfigParseOptions required = ConfigParseOptions.defaults().setAllowMissing(false);
      return of(ConfigFactory.parseFile(file, required).withFallback(config));
    } catch (ConfigException e) {
      Settings unreadable = of(config);
      unreadable.violation(DIRECTORY, "'" + directory + "'", "a directory with " + file.getName());
      return unreadable;
    }
  }

  public static Settings of(Config config) {
    return new Settings(config);
  }

  /** A text that is not empty, at most 1,000 characters. */
  public String text(String path) {
    return text(path, 1_000);
  }

  /** A text of 1 to {@code maxLength} characters. */
  public String text(String path, int maxLength) {
    String value = read(path, Config::getString, "text", () -> "");
    if (value.isEmpty() || value.length() > maxLength) {
      violation(path, shown(path, value), "text of 1 to " + maxLength + " characters");
    }
    return value;
  }

  /** A text that may be empty, at most 1,000 characters. */
  public String textOrEmpty(String path) {
    String value = read(path, Config::getString, "text", () -> "");
    if (value.length() > 1_000) {
      violation(path, shown(path, value), "text of at most 1000 characters");
    }
    return value;
  }

  /**
   * A text that is no business of an environment: where {@code path-file} names a file, its content
   * without the end of the line; otherwise {@link #text(String)}. 1 to 1,000 characters.
   */
  public String secret(String path) {
    String filePath = path + "-file";
    if (!config.hasPath(filePath) || textOrEmpty(filePath).isEmpty()) {
      return text(path);
    }
    String file = textOrEmpty(filePath);
    try {
      if (Files.size(Path.of(file)) <= MAX_SECRET_FILE_BYTES) {
        String secret = Files.readString(Path.of(file)).strip();
        if (!secret.isEmpty() && secret.length() <= 1_000) {
          return secret;
        }
      }
      violation(filePath, "'" + file + "'", "a file with one line of 1 to 1000 characters");
    } catch (IOException | InvalidPathException e) {
      violation(filePath, "'" + file + "'", "a file that this process can read, but: " + e);
    }
    return "";
  }

  /** {@code path.user}, which may be empty for none, with the secret {@code path.password}. */
  Account account(String path) {
    String user = textOrEmpty(path + ".user");
    return user.isEmpty() ? Account.NONE : new Account(user, secret(path + ".password"));
  }

  /** A file that this process can read; null where the text is empty. */
  public @Nullable Path fileOrNone(String path) {
    String file = textOrEmpty(path);
    if (file.isEmpty()) {
      return null;
    }
    try {
      Path found = Path.of(file);
      if (Files.isReadable(found)) {
        return found;
      }
    } catch (InvalidPathException e) {
      // Told below, like every other name of no file.
    }
    violation(path, "'" + file + "'", "a file that this process can read");
    return null;
  }

  /** A URI with one of the schemes. */
  public String uri(String path, String example, String... schemes) {
    String uri = text(path);
    if (Arrays.stream(schemes).noneMatch(scheme -> uri.startsWith(scheme + "://"))) {
      violation(path, uri, "a URI such as " + example);
    }
    return uri;
  }

  /** A whole number from {@code min} to {@code max}. */
  public int count(String path, int min, int max) {
    int value = read(path, Config::getInt, "a whole number", () -> min);
    if (value < min || value > max) {
      violation(path, value, "a whole number from " + min + " to " + max);
      return min;
    }
    return value;
  }

  /** A duration with a unit, such as {@code 250ms}, from {@code min} to {@code max}. */
  public Duration duration(String path, Duration min, Duration max) {
    Duration value = read(path, Config::getDuration, "a duration such as 250ms or 5s", () -> min);
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      violation(path, value, "a duration from " + min + " to " + max);
      return min;
    }
    return value;
  }

  /** A size with a unit, such as {@code 5MiB}, in bytes from {@code min} to {@code max}. */
  public long bytes(String path, long min, long max) {
    long value = read(path, Config::getBytes, "a size such as 512KiB or 5MiB", () -> min);
    if (value < min || value > max) {
      violation(path, value, "a size from " + min + " to " + max + " bytes");
      return min;
    }
    return value;
  }

  public boolean flag(String path) {
    return read(path, Config::getBoolean, "true or false", () -> false);
  }

  /** Notes a fault that a getter's range cannot express. */
  public void violation(String path, Object value, String expected) {
    violations.add(path + " = " + value + ": expected " + expected + hint(path));
  }

  /**
   * Ends the reading.
   *
   * @throws InvalidSettingsException naming every bad key, its value and what is expected
   */
  public void check() {
    if (!violations.isEmpty()) {
      throw new InvalidSettingsException(violations);
    }
  }

  private <T> T read(String path, ConfigGetter<T> getter, String expected, Supplier<T> otherwise) {
    try {
      return getter.get(config, path);
    } catch (ConfigException.Missing e) {
      violation(path, "(not set)", expected);
    } catch (ConfigException e) {
      violation(path, shown(path, rawValue(path)), expected);
    }
    return otherwise.get();
  }

  private Object rawValue(String path) {
    try {
      return config.getAnyRef(path);
    } catch (ConfigException e) {
      return "(unreadable)";
    }
  }

  private static Object shown(String path, Object value) {
    return path.contains("password") ? "(hidden)" : "'" + value + "'";
  }

  private String hint(String path) {
    Function<Config, String> origin = c -> c.getValue(path).origin().description();
    try {
      return " (set in " + origin.apply(config) + ")";
    } catch (ConfigException e) {
      return "";
    }
  }

  @FunctionalInterface
  private interface ConfigGetter<T> {
    T get(Config config, String path);
  }
}
