package io.spillway.operate.adapter.files;

import java.util.Comparator;
import org.apache.maven.artifact.versioning.ComparableVersion;

/** The order of versions of Maven libraries: {@code 2.0-rc1} before {@code 2.0} before 2.0.1. */
public final class MavenVersions {
  public static final Comparator<String> ORDER = Comparator.comparing(ComparableVersion::new);

  private MavenVersions() {}
}
