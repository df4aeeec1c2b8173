package io.spillway.reports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that is generated and checked in: it must be what would be generated now. */
public final class GeneratedFile {
  private GeneratedFile() {}

  /** Compares, or writes with {@code -Dspillway.regenerate=true}. */
  public static String in(Path file, String wanted) throws IOException {
    if (Boolean.getBoolean("spillway.regenerate")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, wanted);
    }
    return Files.exists(file) ? Files.readString(file) : "";
  }

  /** What to do when it differs. */
  public static String advice(String test) {
    return "the definitions have changed; run mvn -pl reports -am test -Dtest="
        + test
        + " -Dsurefire.failIfNoSpecifiedTests=false -Dspillway.regenerate=true and commit";
  }
}
