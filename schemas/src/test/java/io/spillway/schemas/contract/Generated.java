package io.spillway.schemas.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Resources that are written from the code and committed. */
final class Generated {
  private static final Path DIRECTORY =
      Path.of("src", "main", "resources", "io", "spillway", "schemas", "events");

  private Generated() {}

  /** Fails when the committed file is not what the code says now; rewrites it when told so. */
  static void assertUpToDate(String name, String wanted) throws IOException {
    Path file = DIRECTORY.resolve(name);
    if (Boolean.getBoolean("spillway.regenerate")) {
      Files.createDirectories(DIRECTORY);
      Files.writeString(file, wanted);
    }
    assertThat(file).as("run this test with -Dspillway.regenerate=true, and commit it").exists();
    assertThat(Files.readString(file))
        .as(
            "%s is not what the code says: run this test with -Dspillway.regenerate=true, and look"
                + " at what it writes",
            file)
        .isEqualTo(wanted);
  }
}
