package io.spillway.privacy;

import io.spillway.privacy.core.MasterKeys;
import io.spillway.privacy.core.PersonalAttributes;
import io.spillway.runtime.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Everything that {@code spillway.privacy} sets.
 *
 * @param attributes that are encrypted
 * @param masterKeys empty where no file is named: nothing is encrypted or decrypted then
 * @param cacheFor how long a key may be used after it was read
 * @param cached customers whose keys are in memory, at most
 */
public record PrivacyConfig(
    PersonalAttributes attributes, Optional<MasterKeys> masterKeys, Duration cacheFor, int cached) {
  /** A destroyed key is out of use everywhere after so long. */
  public static final Duration LONGEST_CACHED = Duration.ofSeconds(5);

  /** The setting that names the attributes. */
  public static final String ATTRIBUTES = "spillway.privacy.attributes";

  private static final String ROOT = "spillway.privacy.";
  private static final int NAME_LENGTH = 64;
  private static final long MAX_FILE_BYTES = 64 << 10;

  /** Reads {@code spillway.privacy}; faults are noted in the settings. */
  public static PrivacyConfig from(Settings settings) {
    PersonalAttributes attributes = PersonalAttributes.parse(settings.textOrEmpty(ATTRIBUTES));
    for (String name : attributes.names()) {
      if (name.codePointCount(0, name.length()) > NAME_LENGTH) {
        settings.violation(ATTRIBUTES, name, "names of at most " + NAME_LENGTH + " characters");
      }
    }
    Path file = settings.fileOrNone(ROOT + "master-key-file");
    if (file == null && !attributes.names().isEmpty()) {
      settings.violation(
          ATTRIBUTES, attributes.names(), "none, unless " + ROOT + "master-key-file names a file");
    }
    return new PrivacyConfig(
        attributes,
        file == null ? Optional.empty() : masterKeys(settings, file),
        settings.duration(ROOT + "keys.cache-for", Duration.ZERO, LONGEST_CACHED),
        settings.count(ROOT + "keys.cached", 1, 10_000_000));
  }

  /**
   * The master keys in a file.
   *
   * @throws IllegalArgumentException when it has none, or something else
   */
  public static MasterKeys read(Path file) throws IOException {
    if (Files.size(file) > MAX_FILE_BYTES) {
      throw new IllegalArgumentException("it has more than " + MAX_FILE_BYTES + " bytes");
    }
    return MasterKeys.parse(Files.readString(file));
  }

  private static Optional<MasterKeys> masterKeys(Settings settings, Path file) {
    try {
      return Optional.of(read(file));
    } catch (IOException | IllegalArgumentException e) {
      settings.violation(
          ROOT + "master-key-file",
          "'" + file + "'",
          "a file of lines VERSION:BASE64 with 32 bytes each, but " + e.getMessage());
      return Optional.empty();
    }
  }
}
